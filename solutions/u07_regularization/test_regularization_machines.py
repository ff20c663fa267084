"""Hidden checks of unit 7, sixth part: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    runs_on_device,
    vectorised,
)

Rng = np.random.Generator
Sizes = dict[str, int]
BOTH = "N and D"
WEIGHTS = "D and M"
KINDS = pytest.mark.parametrize("kind", ["Dropout", "ClassicDropout"])
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])


@exercise("7.12")
@KINDS
def test_layers_have_no_loop(
    student: Student, rng: Rng, kind: str, reference: ModuleType
) -> None:
    """In training, the layer has no Python loop over examples or features."""
    seed = int(rng.integers(1 << 32))

    def build(size: Sizes) -> Work:
        x, dout = rng.normal(size=(2, size[BOTH], size[BOTH]))
        layer = getattr(student, kind)(0.3, generator(seed))
        return Work(layer, (x,), {"train": True}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size[BOTH], size[BOTH]))
        layer = getattr(reference, kind)(0.3, np.random.default_rng(seed))
        return lambda: (layer.forward(ones, train=True), layer.backward(ones))

    vectorised(build, over={BOTH: 5}, reference=same_with_reference)


@exercise("7.12")
@pytest.mark.parametrize("name", ["l2_penalty", "add_weight_decay"])
def test_decay_has_no_loop(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The function has no Python loop over rows or columns of a weight array."""

    def build(size: Sizes) -> Work:
        w, grad = rng.normal(size=(2, size[WEIGHTS], size[WEIGHTS]))
        return Work(getattr(student, name), arguments(name, w, grad))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        w, grad = np.ones((2, size[WEIGHTS], size[WEIGHTS]))
        return lambda: getattr(reference, name)(*arguments(name, w, grad))

    vectorised(build, over={WEIGHTS: 5}, reference=same_with_reference)


@exercise("7.13", weight=2)
@KINDS
@MODES
def test_layers_run_on_the_gpu(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """The layer gives on the GPU what it gives with NumPy, forward and backward."""
    (x, dout), seed = rng.normal(size=(2, 5, 3)), generator(int(rng.integers(1 << 32)))

    runs_on_device(
        lambda: Work(getattr(student, kind)(0.3, seed), (x,), {"train": train}, dout)
    )


@exercise("7.13", weight=2)
@pytest.mark.parametrize("name", ["l2_penalty", "add_weight_decay"])
def test_decay_runs_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function gives on the GPU what it gives with NumPy."""
    w, grad = rng.normal(size=(2, 5, 3))

    runs_on_device(lambda: Work(getattr(student, name), arguments(name, w, grad)))


def arguments(name: str, w: object, grad: object) -> tuple[object, ...]:
    """Return the arguments that the function of this name takes."""
    params = {"0.W": w, "2.W": w}
    return (params, 0.3) if name == "l2_penalty" else (params, {"2.W": grad}, 0.3)
