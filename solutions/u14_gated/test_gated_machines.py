"""Hidden checks of unit 14: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    runs_on_device,
    support,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
ALL = "N, D and H"
BLOCKS = {"LSTM": 4, "GRU": 3}
BIASES = {"LSTM": 1, "GRU": 2}
STATES = {"LSTM": 2, "GRU": 1}
NAMES = pytest.mark.parametrize("name", ["LSTMCell", "LSTM", "GRUCell", "GRU"])
KINDS = pytest.mark.parametrize("kind", BLOCKS)
CELLS = pytest.mark.parametrize("name", ["LSTMCell", "GRUCell"])
GIVEN = """
import sys

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
"""


@exercise("14.12", weight=2)
@NAMES
def test_no_loop_over_data(
    student: Student, reference: ModuleType, rng: Rng, name: str
) -> None:
    """The class has no Python loop over sequences, features or hidden units."""
    module = support(student, "given", GIVEN)

    def build(size: Sizes) -> Work:
        side = size[ALL]
        layer = module.made(name, *leaves(rng, name, side, side))
        x, states, upstream = passes(rng, name, (side, side, side))
        return Work(layer, (x, *states), {"train": True}, upstream)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        side = size[ALL]
        arrays = leaves(rng, name, side, side)
        is_cell = name.endswith("Cell")
        layer = getattr(reference, name)(*(arrays if is_cell else (side, side)))
        x, states, upstream = passes(rng, name, (side, side, side))
        return lambda: (layer.forward(x, *states), layer.backward(*upstream))

    vectorised(build, over={ALL: 5}, reference=same_with_reference)


@exercise("14.12")
@CELLS
def test_cells_run_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """A cell runs on the GPU, forward and backward."""
    arrays = leaves(rng, name, 3, 5)
    x, states, upstream = passes(rng, name, (2, 3, 5))

    runs_on_device(
        lambda: Work(getattr(student, name)(*arrays), (x, *states), {}, upstream)
    )


@exercise("14.12")
@KINDS
def test_layers_run_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """A layer with given states and their gradients runs on the GPU."""
    seed = int(rng.integers(1 << 32))
    x, states, upstream = passes(rng, kind, (2, 3, 5))

    runs_on_device(
        lambda: Work(
            getattr(student, kind)(3, 5, generator(seed)), (x, *states), {}, upstream
        )
    )


def leaves(rng: Rng, name: str, d: int, h: int) -> list[Array]:
    """Return the parameters of a cell or a layer."""
    kind = name.removesuffix("Cell")
    width = BLOCKS[kind] * h
    shapes = [(d, width), (h, width), *[(width,)] * BIASES[kind]]
    return [rng.normal(0.0, 0.8, size=shape) for shape in shapes]


def passes(
    rng: Rng, name: str, sizes: tuple[int, int, int]
) -> tuple[Array, list[Array], tuple[Array, ...]]:
    """Return x of two steps, states, and all that comes back, for sizes N, D, H."""
    n, d, h = sizes
    states = [rng.normal(size=(n, h)) for _ in range(STATES[name.removesuffix("Cell")])]
    ends = tuple(rng.normal(size=(n, h)) for _ in states)
    if name.endswith("Cell"):
        return rng.normal(size=(n, d)), states, ends
    return rng.normal(size=(n, 2, d)), states, (rng.normal(size=(n, 2, h)), *ends)
