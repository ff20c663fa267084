"""Open checks of unit 14: single steps of the GRU's cell, on the way back.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Suspects = dict[str, tuple[str, Array]]
Lazies = dict[str, tuple[str, Callable[[], Array]]]
LN2, LN3 = float(np.log(2)), float(np.log(3))
STATES = dict.fromkeys(("h", "out", "h_next"), "N H")
GRU_AXES = {"x": "N D", "Wx": "D 3H", "Wh": "H 3H", "bx": "3H", "bh": "3H"} | STATES
R_MISSING = "The factor r is missing in block n: what arrives at v is [dr, dz, dn * r]."
BH_OF_U = 'grads["bh"] is exactly grads["bx"]: sum what arrives at v, not at u.'
NOT_STRAIGHT = (
    "It lacks what comes straight through z h, the last term of h_next: dh_next * z "
    "is added to what comes through the gates."
)
BLOCKS = {"3H": ("r", "z", "n")}
WRONG = {
    "dn:z": "dn takes z: what n gets is 1 - z.",
    "dn:sigmoid": "dn has the slope of a sigmoid: n is a tanh, with 1 - n^2.",
    "dz:turned": "dz is made with n - h: z multiplies h - n.",
    "dr:h": "dr is made with h: r multiplies v_n, which is h Wh_n + bh_n.",
    "dr:u_n": "dr is made with u_n: r multiplies v_n, which is h Wh_n + bh_n.",
    "Wh:du": 'grads["Wh"] is made of du: h Wh stands in v, so take dv.',
    "dh:du": "dh is made of du: h Wh stands in v, so take dv.",
    "dh:straight": NOT_STRAIGHT,
}


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
    suspects = of_way_back(leaves, x, h, dh_next)
    clues = Clues(axes=GRU_AXES, blocks=BLOCKS, chain=gru_chain, suspects=suspects)
    at, upstream = {"x": x, "h": h}, {"dh_next": dh_next}
    gradient(cell, at=at, upstream=upstream, clues=clues)


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


def of_way_back(
    leaves: tuple[Array, ...], x: Array, h: Array, dh_next: Array
) -> Lazies:
    """Return what each gradient may be, by what is wrong in one of the shares."""
    return {
        f"{code}-{leaf}": (said, partial(share_of, leaf, code, leaves, (x, h, dh_next)))
        for code, said in WRONG.items()
        for leaf in ("bx", "bh", "Wx", "Wh", "x", "h")
    }


def share_of(
    leaf: str, code: str, leaves: Sequence[Array], given: tuple[Array, Array, Array]
) -> Array:
    """Return one gradient of a step after one of the mistakes."""
    (wx, wh, bx, bh), (x, h, dh_next) = leaves, given
    of_x, of_h = (np.split(each, 3, axis=1) for each in (x @ wx + bx, h @ wh + bh))
    r, z = (sigmoid(of_x[k] + of_h[k]) for k in range(2))
    n = np.tanh(of_x[2] + r * of_h[2])
    slope = n * (1 - n) if code == "dn:sigmoid" else 1 - n**2
    dn = dh_next * (z if code == "dn:z" else 1 - z) * slope
    dz = dh_next * (n - h if code == "dz:turned" else h - n) * z * (1 - z)
    times_r = {"dr:h": h, "dr:u_n": of_x[2]}.get(code, of_h[2])
    dr = dn * times_r * r * (1 - r)
    du = np.concatenate([dr, dz, dn], axis=1)
    dv = np.concatenate([dr, dz, dn * r], axis=1)
    straight = 0.0 if code == "dh:straight" else dh_next * z
    found = {
        "bx": du.sum(axis=0),
        "bh": dv.sum(axis=0),
        "Wx": x.T @ du,
        "Wh": h.T @ (du if code == "Wh:du" else dv),
        "x": du @ wx.T,
        "h": (du if code == "dh:du" else dv) @ wh.T + straight,
    }
    return np.asarray(found[leaf])


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


def gru_chain(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the step of 5.1; the names are those that 5.2 gives to gradients."""
    u = chain.through(at["x"] @ at["Wx"] + at["bx"], "du")
    v = chain.through(at["h"] @ at["Wh"] + at["bh"], "dv")
    (u_r, u_z, u_n), (v_r, v_z, v_n) = (np.split(each, 3, axis=1) for each in (u, v))
    r = chain.through(sigmoid(chain.through(u_r + v_r, "dr")), "dr")
    z = chain.through(sigmoid(chain.through(u_z + v_z, "dz")), "dz")
    n = chain.through(np.tanh(chain.through(u_n + r * v_n, "dn")), "dn")
    return (1 - z) * n + z * at["h"]
