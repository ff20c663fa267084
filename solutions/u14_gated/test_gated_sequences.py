"""Hidden checks of unit 14: what comes out of whole sequences."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = tuple[int, int, int, int]  # N, T, D, H
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
SIZES = pytest.mark.parametrize(
    "sizes", [(5, 1, 3, 2), (3, 2, 5, 7), (1, 11, 2, 3)], ids=["T=1", "T=2", "T=11"]
)
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
    for t in range(x.shape[1]):
        states = cell.forward(x[:, t], *states, train=True)
        states = states if isinstance(states, tuple) else (states,)
        outs.append(states[0])
    return (np.stack(outs, axis=1), *states)
"""
FORGOTTEN = "The state is not handed on: every step begins with the first one's."
ZEROS = "Every step begins with zeros, not with the state of the step before."
UNSEEN = "h0 is not used: the first step begins with it, not with zeros."
JOINED = (
    "What the first part ends with is not enough to go on from: h_n, and c_n for an "
    "LSTM, are the states after the last step, and the second part begins with them."
)
NOT_ZERO = "Where no first state is given, it is zeros of shape (N, H)."
NO_SAY = (
    "{0} is given and is not used: only the one that is missing is zeros (handout 4.1)."
)
EACH = "Only what is not given is zeros, h0 or c0 (handout 4.1)."


@exercise("14.4", weight=2)
@SIZES
def test_lstm_sequence(student: Student, rng: Rng, sizes: Sizes) -> None:
    """LSTM.forward gives what an LSTMCell gives step by step."""
    require_steps(student, "LSTM", rng, sizes)


@exercise("14.8", weight=2)
@SIZES
def test_gru_sequence(student: Student, rng: Rng, sizes: Sizes) -> None:
    """GRU.forward gives what a GRUCell gives step by step."""
    require_steps(student, "GRU", rng, sizes)


@exercise("14.4")
def test_lstm_sequence_cut_in_two(student: Student, rng: Rng) -> None:
    """LSTM.forward gives the same for a sequence cut in two, joined by h_n and c_n."""
    require_joined(student, "LSTM", rng)


@exercise("14.8")
def test_gru_sequence_cut_in_two(student: Student, rng: Rng) -> None:
    """GRU.forward gives the same for a sequence cut in two, joined by h_n."""
    require_joined(student, "GRU", rng)


@exercise("14.4")
def test_lstm_begins_with_zeros(student: Student, rng: Rng) -> None:
    """LSTM.forward starts from zeros for each of h0 and c0 that is not given."""
    require_zeros(student, "LSTM", rng)


@exercise("14.8")
def test_gru_begins_with_zeros(student: Student, rng: Rng) -> None:
    """GRU.forward starts from zeros where h0 is not given."""
    require_zeros(student, "GRU", rng)


def require_joined(student: Student, kind: str, rng: Rng) -> None:
    """Require that a sequence goes on where its first part ended."""
    leaves, x, states = drawn(rng, kind, (3, 7, 5, 2))
    given = support(student, "given", GIVEN)
    layer, parts = (
        given.made(kind, *leaves),
        given.made(kind, *leaves),
    )
    whole = outputs(layer.forward(x.copy(), *copies(states), train=True), kind)

    head = outputs(parts.forward(x[:, :3].copy(), *copies(states), train=True), kind)
    tail = outputs(parts.forward(x[:, 3:].copy(), *head[1:], train=True), kind)

    first, second, all_steps = (
        numbers(each, "out") for each in (head[0], tail[0], whole[0])
    )
    shapes = first.shape, second.shape, all_steps.shape
    fit = shapes == ((3, 3, 2), (3, 4, 2), (3, 7, 2))
    moved = fit and np.ptp(all_steps, axis=1).min() > 1e-9
    require(moved, "out must have a step for each step of x, each with its own h")
    out, clues = np.concatenate([first, second], axis=1), Clues(cause=JOINED)
    close(out, all_steps, "out of both parts", clues=clues)
    for got, wanted, name in zip(tail[1:], whole[1:], ("h_n", "c_n"), strict=False):
        right = numbers(wanted, name)
        close(got, right, f"{name} of the second part", clues=clues)


