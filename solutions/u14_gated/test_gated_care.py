"""Hidden checks of unit 14: large numbers, and dtypes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows_dtype,
    quiet,
    require,
    support,
    whole_numbers,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
BLOCKS = {"LSTM": 4, "GRU": 3}
BIASES = {"LSTM": 1, "GRU": 2}
STATES = {"LSTM": 2, "GRU": 1}
CLASSES = ("LSTMCell", "LSTM", "GRUCell", "GRU")
NAMES = pytest.mark.parametrize("name", CLASSES)
KINDS = pytest.mark.parametrize("kind", BLOCKS)
FAR = 1e4  # the largest number that the course calls legal
FAR_RTOL = 1e-6  # float32 holds its seven digits of c = 10 000, and one is lost
GIVEN = """
import sys

import numpy as np

KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}


def made(name, *arrays):
    if name.endswith("Cell"):
        return getattr(sys.modules["gated"], name)(*arrays)
    wx, wh = arrays[:2]
    make, dtype = getattr(sys.modules["gated"], name), wx.dtype.type
    layer = make(wx.shape[0], wh.shape[0], dtype=dtype)
    for key, array in zip(KEYS[name], arrays):
        layer.params[key][...] = array
    return layer


def flat(found):
    if isinstance(found, (tuple, list)):
        return [part for each in found for part in flat(each)]
    return [found]


class Joined:
    def __init__(self, name, sizes, *arrays):
        self.layer, self.steps = made(name, *arrays), sizes

    def forward(self, joined, train=True):
        n, d, h = len(joined), self.steps[-2], self.steps[-1]
        width = int(np.prod(self.steps[:-1]))
        x = joined[:, :width].reshape(n, *self.steps[:-1])
        states = [joined[:, k:k + h] for k in range(width, joined.shape[1], h)]
        self.parts = flat(self.layer.forward(x, *states, train=train))
        return np.concatenate([part.reshape(n, -1) for part in self.parts], axis=1)

    def backward(self, dout):
        ends = np.cumsum([part[0].size for part in self.parts])[:-1]
        pieces = np.split(dout, ends, axis=1)
        douts = [a.reshape(b.shape) for a, b in zip(pieces, self.parts)]
        back = flat(self.layer.backward(*douts))
        return np.concatenate([part.reshape(len(dout), -1) for part in back], axis=1)
