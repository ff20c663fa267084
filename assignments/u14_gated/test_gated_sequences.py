"""Open checks of unit 14: whole sequences, forward."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LN2, LN3 = float(np.log(2)), float(np.log(3))
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
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
UNSEEN = "h0 is not used: the first step begins with it, not with zeros."
BOTH_UNSEEN = "h0 and c0 are not used: the first step begins with them, not zeros."
NO_MEMORY = "c0 is not used: the first step begins with it, not with zeros."
BACKWARDS = "The steps are taken from the last to the first: step t reads x[:, t]."
SAME_X = "Every step reads x[:, 0]: step t must read x[:, t]."
SWAPPED = (
    "h and c are exchanged in the steps: the cell returns h_next first, then c_next."
)
H0_FOR_C0 = "h0 stands in place of c0: the memory of the first step is c0."
NO_C0 = "c0 is not used, or h0 stands in its place: the first step begins with c0."
KEPT_C = "c is not handed on: every step begins with c0."
MEMORIES = "out holds c: it must be h after each step."
NOT_KEPT = (
    "out holds h0 at every step: what the cell's forward returns must be kept, as in "
    "h = cell.forward(...)."
)
ONE_LATE = "The states stand one step late: out[:, t] is the state after step t."
NOT_LAST = "It is the state before the last step: h_n is out[:, -1]."
NOT_FIRST = "It is the state after the first step: h_n is out[:, -1]."
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
    suspects = {
        "states:swapped": (SWAPPED, rolled_swapped(leaves, x, (h0, c0))),
        "c0:unseen": (NO_C0, rolled("LSTM", leaves, x, (h0, 0 * c0))[0]),
        "c:kept": (KEPT_C, each_alone("LSTM", leaves, x, (h0, c0))),
        "out:c": (MEMORIES, rolled("LSTM", leaves, x, (h0, c0), place=1)[0]),
    }
    for name, value, wanted in zip(("out", "h_n", "c_n"), got, right, strict=True):
        told = suspects if name == "out" else {}
        close(value, wanted, name, clues=Clues(suspects=told))


@exercise("14.4")
def test_lstm_is_its_cell_step_by_step(student: Student, rng: Rng) -> None:
    """LSTM.forward gives what four steps of an LSTMCell give."""
    require_steps(student, "LSTM", rng, (3, 4, 2, 5))


@exercise("14.8")
def test_gru_is_its_cell_step_by_step(student: Student, rng: Rng) -> None:
    """GRU.forward gives what four steps of a GRUCell give."""
    require_steps(student, "GRU", rng, (3, 4, 2, 5))


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
        "steps:same-x": (
            SAME_X,
            rolled(kind, leaves, np.repeat(x[:, :1], x.shape[1], axis=1), states)[0],
        ),
        "steps:turned": (BACKWARDS, rolled(kind, leaves, x[:, ::-1], states)[0]),
        "steps:back": (BACKWARDS, rolled(kind, leaves, x[:, ::-1], states)[0][:, ::-1]),
    }
    still = np.repeat(states[0][:, np.newaxis], x.shape[1], axis=1)
    late = np.concatenate(
        [still[:, :1], rolled(kind, leaves, x, states)[0][:, :-1]], axis=1
    )
    found["states:still"] = NOT_KEPT, still
    found["states:late"] = ONE_LATE, late
    if kind == "LSTM":
        h0_only, c0_only = (states[0], zeros[1]), (zeros[0], states[1])
        swapped = rolled_swapped(leaves, x, states)
        found["states:swapped"] = SWAPPED, swapped
        twice = states[0], states[0]
        found["c0:h0"] = H0_FOR_C0, rolled(kind, leaves, x, twice)[0]
        found["c0:unseen"] = NO_MEMORY, rolled(kind, leaves, x, h0_only)[0]
        found["h0:unseen"] = UNSEEN, rolled(kind, leaves, x, c0_only)[0]
        found["out:c"] = MEMORIES, rolled(kind, leaves, x, states, place=1)[0]
    return found


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


def rolled_swapped(leaves: list[Array], x: Array, states: tuple[Array, ...]) -> Array:
    """Return out where an LSTM's two states change places after each step."""
    outs = []
    for now in x.swapaxes(0, 1):
        states = step("LSTM", leaves, now, states)[::-1]
        outs.append(states[0])
    return np.stack(outs, axis=1)


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
