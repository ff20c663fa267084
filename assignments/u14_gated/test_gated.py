"""Open checks of unit 14: single steps of both cells, by hand and drawn.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from collections.abc import Callable, Mapping
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Bend = Callable[[Array], Array]
LN2, LN3 = float(np.log(2)), float(np.log(3))
MEMORY = 4 * LN2 - 1.8  # a quarter of it and 9/20 make ln 2
OF_H = ("h", "c", "out", "out0", "out1", "h_next", "c_next")
STATES = dict.fromkeys(OF_H, "N H")
LSTM_AXES = {"x": "N D", "Wx": "D 4H", "Wh": "H 4H", "b": "4H"} | STATES
GRU_AXES = {"x": "N D", "Wx": "D 3H", "Wh": "H 3H", "bx": "3H", "bh": "3H"} | STATES
R_MISSING = "The factor r is missing in block n: what arrives at v is [dr, dz, dn * r]."
BLOCKS = {"4H": ("i", "f", "g", "o"), "3H": ("r", "z", "n")}


@exercise("14.1")
def test_lstm_step_by_hand(student: Student) -> None:
    """LSTMCell.forward gives the worked example of handout section 2.2."""
    cell = student.LSTMCell(*lstm_by_hand())

    h_next, c_next = two(cell.forward(*by_hand(2), train=True))

    close(c_next, [[LN2]], "c_next")
    close(h_next, [[0.3]], "h_next")


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


@exercise("14.2")
def test_lstm_step_back_by_hand(student: Student) -> None:
    """LSTMCell.backward gives the worked example of handout section 2.4."""
    cell = student.LSTMCell(*lstm_by_hand())
    cell.forward(*by_hand(2), train=True)

    found = cell.backward(np.array([[1.0]]), np.array([[0.18]]))

    is_three = isinstance(found, tuple) and len(found) == 3
    require(is_three, "backward must return dx, dh and dc")
    shares = [0.05625, 0.09375 * MEMORY, 0.24, 0.15]
    clues = Clues(suspects=without_slopes("ifgo", shares, [3 / 4, 1 / 4, 3 / 5, 1 / 2]))
    close(gradient_of(cell, "b"), shares, 'grads["b"]', clues=clues)
    close(gradient_of(cell, "Wx"), [2 * np.array(shares)], 'grads["Wx"]')
    close(found[2], [[0.125]], "dc")


@exercise("14.2")
def test_lstm_step_back(student: Student, rng: Rng) -> None:
    """LSTMCell.backward matches the numerical gradients of your own forward."""
    cell = student.LSTMCell(*lstm_leaves(rng, 3, 2))
    x, h, c = states(rng, 5, 3, 2)
    upstream = {name: rng.normal(size=(5, 2)) for name in ("dh_next", "dc_next")}

    clues = Clues(axes=LSTM_AXES, blocks=BLOCKS, chain=lstm_chain)
    gradient(cell, at={"x": x, "h": h, "c": c}, upstream=upstream, clues=clues)


@exercise("14.6")
def test_gru_step_by_hand(student: Student) -> None:
    """GRUCell.forward gives the worked example of handout section 5.1."""
    cell = student.GRUCell(*gru_by_hand())

    h_next = cell.forward(*by_hand(1), train=True)

    close(h_next, [[0.65]], "h_next")


@exercise("14.6")
def test_gru_step_of_drawn_numbers(student: Student, rng: Rng) -> None:
    """GRUCell.forward follows the formulas of handout section 5.1."""
    leaves, (x, h, _) = gru_leaves(rng, 3, 2), states(rng, 5, 3, 2)

    h_next = student.GRUCell(*leaves).forward(x, h, train=True)

    wx, wh, bx, bh = leaves
    from_x, from_h = x @ wx + bx, h @ wh + bh
    clues = Clues(axes=GRU_AXES, suspects=gru_wrong(from_x, from_h, h, bh))
    close(h_next, gru_rule(from_x, from_h, h), "out", clues=clues)


@exercise("14.7")
def test_gru_step_back_by_hand(student: Student) -> None:
    """GRUCell.backward gives the worked example of handout section 5.3."""
    cell = student.GRUCell(*gru_by_hand())
    cell.forward(*by_hand(1), train=True)

    found = cell.backward(np.array([[1.0]]))

    require(isinstance(found, tuple) and len(found) == 2, "backward must return dx, dh")
    r_share, z_share = 0.48 * LN2 * 0.1875, 0.2 * 0.1875
    of_x, of_h = [r_share, z_share, 0.48], [r_share, z_share, 0.36]
    clues = Clues(suspects=without_slopes("rzn", of_x, [3 / 4, 1 / 4, 3 / 5]))
    close(gradient_of(cell, "bx"), of_x, 'grads["bx"]', clues=clues)
    clues = Clues(suspects={"r:missing": (R_MISSING, of_x)})
    close(gradient_of(cell, "bh"), of_h, 'grads["bh"]', clues=clues)
    close(found[1], [[0.25]], "dh")


@exercise("14.7")
def test_gru_step_back(student: Student, rng: Rng) -> None:
    """GRUCell.backward matches the numerical gradients of your own forward."""
    cell = student.GRUCell(*gru_leaves(rng, 3, 2))
    x, h, _ = states(rng, 5, 3, 2)

    upstream = {"dh_next": rng.normal(size=(5, 2))}
    clues = Clues(axes=GRU_AXES, blocks=BLOCKS, chain=gru_chain)
    gradient(cell, at={"x": x, "h": h}, upstream=upstream, clues=clues)


def without_slopes(
    gates: str, shares: list[float], values: list[float]
) -> dict[str, tuple[str, Array]]:
    """Return what the shares are where the slope of one gate is forgotten."""
    found = {}
    for place, (gate, value) in enumerate(zip(gates, values, strict=True)):
        is_tanh, wrong = gate in "gn", np.array(shares)
        wrong[place] /= 1 - value**2 if is_tanh else value * (1 - value)
        rule = f"1 - {gate}^2" if is_tanh else f"{gate} (1 - {gate})"
        said = f"The block of {gate} lacks the slope of its squashing: times {rule}."
        found[f"slope:{gate}"] = said, wrong
    return found


def by_hand(count: int) -> list[Array]:
    """Return x = 2 and the states of the example: h, and c for an LSTM."""
    states_of = {1: [0.8], 2: [0.0, MEMORY]}
    return [np.array([[2.0]]), *(np.array([[each]]) for each in states_of[count])]


def lstm_by_hand() -> tuple[Array, Array, Array]:
    """Return parameters of one unit whose gates are 3/4, 1/4, 3/5 and 1/2."""
    return np.zeros((1, 4)), np.zeros((1, 4)), np.array([LN3, -LN3, LN2, 0.0])


def gru_by_hand() -> tuple[Array, Array, Array, Array]:
    """Return parameters of one unit with r = 3/4, z = 1/4 and n = 3/5."""
    bx, bh = np.array([LN3, -LN3, LN2 / 4]), np.array([0.0, 0.0, LN2])
    return np.zeros((1, 3)), np.zeros((1, 3)), bx, bh


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


def gradient_of(cell: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = cell.grads
    require(isinstance(grads, dict) and key in grads, f'grads must have "{key}"')
    return grads[key]


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
            "g goes through a sigmoid: the candidate may be negative, it takes tanh.",
            lstm_rule(total, c, g=sigmoid),
        ),
        "h:no-tanh": (
            "h_next lacks the tanh of c_next: it is o times tanh(c_next).",
            lstm_rule(total, c, out=lambda c_next: c_next),
        ),
        "Wh:left-out": ("h has no say: h Wh is missing.", lstm_rule(total - from_h, c)),
        "b:left-out": ("b is left out.", lstm_rule(total - b, c)),
    }
    for order in map("".join, permutations("ifgo")):
        said = (
            f"The blocks are taken in the order {', '.join(order)}: it is i, f, g, o."
        )
        found[f"order:{order}"] = said, lstm_rule(total, c, order=order)
    del found["order:ifgo"]
    return found


def lstm_chain(at: Mapping[str, Array], chain: Chain) -> tuple[Array, Array]:
    """Return the step of 2.2; the names are those that 2.3 gives to gradients."""
    total = at["x"] @ at["Wx"] + at["h"] @ at["Wh"] + at["b"]
    blocks = np.split(chain.through(total, "da"), 4, axis=1)
    gates = {}
    for name, block in zip("ifgo", blocks, strict=True):
        before = chain.through(block, f"d{name}")
        bent = np.tanh(before) if name == "g" else sigmoid(before)
        gates[name] = chain.through(bent, f"d{name}")
    kept = gates["f"] * at["c"] + gates["i"] * gates["g"]
    c_next = chain.through(kept, "dc_sum")
    return gates["o"] * np.tanh(c_next), c_next


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
    found = {
        "z:exchanged": (said, z * np.tanh(n + r * n_h) + (1 - z) * h),
        "r:bias-outside": (
            outside,
            (1 - z) * np.tanh(n + r * (n_h - b) + b) + z * h,
        ),
        "r:left-out": (
            "The reset gate has no say in n.",
            (1 - z) * np.tanh(n + n_h) + z * h,
        ),
    }
    for order in map("".join, permutations("rzn")):
        told = f"The blocks are taken in the order {', '.join(order)}: it is r, z, n."
        found[f"order:{order}"] = told, gru_rule(from_x, from_h, h, order)
    del found["order:rzn"]
    return found
