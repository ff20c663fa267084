"""Open checks of unit 14: single steps of the LSTM's cell, by hand and drawn.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from collections.abc import Callable
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Bend = Callable[[Array], Array]
LN2, LN3 = float(np.log(2)), float(np.log(3))
MEMORY = 4 * LN2 - 1.8  # a quarter of it and 9/20 make ln 2
OF_H = ("h", "c", "out0", "out1", "h_next", "c_next")
STATES = dict.fromkeys(OF_H, "N H")
LSTM_AXES = {"x": "N D", "Wx": "D 4H", "Wh": "H 4H", "b": "4H"} | STATES
EXCHANGED_F = "f and 1 - f are exchanged: f says how much of c is kept."
COUPLED = "i is not used: 1 - f stands in its place. What comes in is i * g."
TURNED = "h_next and c_next are exchanged: return h_next first, then c_next."
NO_I = "i is left out: what comes in is i * g."
ALL_BY_G = (
    "g multiplies f * c as well: c_next is f * c + i * g, and not (f * c + i) * g."
)
HALF = (
    "The sigmoids are too large by 1/2: sigmoid(a) is (1 + tanh(a / 2)) / 2, and the 1 "
    "is halved, too."
)
TWICE = (
    "The sigmoids are those of twice their numbers: sigmoid(a) is "
    "0.5 * (tanh(a / 2) + 1)."
)
MINUS = "The sigmoids are those of minus their numbers: sigmoid(a) has exp(-a) in it."
PRODUCT = "f * c and i * g are multiplied: c_next is their sum."
MIXED = (
    "Every fourth column is taken for a gate: each gate has a block of H columns that "
    "stand side by side."
)
I_FOR_F = (
    "i and f have changed places: in the order of the blocks, which is i, f, g, o, or "
    "in what they multiply. f keeps c, and i lets g in."
)
F_FOR_O = "h_next is made with f: it must be o times tanh(c_next)."
OLD_MEMORY = "h_next is made of c as it came in: it must be o times tanh(c_next)."


@exercise("14.1")
def test_lstm_step_by_hand(student: Student) -> None:
    """LSTMCell.forward gives the worked example of handout section 2.2."""
    cell = student.LSTMCell(*lstm_by_hand())

    h_next, c_next = two(cell.forward(*by_hand(), train=True))

    (*_, b), (*_, c) = lstm_by_hand(), by_hand()
    zeros, apart = np.zeros((1, 4)), told_apart(student)
    wrong = lstm_wrong(b[np.newaxis], c, zeros, b)
    suspects = [{k: (wrong[k][0], wrong[k][1][j]) for k in apart} for j in (0, 1)]
    close(c_next, [[LN2]], "c_next", clues=Clues(suspects=suspects[1]))
    close(h_next, [[0.3]], "h_next", clues=Clues(suspects=suspects[0]))


@exercise("14.1")
def test_lstm_step_of_drawn_numbers(student: Student, rng: Rng) -> None:
    """LSTMCell.forward follows the formulas of handout section 2.2."""
    (wx, wh, b), (x, h, c) = lstm_leaves(rng, 3, 2), states(rng, 5, 3, 2)

    h_next, c_next = two(student.LSTMCell(wx, wh, b).forward(x, h, c, train=True))

    total = x @ wx + h @ wh + b
    for place, (name, found) in enumerate((("c_next", c_next), ("h_next", h_next))):
        right = lstm_rule(total, c)[::-1][place]
        suspects = {
            code: (said, wrong[::-1][place])
            for code, (said, wrong) in lstm_wrong(total, c, h @ wh, b).items()
        }
        close(found, right, name, clues=Clues(axes=LSTM_AXES, suspects=suspects))


def told_apart(student: Student) -> set[str]:
    """Return the mistakes that fit another step, where no two give the same numbers."""
    rng = np.random.default_rng(14)
    (wx, wh, b), (x, h, c) = lstm_leaves(rng, 2, 2), states(rng, 3, 2, 2)
    given = wx.copy(), wh.copy(), b.copy()
    found = attempt(lambda: student.LSTMCell(*given).forward(x, h, c, train=True))
    parts = list(found) if isinstance(found, tuple) else []
    shapes = [each.shape for each in parts if isinstance(each, np.ndarray)]
    if shapes != [(3, 2), (3, 2)] or any(each.dtype.kind != "f" for each in parts):
        return set()
    wrong = lstm_wrong(x @ wx + h @ wh + b, c, h @ wh, b)
    return {k for k, (_, pair) in wrong.items() if np.allclose(parts, pair, 1e-9, 0)}


def by_hand() -> list[Array]:
    """Return x = 2 and the states of the example, h and c."""
    return [np.array([[2.0]]), np.array([[0.0]]), np.array([[MEMORY]])]


def lstm_by_hand() -> tuple[Array, Array, Array]:
    """Return parameters of one unit whose gates are 3/4, 1/4, 3/5 and 1/2."""
    return np.zeros((1, 4)), np.zeros((1, 4)), np.array([LN3, -LN3, LN2, 0.0])


def lstm_leaves(rng: Rng, d: int, h: int) -> tuple[Array, Array, Array]:
    """Return Wx, Wh and b, none of them near zero."""
    sizes = (d, 4 * h), (h, 4 * h), (4 * h,)
    wx, wh, b = (rng.normal(0.0, 0.8, size=size) for size in sizes)
    return wx, wh, b


def states(rng: Rng, n: int, d: int, h: int) -> tuple[Array, Array, Array]:
    """Return x (N, D), h and c (N, H)."""
    return rng.normal(size=(n, d)), rng.normal(size=(n, h)), rng.normal(size=(n, h))


def two(found: object) -> tuple[object, object]:
    """Return h_next and c_next, once they are known to be two."""
    is_pair = isinstance(found, tuple) and len(found) == 2
    require(is_pair, "forward must return h_next and c_next")
    return tuple(found) if isinstance(found, tuple) else (None, None)


def sigmoid(x: Array) -> Array:
    """Return it for numbers of ordinary size."""
    return np.asarray(1 / (1 + np.exp(-x)))


def lstm_rule(
    total: Array, c: Array, order: str = "ifgo", g: Bend = np.tanh, out: Bend = np.tanh
) -> tuple[Array, Array]:
    """Return h_next and c_next of handout 2.2, or of another reading of it."""
    gates = dict(zip(order, np.split(total, 4, axis=1), strict=True))
    i, f, o = (sigmoid(gates[each]) for each in "ifo")
    c_next = f * c + i * g(gates["g"])
    return o * out(c_next), c_next


def lstm_wrong(
    total: Array, c: Array, from_h: Array, b: Array
) -> dict[str, tuple[str, tuple[Array, Array]]]:
    """Return what a step may be in place of what it must be."""
    found = {
        "g:sigmoid": (
            "g goes through a sigmoid: it must take tanh, for it may be negative.",
            lstm_rule(total, c, g=sigmoid),
        ),
        "h:no-tanh": (
            "h_next lacks the tanh of c_next: it must be o times tanh(c_next).",
            lstm_rule(total, c, out=lambda c_next: c_next),
        ),
        "Wh:left-out": (
            "h is not used: h Wh is missing.",
            lstm_rule(total - from_h, c),
        ),
        "b:left-out": (
            "b is left out: it must be added to x Wx + h Wh.",
            lstm_rule(total - b, c),
        ),
    }
    i, f, g, o = np.split(total, 4, axis=1)
    kept = sigmoid(f) * c
    wrong = {
        "f:exchanged": (EXCHANGED_F, c - kept + sigmoid(i) * np.tanh(g)),
        "i:left-out": (NO_I, kept + np.tanh(g)),
        "g:of-all": (ALL_BY_G, (kept + sigmoid(i)) * np.tanh(g)),
        "c:product": (PRODUCT, kept * sigmoid(i) * np.tanh(g)),
        "i:unused": (COUPLED, kept + (1 - sigmoid(f)) * np.tanh(g)),
    }
    for code, (said, c_next) in wrong.items():
        found[code] = said, (sigmoid(o) * np.tanh(c_next), c_next)
    h_next, c_next = lstm_rule(total, c)
    found["h:c"] = TURNED, (c_next, h_next)
    found["h:f"] = F_FOR_O, (sigmoid(f) * np.tanh(c_next), c_next)
    found["h:old"] = OLD_MEMORY, (sigmoid(o) * np.tanh(c), c_next)
    return found | other_sigmoids(total, c) | other_orders(total, c)


def other_sigmoids(
    total: Array, c: Array
) -> dict[str, tuple[str, tuple[Array, Array]]]:
    """Return what a step is with other sigmoids, and with other columns for a gate."""
    i, f, g, o = np.split(total, 4, axis=1)
    half = (sigmoid(f) + 0.5) * c + (sigmoid(i) + 0.5) * np.tanh(g)
    twice = np.concatenate([2 * i, 2 * f, g, 2 * o], axis=1)
    minus = np.concatenate([-i, -f, g, -o], axis=1)
    apart = total.reshape(len(total), -1, 4).swapaxes(1, 2).reshape(total.shape)
    return {
        "sigmoid:half": (HALF, ((sigmoid(o) + 0.5) * np.tanh(half), half)),
        "sigmoid:twice": (TWICE, lstm_rule(twice, c)),
        "sigmoid:minus": (MINUS, lstm_rule(minus, c)),
        "blocks:mixed": (MIXED, lstm_rule(apart, c)),
    }


def other_orders(total: Array, c: Array) -> dict[str, tuple[str, tuple[Array, Array]]]:
    """Return what a step is with the blocks in each wrong order."""
    found = {}
    for order in map("".join, permutations("ifgo")):
        told = ", ".join(order)
        said = f"The blocks are taken in the order {told}: it must be i, f, g, o."
        said = I_FOR_F if order == "figo" else said
        found[f"order:{order}"] = said, lstm_rule(total, c, order=order)
    del found["order:ifgo"]
    return found
