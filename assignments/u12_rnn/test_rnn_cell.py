"""Open checks of unit 12: one step of the cell, there and back.

By hand, the tanh of ln 2 is 0.6 and its slope there is 0.64.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Chain,
    Clues,
    Student,
    attempt,
    close,
    exercise,
    gradient,
    narrowed,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Lazy = dict[str, tuple[str, Callable[[], Array]]]
LN2 = float(np.log(2))
CELL = {"x": "N D", "h": "N H", "out": "N H", "Wx": "D H", "Wh": "H H", "b": "H"}
KIT = '''
"""What a call raises."""


def raised(function, *args):
    try:
        function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
'''
TRANSPOSED = "Wh is transposed: the state stands on the left, as in h Wh."
NO_BIAS = "b is left out: it is added inside of the tanh."
BIAS_OUTSIDE = "b stands outside of the tanh: it is added inside, to both products."
NO_STATE = "The old state is left out: h Wh belongs in the sum, too."
NO_TANH = "It is what goes into the tanh: take the tanh of the whole sum."
TWO_TANHS = "Each product has a tanh of its own: one tanh is taken of the whole sum."
SIGMOID = "It is the sigmoid of the sum: take its tanh."
RELU = "It is the ReLU of the sum: take its tanh."
OTHER_BEND = (
    "The sum x Wx + h Wh + b is right, and what is then taken of it is no tanh."
)
PLAIN_STATE = "h goes into the sum as it is: multiply it by Wh."
MIXED = "The states of the batch are averaged: no row may have a say in another one."
BIAS_OFTEN = "b counts more than once: it is added to the sum once."
LAST_ROW = (
    "It is the last row of the batch alone: compute all rows at once, and let no row "
    "write over another."
)
FIRST_ROW = "It is the first row of the batch alone: all N rows must come back."
OWN_NAMES = {"h", "h_next", "h_prev", "h_old", "state"}
OWN_STATE = (
    "forward reads self.{0}, which no call has set yet: the old state is the argument "
    "h, not what an earlier call has kept."
)
WITH_NEW = "It is made with h_next, the state after the step: take the h that came in."
SAME_SIDE = (
    "It is da times Wh: on the way back Wh is transposed, da times the transpose of Wh."
)
SLOPES = {
    "slope:square": "The bracket is squared: the slope of tanh is 1 - h_next**2, where "
    "h_next alone is squared.",
    "slope:linear": "The slope of tanh is 1 - h_next**2: the square is missing.",
    "slope:again": "The slope is taken of tanh(h_next): h_next has gone through the "
    "tanh already.",
    "slope:old": "The slope of tanh is made of h, the old state: it is made of h_next.",
    "slope:none": "The slope of tanh is missing: da is dh_next * (1 - h_next**2).",
}
BACK_EXCHANGED = "dx and dh are exchanged after return: dx comes first."


@exercise("12.1")
def test_one_step_by_hand(student: Student) -> None:
    """RNNCell.forward gives the example of handout 2.1, and -0.6 where x is 0."""
    given = np.array([[LN2]]), np.array([[-LN2]]), np.array([0.0])
    x, h = np.array([[2.0], [0.0]]), np.array([[1.0], [1.0]])
    require_argument(student, given, x, h)

    out = student.RNNCell(*given).forward(x, h, train=True)

    with narrowed(*of_one_row(out, np.array([[0.6], [-0.6]]))):
        close(out, np.array([[0.6], [-0.6]]), "out")


@exercise("12.1")
def test_one_step_of_a_batch(student: Student, rng: Rng) -> None:
    """RNNCell.forward gives tanh(x Wx + h Wh + b) for each row of a batch."""
    x, h, (wx, wh, b) = rng.normal(size=(5, 2)), rng.normal(size=(5, 3)), drawn(rng)

    out = student.RNNCell(wx, wh, b).forward(x, h, train=True)

    suspects = {
        "cell:transposed": (TRANSPOSED, np.tanh(x @ wx + h @ wh.T + b)),
        "cell:no-bias": (NO_BIAS, np.tanh(x @ wx + h @ wh)),
        "cell:bias-outside": (BIAS_OUTSIDE, np.tanh(x @ wx + h @ wh) + b),
        "cell:no-state": (NO_STATE, np.tanh(x @ wx + b)),
        "cell:no-tanh": (NO_TANH, x @ wx + h @ wh + b),
        "cell:two-tanhs": (TWO_TANHS, np.tanh(x @ wx + b) + np.tanh(h @ wh)),
        "cell:tanh-of-each": (
            TWO_TANHS,
            np.tanh(x @ wx) + np.tanh(h @ wh) + np.tanh(b),
        ),
        "cell:tanh-with-b": (TWO_TANHS, np.tanh(x @ wx) + np.tanh(h @ wh + b)),
        "cell:sigmoid": (SIGMOID, 1 / (1 + np.exp(-(x @ wx + h @ wh + b)))),
        "cell:relu": (RELU, np.maximum(x @ wx + h @ wh + b, 0)),
        "cell:plain-state": (PLAIN_STATE, np.tanh(x @ wx + h + b)),
        "cell:mixed": (MIXED, np.tanh(x @ wx + h.mean(axis=0) @ wh + b)),
        "cell:bias-twice": (BIAS_OFTEN, np.tanh(x @ wx + h @ wh + 2 * b)),
        "cell:bias-thrice": (BIAS_OFTEN, np.tanh(x @ wx + h @ wh + 3 * b)),
    }
    right, total = np.tanh(b + h @ wh + x @ wx), x @ wx + h @ wh + b
    other = {"cell:bend": (OTHER_BEND, lambda: own_bend(student, total))}
    clues = Clues(axes=CELL, suspects={**suspects, **other})
    with narrowed(*of_one_row(out, right)):
        close(out, right, "out", clues=clues)


@exercise("12.2")
def test_one_step_back_by_hand(student: Student) -> None:
    """RNNCell.backward gives the worked example of handout section 2.2."""
    cell = student.RNNCell(np.array([[LN2]]), np.array([[-LN2]]), np.array([0.0]))
    cell.forward(np.array([[2.0]]), np.array([[1.0]]), train=True)

    dx, dh = pair(cell.backward(np.array([[1.0]])))

    close(dx, np.array([[0.64 * LN2]]), "dx")
    close(dh, np.array([[-0.64 * LN2]]), "dh")
    close(slope(cell, "Wx"), np.array([[1.28]]), 'grads["Wx"]')
    close(slope(cell, "Wh"), np.array([[0.64]]), 'grads["Wh"]')
    close(slope(cell, "b"), np.array([0.64]), 'grads["b"]')


@exercise("12.2")
def test_small_gradient_of_a_step(student: Student, rng: Rng) -> None:
    """RNNCell.backward matches the numerical gradients of your own forward."""
    leaves = wx, wh, b = drawn(rng)
    cell = student.RNNCell(*leaves)
    x, h = at = rng.normal(size=(5, 2)), rng.normal(size=(5, 3))
    dh_next = rng.normal(size=(5, 3))

    suspects = of_way_back(x, h, (wx, wh, b), dh_next)
    clues = Clues(axes=CELL, chain=one_step, suspects=suspects)
    upstream, given = {"dh_next": dh_next}, dict(zip("xh", at, strict=True))
    with narrowed(lambda: require_dx_first(student, at, leaves, dh_next)):
        gradient(cell, at=given, upstream=upstream, clues=clues)


def require_argument(
    student: Student, given: tuple[Array, ...], x: Array, h: Array
) -> None:
    """Check that forward does not read a state of its own in place of h."""
    cell, kit = student.RNNCell(*given), support(student, "kit", KIT)
    told = str(kit.raised(cell.forward, x.copy(), h.copy()))
    name = told.rpartition("no attribute '")[2].rstrip("'")
    is_state = told.startswith("AttributeError") and name in OWN_NAMES
    must = f"the first forward must work, found {told}."
    require(not is_state, must, cause=OWN_STATE.format(name))


def of_one_row(found: object, right: Array) -> tuple[Callable[[], None], ...]:
    """Return checks that tell one row of the batch from all of them."""
    rows = (LAST_ROW, right[-1]), (FIRST_ROW, right[0])

    def look(said: str, row: Array) -> None:
        is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
        shape = getattr(found, "shape", ())
        is_row = is_array and shape in {row.shape, (1, *row.shape)}
        is_this = is_row and np.allclose(np.asarray(found), row)
        require(not is_this, "one row came back", cause=said)

    return tuple(partial(look, *each) for each in rows)


def own_bend(student: Student, total: Array) -> Array:
    """Return what forward makes of the right sum; nan where that is known by name."""
    size = total.shape[1]
    zeros = np.zeros((size, size)), np.zeros(size)
    given = total.copy(), np.zeros(total.shape)
    found = attempt(lambda: student.RNNCell(np.eye(size), *zeros).forward(*given))
    known = total, 1 / (1 + np.exp(-total)), np.maximum(total, 0)
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_same = is_array and getattr(found, "shape", ()) == total.shape
    if not is_same or any(np.allclose(np.asarray(found), each) for each in known):
        return np.full(total.shape, np.nan)
    return np.asarray(found)


def of_way_back(
    x: Array, h: Array, leaves: tuple[Array, Array, Array], dh_next: Array
) -> Lazy:
    """Return what each gradient may be in place of what it must be."""
    wx, wh, b = leaves
    new = np.tanh(x @ wx + h @ wh + b)
    da = dh_next * (1 - new**2)
    found: Lazy = {
        "Wh:new": (WITH_NEW, lambda: new.T @ da),
        "dh:same-side": (SAME_SIDE, lambda: da @ wh),
    }
    slopes = {
        "slope:square": (1 - new) ** 2,
        "slope:linear": 1 - new,
        "slope:again": 1 - np.tanh(new) ** 2,
        "slope:old": 1 - h**2,
        "slope:none": np.ones(new.shape),
    }
    for code, each in slopes.items():
        for place, leaf in enumerate(("x", "h", "Wx", "Wh", "b")):
            found[f"{code}-{leaf}"] = (
                SLOPES[code],
                partial(sent_back, dh_next * each, x, h, leaves, place),
            )
    return found


def sent_back(
    da: Array, x: Array, h: Array, leaves: tuple[Array, Array, Array], place: int
) -> Array:
    """Return the gradient at one place of x, h, Wx, Wh and b, made of da."""
    wx, wh, _ = leaves
    every = da @ wx.T, da @ wh.T, x.T @ da, h.T @ da, da.sum(axis=0)
    return np.asarray(every[place])


def require_dx_first(
    student: Student,
    at: tuple[Array, Array],
    leaves: tuple[Array, Array, Array],
    dh_next: Array,
) -> None:
    """Check that dx and dh do not come in the other order."""
    cell = student.RNNCell(*(each.copy() for each in leaves))
    cell.forward(*(each.copy() for each in at), train=True)
    found = [getattr(each, "shape", ()) for each in pair(cell.backward(dh_next.copy()))]
    is_turned = found == [at[1].shape, at[0].shape]
    require(not is_turned, "dx must come first", cause=BACK_EXCHANGED)


def drawn(rng: Rng) -> tuple[Array, Array, Array]:
    """Return Wx (2, 3), Wh (3, 3) and b (3,) of a cell."""
    return rng.normal(size=(2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)


def one_step(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the next state of 2.1; the name is the one that 2.2 gives."""
    a = chain.through(at["x"] @ at["Wx"] + at["h"] @ at["Wh"] + at["b"], "da")
    return np.tanh(a)


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
