"""Open checks of unit 14: single steps of the LSTM's cell, on the way back.

By hand all weights are zero and the biases are logarithms, so that every gate is a
simple fraction: the sigmoid of ln 3 is 3/4, and the tanh of ln 2 is 3/5.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Lazies = dict[str, tuple[str, Callable[[], Array]]]
LN2, LN3 = float(np.log(2)), float(np.log(3))
MEMORY = 4 * LN2 - 1.8  # a quarter of it and 9/20 make ln 2
OF_H = ("h", "c", "out0", "out1", "h_next", "c_next")
STATES = dict.fromkeys(OF_H, "N H")
LSTM_AXES = {"x": "N D", "Wx": "D 4H", "Wh": "H 4H", "b": "4H"} | STATES
NO_WAY = "dc_sum is dc_next alone: what comes through h_next belongs in it, too."
NO_DC = "dc_next is left out of dc_sum: it must be added to what comes through h_next."
NO_BEND = "In dc_sum the way through h_next lacks the slope of tanh(c_next)."
NEW_H = "It is made with the h after the step: take the h that came in."
TIMES_I = "dc is dc_sum times i: between dc_sum and dc stands f."
PAST_F = "dc_sum is handed on as it is: between dc_sum and dc stands f."
BLOCKS = {"4H": ("i", "f", "g", "o")}
DC_ALONE = "dc is dc_next * f: it must be dc_sum * f, with what comes through h_next."
WRONG = {
    "dc_sum:c_next": "In dc_sum the slope is made of c_next: take 1 - tanh(c_next)^2.",
    "dc_sum:no-o": "In dc_sum what comes through h_next lacks the factor o.",
    "df:c_next": "df is made with c_next: take the c that came in.",
    "dg:sigmoid": "dg has the slope of a sigmoid: g is a tanh, with 1 - g^2.",
    "do:dc_sum": "do is made of dc_sum: o gets its share from dh_next alone.",
    "do:c_next": "do is made with c_next: take tanh(c_next).",
    "di:c": "di is made with c: what i multiplies is g.",
    "df:g": "df is made with g: what f multiplies is c.",
    "dg:f": "dg is made with f: what multiplies g is i.",
}


@exercise("14.2")
def test_lstm_step_back_by_hand(student: Student) -> None:
    """LSTMCell.backward gives the worked example of handout section 2.4."""
    cell = student.LSTMCell(*lstm_by_hand())
    cell.forward(*by_hand(), train=True)

    found = cell.backward(np.array([[1.0]]), np.array([[0.18]]))

    is_three = isinstance(found, tuple) and len(found) == 3
    require(is_three, "backward must return dx, dh and dc")
    shares = [0.05625, 0.09375 * MEMORY, 0.24, 0.15]
    suspects = without_slopes("ifgo", shares, [3 / 4, 1 / 4, 3 / 5, 1 / 2])
    for said, dc_sum in ((NO_WAY, 0.18), (NO_DC, 0.32), (NO_BEND, 0.68)):
        others = np.array([dc_sum / 0.5] * 3 + [1.0])
        suspects[f"dc_sum:{dc_sum}"] = said, others * shares
    clues = Clues(suspects=suspects)
    close(gradient_of(cell, "b"), shares, 'grads["b"]', clues=clues)
    close(gradient_of(cell, "Wx"), [2 * np.array(shares)], 'grads["Wx"]')
    clues = Clues(suspects={"Wh:new": (NEW_H, [0.3 * np.array(shares)])})
    close(gradient_of(cell, "Wh"), np.zeros((1, 4)), 'grads["Wh"]', clues=clues)
    suspects = {
        "dc:i": (TIMES_I, np.array([[0.375]])),
        "dc:whole": (PAST_F, np.array([[0.5]])),
    }
    close(found[2], [[0.125]], "dc", clues=Clues(suspects=suspects))


@exercise("14.2")
def test_lstm_step_back(student: Student, rng: Rng) -> None:
    """LSTMCell.backward matches the numerical gradients of your own forward."""
    leaves = lstm_leaves(rng, 3, 2)
    cell = student.LSTMCell(*leaves)
    x, h, c = at = states(rng, 5, 3, 2)
    upstream = {name: rng.normal(size=(5, 2)) for name in ("dh_next", "dc_next")}

    suspects = of_way_back(leaves, at, tuple(upstream.values()))
    clues = Clues(axes=LSTM_AXES, blocks=BLOCKS, chain=lstm_chain, suspects=suspects)
    gradient(cell, at={"x": x, "h": h, "c": c}, upstream=upstream, clues=clues)


def without_slopes(
    gates: str, shares: list[float], values: list[float]
) -> dict[str, tuple[str, Array]]:
    """Return what the shares are where the slope of one gate is forgotten."""
    found = {}
    for place, (gate, value) in enumerate(zip(gates, values, strict=True)):
        is_tanh, wrong = gate == "g", np.array(shares)
        wrong[place] /= 1 - value**2 if is_tanh else value * (1 - value)
        rule = f"1 - {gate}^2" if is_tanh else f"{gate} (1 - {gate})"
        said = f"The block of {gate} lacks the slope of its squashing: times {rule}."
        found[f"slope:{gate}"] = said, wrong
    return found


def of_way_back(
    leaves: tuple[Array, Array, Array], at: tuple[Array, ...], up: tuple[Array, ...]
) -> Lazies:
    """Return what each gradient may be, by what is wrong in one of the shares."""
    right = shares_of("", leaves, at, up)
    f = gates_of(leaves, at)[1]
    found: Lazies = {"dc:alone": (DC_ALONE, lambda: up[1] * f)}
    for code, said in WRONG.items():
        for leaf in right:
            value = partial(share_of, leaf, code, leaves, at, up)
            found[f"{code}-{leaf}"] = said, value
    return found


def gates_of(
    leaves: tuple[Array, Array, Array], at: tuple[Array, ...]
) -> tuple[Array, Array, Array, Array]:
    """Return i, f, g and o."""
    (wx, wh, b), (x, h, _) = leaves, at
    i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
    return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)


def share_of(
    leaf: str,
    code: str,
    leaves: tuple[Array, Array, Array],
    at: tuple[Array, ...],
    up: tuple[Array, ...],
) -> Array:
    """Return one gradient after a mistake."""
    return shares_of(code, leaves, at, up)[leaf]


def shares_of(
    code: str,
    leaves: tuple[Array, Array, Array],
    at: tuple[Array, ...],
    up: tuple[Array, ...],
) -> dict[str, Array]:
    """Return all gradients of a step after one of the mistakes, "" for none."""
    (wx, wh, _), (x, h, c), (dh_next, dc_next) = leaves, at, up
    i, f, g, o = gates_of(leaves, at)
    c_next = f * c + i * g
    bent = np.tanh(c_next)
    slope = 1 - (c_next if code == "dc_sum:c_next" else bent) ** 2
    through = dh_next * (1 if code == "dc_sum:no-o" else o) * slope
    dc_sum = dc_next + through
    of_o = dc_sum if code == "do:dc_sum" else dh_next
    of_g = g * (1 - g) if code == "dg:sigmoid" else 1 - g**2
    old = {"df:c_next": c_next, "df:g": g}.get(code, c)
    shares = [
        dc_sum * (c if code == "di:c" else g) * i * (1 - i),
        dc_sum * old * f * (1 - f),
        dc_sum * (f if code == "dg:f" else i) * of_g,
        of_o * (c_next if code == "do:c_next" else bent) * o * (1 - o),
    ]
    da = np.concatenate(shares, axis=1)
    back = {"b": da.sum(axis=0), "Wx": x.T @ da, "Wh": h.T @ da}
    return {**back, "x": da @ wx.T, "h": da @ wh.T, "c": dc_sum * f}


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


def gradient_of(cell: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = cell.grads
    require(isinstance(grads, dict) and key in grads, f'grads must have "{key}"')
    return grads[key]


def sigmoid(x: Array) -> Array:
    """Return it for numbers of ordinary size."""
    return np.asarray(1 / (1 + np.exp(-x)))


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
