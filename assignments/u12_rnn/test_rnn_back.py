"""Open checks of unit 12: the way back through time, of one layer.

By hand, the tanh of ln 2 is 0.6 and its slope there is 0.64; that of ln 3 is 0.8, and
its slope there is 0.36.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    live,
    narrowed,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Suspects = dict[str, tuple[str, Array]]
LN2, LN3 = float(np.log(2)), float(np.log(3))
WH = LN3 / 0.6
CUT = (
    "Nothing arrives at the first step: walk from the last step to the first, and add "
    "what a step sends back to the dout of the step before it."
)
NO_SLOPE = (
    "The slope of the tanh is left out: each step multiplies by 1 minus the square of "
    "the state that it made."
)
PAST_THE_SLOPE = (
    "What the step after sends back is added behind the slope of the tanh: add it to "
    "dout before."
)
TURNED = "dx stands backwards along T: dx[:, t] belongs to x[:, t]."
ENDS_LATE = "The walk ends before the first step: it must go down to t = 0."
NEW_STATES = (
    "Wh is paired with the state after the step: its share is made of the state before."
)
INSIDE = (
    "It is the gradient inside of the first tanh: it still has to go through Wh to be "
    "that for h0."
)
ZEROS = "The state before the first step is h0, and not zeros."
MEAN = (
    "It is half of what it must be, as if divided by the two steps: what the steps "
    "bring is added up, not averaged."
)
NO_DH_N = "dh_n is not used: the last step begins with it, added to the last dout."
OFTEN = "dh_n is added at every step: it belongs to the state after the last one alone."
BEFORE = (
    "The slope of tanh is that of the state before: step t made out[:, t], and its "
    "slope is 1 minus the square of that one."
)
LAST_STATE = (
    "Every step takes the slope of the last state: each has one of its own, made of "
    "the state that it made."
)
LATE = (
    "dout is added after the slope of tanh: what reaches a state goes through the tanh "
    "that made it, dout as well."
)
FORWARDS = (
    "The steps are walked from the first to the last: what a step sends back is known "
    "only after it, so begin with the last one."
)
FIRST_ONLY = "It is the share of the first step alone: the shares of all steps add up."
LAST_ONLY = "It is the share of the last step alone: the shares of all steps add up."
AFTER = (
    "What dout brings to the last step comes in one step late: step t adds dout[:, t] "
    "before it goes back through its own tanh."
)
TWICE = (
    "All is twice what it must be, as if the last dout came in twice: without dh_n the "
    "walk begins with zeros."
)
PILED_UP = (
    "The gradient that came into a step is handed on as well: what goes on to the step "
    "before is da Wh^T alone."
)
AT_BOTH = (
    "The dout of the last step comes into the first step, too: dout[:, -1] is read at "
    "every step, or what came into a step is handed on beside da Wh^T."
)
INSTEAD = (
    "Where dh_n is given, the last dout is lost: the last state gets both, added up."
)


@exercise("12.4")
def test_two_steps_back_by_hand(student: Student) -> None:
    """RNN.backward gives the worked example of handout 4.2, also with dh_n given."""
    net = by_hand(student)
    net.forward(np.array([[[1.0], [0.0]]]), train=True)

    dx, dh0 = pair(net.backward(np.array([[[0.0], [1.0]]])))

    back = 0.36 * LN3 / 0.6  # what the last step sends to the first state
    first = 0.64 * back
    right = np.array([[[first * LN2], [0.36 * LN2]]])
    with narrowed(lambda: require_first_step(dx, right)):
        close(dx, right, "dx", clues=Clues(suspects=of_the_way_back()))
    suspects = {
        "dh0:inside": (INSIDE, np.array([[[first]]])),
        "dh0:piled": (PILED_UP, np.array([[[first * WH + back]]])),
    }
    close(dh0, np.array([[[first * WH]]]), "dh0", clues=Clues(suspects=suspects))
    sums = {
        "b": np.array([0.36 + first]),
        "Wh": np.array([[0.6 * 0.36]]),
        "Wx": np.array([[first]]),
    }
    for name, total in sums.items():
        wrong = {"steps:mean": (MEAN, total / 2)}
        if name == "b":
            wrong["steps:first"] = FIRST_ONLY, np.array([first])
            wrong["steps:last"] = LAST_ONLY, np.array([0.36])
        if name == "Wh":
            wrong["steps:new"] = NEW_STATES, np.array([[0.6 * first + 0.8 * 0.36]])
        key = f"l0.{name}"
        close(slope(net, key), total, f'grads["{key}"]', clues=Clues(suspects=wrong))
    dx = pair(net.backward(np.zeros((1, 2, 1)), np.array([[[1.0]]])))[0]
    close(dx, right, "dx, where dh_n alone is 1,", clues=of_last_state(first))
    dx = pair(net.backward(np.array([[[0.0], [1.0]]]), np.array([[[1.0]]])))[0]
    clues = Clues(suspects={"dh_n:instead": (INSTEAD, right)})
    close(dx, 2 * right, "dx, where the last dout and dh_n are 1,", clues=clues)


@exercise("12.4")
def test_one_step_back_from_h0(student: Student) -> None:
    """RNN.backward reads the given h0: the step from 0.6 to 0.8, by hand."""
    net = by_hand(student)
    out, _ = pair(net.forward(np.zeros((1, 1, 1)), np.array([[[0.6]]]), train=True))

    dh0 = pair(net.backward(np.array([[[1.0]]])))[1]

    if not (isinstance(out, np.ndarray) and np.allclose(out, 0.8)):
        return  # exercise 12.3 says so
    suspects = {
        "dh0:inside": (INSIDE, np.array([[[0.36]]])),
        "slope:none": (NO_SLOPE, np.array([[[WH]]])),
    }
    close(dh0, np.array([[[0.36 * WH]]]), "dh0", clues=Clues(suspects=suspects))
    suspects = {
        "steps:new": (NEW_STATES, np.array([[0.8 * 0.36]])),
        "steps:zeros": (ZEROS, np.array([[0.0]])),
    }
    found, clues = slope(net, "l0.Wh"), Clues(suspects=suspects)
    close(found, np.array([[0.216]]), 'grads["l0.Wh"]', clues=clues)


def of_last_state(first: float) -> Clues:
    """Return what dx may be in the worked example where dh_n alone comes in."""
    often, again = first + 0.64, 0.64 * (1 + 0.72 * WH)
    suspects = {
        "dh_n:again": (OFTEN, np.array([[[again * LN2], [0.72 * LN2]]])),
        "dh_n:forgotten": (NO_DH_N, np.zeros((1, 2, 1))),
        "dh_n:often": (OFTEN, np.array([[[often * LN2], [0.36 * LN2]]])),
    }
    return Clues(suspects=suspects)


def of_the_way_back() -> Suspects:
    """Return what dx may be in the worked example, where the last dout alone is 1."""
    steps = {  # what reaches the sums of the first and of the second step
        "steps:cut": (CUT, 0.0, 0.36),
        "slope:before": (BEFORE, 0.64 * WH, 0.64),
        "slope:last": (LAST_STATE, 0.36 * 0.36 * WH, 0.36),
        "dout:late": (LATE, 0.64 * WH, 1.0),
        "steps:forwards": (FORWARDS, 0.36, 0.0),
        "slope:none": (NO_SLOPE, WH, 1.0),
        "slope:past": (PAST_THE_SLOPE, 0.36 * WH, 0.36),
        "dout:after": (AFTER, 0.64, 0.0),
        "dout:twice": (TWICE, 2 * 0.64 * 0.36 * WH, 2 * 0.36),
        "steps:piled": (AT_BOTH, 0.64 * (1 + 0.36 * WH), 0.36),
        "steps:turned": (TURNED, 0.36, 0.64 * 0.36 * WH),
    }
    return {
        code: (said, np.array([[[one * LN2], [two * LN2]]]))
        for code, (said, one, two) in steps.items()
    }


def require_first_step(found: object, right: Array) -> None:
    """Check that the walk back does not end before the first step."""
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_short = is_array and getattr(found, "shape", ()) == right[:, 1:].shape
    is_late = is_short and np.allclose(np.asarray(found), right[:, 1:])
    require(not is_late, "the first step is missing", cause=ENDS_LATE)


def by_hand(student: Student) -> Student:
    """Return the network of handout 3.2, with one unit."""
    net: Student = student.RNN(1, 1)
    live(net, "params", "l0.Wx")[...] = np.array([[LN2]])
    live(net, "params", "l0.Wh")[...] = np.array([[LN3 / 0.6]])
    live(net, "params", "l0.b")[...] = np.array([0.0])
    return net


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


def slope(layer: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = layer.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
