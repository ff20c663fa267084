"""Open checks of unit 14: whole sequences."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    gradient,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LN2, LN3 = float(np.log(2)), float(np.log(3))
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
BLOCKS = {"4H": ("i", "f", "g", "o"), "3H": ("r", "z", "n")}
GIVEN = """
import sys

import numpy as np


def made(kind, *arrays):
    wx, wh = arrays[:2]
    make, dtype = getattr(sys.modules["gated"], kind), wx.dtype.type
    layer = make(wx.shape[0], wh.shape[0], dtype=dtype)
    for key, array in zip(("Wx", "Wh", "b") if kind == "LSTM" else
                          ("Wx", "Wh", "bx", "bh"), arrays):
        layer.params[key][...] = array
    return layer


def rolled(kind, arrays, x, *states):
    cell, outs = getattr(sys.modules["gated"], kind + "Cell")(*arrays), []
    for now in x.swapaxes(0, 1):
        states = cell.forward(now, *states, train=True)
        states = states if isinstance(states, tuple) else (states,)
        outs.append(states[0])
    return (np.stack(outs, axis=1), *states)
"""
FORGOTTEN = "The state is not handed on: every step begins with the first one's."
ZEROS = "Every step begins with zeros, not with the state of the step before."
KEPT = "hand on what each step sends back."
UNSEEN = "h0 is not used: the first step begins with it, not with zeros."
BOTH_UNSEEN = "h0 and c0 are not used: the first step begins with them, not zeros."
NO_MEMORY = "c0 is not used: the first step begins with it, not with zeros."
BACKWARDS = "The steps are taken from the last to the first: step t reads x[:, t]."
MEMORIES = "out holds c: it is h after each step."
NOT_LAST = "It is the state before the last step: h_n is out[:, -1]."
NOT_FIRST = "It is the state after the first step: h_n is out[:, -1]."
WITH_NEW = "It is made with the h after the step: take the h before it."
NOT_STRAIGHT = "It lacks what comes straight through z h, the last term of h_next."
EXCHANGED = "h_n and c_n are exchanged: h_n comes first."


@exercise("14.4")
def test_two_steps_by_hand(student: Student) -> None:
    """LSTM.forward takes the step of handout section 2.2 twice in a row."""
    leaves = [np.zeros((1, 4)), np.zeros((1, 4)), np.array([LN3, -LN3, LN2, 0.0])]
    x, h0, c0 = np.ones((1, 2, 1)), np.zeros((1, 1)), np.array([[4 * LN2 - 1.8]])
    given = support(student, "given", GIVEN)

    found = given.made("LSTM", *leaves).forward(x.copy(), h0.copy(), c0.copy())

    c_n = np.array([[LN2 / 4 + 0.45]])
    h_n = np.tanh(c_n) / 2
    right = [np.array([[[0.3], [float(h_n[0, 0])]]]), h_n, c_n]
    got = outputs(found, "LSTM")
    own = attempt(lambda: given.rolled("LSTM", leaves, x, h0, c0))
    if not agree(own, right) and is_alive(own, (1,)) and agree(got, own):
        return  # 14.1 judges the cell
    for name, value, wanted in zip(("out", "h_n", "c_n"), got, right, strict=True):
        close(value, wanted, name)


@exercise("14.4")
def test_lstm_is_its_cell_step_by_step(student: Student, rng: Rng) -> None:
    """LSTM.forward gives what four steps of an LSTMCell give."""
    require_steps(student, "LSTM", rng, (3, 4, 2, 5))


@exercise("14.8")
def test_gru_is_its_cell_step_by_step(student: Student, rng: Rng) -> None:
    """GRU.forward gives what four steps of a GRUCell give."""
    require_steps(student, "GRU", rng, (3, 4, 2, 5))


@exercise("14.5")
@pytest.mark.parametrize("steps", [1, 2, 4], ids="T = {}".format)
def test_lstm_gradient(student: Student, rng: Rng, steps: int) -> None:
    """LSTM.backward matches the numerical gradients of your own forward."""
    require_gradient(student, "LSTM", rng, (3, steps, 2, 2))


@exercise("14.8")
@pytest.mark.parametrize("steps", [1, 2, 4], ids="T = {}".format)
def test_gru_gradient(student: Student, rng: Rng, steps: int) -> None:
    """GRU.backward matches the numerical gradients of your own forward."""
    require_gradient(student, "GRU", rng, (3, steps, 2, 2))


def require_steps(
    student: Student, kind: str, rng: Rng, sizes: tuple[int, int, int, int]
) -> None:
    """Require what a right cell gives, or what your own cell gives: 14.1 judges it."""
    leaves, x, states = drawn(rng, kind, sizes)
    given = support(student, "given", GIVEN)
    layer = given.made(kind, *leaves)

    found = outputs(layer.forward(x.copy(), *copies(states), train=True), kind)

    right = rolled(kind, leaves, x, states)
    own = attempt(lambda: given.rolled(kind, leaves, x, *states))
    if not agree(own, right) and is_alive(own) and agree(found, own):
        return
    suspects = {
        "out": of_out(kind, leaves, x, states),
        "h_n": {
            "h_n:before": (NOT_LAST, right[0][:, -2]),
            "h_n:first": (NOT_FIRST, right[0][:, 0]),
        },
    }
    if kind == "LSTM":
        suspects["h_n"]["h_n:c_n"] = EXCHANGED, right[2]
    for name, got, wanted in zip(("out", "h_n", "c_n"), found, right, strict=False):
        axes = {"out": "N T H"} if name == "out" else {}
        clues = Clues(axes=axes, suspects=suspects.get(name, {}))
        close(got, wanted, name, clues=clues)


def of_out(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> dict[str, tuple[str, Array]]:
    """Return what out may be in place of what it must be."""
    zeros = tuple(0 * each for each in states)
    unseen = {"LSTM": BOTH_UNSEEN, "GRU": UNSEEN}
    found = {
        "states:unseen": (unseen[kind], rolled(kind, leaves, x, zeros)[0]),
        "state:first": (FORGOTTEN, each_alone(kind, leaves, x, states)),
        "state:zeros": (ZEROS, each_alone(kind, leaves, x, zeros)),
        "steps:turned": (BACKWARDS, rolled(kind, leaves, x[:, ::-1], states)[0]),
        "steps:back": (BACKWARDS, rolled(kind, leaves, x[:, ::-1], states)[0][:, ::-1]),
    }
    if kind == "LSTM":
        h0_only, c0_only = (states[0], zeros[1]), (zeros[0], states[1])
        found["c0:unseen"] = NO_MEMORY, rolled(kind, leaves, x, h0_only)[0]
        found["h0:unseen"] = UNSEEN, rolled(kind, leaves, x, c0_only)[0]
        found["out:c"] = MEMORIES, rolled(kind, leaves, x, states, place=1)[0]
    return found


def require_gradient(
    student: Student, kind: str, rng: Rng, sizes: tuple[int, int, int, int]
) -> None:
    """Require the derivative of your own forward, for every input and parameter."""
    leaves, x, states = drawn(rng, kind, sizes)
    names = ("dh_n", "dc_n")[: len(states)]
    ends = {
        name: rng.normal(size=each.shape)
        for name, each in zip(names, states, strict=True)
    }
    upstream = {"dout": rng.normal(size=(sizes[0], sizes[1], sizes[3])), **ends}
    blocks = "4H" if kind == "LSTM" else "3H"
    axes = {"x": "N T D", "h0": "N H", "c0": "N H", "Wx": f"D {blocks}"}
    axes |= {"Wh": f"H {blocks}", **dict.fromkeys(("b", "bx", "bh"), blocks)}
    axes |= {"out0": "N T H", "out1": "N H", "out2": "N H"}
    at = {"x": x, **dict(zip(("h0", "c0"), states, strict=False))}
    layer = support(student, "given", GIVEN).made(kind, *leaves)

    suspects = {
        f"{name}:kept": (f"{first} is {name} as it came in: {KEPT}", each)
        for (name, each), first in zip(ends.items(), ("dh0", "dc0"), strict=False)
    }
    if sizes[1] == 1:
        suspects |= of_one_step(kind, leaves, x[:, 0], states, list(upstream.values()))
    clues = Clues(axes=axes, blocks=BLOCKS, suspects=suspects)
    gradient(layer, at=at, upstream=upstream, clues=clues)


def of_one_step(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...], up: list[Array]
) -> dict[str, tuple[str, Array]]:
    """Return what the gradients of a single step may be in place of their own."""
    ends, rows = (up[0][:, 0] + up[1], *up[2:]), np.tile(leaves[-1], (len(x), 1))

    def weighted(states: tuple[Array, ...], bias: Array) -> float:
        found = step(kind, [*leaves[:-1], bias], x, states)
        return sum(float((d * each).sum()) for d, each in zip(ends, found, strict=True))

    if kind == "LSTM":
        da = slopes(lambda bias: weighted(states, bias), rows)
        return {"Wh:new": (WITH_NEW, step(kind, leaves, x, states)[0].T @ da)}
    total = x @ leaves[0] + leaves[2] + states[0] @ leaves[1] + leaves[3]
    straight = ends[0] * sigmoid(np.split(total, 3, axis=1)[1])
    whole = slopes(lambda h: weighted((h,), rows), states[0])
    return {"dh0:gates": (NOT_STRAIGHT, whole - straight)}


def slopes(f: Callable[[Array], float], at: Array) -> Array:
    """Return the gradient of f by central differences."""
    steps = 1e-5 * np.eye(at.size).reshape(at.size, *at.shape)
    return np.array([f(at + h) - f(at - h) for h in steps]).reshape(at.shape) / 2e-5


def drawn(
    rng: Rng, kind: str, sizes: tuple[int, int, int, int]
) -> tuple[list[Array], Array, tuple[Array, ...]]:
    """Return parameters, x (N, T, D) and first states (N, H) for sizes N, T, D, H."""
    n, steps, d, h = sizes
    width = (4 if kind == "LSTM" else 3) * h
    shapes = [(d, width), (h, width), *[(width,)] * (len(KEYS[kind]) - 2)]
    leaves = [rng.normal(0.0, 0.8, size=shape) for shape in shapes]
    states = tuple(rng.normal(size=(n, h)) for _ in range(1 + (kind == "LSTM")))
    return leaves, rng.normal(size=(n, steps, d)), states


def copies(arrays: tuple[Array, ...]) -> list[Array]:
    """Return copies, so that no code of yours can change what is compared."""
    return [array.copy() for array in arrays]


def outputs(found: object, kind: str) -> list[object]:
    """Return out, h_n and, for an LSTM, c_n, once they have come as they should."""
    wanted = "out, (h_n, c_n)" if kind == "LSTM" else "out, h_n"
    parts = list(found) if isinstance(found, tuple) else []
    if kind == "LSTM" and len(parts) == 2 and isinstance(parts[1], tuple):
        parts = [parts[0], *parts[1]]
        require(len(parts) == 3, f"forward must return {wanted}")
    else:
        require(kind == "GRU" and len(parts) == 2, f"forward must return {wanted}")
    return parts


def sigmoid(x: Array) -> Array:
    """Return it for numbers of ordinary size."""
    return np.asarray(1 / (1 + np.exp(-x)))


def step(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> tuple[Array, ...]:
    """Return the states after a step of handout 2.2 or 5.1."""
    if kind == "LSTM":
        (wx, wh, b), (h, c) = leaves, states
        i, f, g, o = np.split(x @ wx + h @ wh + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c), c
    (wx, wh, bx, bh), (h,) = leaves, states
    of_x, of_h = (np.split(each, 3, axis=1) for each in (x @ wx + bx, h @ wh + bh))
    r, z = (sigmoid(of_x[k] + of_h[k]) for k in range(2))
    return ((1 - z) * np.tanh(of_x[2] + r * of_h[2]) + z * h,)


def rolled(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...], place: int = 0
) -> list[Array]:
    """Return out, made of the states at `place`, and the last states."""
    outs = []
    for now in x.swapaxes(0, 1):
        states = step(kind, leaves, now, states)
        outs.append(states[place])
    return [np.stack(outs, axis=1), *states]


def each_alone(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> Array:
    """Return out where every step begins with the same states."""
    steps = [step(kind, leaves, now, states)[0] for now in x.swapaxes(0, 1)]
    return np.stack(steps, axis=1)


def agree(left: object, right: object) -> bool:
    """Whether two lists of outputs are the same numbers."""
    if not isinstance(left, (list, tuple)) or not isinstance(right, (list, tuple)):
        return False
    return len(left) == len(right) and all(
        isinstance(a, np.ndarray)
        and a.dtype.kind == "f"
        and a.shape == np.shape(b)
        and np.allclose(a, b)
        for a, b in zip(left, right, strict=True)
    )


def is_alive(own: object, axes: tuple[int, ...] = (0, 1)) -> bool:
    """Whether a wrong cell at least gives another row for each step and sequence."""
    out = own[0] if isinstance(own, tuple) and own else None
    if not isinstance(out, np.ndarray) or out.ndim != 3 or out.dtype.kind != "f":
        return False
    long = [axis for axis in axes if out.shape[axis] > 1]
    return bool(long) and all((np.ptp(out, axis=axis) > 1e-6).all() for axis in long)
