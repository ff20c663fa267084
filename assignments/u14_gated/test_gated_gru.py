"""Open checks of unit 14: single steps of the GRU's cell, by hand and drawn.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Suspects = dict[str, tuple[str, Array]]
LN2, LN3 = float(np.log(2)), float(np.log(3))
STATES = dict.fromkeys(("h", "out", "h_next"), "N H")
GRU_AXES = {"x": "N D", "Wx": "D 3H", "Wh": "H 3H", "bx": "3H", "bh": "3H"} | STATES
R_MISSING = "The factor r is missing in block n: what arrives at v is [dr, dz, dn * r]."
BH_OF_U = (
    'grads["bh"] is exactly grads["bx"]: it is the sum of what arrives at v, not at u.'
)
CHO = (
    "r multiplies h before the product with Wh_n, as in Cho et al.: in this unit it "
    "multiplies what comes after it, h Wh_n + bh_n."
)
R_OF_BOTH = (
    "r multiplies the part of x, too: it must multiply h Wh_n + bh_n and nothing else."
)
BX_TWICE = "bx stands in v in place of bh: v is h Wh + bh."
N_OF_Z = "v_n is taken from the block of z: the blocks are r, z, n, in this order."
NO_V_R = "r is made of u_r alone: it is sigmoid(u_r + v_r)."
NO_V_Z = "z is made of u_z alone: it is sigmoid(u_z + v_z)."
NO_BH = "bh is left out: it is added to h Wh."
WHOLE_H = "h is kept whole: it must be multiplied by z."
NOT_STRAIGHT = (
    "It lacks what comes straight through z h, the last term of h_next: dh_next * z "
    "is added to what comes through the gates."
)
SIGMOID_N = "n goes through a sigmoid: the candidate may be negative, it takes tanh."
Z_IN_N = "z stands in n in place of r: the reset gate multiplies h Wh_n + bh_n."
BLOCKS = {"3H": ("r", "z", "n")}


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


@exercise("14.7")
def test_gru_step_back_by_hand(student: Student) -> None:
    """GRUCell.backward gives the worked example of handout section 5.3."""
    cell = student.GRUCell(*gru_by_hand())
    cell.forward(*by_hand(), train=True)

    found = cell.backward(np.array([[1.0]]))

    require(isinstance(found, tuple) and len(found) == 2, "backward must return dx, dh")
    r_share, z_share = 0.48 * LN2 * 0.1875, 0.2 * 0.1875
    of_x, of_h = [r_share, z_share, 0.48], [r_share, z_share, 0.36]
    clues = Clues(suspects=without_slopes(of_x))
    close(gradient_of(cell, "bx"), of_x, 'grads["bx"]', clues=clues)
    clues = Clues(suspects=of_bh(cell, of_x, of_h))
    close(gradient_of(cell, "bh"), of_h, 'grads["bh"]', clues=clues)
    close(found[1], [[0.25]], "dh")


@exercise("14.7")
def test_gru_step_back(student: Student, rng: Rng) -> None:
    """GRUCell.backward matches the numerical gradients of your own forward."""
    leaves = gru_leaves(rng, 3, 2)
    cell = student.GRUCell(*leaves)
    x, h = states(rng, 5, 3, 2)

    dh_next = rng.normal(size=(5, 2))
    suspects = {"dh:gates": (NOT_STRAIGHT, by_gates(leaves, x, h, dh_next))}
    clues = Clues(axes=GRU_AXES, blocks=BLOCKS, chain=gru_chain, suspects=suspects)
    at, upstream = {"x": x, "h": h}, {"dh_next": dh_next}
    gradient(cell, at=at, upstream=upstream, clues=clues)


def by_gates(leaves: Sequence[Array], x: Array, h: Array, dh_next: Array) -> Array:
    """Return dh without what comes straight through z h."""
    wx, wh, bx, bh = leaves
    of_x, of_h = (np.split(each, 3, axis=1) for each in (x @ wx + bx, h @ wh + bh))
    r, z = (sigmoid(of_x[k] + of_h[k]) for k in range(2))
    n = np.tanh(of_x[2] + r * of_h[2])
    dn, dz = dh_next * (1 - z) * (1 - n**2), dh_next * (h - n) * z * (1 - z)
    dv = np.concatenate([dn * of_h[2] * r * (1 - r), dz, dn * r], axis=1)
    return dv @ wh.T


def without_slopes(of_x: list[float]) -> Suspects:
    """Return what bx is given where the slope of one gate is forgotten.

    What dn lacks, dr lacks as well, for it is made of dn.
    """
    slopes = {"r": 3 / 16, "z": 3 / 16, "n": 16 / 25}
    places = {"r": [0], "z": [1], "n": [0, 2]}
    found = {}
    for gate, slope in slopes.items():
        wrong = np.array(of_x)
        wrong[places[gate]] /= slope
        rule = "1 - n^2" if gate == "n" else f"{gate} (1 - {gate})"
        said = f"The block of {gate} lacks the slope of its squashing: times {rule}."
        found[f"slope:{gate}"] = said, wrong
    return found


def of_bh(cell: Student, of_x: list[float], of_h: list[float]) -> Suspects:
    """Return what bh may be given in place of its own: dWh says which v is used."""
    wh = np.asarray(gradient_of(cell, "Wh"))
    if wh.shape != (1, 3) or wh.dtype.kind != "f":
        return {}
    is_right = np.allclose(wh[0], 0.8 * np.array(of_h))
    is_wrong = np.allclose(wh[0], 0.8 * np.array(of_x))
    said = BH_OF_U if is_right else R_MISSING
    return {"r:missing": (said, np.array(of_x))} if is_right or is_wrong else {}


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


def gradient_of(cell: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = cell.grads
    require(isinstance(grads, dict) and key in grads, f'grads must have "{key}"')
    return grads[key]


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


def gru_chain(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the step of 5.1; the names are those that 5.2 gives to gradients."""
    u = chain.through(at["x"] @ at["Wx"] + at["bx"], "du")
    v = chain.through(at["h"] @ at["Wh"] + at["bh"], "dv")
    (u_r, u_z, u_n), (v_r, v_z, v_n) = (np.split(each, 3, axis=1) for each in (u, v))
    r = chain.through(sigmoid(chain.through(u_r + v_r, "dr")), "dr")
    z = chain.through(sigmoid(chain.through(u_z + v_z, "dz")), "dz")
    n = chain.through(np.tanh(chain.through(u_n + r * v_n, "dn")), "dn")
    return (1 - z) * n + z * at["h"]


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
    of_u = [sigmoid(each) for each in np.split(from_x, 3, axis=1)]
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
        "z:u": (NO_V_Z, (1 - of_u[1]) * candidate + of_u[1] * h),
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
