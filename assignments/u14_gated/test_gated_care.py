"""Open checks of unit 14: care. Large numbers, state, dtypes, loops, and the GPU."""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    backward_twice,
    exercise,
    follows_dtype,
    generator,
    narrowed,
    quiet,
    require,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SIZES = {"LSTM": 4, "GRU": 3}  # blocks of H columns
STATES = {"LSTM": 2, "GRU": 1}
BIASES = {"LSTM": 1, "GRU": 2}
KINDS = pytest.mark.parametrize("kind", SIZES)
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

class Begun:  # a layer that gets no first states
    def __init__(self, kind, *arrays):
        self.layer = made(kind, *arrays)
        self.params = self.layer.params

    def forward(self, x, train=True):
        out, ends = self.layer.forward(x, train=train)
        return (out, *ends) if isinstance(ends, tuple) else (out, ends)

    def backward(self, *upstream):
        dx = self.layer.backward(*upstream)[0]
        self.grads = self.layer.grads
        return dx

class Drawn:
    def __init__(self, kind, rng):
        make = getattr(sys.modules["gated"], kind)
        layer = make.__new__(make)
        try:
            layer.__init__(3, 2, rng)
        except Exception:
            pass  # its params tell more, where there are any
        self.params, self.grads = dict(getattr(layer, "params", {})), {}

    def forward(self, x, train=True):
        return x
"""
NOT_DRAWN = (
    "The constructor makes this parameter without rng: make it of what rng has drawn, "
    "such as xp.zeros_like of a row of Wh (handout 6.5)."
)
CARRIED = (
    "A second forward goes on where the first one ended: without h0 begin with zeros "
    "each time."
)


@exercise("14.9")
@KINDS
def test_step_at_ten_thousand(student: Student, rng: Rng, kind: str) -> None:
    """A cell gives finite results at x = 10 000, without a NumPy warning."""
    cell = getattr(student, f"{kind}Cell")(*leaves(rng, kind, 3, 2))
    x = 1e4 * np.array([[1.0, -1.0, 0.5], [-1.0, 0.25, -1.0]])
    given = [rng.normal(size=(2, 2)) for _ in range(STATES[kind])]

    with quiet(student):
        found = cell.forward(x, *given, train=True)
        back = cell.backward(*[rng.normal(size=(2, 2)) for _ in given])

    parts = [*as_tuple(found), *as_tuple(back)]
    is_finite = all(
        isinstance(a, np.ndarray) and a.dtype.kind == "f" and np.isfinite(a).all()
        for a in parts
    )
    require(is_finite, "both passes must give finite arrays")


@exercise("14.10")
@KINDS
def test_arguments_are_left_alone(student: Student, rng: Rng, kind: str) -> None:
    """A layer leaves x, its states and the gradients that come in unchanged."""
    layer = support(student, "given", GIVEN).made(kind, *leaves(rng, kind, 3, 2))
    names = ("h0", "c0")[: STATES[kind]]
    at = {
        "x": rng.normal(size=(5, 3, 3)),
        **{k: rng.normal(size=(5, 2)) for k in names},
    }
    upstream = {"dout": rng.normal(size=(5, 3, 2))}
    upstream |= {f"d{k[0]}_n": rng.normal(size=(5, 2)) for k in names}

    unchanged(layer, at=at, upstream=upstream)


@exercise("14.10")
@KINDS
def test_no_state_between_calls(student: Student, rng: Rng, kind: str) -> None:
    """A second forward without states, and a second backward, give the same again."""
    layer = getattr(student, kind)(3, 2, generator(int(rng.integers(1 << 32))))
    x = rng.normal(size=(5, 3, 3))

    first, second = (layer.forward(x.copy(), train=True) for _ in range(2))

    out, again = as_tuple(first)[0], as_tuple(second)[0]
    require(isinstance(out, np.ndarray), "forward must return out first")
    is_same = np.array_equal(np.asarray(out), np.asarray(again))
    require(is_same, "a second forward gives another out", CARRIED)
    dout, seed = rng.normal(size=(5, 3, 2)), int(rng.integers(1 << 32))
    layer = getattr(student, kind)(3, 2, generator(seed))
    backward_twice(layer, at=x, upstream=dout, train=True)


@exercise("14.11")
@KINDS
def test_float32_layer(student: Student, rng: Rng, kind: str) -> None:
    """A layer with float32 parameters and inputs gives float32, also without h0."""
    layer = support(student, "given", GIVEN).made(kind, *leaves(rng, kind, 3, 2))
    names = ("h0", "c0")[: STATES[kind]]
    at = {
        "x": rng.normal(size=(5, 3, 3)),
        **{k: rng.normal(size=(5, 2)) for k in names},
    }
    upstream = (rng.normal(size=(5, 3, 2)), *(rng.normal(size=(5, 2)) for _ in names))

    follows_dtype(layer, at=at, upstream=upstream)
    begun = support(student, "given", GIVEN).Begun(kind, *leaves(rng, kind, 3, 2))
    follows_dtype(begun, at={"x": at["x"]}, upstream=upstream)


@exercise("14.12")
@KINDS
def test_all_sequences_at_once(student: Student, rng: Rng, kind: str) -> None:
    """A layer has no Python loop over sequences, features or hidden units."""
    module = support(student, "given", GIVEN)

    def build(size: dict[str, int]) -> Work:
        n, d, h = size["N"], size["D"], size["H"]
        layer = module.made(kind, *leaves(rng, kind, d, h))
        x, dout = rng.normal(size=(n, 2, d)), rng.normal(size=(n, 2, h))
        return Work(layer, (x,), upstream=dout)

    vectorised(build, over={"N": 5, "D": 3, "H": 2})


@exercise("14.12")
@KINDS
def test_sequences_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """A layer made with a GPU generator runs on the GPU where no states are given."""
    seed, x = int(rng.integers(1 << 32)), rng.normal(size=(5, 3, 3))
    dout = rng.normal(size=(5, 3, 2))
    module = support(student, "given", GIVEN)

    made_otherwise = partial(
        require, condition=False, message="another parameter", cause=NOT_DRAWN
    )
    with narrowed(made_otherwise):  # Drawn has no work but the constructor's
        runs_on_device(lambda: Work(module.Drawn(kind, generator(seed)), (x,)))
    runs_on_device(
        lambda: Work(getattr(student, kind)(3, 2, generator(seed)), (x,), {}, dout)
    )


def leaves(rng: Rng, kind: str, d: int, h: int) -> list[Array]:
    """Return Wx, Wh and the biases of a kind."""
    width = SIZES[kind] * h
    shapes = [(d, width), (h, width), *[(width,)] * BIASES[kind]]
    return [rng.normal(0.0, 0.8, size=shape) for shape in shapes]


def as_tuple(found: object) -> tuple[object, ...]:
    """Return one array or several as a tuple of arrays."""
    return tuple(found) if isinstance(found, (tuple, list)) else (found,)
