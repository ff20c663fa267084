"""Hidden checks of unit 14: what layers keep, and what they leave alone."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    exercise,
    generator,
    gradients_start_at_zero,
    keeps_given_arrays,
    live,
    require,
    support,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
BLOCKS = {"LSTM": 4, "GRU": 3}
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
STATES = {"LSTM": 2, "GRU": 1}
D, H, T = 5, 2, 3
NAMES = pytest.mark.parametrize("name", ["LSTMCell", "LSTM", "GRUCell", "GRU"])
CELLS = pytest.mark.parametrize("name", ["LSTMCell", "GRUCell"])
KINDS = pytest.mark.parametrize("kind", KEYS)
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
        self.layer, self.sizes = made(name, *arrays), sizes

    params = property(lambda self: self.layer.params)
    grads = property(lambda self: self.layer.grads)

    def forward(self, joined, train=True):
        n, h = len(joined), self.sizes[-1]
        width = int(np.prod(self.sizes[:-1]))
        x = joined[:, :width].reshape(n, *self.sizes[:-1])
        states = [joined[:, k:k + h] for k in range(width, joined.shape[1], h)]
        self.parts = flat(self.layer.forward(x, *states, train=train))
        return np.concatenate([part.reshape(n, -1) for part in self.parts], axis=1)

    def backward(self, dout):
        ends = np.cumsum([part[0].size for part in self.parts])[:-1]
        pieces = np.split(dout, ends, axis=1)
        douts = [a.reshape(b.shape).copy() for a, b in zip(pieces, self.parts)]
        back = flat(self.layer.backward(*douts))
        return np.concatenate([part.reshape(len(dout), -1) for part in back], axis=1)
"""
EDITED = (
    "forward works with copies that were made earlier: read params in each forward."
)
CARRIED = (
    "What an earlier forward ended with is where the next one begins: begin with h0, "
    "or with zeros, each time."
)
LONGER = (
    "A longer sequence before this one changes its backward: keep anew, in each "
    "forward, what backward needs."
)


@exercise("14.10")
@KINDS
def test_edits_of_parameters_count(student: Student, rng: Rng, kind: str) -> None:
    """A layer's forward uses what was last written into the arrays of params."""
    seed, x = int(rng.integers(1 << 32)), rng.normal(size=(3, T, D))
    layer = getattr(student, kind)(D, H, generator(seed))
    outs = [first(layer.forward(x.copy(), train=True))]

    for key in KEYS[kind]:
        params = layer.params
        has = isinstance(params, dict) and isinstance(params.get(key), np.ndarray)
        require(has, f'params must have an array under "{key}"')
        value = params[key]
        live(layer, "params", key)[...] = value + 0.5
        outs.append(first(layer.forward(x.copy(), train=True)))

    moved = [not np.array_equal(a, b) for a, b in pairwise(outs)]
    stale = [key for key, each in zip(KEYS[kind], moved, strict=True) if not each]
    said = f"after params were edited in place out is as before: {', '.join(stale)}"
    require(not stale, said, EDITED)


@exercise("14.10")
@NAMES
def test_backward_is_of_the_latest_forward(
    student: Student, rng: Rng, name: str
) -> None:
    """The backward pass belongs to the latest forward only, and can be repeated."""
    given, sizes = support(student, "given", GIVEN), list(sizes_of(name))
    arrays = leaves(rng, name)
    x, dout = (
        rng.normal(size=(3, width_in(name))),
        rng.normal(size=(3, width_out(name))),
    )

    def make() -> Student:
        made: Student = given.Joined(name, sizes, *arrays)
        return made

    before = rng.normal(size=(2, width_in(name)))
    backward_twice(make(), at=x, upstream=dout, train=True)
    backward_is_of_latest_forward(make, at=x, upstream=dout, earlier=before, train=True)


@exercise("14.10")
@CELLS
def test_parameters_are_kept(student: Student, rng: Rng, name: str) -> None:
    """A cell's params are the arrays passed in, not copies, and grads starts at 0."""
    given, sizes = support(student, "given", GIVEN), list(sizes_of(name))
    keys = KEYS[name.removesuffix("Cell")]
    arrays = dict(zip(keys, leaves(rng, name), strict=True))
    x, dout = (
        rng.normal(size=(3, width_in(name))),
        rng.normal(size=(3, width_out(name))),
    )

    def make(*held: object) -> Student:
        made: Student = given.Joined(name, sizes, *held)
        return made

    keeps_given_arrays(make, arrays, at=x, upstream=dout)
    gradients_start_at_zero(make(*arrays.values()), arrays, at=x)


