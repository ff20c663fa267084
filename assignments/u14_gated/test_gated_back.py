"""Open checks of unit 14: whole sequences, on the way back."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    exercise,
    gradient,
    narrowed,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Arrays = dict[str, Array]
Ends = Sequence[Array]
Suspects = dict[str, tuple[str, Array | Callable[[], Array]]]
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
BLOCKS = {"4H": ("i", "f", "g", "o"), "3H": ("r", "z", "n")}
GIVEN = """
import sys


def made(kind, *arrays):
    wx, wh = arrays[:2]
    make, dtype = getattr(sys.modules["gated"], kind), wx.dtype.type
    layer = make(wx.shape[0], wh.shape[0], dtype=dtype)
    for key, array in zip(("Wx", "Wh", "b") if kind == "LSTM" else
                          ("Wx", "Wh", "bx", "bh"), arrays):
        layer.params[key][...] = array
    return layer
"""
CAME_IN = "dh0 is dh_n + dout[:, 0], which comes into the step: "
KEPT = "hand on what each step sends back."
WITH_NEW = "It is made with the h after the step: take the h before it."
NOT_STRAIGHT = "It lacks what comes straight through z h, the last term of h_next."
LATE = (
    "dout[:, t] does not go back through the step: add it to dh before the step's "
    "backward."
)
NO_DH = (
    "Nothing of dh goes back through the step: its backward gets dh + dout[:, t], "
    "where dh begins as dh_n."
)
DOUT_TWICE = "The last dout counts twice: dh begins as dh_n, or zeros, without dout."
LAST_RECORD = (
    "Every step goes back through what the last one kept: each step needs a cell, or a "
    "record, of its own, and cells[t] on the way back."
)
FIRST_SHARE = "It is the share of the first step alone: the shares of all steps add up."
LAST_SHARE = (
    "It is the share of the last step alone: each step adds its own, after its own "
    "backward."
)
DX_TURNED = "dx stands backwards along T: dx[:, t] belongs to x[:, t]."
NOT_KEPT = (
    "forward gives h0 at every step: what the cell's forward returns must be kept, as "
    "in h = cell.forward(...)."
)
BIASES = "bx and bh are exchanged where forward makes its cell: bx comes first."
LAST_DOUT = "Every step gets dout[:, -1]: step t must get dout[:, t]."
FIRST_DOUT = "Every step gets dout[:, 0]: step t must get dout[:, t]."
FORWARDS = (
    "The steps are walked from the first to the last: begin with the last one, for "
    "what a step sends back is known only after it."
)
NOT_SENT = (
    "dh is not handed on: every step begins with dh_n. It must begin with what the "
    "step after it has sent back."
)
PILED_UP = (
    "What comes in is added up, and what the steps send back is not handed on: dh must "
    "be what the step after has sent back."
)


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

    suspects: Suspects = {
        f"{name}:kept": (f"{first} is {name} as it came in: {KEPT}", each)
        for (name, each), first in zip(ends.items(), ("dh0", "dc0"), strict=False)
    }
    if sizes[1] == 1:
        suspects |= of_one_step(kind, leaves, x[:, 0], states, list(upstream.values()))
    if sizes[1] == 2:
        suspects |= of_walks(kind, leaves, x, states, list(upstream.values()))
    clues = Clues(axes=axes, blocks=BLOCKS, suspects=suspects)
    own = partial(require_forward, layer, kind, leaves, x, states)
    if sizes[1] == 2:
        require_dx_order(layer, kind, leaves, at, upstream)
    with narrowed(own):
        gradient(layer, at=at, upstream=upstream, clues=clues)


def of_one_step(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...], up: list[Array]
) -> Suspects:
    """Return what the gradients of a single step may be in place of their own."""
    ends = up[0][:, 0] + up[1], *up[2:]
    (*_, last), (dh, *_) = step_back(kind, leaves, x, states, ends)
    late, _ = step_back(kind, leaves, x, states, up[1:])
    found: Suspects = {  # of the first code, the rules know one half alone
        code: (LATE, each.sum(axis=0))
        for code, each in zip(("dout0:ignored", "dout:late"), late, strict=False)
    }
    lost = up[0][:, 0], *up[2:]  # the rules know one half of this, by the same code
    twice = 2 * up[0][:, 0] + up[1], *up[2:]
    for k in range(len(leaves) - 2):
        code = f"-{k}" if k < len(leaves) - 3 else ""
        for name, said, given in (
            ("dh_n:ignored", NO_DH, lost),
            ("dout:twice", DOUT_TWICE, twice),
        ):
            rows = step_back(kind, leaves, x, states, given)[0][k]
            found[name + code] = said, rows.sum(axis=0)
    found["dh0:came-in"] = CAME_IN + KEPT, ends[0]
    if kind == "LSTM":
        new = step(kind, leaves, x, states)[0].T @ last
        return {**found, "Wh:new": (WITH_NEW, new)}
    total = x @ leaves[0] + leaves[2] + states[0] @ leaves[1] + leaves[3]
    straight = ends[0] * sigmoid(np.split(total, 3, axis=1)[1])
    return {**found, "dh0:gates": (NOT_STRAIGHT, dh - straight)}


def of_walks(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...], up: list[Array]
) -> Suspects:
    """Return what the gradients of the biases may be after a wrong walk."""
    dout, back = up[0], range(x.shape[1])[::-1]
    last, first = (np.repeat(dout[:, [k]], len(back), axis=1) for k in (-1, 0))
    summed = np.cumsum(dout[:, ::-1], axis=1)[:, ::-1]
    walks = {
        "dout:last": (LAST_DOUT, last, back, ""),
        "dout:first": (FIRST_DOUT, first, back, ""),
        "steps:forwards": (FORWARDS, dout, back[::-1], ""),
        "dh:not-sent": (NOT_SENT, dout, back, "cut"),
        "dh:piled": (PILED_UP, summed, back, "cut"),
        "record:last": (LAST_RECORD, dout, back, "record"),
        "share:first": (FIRST_SHARE, dout, back, "first"),
        "share:last": (LAST_SHARE, dout, back, "last"),
    }

    def value(k: int, douts: Array, order: range, way: str) -> Array:
        ends, shares = tuple(up[1:]), []
        before = [states]
        for now in x.swapaxes(0, 1):
            before.append(step(kind, leaves, now, before[-1]))
        for t in order:
            of = len(back) - 1 if way == "record" else t
            given = ends[0] + douts[:, t], *ends[1:]
            rows, sent = step_back(kind, leaves, x[:, of], before[of], given)
            shares.append(rows[k].sum(axis=0))
            ends = (ends[0] if way == "cut" else sent[0], *sent[1:])
        kept = {"first": shares[-1:], "last": shares[:1]}.get(way, shares)
        return np.asarray(sum(kept))

    return {
        f"{code}-{k}": (said, partial(value, k, douts, order, way))
        for code, (said, douts, order, way) in walks.items()
        for k in range(len(leaves) - 2)
    }


def require_forward(
    layer: Student, kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> None:
    """Check that forward takes its steps, and gives the biases to its cells."""
    found = layer.forward(x.copy(), *(each.copy() for each in states), train=True)
    out = np.asarray(found[0])
    still = np.repeat(states[0][:, np.newaxis], x.shape[1], axis=1)
    require(not alike(out, still), "forward takes no step", cause=NOT_KEPT)
    if kind == "GRU":
        outs, now = [], states
        for each in x.swapaxes(0, 1):
            now = step(kind, [*leaves[:2], leaves[3], leaves[2]], each, now)
            outs.append(now[0])
        turned = alike(out, np.stack(outs, axis=1))
        require(not turned, "the biases are exchanged", cause=BIASES)


def require_dx_order(
    layer: Student, kind: str, leaves: list[Array], at: Arrays, upstream: Arrays
) -> None:
    """Check that dx does not stand backwards: its numbers are right, in that order."""
    x, *states = (each.copy() for each in at.values())
    layer.forward(x, *states, train=True)
    found = layer.backward(*(each.copy() for each in upstream.values()))
    before, ends = [tuple(list(at.values())[1:])], list(upstream.values())[1:]
    for now in x.swapaxes(0, 1):
        before.append(step(kind, leaves, now, before[-1]))
    right = np.zeros(x.shape)
    for t in range(x.shape[1])[::-1]:
        given = ends[0] + upstream["dout"][:, t], *ends[1:]
        rows, ends = step_back(kind, leaves, x[:, t], before[t], given)
        right[:, t] = rows[0] @ leaves[0].T
    dx = found[0] if isinstance(found, tuple) else None
    must = "dx of a later step stands before that of an earlier one."
    require(not alike(dx, right[:, ::-1]), must, cause=DX_TURNED)


def alike(found: object, wrong: Array) -> bool:
    """Whether these numbers came back, as far as central differences tell."""
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_same = is_array and getattr(found, "shape", ()) == wrong.shape
    return is_same and bool(np.allclose(np.asarray(found), wrong, 1e-6, 1e-7))


def step_back(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...], ends: Ends
) -> tuple[list[Array], list[Array]]:
    """Return what comes back to the biases, row by row, and to the states."""
    rows = [np.tile(bias, (len(x), 1)) for bias in leaves[2:]]
    given = [*rows, *states]

    def weighted(k: int, value: Array) -> float:
        arrays = [value if place == k else each for place, each in enumerate(given)]
        biases, before = arrays[: len(rows)], tuple(arrays[len(rows) :])
        found = step(kind, [*leaves[:2], *biases], x, before)
        return sum(float((d * each).sum()) for d, each in zip(ends, found, strict=True))

    found = [slopes(partial(weighted, k), each) for k, each in enumerate(given)]
    return found[: len(rows)], found[len(rows) :]


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
