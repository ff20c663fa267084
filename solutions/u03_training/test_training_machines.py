"""Hidden checks of unit 3, seventh part: no loop over data, and the GPU."""

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
BOTH = "N and C"
FUNCTIONS = pytest.mark.parametrize("name", ["softmax", "log_softmax"])
KINDS = pytest.mark.parametrize("kind", ["labels", "rows"])
PARTS = '''
"""A layer, and a pass through the data."""


class Gain:
    """out = g x."""

    def __init__(self, g):
        self.params, self.grads = {"g": g}, {"g": g * 0}

    def forward(self, x, train=True):
        self.x = x
        return x * self.params["g"]

    def backward(self, dout):
        self.grads["g"] = (dout * self.x).sum(axis=0)
        return dout * self.params["g"]


def go(student, x, t, size, rng):
    for _ in student.minibatches(x, t, size, rng):
        pass
'''


@exercise("3.12")
@FUNCTIONS
def test_functions_have_no_loop(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The function has no Python loop over examples or classes."""

    def build(size: Sizes) -> Work:
        return Work(
            getattr(student, name), (rng.normal(size=(size[BOTH], size[BOTH])),)
        )

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        x = np.ones((size[BOTH], size[BOTH]))
        return lambda: getattr(reference, name)(x)

    vectorised(build, over={BOTH: 5}, reference=same_with_reference)


@exercise("3.12", weight=2)
@KINDS
def test_loss_has_no_loop(
    student: Student, rng: Rng, kind: str, reference: ModuleType
) -> None:
    """SoftmaxCrossEntropy takes no more Python steps for more examples or classes."""

    def build(size: Sizes) -> Work:
        n, c = size["N"], size["C"]
        loss, t = student.SoftmaxCrossEntropy(), drawn_t(rng, kind, n, c)
        return Work(loss, (rng.normal(size=(n, c)), t), upstream=2.0)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        n, c = size["N"], size["C"]
        loss, logits = reference.SoftmaxCrossEntropy(), np.ones((n, c))
        t = np.zeros(n, np.int64) if kind == "labels" else np.eye(n, c)
        return lambda: (loss.forward(logits, t), loss.backward())

    vectorised(build, over={"N": 5, "C": 3}, reference=same_with_reference)


@exercise("3.12")
@KINDS
def test_accuracy_has_no_loop(student: Student, rng: Rng, kind: str) -> None:
    """accuracy(logits, t) has no Python loop over examples or classes."""

    def build(size: Sizes) -> Work:
        n, c = size["N"], size["C"]
        t = drawn_t(rng, kind, n, c)
        return Work(student.accuracy, (rng.normal(size=(n, c)), t))

    vectorised(build, over={"N": 5, "C": 3})


@exercise("3.12")
def test_batches_have_no_loop(student: Student, rng: Rng) -> None:
    """minibatches(...) has no Python loop over the examples of a batch."""
    go = support(student, "parts", PARTS).go

    def build(size: Sizes) -> Work:
        n = size["N"]
        x, t, seed = rng.normal(size=(n, 3)), np.arange(n), int(rng.integers(2**31))
        return Work(go, (student, x, t, n // 2, generator(seed)))

    vectorised(build, over={"N": 6})


@exercise("3.13")
@FUNCTIONS
def test_functions_run_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function takes a GPU array and gives a GPU array."""
    x = rng.normal(size=(7, 5))

    runs_on_device(lambda: Work(getattr(student, name), (x,)))


@exercise("3.13", weight=2)
@KINDS
def test_loss_runs_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy takes logits and t on the GPU, gives a gradient there."""
    logits, t = rng.normal(size=(7, 5)), drawn_t(rng, kind, 7, 5)

    runs_on_device(
        lambda: Work(student.SoftmaxCrossEntropy(), (logits, t), upstream=2.0)
    )


@exercise("3.13")
@KINDS
def test_accuracy_runs_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """accuracy(logits, t) works on GPU arrays."""
    logits, t = rng.normal(size=(7, 5)), drawn_t(rng, kind, 7, 5)

    runs_on_device(lambda: Work(student.accuracy, (logits, t)))


@exercise("3.13")
def test_sequential_runs_on_the_gpu(student: Student, rng: Rng) -> None:
    """Sequential keeps its arrays on the GPU, forward and backward."""
    make, gains = support(student, "parts", PARTS), rng.normal(size=(2, 5))
    x, dout = rng.normal(size=(2, 7, 5))

    def build() -> Work:
        layers = [make.Gain(g) for g in gains]
        return Work(student.Sequential(layers), (x,), {"train": True}, dout)

    runs_on_device(build)


def drawn_t(rng: Rng, kind: str, n: int, c: int) -> NDArray[np.generic]:
    """Return what is right for n examples of c classes."""
    labels = rng.integers(c, size=n)
    return labels if kind == "labels" else np.eye(c)[labels]
