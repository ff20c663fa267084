"""Hidden checks of unit 14: what comes out of one step of either cell."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Bend = Callable[[Array], Array]
SIZES = pytest.mark.parametrize(
    ("n", "d", "h"), [(7, 3, 5), (1, 5, 2)], ids=["7 rows", "1 row"]
)
LSTM_AXES = {
    "x": "N D",
    "h": "N H",
    "c": "N H",
    "out0": "N H",
    "out1": "N H",
    "Wx": "D 4H",
    "Wh": "H 4H",
    "b": "4H",
    "h_next": "N H",
    "c_next": "N H",
}
GRU_AXES = {
    "x": "N D",
    "h": "N H",
    "out": "N H",
    "Wx": "D 3H",
    "Wh": "H 3H",
    "bx": "3H",
    "bh": "3H",
}


@exercise("14.1", weight=2)
@SIZES
def test_lstm_outputs(student: Student, rng: Rng, n: int, d: int, h: int) -> None:
    """LSTMCell.forward computes h_next and c_next by handout section 2.2."""
    (wx, wh, b), (x, h0, c) = lstm_leaves(rng, d, h), states(rng, n, d, h)

    found = student.LSTMCell(wx, wh, b).forward(x, h0, c, train=True)
    h_next, c_next = two(found)

    total = np.einsum("nd,dk->nk", x, wx) + np.einsum("nh,hk->nk", h0, wh) + b
    for place, (name, got) in enumerate((("c_next", c_next), ("h_next", h_next))):
        suspects = {
            code: (said, wrong[::-1][place])
            for code, (said, wrong) in lstm_wrong(total, c, h0 @ wh, b).items()
        }
        right = lstm_rule(total, c)[::-1][place]
        close(got, right, name, clues=Clues(axes=LSTM_AXES, suspects=suspects))


@exercise("14.1")
def test_lstm_gates_open_and_shut(student: Student, rng: Rng) -> None:
    """LSTMCell.forward keeps, replaces or adds to c where gates are open or shut."""
    (x, h, c), zeros = states(rng, 2, 3, 4), np.zeros((3, 16))
    doors = np.array([[1, 0, 0, 1], [0, 1, 0, 1]])  # of i and f, unit by unit
    g = rng.normal(size=4)
    b = np.concatenate([80.0 * doors[0] - 40, 80.0 * doors[1] - 40, g, np.zeros(4)])
    cell = student.LSTMCell(zeros, zeros[[0, 1, 2, 0]], b)

    h_next, c_next = two(cell.forward(x, h, c, train=True))

    right = doors[1] * c + doors[0] * np.tanh(g)
    close(c_next, right, "c_next of shut and open gates")
    close(h_next, np.tanh(right) / 2, "h_next of shut and open gates")


@exercise("14.6", weight=2)
@SIZES
def test_gru_output(student: Student, rng: Rng, n: int, d: int, h: int) -> None:
    """GRUCell.forward computes h_next by handout section 5.1."""
    (wx, wh, bx, bh), (x, h0, _) = gru_leaves(rng, d, h), states(rng, n, d, h)

    out = student.GRUCell(wx, wh, bx, bh).forward(x, h0, train=True)

    from_x = np.einsum("nd,dk->nk", x, wx) + bx
    from_h = np.einsum("nh,hk->nk", h0, wh) + bh
    clues = Clues(axes=GRU_AXES, suspects=gru_wrong(from_x, from_h, h0, bh))
    close(out, gru_rule(from_x, from_h, h0), "out", clues=clues)


@exercise("14.6")
def test_gru_gates_open_and_shut(student: Student, rng: Rng) -> None:
    """GRUCell.forward keeps h where z is 1 and gives n where z is 0."""
    (x, h, _), zeros = states(rng, 2, 3, 3), np.zeros((3, 9))
    r, z = np.array([-40.0, 40.0, -40.0]), np.array([40.0, -40.0, -40.0])
    bx = np.concatenate([r, z, rng.normal(size=3)])
    bh = np.concatenate([0 * r, 0 * z, rng.normal(size=3)])

    out = student.GRUCell(zeros, zeros, bx, bh).forward(x, h, train=True)

    kept, reset = h[:, :1], np.array([1.0, 0.0])
    n = np.tanh(bx[7:] + reset * bh[7:]) + np.zeros((2, 2))
    close(out, np.concatenate([kept, n], axis=1), "out of shut and open gates")


def lstm_leaves(rng: Rng, d: int, h: int) -> tuple[Array, Array, Array]:
    """Return Wx, Wh and b, none of them near zero."""
    sizes = (d, 4 * h), (h, 4 * h), (4 * h,)
    wx, wh, b = (rng.normal(0.0, 0.8, size=size) for size in sizes)
    return wx, wh, b


def gru_leaves(rng: Rng, d: int, h: int) -> tuple[Array, Array, Array, Array]:
    """Return Wx, Wh, bx and bh, none of them near zero."""
    sizes = (d, 3 * h), (h, 3 * h), (3 * h,), (3 * h,)
    wx, wh, bx, bh = (rng.normal(0.0, 0.8, size=size) for size in sizes)
    return wx, wh, bx, bh


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
    out: Array = 1 / (1 + np.exp(-x))
    return out


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
            "g goes through a sigmoid: the candidate may be negative, it takes tanh.",
            lstm_rule(total, c, g=sigmoid),
        ),
        "h:no-tanh": (
            "h_next lacks the tanh of c_next: it is o times tanh(c_next).",
            lstm_rule(total, c, out=lambda c_next: c_next),
        ),
        "Wh:left-out": (
            "h is not used: h Wh is missing.",
            lstm_rule(total - from_h, c),
        ),
        "b:left-out": ("b is left out.", lstm_rule(total - b, c)),
    }
    for order in map("".join, permutations("ifgo")):
        said = (
            f"The blocks are taken in the order {', '.join(order)}: it is i, f, g, o."
        )
        found[f"order:{order}"] = said, lstm_rule(total, c, order=order)
    del found["order:ifgo"]
    return found


def gru_rule(from_x: Array, from_h: Array, h: Array, order: str = "rzn") -> Array:
    """Return h_next of handout 5.1, with the blocks in any order."""
    of_x = dict(zip(order, np.split(from_x, 3, axis=1), strict=True))
    of_h = dict(zip(order, np.split(from_h, 3, axis=1), strict=True))
    r, z = (sigmoid(of_x[each] + of_h[each]) for each in "rz")
    n = np.tanh(of_x["n"] + r * of_h["n"])
    return (1 - z) * n + z * h


def gru_wrong(
    from_x: Array, from_h: Array, h: Array, bh: Array
) -> dict[str, tuple[str, Array]]:
    """Return what a step may be in place of what it must be."""
    count = h.shape[1]
    (r, z, n), (r_h, z_h, n_h) = (
        np.split(each, 3, axis=1) for each in (from_x, from_h)
    )
    r, z, b = sigmoid(r + r_h), sigmoid(z + z_h), bh[2 * count :]
    said = "z and 1 - z are exchanged: z keeps the old state, and 1 - z takes in n."
    outside = "r does not multiply the bias: it multiplies h Wh_n + bh_n as a whole."
    found = {
        "z:exchanged": (said, z * np.tanh(n + r * n_h) + (1 - z) * h),
        "r:bias-outside": (
            outside,
            (1 - z) * np.tanh(n + r * (n_h - b) + b) + z * h,
        ),
        "r:left-out": (
            "The reset gate is not used in n.",
            (1 - z) * np.tanh(n + n_h) + z * h,
        ),
    }
    for order in map("".join, permutations("rzn")):
        told = f"The blocks are taken in the order {', '.join(order)}: it is r, z, n."
        found[f"order:{order}"] = told, gru_rule(from_x, from_h, h, order)
    del found["order:rzn"]
    return found
