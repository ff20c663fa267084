"""Open checks of unit 12: the cell, and one layer of it over whole sequences.

By hand, the tanh of ln 2 is 0.6 and its slope there is 0.64; that of ln 3 is 0.8, and
its slope there is 0.36.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Chain,
    Clues,
    Student,
    close,
    exercise,
    generator,
    gradient,
    live,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LN2, LN3 = float(np.log(2)), float(np.log(3))
CELL = {"x": "N D", "h": "N H", "out": "N H", "Wx": "D H", "Wh": "H H", "b": "H"}
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
BIAS_OUTSIDE = "b stands outside of the tanh: it is added inside, to both products."
NO_STATE = "The old state is left out: h Wh belongs in the sum, too."
NO_TANH = "It is what goes into the tanh: take the tanh of the whole sum."
TWO_TANHS = "Each product has a tanh of its own: one tanh is taken of the whole sum."
SIGMOID = "It is the sigmoid of the sum: take its tanh."
RELU = "It is the ReLU of the sum: take its tanh."
PLAIN_STATE = "h goes into the sum as it is: multiply it by Wh."
MIXED = "The states of the batch are averaged: no row may have a say in another one."
SUM = "It is the sum inside of the tanh: out holds the states."
SAME_X = "Every step reads x of the first one: step t must read x[:, t]."
BIAS_OFTEN = "b counts more than once: it is added to the sum once."
WITH_NEW = "It is made with h_next, the state after the step: take the h that came in."
NO_H0 = "h0 is not used: where it is given, the first step starts from it."
EARLY = "The states stand one step late: out[:, t] is the state after step t."


@exercise("12.1")
def test_one_step_by_hand(student: Student) -> None:
    """RNNCell.forward gives the worked example of handout section 2.1."""
    cell = student.RNNCell(np.array([[LN2]]), np.array([[-LN2]]), np.array([0.0]))

    out = cell.forward(np.array([[2.0]]), np.array([[1.0]]), train=True)

    close(out, np.array([[0.6]]), "out")


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
        "cell:sigmoid": (SIGMOID, 1 / (1 + np.exp(-(x @ wx + h @ wh + b)))),
        "cell:relu": (RELU, np.maximum(x @ wx + h @ wh + b, 0)),
        "cell:plain-state": (PLAIN_STATE, np.tanh(x @ wx + h + b)),
        "cell:mixed": (MIXED, np.tanh(x @ wx + h.mean(axis=0) @ wh + b)),
        "cell:bias-twice": (BIAS_OFTEN, np.tanh(x @ wx + h @ wh + 2 * b)),
        "cell:bias-thrice": (BIAS_OFTEN, np.tanh(x @ wx + h @ wh + 3 * b)),
    }
    clues = Clues(axes=CELL, suspects=suspects)
    close(out, np.tanh(b + h @ wh + x @ wx), "out", clues=clues)


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

    h_next = np.tanh(x @ wx + h @ wh + b)
    from_new = h_next.T @ (dh_next * (1 - h_next**2))
    suspects = {"Wh:new": (WITH_NEW, from_new)}
    clues = Clues(axes=CELL, chain=one_step, suspects=suspects)
    upstream = {"dh_next": dh_next}
    gradient(cell, at=dict(zip("xh", at, strict=True)), upstream=upstream, clues=clues)


@exercise("12.3")
def test_two_steps_by_hand(student: Student) -> None:
    """RNN.forward gives the two steps of the worked example of handout section 3.2."""
    net = by_hand(student)

    found = net.forward(np.array([[[1.0], [0.0]]]), train=True)
    out, h_n = out_first(found, (1, 2, 1), (1, 1, 1))

    suspects = {
        "steps:no-tanh": (SUM, np.array([[[LN2], [LN3]]])),
        "steps:no-tanh-at-all": (NO_TANH, np.array([[[LN2], [LN2 * LN3 / 0.6]]])),
    }
    close(out, np.array([[[0.6], [0.8]]]), "out", clues=Clues(suspects=suspects))
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
    close(out, right, "out", clues=Clues(axes=LAYER, suspects=suspects))
    known = {"the state after the first step": right[np.newaxis, :, 0], "h0": h0}
    close(h_n, right[np.newaxis, :, -1], "h_n", clues=Clues(axes=LAYER, known=known))


@exercise("12.3")
def test_parameters_of_one_layer(student: Student, rng: Rng) -> None:
    """RNN draws Wx, Wh and b in their shapes, with no entry beyond 1/sqrt(H)."""
    net = student.RNN(5, 4, rng=seeded(rng))

    arrays = weights(net, [(5, 4), (4, 4), (4,)])
    for key, found in zip(KEYS, arrays, strict=True):
        largest = float(np.abs(found).max())
        must = f'with H = 4 no entry of "{key}" may be larger than 1/2 in size, found '
        require(largest <= 1 / 2, f"{must}one of size {largest:.2g}")


def drawn(rng: Rng) -> tuple[Array, Array, Array]:
    """Return Wx (2, 3), Wh (3, 3) and b (3,) of a cell."""
    return rng.normal(size=(2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)


def by_hand(student: Student) -> Student:
    """Return the network of handout 3.2, with one unit."""
    net: Student = student.RNN(1, 1)
    live(net, "params", "l0.Wx")[...] = np.array([[LN2]])
    live(net, "params", "l0.Wh")[...] = np.array([[LN3 / 0.6]])
    live(net, "params", "l0.b")[...] = np.array([0.0])
    return net


def one_step(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the next state of 2.1; the name is the one that 2.2 gives."""
    a = chain.through(at["x"] @ at["Wx"] + at["h"] @ at["Wh"] + at["b"], "da")
    return np.tanh(a)


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


def out_first(value: object, *shapes: tuple[int, int, int]) -> tuple[object, object]:
    """Return out and h_n, once they are not exchanged."""
    first, second = pair(value)
    found = [each.shape for each in (first, second) if isinstance(each, np.ndarray)]
    must = f"out must come first and h_n after it, found {found}: they are exchanged"
    require(found != list(shapes[::-1]), must)
    return first, second


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))


def slope(layer: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = layer.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