@exercise("14.10")
@KINDS
def test_calls_have_no_memory(student: Student, rng: Rng, kind: str) -> None:
    """A layer gives the out and dx of a fresh one, whatever calls came before."""
    given, arrays = support(student, "given", GIVEN), leaves(rng, kind)
    x, longer = rng.normal(size=(3, T, D)), rng.normal(size=(3, T + 2, D))
    states = [rng.normal(size=(3, H)) for _ in range(STATES[kind])]
    dout = rng.normal(size=(3, T, H))
    layer, fresh = (given.made(kind, *arrays) for _ in range(2))
    layer.forward(longer, *states, train=True)
    layer.backward(rng.normal(size=(3, T + 2, H)), *[each.copy() for each in states])

    found = (
        first(layer.forward(x.copy(), train=True)),
        first(layer.backward(dout.copy())),
    )

    right = (
        first(fresh.forward(x.copy(), train=True)),
        first(fresh.backward(dout.copy())),
    )
    require(
        np.array_equal(found[0], right[0]), "out is not that of a fresh layer", CARRIED
    )
    is_same = found[1].shape == right[1].shape
    is_same = is_same and np.allclose(found[1], right[1], rtol=1e-9, atol=1e-12)
    require(is_same, "dx is not that of a fresh layer", LONGER)


@exercise("14.10")
def test_train_makes_no_difference(student: Student, rng: Rng) -> None:
    """Cells and layers give the same for train=False as for train=True."""
    given = support(student, "given", GIVEN)
    for name in ("LSTMCell", "LSTM", "GRUCell", "GRU"):
        arrays, sizes = leaves(rng, name), list(sizes_of(name))
        x = rng.normal(size=(3, width_in(name)))
        dout = rng.normal(size=(3, width_out(name)))
        layers = [given.Joined(name, sizes, *arrays) for _ in range(2)]

        outs = [
            first(layer.forward(x.copy(), train=train))
            for layer, train in zip(layers, (True, False), strict=True)
        ]
        backs = [first(layer.backward(dout.copy())) for layer in layers]

        said = f"{name}: with train=False something else comes out"
        require(np.array_equal(outs[0], outs[1]), said)
        require(np.array_equal(backs[0], backs[1]), f"{said} on the way back")


@exercise("14.10", weight=2)
@NAMES
def test_arguments_stay_as_they_are(student: Student, rng: Rng, name: str) -> None:
    """Both passes leave x, states, incoming gradients and parameters unchanged."""
    made = support(student, "given", GIVEN).made(name, *leaves(rng, name))
    kind, is_cell = name.removesuffix("Cell"), name.endswith("Cell")
    names = ("h", "c")[: STATES[kind]]
    at = {key: rng.normal(size=(3, H)) for key in names}
    x = rng.normal(size=(3, D) if is_cell else (3, T, D))
    end = "next" if is_cell else "n"
    upstream = {f"d{key}_{end}": rng.normal(size=(3, H)) for key in names}
    if not is_cell:
        upstream = {"dout": rng.normal(size=(3, T, H)), **upstream}
    unchanged(made, at={"x": x, **at}, upstream=upstream)


def sizes_of(name: str) -> tuple[int, ...]:
    """Return (D, H) of a cell, (T, D, H) of a layer."""
    return (D, H) if name.endswith("Cell") else (T, D, H)


def width_in(name: str) -> int:
    """Return how many numbers x and the states of one sequence are."""
    states = H * STATES[name.removesuffix("Cell")]
    return states + (D if name.endswith("Cell") else T * D)


def width_out(name: str) -> int:
    """Return how many numbers come out for one sequence."""
    states = H * STATES[name.removesuffix("Cell")]
    return states + (0 if name.endswith("Cell") else T * H)


def leaves(rng: Rng, name: str) -> list[Array]:
    """Return parameters of a cell or a layer, none of them near zero."""
    kind = name.removesuffix("Cell")
    width = BLOCKS[kind] * H
    shapes = [(D, width), (H, width), *[(width,)] * (len(KEYS[kind]) - 2)]
    return [rng.normal(0.0, 0.8, size=shape) for shape in shapes]


def first(found: object) -> Array:
    """Return the first of several arrays, or the only one."""
    while isinstance(found, (tuple, list)) and found:
        found = found[0]
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    require(is_array, "the first result must be an array of numbers")
    value = np.asarray(found)
    is_real = value.size and np.isfinite(value).all() and np.ptp(value) > 0
    require(is_real, "it must be finite, and not constant")
    return value
