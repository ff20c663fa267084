"""Open checks of unit 12: one layer over whole sequences, forward.

By hand, the tanh of ln 2 is 0.6 and its slope there is 0.64; that of ln 3 is 0.8, and
its slope there is 0.36.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    live,
    narrowed,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LN2, LN3 = float(np.log(2)), float(np.log(3))
LAYER = {
    "x": "N T D",
    "h0": "L*K N H",
    "out": "N T H",
    "out0": "N T H",
    "out1": "L*K N H",
    "h_n": "L*K N H",
    "l0.Wx": "D H",
    "l0.Wh": "H H",
    "l0.b": "H",
}
KEYS = ("l0.Wx", "l0.Wh", "l0.b")
TRANSPOSED = "Wh is transposed: the state stands on the left, as in h Wh."
NO_BIAS = "b is left out: it is added inside of the tanh."
NO_STATE = "The old state is left out: h Wh belongs in the sum, too."
NO_TANH = "It is what goes into the tanh: take the tanh of the whole sum."
SUM = "It is the sum inside of the tanh: out holds the states."
SAME_X = "Every step reads x of the first one: step t must read x[:, t]."
BIAS_OFTEN = "b counts more than once: it is added to the sum once."
NO_H0 = "h0 is not used: where it is given, the first step starts from it."
H0_WHOLE = "h0 is used with its first axis: layer 0 starts from h0[0], which is (N, H)."
NO_LAST = "The last step is missing: the loop must run over all T steps."
NO_FIRST = "The first step is missing: the loop must run over all T steps."
AROUND = (
    "They do not lie evenly around 0: rng.random gives numbers from 0 to 1, which are "
    "first stretched to the width 2/sqrt(H), and then shifted by 1/sqrt(H)."
)
BY_D = "The bound is 1/sqrt(D), and must be 1/sqrt(H), for Wx as well."
EARLY = "The states stand one step late: out[:, t] is the state after step t."


@exercise("12.3")
def test_two_steps_by_hand(student: Student) -> None:
    """RNN.forward gives the two steps of the worked example of handout section 3.2."""
    net = by_hand(student)

    found = net.forward(np.array([[[1.0], [0.0]]]), train=True)
    out, h_n = out_first(found, (1, 2, 1), (1, 1, 1))
    right = np.array([[[0.6], [0.8]]])

    suspects = {
        "steps:no-tanh": (SUM, np.array([[[LN2], [LN3]]])),
        "steps:no-tanh-at-all": (NO_TANH, np.array([[[LN2], [LN2 * LN3 / 0.6]]])),
    }
    with narrowed(*of_all_steps(out, right)):
        close(out, right, "out", clues=Clues(suspects=suspects))
    close(h_n, np.array([[[0.8]]]), "h_n")


@exercise("12.3")
def test_every_step_follows_the_rule(student: Student, rng: Rng) -> None:
    """RNN.forward from a given h0 follows the rule of handout section 3.2."""
    net = student.RNN(2, 3, rng=seeded(rng))
    wx, wh, b = weights(net, [(2, 3), (3, 3), (3,)])
    x, h0 = rng.normal(size=(5, 7, 2)), rng.normal(size=(1, 5, 3))

    found = net.forward(x.copy(), h0.copy(), train=True)
    out, h_n = out_first(found, (5, 7, 3), (1, 5, 3))

    right = states(x, h0[0], (wx, wh, b))
    first_x = np.repeat(x[:, :1], 7, axis=1)
    suspects = {
        "steps:same-x": (SAME_X, states(first_x, h0[0], (wx, wh, b))),
        "steps:transposed": (TRANSPOSED, states(x, h0[0], (wx, wh.T, b))),
        "steps:no-bias": (NO_BIAS, states(x, h0[0], (wx, wh, 0 * b))),
        "steps:bias-twice": (BIAS_OFTEN, states(x, h0[0], (wx, wh, 2 * b))),
        "steps:no-h0": (NO_H0, states(x, 0 * h0[0], (wx, wh, b))),
        "steps:no-state": (NO_STATE, states(x, 0 * h0[0], (wx, 0 * wh, b))),
        "steps:early": (
            EARLY,
            np.concatenate([h0[0][:, np.newaxis], right[:, :-1]], axis=1),
        ),
    }
    with narrowed(*of_all_steps(out, right), lambda: require_h0(net, x, out, right)):
        close(out, right, "out", clues=Clues(axes=LAYER, suspects=suspects))
    known = {"the state after the first step": right[np.newaxis, :, 0], "h0": h0}
    close(h_n, right[np.newaxis, :, -1], "h_n", clues=Clues(axes=LAYER, known=known))


@exercise("12.3")
def test_parameters_of_one_layer(student: Student, rng: Rng) -> None:
    """RNN draws Wx, Wh and b in their shapes, from -1/sqrt(H) to 1/sqrt(H)."""
    net = student.RNN(2, 16, rng=seeded(rng))

    arrays = weights(net, [(2, 16), (16, 16), (16,)])
    for key, found in zip(KEYS, arrays, strict=True):
        low, high = float(found.min()), float(found.max())
        largest, is_even = max(high, -low), abs(high + low) < 0.2 * (high - low)
        cause = BY_D if is_even and abs(largest * 2**0.5 - 1) < 0.06 else ""
        must = (
            f"the numbers of {key} (D = 2, H = 16) run from {low:.2f} to {high:.2f}, "
            "and must lie around 0 within 1/sqrt(H), 0.25 here."
        )
        is_within = largest <= 1 / 4 and (low < 0 < high or key == "l0.b")
        require(is_within, must, cause=cause or AROUND * (low < high and not is_even))


def by_hand(student: Student) -> Student:
    """Return the network of handout 3.2, with one unit."""
    net: Student = student.RNN(1, 1)
    keys = sorted(map(str, net.params)) if isinstance(net.params, dict) else []
    must = f'params must have the keys "l0.Wx", "l0.Wh" and "l0.b", found {keys}'
    require(set(KEYS) <= set(keys), must)
    live(net, "params", "l0.Wx")[...] = np.array([[LN2]])
    live(net, "params", "l0.Wh")[...] = np.array([[LN3 / 0.6]])
    live(net, "params", "l0.b")[...] = np.array([0.0])
    return net


def states(x: Array, h: Array, given: tuple[Array, Array, Array]) -> Array:
    """Return the states (N, T, H) of one layer, by the rule of handout 2.1."""
    wx, wh, b = given
    found = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        found.append(h)
    return np.stack(found, axis=1)


def weights(net: Student, shapes: Sequence[tuple[int, ...]]) -> list[Array]:
    """Return the parameters of the first layer, once they are what they must be."""
    params = net.params if isinstance(net.params, dict) else {}
    found = []
    for key, shape in zip(KEYS, shapes, strict=True):
        value = params.get(key)
        is_right = isinstance(value, np.ndarray) and value.shape == shape
        require(is_right, f'params["{key}"] must be an array of shape {shape}')
        found.append(np.asarray(value, float))
    require(np.ptp(found[1]) > 0, "the parameters must be drawn at random")
    return found


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


def out_first(value: object, *shapes: tuple[int, ...]) -> tuple[object, object]:
    """Return out and h_n, once they are not exchanged."""
    first, second = pair(value)
    found = [each.shape for each in (first, second) if isinstance(each, np.ndarray)]
    must = f"out must come first and h_n after it, found {found}: they are exchanged"
    require(found != list(shapes[::-1]), must)
    return first, second


def of_all_steps(found: object, right: Array) -> tuple[Callable[[], None], ...]:
    """Return checks that tell a loop which is one step too short."""
    rest = (NO_LAST, right[:, :-1]), (NO_FIRST, right[:, 1:])

    def look(said: str, wrong: Array) -> None:
        require(not alike(found, wrong), "a step is missing", cause=said)

    return tuple(partial(look, *each) for each in rest)


def require_h0(net: Student, x: Array, found: object, right: Array) -> None:
    """Check that h0 is not used with the axis of layers and directions."""
    plain = out_first(net.forward(x.copy(), train=True), right.shape, (1,))[0]
    if (
        getattr(plain, "shape", ()) != right.shape
        or getattr(found, "ndim", 0) != right.ndim + 1
    ):
        return
    flat = np.asarray(found)
    ones = [axis for axis, size in enumerate(flat.shape) if size == 1]
    is_right = any(
        alike(flat.squeeze(axis), right.transpose(order))
        for axis in ones
        for order in permutations(range(right.ndim))
    )
    require(not is_right, "h0 keeps an axis too many", cause=H0_WHOLE)


def alike(found: object, wrong: Array) -> bool:
    """Whether these numbers, and none else, came back."""
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_same = is_array and getattr(found, "shape", ()) == wrong.shape and wrong.size > 0
    return is_same and bool(np.allclose(np.asarray(found), wrong))


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))


def slope(layer: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = layer.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
