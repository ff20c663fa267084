"""Hidden checks of unit 10, seventh part: dtypes, no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    follows_dtype,
    require,
    runs_on_device,
    support,
    vectorised,
    whole_numbers,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
BOTH = "N and D"
LAYERS = '''
"""A layer for branches, shortcuts and rows."""


class Linear:
    """out = x W."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T


def norms(student, weights, x, dout):
    return student.gradient_norms([Linear(W) for W in weights], x, dout)
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
JACOBIANS = pytest.mark.parametrize("name", ["plain_gradient", "residual_gradient"])
WHOLE = (
    "A dout of whole numbers gives another dx than the same numbers as floats: let "
    "the products make their own arrays."
)


@exercise("10.10")
@KINDS
def test_float32_with_a_shortcut(student: Student, rng: Rng, kind: str) -> None:
    """With float32 arrays and a shortcut layer, output and gradients are float32."""
    w, v = rng.normal(size=(2, 5, 3))
    block = getattr(student, kind)(linear(student, w), linear(student, v))

    follows_dtype(block, at=rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 3)))


@exercise("10.10")
@JACOBIANS
def test_float32_through_jacobians(student: Student, rng: Rng, name: str) -> None:
    """The function gives a float32 dx for float32 Jacobians and dout."""
    jacobians, dout = rng.normal(size=(3, 5, 5)), rng.normal(size=(7, 5))
    wide = array(getattr(student, name)(list(jacobians), dout.copy()), "float64")
    narrow = list(jacobians.astype(np.float32)), dout.astype(np.float32)

    dx = getattr(student, name)(*narrow)

    close(dx, wide, "dx", 1e-4, "float32")


@exercise("10.10")
@KINDS
def test_whole_numbers_become_floats(student: Student, rng: Rng, kind: str) -> None:
    """The block gives for a batch of integers what it gives for the same floats."""
    w, x = rng.normal(size=(3, 3)), rng.integers(-8, 9, size=(7, 3))

    whole_numbers(
        lambda: getattr(student, kind)(linear(student, w)),
        at=x,
        upstream=rng.normal(size=(7, 3)),
    )


@exercise("10.10")
@JACOBIANS
def test_whole_numbers_through_jacobians(student: Student, rng: Rng, name: str) -> None:
    """The function gives for an integer dout what it gives for the same floats."""
    jacobians, dout = list(rng.normal(size=(2, 3, 3))), rng.integers(-8, 9, size=(5, 3))
    wide = getattr(student, name)(jacobians, dout.astype(np.float64))

    dx = getattr(student, name)(jacobians, dout.copy())

    close(dx, array(wide, "float64"), "dx", clues=Clues(cause=WHOLE))


@exercise("10.11")
@KINDS
def test_blocks_have_no_loop(
    student: Student, rng: Rng, kind: str, reference: ModuleType
) -> None:
    """The block has no Python loop over rows or features."""

    def build(size: Sizes) -> Work:
        n = size[BOTH]
        w, x, dout = rng.normal(size=(3, n, n))
        block = getattr(student, kind)(linear(student, w))
        return Work(block, (x,), {"train": True}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size[BOTH], size[BOTH]))
        block = getattr(reference, kind)(Idle())
        return lambda: (block.forward(ones), block.backward(ones))

    vectorised(build, over={BOTH: 5}, reference=same_with_reference)


@exercise("10.11")
@JACOBIANS
def test_jacobians_have_no_loop(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The function has no Python loop over rows or features."""

    def build(size: Sizes) -> Work:
        n = size[BOTH]
        jacobians, dout = list(rng.normal(size=(3, n, n)) / n), rng.normal(size=(n, n))
        return Work(getattr(student, name), (jacobians, dout))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size[BOTH], size[BOTH]))
        return lambda: getattr(reference, name)([ones] * 3, ones)

    vectorised(build, over={BOTH: 5}, reference=same_with_reference)


@exercise("10.11")
def test_norms_have_no_loop(student: Student, rng: Rng) -> None:
    """gradient_norms has no Python loop over rows or features."""
    norms = support(student, "layers", LAYERS).norms

    def build(size: Sizes) -> Work:
        n = size[BOTH]
        weights = list(rng.normal(size=(2, n, n)) / n)
        x, dout = rng.normal(size=(2, n, n))
        return Work(norms, (student, weights, x, dout))

    vectorised(build, over={BOTH: 5})


@exercise("10.12")
@KINDS
def test_blocks_run_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """With a shortcut layer, the block gives on the GPU what it gives with NumPy."""
    w, v = rng.normal(size=(2, 5, 3))
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 3))

    def build() -> Work:
        block = getattr(student, kind)(linear(student, w), linear(student, v))
        return Work(block, (x,), {"train": True}, dout)

    runs_on_device(build)


@exercise("10.12")
@JACOBIANS
def test_jacobians_run_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function gives on the GPU what it gives with NumPy."""
    jacobians, dout = list(rng.normal(size=(3, 5, 5))), rng.normal(size=(7, 5))

    runs_on_device(lambda: Work(getattr(student, name), (jacobians, dout)))


@exercise("10.12")
def test_norms_run_on_the_gpu(student: Student, rng: Rng) -> None:
    """gradient_norms gives on the GPU what it gives with NumPy."""
    weights, (x, dout) = list(rng.normal(size=(2, 3, 3))), rng.normal(size=(2, 7, 3))
    norms = support(student, "layers", LAYERS).norms

    runs_on_device(lambda: Work(norms, (student, weights, x, dout)))


class Idle:
    """A branch that gives zeros, for the clock beside the reference."""

    params: dict[str, Array] = {}  # noqa: RUF012 - it never holds anything
    grads: dict[str, Array] = {}  # noqa: RUF012

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return zeros."""
        return 0 * x

    def backward(self, dout: Array) -> Array:
        """Return zeros."""
        return 0 * dout


def linear(student: Student, w: Array) -> Student:
    """Return a layer of this file's with these weights."""
    layer: Student = support(student, "layers", LAYERS).Linear(w)
    return layer


def array(value: object, dtype: str) -> Array:
    """Return a result that serves as a measure, once its dtype is known."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    require(found.dtype == np.dtype(dtype), f"dx must be a {dtype} array here")
    return found