def require_zeros(student: Student, kind: str, rng: Rng) -> None:
    """Require that a state that is not given is zeros."""
    leaves, x, states = drawn(rng, kind, (3, 2, 5, 7))
    given, zeros = support(student, "given", GIVEN), [0 * each for each in states]
    pairs: list[tuple[str, list[Array | None], list[Array]]] = [("", [], zeros)]
    if kind == "LSTM":
        pairs += [
            ("h0", [states[0]], [states[0], zeros[1]]),
            ("c0", [None, states[1]], [zeros[0], states[1]]),
        ]
    blind = outputs(given.made(kind, *leaves).forward(x.copy(), train=True), kind)

    for alone, short, full in pairs:
        layers = [given.made(kind, *leaves) for _ in range(2)]
        found = outputs(layers[0].forward(x.copy(), *short, train=True), kind)
        right = outputs(layers[1].forward(x.copy(), *full, train=True), kind)
        cause = NO_SAY.format(alone) if agree(found, blind) else EACH
        clues = Clues(cause=cause if alone else NOT_ZERO)
        called = f"with {alone} alone" if alone else "without a first state"
        for got, wanted, name in zip(found, right, ("out", "h_n", "c_n"), strict=False):
            close(got, numbers(wanted, name), f"{name} {called}", clues=clues)


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
    zeros = tuple(0 * each for each in states)
    suspects = {
        "h0:unseen": (UNSEEN, rolled(kind, leaves, x, zeros)[0]),
        "state:first": (FORGOTTEN, each_alone(kind, leaves, x, states)),
        "state:zeros": (ZEROS, each_alone(kind, leaves, x, zeros)),
    }
    clues = Clues(axes={"out": "N T H"}, suspects=suspects)
    for name, got, wanted in zip(("out", "h_n", "c_n"), found, right, strict=False):
        close(got, wanted, name, clues=clues if name == "out" else Clues())


def drawn(
    rng: Rng, kind: str, sizes: tuple[int, int, int, int]
) -> tuple[list[Array], Array, tuple[Array, ...]]:
    """Return parameters, x (N, T, D) and first states (N, H) for sizes N, T, D, H."""
    n, steps, d, h = sizes
    width = (4 if kind == "LSTM" else 3) * h
    shapes = [(d, width), (h, width), *[(width,)] * (len(KEYS[kind]) - 2)]
    leaves = [rng.normal(0.0, 0.8, size=shape) for shape in shapes]
    count = 2 if kind == "LSTM" else 1
    states = tuple(rng.normal(size=(n, h)) for _ in range(count))
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
    out: Array = 1 / (1 + np.exp(-x))
    return out


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
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> list[Array]:
    """Return out and the last states of a right layer."""
    outs = []
    for t in range(x.shape[1]):
        states = step(kind, leaves, x[:, t], states)
        outs.append(states[0])
    return [np.stack(outs, axis=1), *states]


def each_alone(
    kind: str, leaves: list[Array], x: Array, states: tuple[Array, ...]
) -> Array:
    """Return out where every step begins with the same states."""
    steps = [step(kind, leaves, x[:, t], states)[0] for t in range(x.shape[1])]
    return np.stack(steps, axis=1)


def numbers(found: object, name: str) -> Array:
    """Return a result that serves as a measure, once it is an array of numbers."""
    value = np.asarray(found if isinstance(found, np.ndarray) else None)
    is_real = value.dtype.kind == "f" and value.size and np.isfinite(value).all()
    require(is_real, f"{name} must be an array of finite numbers")
    return value


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


def is_alive(own: object) -> bool:
    """Whether a wrong cell at least gives another row for each step and sequence."""
    out = own[0] if isinstance(own, tuple) and own else None
    if not isinstance(out, np.ndarray) or out.ndim != 3 or out.dtype.kind != "f":
        return False
    long = [axis for axis in (0, 1) if out.shape[axis] > 1]
    return bool(long) and all((np.ptp(out, axis=axis) > 1e-6).all() for axis in long)
