"""Hidden checks of unit 2, third part: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, Work, exercise, runs_on_device, vectorised

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
EACH_KIND = pytest.mark.parametrize(
    "kind",
    [("Sigmoid",), ("ReLU",), ("Tanh",), ("LeakyReLU", 0.3), ("ELU", 0.7)],
    ids=["Sigmoid", "ReLU", "Tanh", "LeakyReLU", "ELU"],
)
Kind = tuple[str, *tuple[float, ...]]  # the name of an activation, and its alpha


@exercise("2.10", weight=5)
def test_affine_has_no_loop(student: Student, rng: Rng, reference: ModuleType) -> None:
    """Affine takes no more Python steps for more examples, features or outputs."""

    def build(size: Sizes) -> Work:
        n, d, m = size["N"], size["D"], size["M"]
        x, dout = rng.normal(size=(n, d)), rng.normal(size=(n, m))
        layer = student.Affine(rng.normal(size=(d, m)), rng.normal(size=m))
        return Work(layer, (x,), {"train": True}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        n, d, m = size["N"], size["D"], size["M"]
        layer = reference.Affine(np.ones((d, m)), np.ones(m))
        x, dout = np.ones((n, d)), np.ones((n, m))
        return lambda: (layer.forward(x, train=True), layer.backward(dout))

    vectorised(build, over={"N": 5, "D": 7, "M": 3}, reference=same_with_reference)


@exercise("2.10")
@EACH_KIND
def test_layer_has_no_loop(
    student: Student, rng: Rng, kind: Kind, reference: ModuleType
) -> None:
    """The layer has no Python loop over the entries of x."""

    def build(size: Sizes) -> Work:
        x = away_from_zero(rng, (size["N"], size["N"]))
        layer = getattr(student, kind[0])(*kind[1:])
        return Work(layer, (x,), {"train": True}, rng.normal(size=x.shape))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        layer = getattr(reference, kind[0])(*kind[1:])
        x = np.ones((size["N"], size["N"]))
        return lambda: (layer.forward(x, train=True), layer.backward(x))

    vectorised(build, over={"N": 5}, reference=same_with_reference)


@exercise("2.11", weight=5)
def test_affine_runs_on_the_gpu(student: Student, rng: Rng) -> None:
    """Affine takes images on the GPU and gives GPU arrays, forward and backward."""
    w, b = rng.normal(size=(6, 3)), rng.normal(size=3)
    x, dout = rng.normal(size=(5, 2, 3)), rng.normal(size=(5, 3))

    runs_on_device(lambda: Work(student.Affine(w, b), (x,), {"train": True}, dout))


@exercise("2.11")
@EACH_KIND
def test_layer_runs_on_the_gpu(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer takes GPU arrays and gives GPU arrays, forward and backward."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    def build() -> Work:
        layer = getattr(student, kind[0])(*kind[1:])
        return Work(layer, (x,), {"train": True}, dout)

    runs_on_device(build)


def away_from_zero(rng: Rng, shape: tuple[int, ...]) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))
