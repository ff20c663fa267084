"""Open checks of unit 14: single steps of the GRU's cell, by hand and drawn.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise

Array = NDArray[np.float64]
Rng = np.random.Generator
Suspects = dict[str, tuple[str, Array]]
LN2, LN3 = float(np.log(2)), float(np.log(3))
STATES = dict.fromkeys(("h", "out", "h_next"), "N H")
GRU_AXES = {"x": "N D", "Wx": "D 3H", "Wh": "H 3H", "bx": "3H", "bh": "3H"} | STATES
CHO = (
    "r multiplies h before the product with Wh_n, as in Cho et al.: in this unit it "
    "multiplies what comes after it, h Wh_n + bh_n."
)
R_OF_BOTH = (
    "r multiplies the part of x, too: it must multiply h Wh_n + bh_n and nothing else."
)
BX_TWICE = "bx stands in v in place of bh: v is h Wh + bh."
N_OF_Z = "v_n is taken from the block of z: the blocks are r, z, n, in this order."
NO_V_R = "r is made of u_r alone: it must be sigmoid(u_r + v_r)."
NO_V_Z = "z is made of u_z alone: it must be sigmoid(u_z + v_z)."
NO_R = "r is not used in n: it multiplies h Wh_n + bh_n."
NO_BH = "bh is left out: it must be added to h Wh."
TWO_SIGMOIDS_R = "r is the sum of two sigmoids: it must be that of u_r + v_r."
TWO_SIGMOIDS_Z = "z is the sum of two sigmoids: it must be that of u_z + v_z."
WHOLE_H = "h is kept whole: it must be multiplied by z."
SIGMOID_N = "n goes through a sigmoid: it must take tanh, for it may be negative."
Z_IN_N = "z stands in n in place of r: r multiplies h Wh_n + bh_n."


@exercise("14.6")
def test_gru_step_by_hand(student: Student) -> None:
    """GRUCell.forward gives the worked example of handout section 5.1."""
    cell = student.GRUCell(*gru_by_hand())

    h_next = cell.forward(*by_hand(), train=True)

    twice = 0.9 * np.tanh(LN2 / 4 * 1.9) + 0.1 * 0.8
    clues = Clues(suspects={"bh:bx": (BX_TWICE, np.array([[twice]]))})
    close(h_next, [[0.65]], "h_next", clues=clues)


@exercise("14.6")
def test_gru_step_of_drawn_numbers(student: Student, rng: Rng) -> None:
    """GRUCell.forward follows the formulas of handout section 5.1."""
    leaves, (x, h) = gru_leaves(rng, 3, 2), states(rng, 5, 3, 2)

    h_next = student.GRUCell(*leaves).forward(x, h, train=True)

    wx, wh, bx, bh = leaves
    from_x, from_h = x @ wx + bx, h @ wh + bh
    suspects = gru_wrong(from_x, from_h, h, bh)
    suspects |= reset_elsewhere(from_x, from_h, h, (wh, bh))
    blocks = np.concatenate([from_h[:, :4], from_h[:, 2:4]], axis=1)
    suspects["n:of-z"] = N_OF_Z, gru_rule(from_x, blocks, h)
    suspects["bh:bx"] = BX_TWICE, gru_rule(from_x, from_h - bh + bx, h)
    clues = Clues(axes=GRU_AXES, suspects=suspects)
    close(h_next, gru_rule(from_x, from_h, h), "out", clues=clues)


def by_hand() -> list[Array]:
    """Return x = 2 and the state of the example."""
    return [np.array([[2.0]]), np.array([[0.8]])]


def gru_by_hand() -> tuple[Array, Array, Array, Array]:
    """Return parameters of one unit with r = 3/4, z = 1/4 and n = 3/5."""
    bx, bh = np.array([LN3, -LN3, LN2 / 4]), np.array([0.0, 0.0, LN2])
    return np.zeros((1, 3)), np.zeros((1, 3)), bx, bh


def gru_leaves(rng: Rng, d: int, h: int) -> tuple[Array, Array, Array, Array]:
    """Return Wx, Wh, bx and bh, none of them near zero."""
    sizes = (d, 3 * h), (h, 3 * h), (3 * h,), (3 * h,)
    wx, wh, bx, bh = (rng.normal(0.0, 0.8, size=size) for size in sizes)
    return wx, wh, bx, bh


def states(rng: Rng, n: int, d: int, h: int) -> tuple[Array, Array]:
    """Return x (N, D) and h (N, H)."""
    return rng.normal(size=(n, d)), rng.normal(size=(n, h))


def sigmoid(x: Array) -> Array:
    """Return it for numbers of ordinary size."""
    return np.asarray(1 / (1 + np.exp(-x)))


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
    candidate = np.tanh(n + r * n_h)
    of_u, of_v = (
        [sigmoid(each) for each in np.split(whole, 3, axis=1)]
        for whole in (from_x, from_h)
    )
    two_r, two_z = of_u[0] + of_v[0], of_u[1] + of_v[1]
    found = {
        "bh:left-out": (NO_BH, gru_rule(from_x, from_h - bh, h)),
        "z:whole": (WHOLE_H, (1 - z) * candidate + h),
        "n:sigmoid": (SIGMOID_N, (1 - z) * sigmoid(n + r * n_h) + z * h),
        "n:z": (Z_IN_N, (1 - z) * np.tanh(n + z * n_h) + z * h),
        "z:exchanged": (said, z * candidate + (1 - z) * h),
        "r:bias-outside": (
            outside,
            (1 - z) * np.tanh(n + r * (n_h - b) + b) + z * h,
        ),
        "r:u": (NO_V_R, (1 - z) * np.tanh(n + of_u[0] * n_h) + z * h),
        "r:two": (TWO_SIGMOIDS_R, (1 - z) * np.tanh(n + two_r * n_h) + z * h),
        "z:two": (TWO_SIGMOIDS_Z, (1 - two_z) * candidate + two_z * h),
        "z:u": (NO_V_Z, (1 - of_u[1]) * candidate + of_u[1] * h),
        "r:left-out": (NO_R, (1 - z) * np.tanh(n + n_h) + z * h),
    }
    for order in map("".join, permutations("rzn")):
        told = (
            f"The blocks are taken in the order {', '.join(order)}: r, z, n is right."
        )
        found[f"order:{order}"] = told, gru_rule(from_x, from_h, h, order)
    del found["order:rzn"]
    return found


def reset_elsewhere(
    from_x: Array, from_h: Array, h: Array, leaves: tuple[Array, Array]
) -> Suspects:
    """Return what a step gives where r multiplies something else."""
    wh, bh = leaves
    count = h.shape[1]
    r, z = (
        sigmoid(from_x[:, k : k + count] + from_h[:, k : k + count]) for k in (0, count)
    )
    of_x, of_h = from_x[:, 2 * count :], from_h[:, 2 * count :]
    before = (r * h) @ wh[:, 2 * count :] + bh[2 * count :]
    return {
        "r:before": (CHO, (1 - z) * np.tanh(of_x + before) + z * h),
        "r:both": (R_OF_BOTH, (1 - z) * np.tanh(r * (of_x + of_h)) + z * h),
    }