"""
BY_PARAMETER = (
    "Zeros that are made without a dtype are float64: take the dtype of a parameter or "
    "of a product, never that of x."
)
LIMIT = (
    "Ordinary numbers come out right and large ones do not: look for a limit that x, "
    "c or what goes into a gate is kept within."
)


@exercise("14.9", weight=2)
@NAMES
def test_far_from_zero(student: Student, rng: Rng, name: str) -> None:
    """At inputs of 10 000 both passes stay finite, without a NumPy warning."""
    dtype = "float64" if name == "LSTM" else "float32"
    leaves, x, states = drawn(rng, name, (3, 2, 5, 2))
    leaves, x, *states = (
        [np.asarray(each, dtype) for each in leaves],
        np.asarray(x * FAR / np.abs(x).max(), dtype),
        *(np.asarray(each, dtype) for each in states),
    )
    layer = support(student, "given", GIVEN).made(name, *leaves)

    with quiet(student):
        found = flat(layer.forward(x, *states, train=True))
        shapes = [np.asarray(each).shape for each in found]
        douts = [np.asarray(rng.normal(size=size), dtype) for size in shapes]
        back = flat(layer.backward(*douts))

    arrays = [numbers(each, "each result at 10 000") for each in (*found, *back)]
    top = max(1.0, *(float(np.abs(each).max()) for each in states))
    require(np.abs(arrays[0]).max() <= top + 1e-6, "h must not exceed 1 or its start")


@exercise("14.9")
@KINDS
def test_gates_far_from_zero(student: Student, kind: str, rng: Rng) -> None:
    """A cell at x = 10 000 has saturated gates and keeps a large state."""
    dtype = "float64" if kind == "LSTM" else "float32"
    usual = saturated(student, kind, dtype, (8.0, 5.0), rng)
    found, right = saturated(student, kind, dtype, (FAR, FAR), rng)

    is_right = usual[0].shape == usual[1].shape and np.allclose(*usual, rtol=1e-4)
    cause = LIMIT if is_right else ""
    wanted = right if cause else found  # a wrong rule is for 14.1 and 14.6
    close(found, wanted, "the state", FAR_RTOL, clues=Clues(cause=cause))


@exercise("14.11", weight=2)
@NAMES
def test_float32(student: Student, rng: Rng, name: str) -> None:
    """Outputs and gradients have the dtype of the inputs, float32 or float64."""
    leaves, x, states = drawn(rng, name, (3, 2, 5, 7))
    layer = support(student, "given", GIVEN).made(name, *leaves)
    shape = (3, 7) if name.endswith("Cell") else (3, 2, 7)
    ends = states if "LSTM" in name or name == "GRU" else []
    ends = ends[1:] if name == "LSTMCell" else ends
    upstream = (rng.normal(size=shape), *(rng.normal(size=each.shape) for each in ends))

    at = {"x": x, **dict(zip(("h", "c"), states, strict=False))}
    follows_dtype(layer, at=at, upstream=upstream)


@exercise("14.11")
@KINDS
def test_float32_without_states(student: Student, rng: Rng, kind: str) -> None:
    """A float32 layer without given states has float32 outputs and gradients."""
    leaves, x, states = drawn(rng, kind, (3, 2, 5, 7))
    leaves = [each.astype(np.float32) for each in leaves]
    layer = support(student, "given", GIVEN).made(kind, *leaves)

    found = flat(layer.forward(x.astype(np.float32), train=True))
    dout = rng.normal(size=(3, 2, 7)).astype(np.float32)
    back = flat(layer.backward(dout))

    require(len(found) == len(back) == len(states) + 1, "a result is missing")
    names = ["out", "h_n", "c_n", "dx", "dh0", "dc0"]
    names = names if kind == "LSTM" else ["out", "h_n", "dx", "dh0"]
    for name, got in zip(names, (*found, *back), strict=True):
        kind_of = getattr(got, "dtype", None)
        must = f"{name} without a first state must be float32, found {kind_of}."
        require(kind_of == np.float32, must, cause=BY_PARAMETER)


@exercise("14.11")
@NAMES
def test_whole_numbers(student: Student, rng: Rng, name: str) -> None:
    """Integer inputs and states give the same results as the same floats."""
    leaves, _, states = drawn(rng, name, (3, 2, 5, 7))
    sizes = (5, 7) if name.endswith("Cell") else (2, 5, 7)
    width = int(np.prod(sizes[:-1])) + 7 * len(states)
    outs = 7 * (len(states) + (0 if name.endswith("Cell") else 2))
    given = support(student, "given", GIVEN)

    def make() -> Student:
        made: Student = given.Joined(name, list(sizes), *leaves)
        return made

    at, upstream = rng.integers(-3, 4, size=(3, width)), rng.normal(size=(3, outs))
    whole_numbers(make, at=at, upstream=upstream)


def saturated(
    student: Student, kind: str, dtype: str, far: tuple[float, float], rng: Rng
) -> tuple[Array, Array]:
    """Return a step of a cell whose x sends every gate to an end, and what is right.

    Args:
        student: has the cell.
        kind: of the cell.
        dtype: of all arrays.
        far: how far from zero x is, and the state.
        rng: draws the state.
    """
    blocks, (x_size, s_size) = BLOCKS[kind], far
    wx, wh = np.zeros((1, 2 * blocks)), np.zeros((2, 2 * blocks))
    wx[0, :4] = [1, 1, 1, -1] if kind == "LSTM" else [-1, -1, 1, -1]
    biases = [np.zeros(2 * blocks)] * BIASES[kind]
    biases[0] = rng.normal(0.0, 0.3, size=2 * blocks)
    state = s_size * (0.5 + 0.5 * rng.random((1, 2)))
    given = [np.zeros((1, 2)), state] if kind == "LSTM" else [state]
    arrays = [np.asarray(each, dtype) for each in (wx, wh, *biases)]
    cell = getattr(student, f"{kind}Cell")(*arrays)
    x = np.array([[x_size]], dtype)

    found = flat(cell.forward(x, *(np.asarray(a, dtype) for a in given), train=True))

    end = 0.5 + 0.5 * np.tanh(0.5 * (x_size * wx + biases[0]).reshape(blocks, 2))
    if kind == "LSTM":
        taken = end[0] * np.tanh(x_size * wx[0, 4:6] + biases[0][4:6])
    else:
        taken = (1 - end[1]) * np.tanh(biases[0][4:] + end[0] * biases[1][4:])
    return numbers(found[-1], "the state"), end[1] * state + taken


def numbers(found: object, name: str) -> Array:
    """Return a result that serves as a measure, once it is an array of numbers."""
    value = np.asarray(found if isinstance(found, np.ndarray) else None)
    is_real = value.dtype.kind == "f" and value.size and np.isfinite(value).all()
    require(is_real, f"{name} must be an array of finite numbers")
    return value


def drawn(
    rng: Rng, name: str, sizes: tuple[int, int, int, int]
) -> tuple[list[Array], Array, list[Array]]:
    """Return parameters, x and first states for sizes N, T, D, H; a cell has no T."""
    kind, (n, steps, d, h) = name.removesuffix("Cell"), sizes
    width = BLOCKS[kind] * h
    shapes = [(d, width), (h, width), *[(width,)] * BIASES[kind]]
    leaves = [rng.normal(0.0, 0.8, size=shape) for shape in shapes]
    size = (n, d) if name.endswith("Cell") else (n, steps, d)
    states = [rng.normal(size=(n, h)) for _ in range(STATES[kind])]
    return leaves, rng.normal(size=size), states


def flat(found: object) -> list[object]:
    """Return nested tuples as one list."""
    if isinstance(found, (tuple, list)):
        return [part for each in found for part in flat(each)]
    return [found]
