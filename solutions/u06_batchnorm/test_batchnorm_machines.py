"""Hidden checks of unit 6, sixth part: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, Work, exercise, runs_on_device, vectorised

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
BOTH = "N and D"
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])


@exercise("6.9")
@MODES
def test_rows_have_no_loop(
    student: Student, rng: Rng, reference: ModuleType, *, train: bool
) -> None:
    """BatchNorm.forward and backward have no Python loop over rows or features."""

    def build(size: Sizes) -> Work:
        x, dout = rng.normal(size=(2, size[BOTH], size[BOTH]))
        norm = student.BatchNorm(*leaves(rng, size[BOTH]))
        return Work(norm, (x,), {"train": train}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size[BOTH], size[BOTH]))
        norm = reference.BatchNorm(ones[0], ones[0])
        return lambda: (norm.forward(ones, train=train), norm.backward(ones))

    vectorised(build, over={BOTH: 5}, reference=same_with_reference)


@exercise("6.9", weight=2)
def test_images_have_no_loop(student: Student, rng: Rng, reference: ModuleType) -> None:
    """BatchNorm2d has no Python loop over images, channels or pixels."""

    def build(size: Sizes) -> Work:
        shape = size["N"], size["C"], size["height"], 2
        x, dout = rng.normal(size=(2, *shape))
        norm = student.BatchNorm2d(*leaves(rng, size["C"]))
        return Work(norm, (x,), {"train": True}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        x = np.ones((size["N"], size["C"], size["height"], 2))
        norm = reference.BatchNorm2d(x[0, :, 0, 0], x[0, :, 0, 0])
        return lambda: (norm.forward(x, train=True), norm.backward(x))

    sizes = {"N": 3, "C": 2, "height": 2}
    vectorised(build, over=sizes, reference=same_with_reference)


@exercise("6.10")
@MODES
def test_rows_run_on_the_gpu(student: Student, rng: Rng, *, train: bool) -> None:
    """BatchNorm.forward and backward give on the GPU what they give with NumPy."""
    (gamma, beta), (x, dout) = leaves(rng, 3), rng.normal(size=(2, 5, 3))

    runs_on_device(
        lambda: Work(student.BatchNorm(gamma, beta), (x,), {"train": train}, dout)
    )


@exercise("6.10")
def test_images_run_on_the_gpu(student: Student, rng: Rng) -> None:
    """BatchNorm2d.forward and backward give on the GPU what they give with NumPy."""
    (gamma, beta), (x, dout) = leaves(rng, 3), rng.normal(size=(2, 2, 3, 5, 7))

    runs_on_device(
        lambda: Work(student.BatchNorm2d(gamma, beta), (x,), {"train": True}, dout)
    )


def leaves(rng: Rng, d: int) -> tuple[Array, Array]:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)
