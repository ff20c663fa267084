"""Hidden checks of unit 1: no loop over data."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, Work, exercise, vectorised

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]


@exercise("1.12", weight=2)
def test_step_has_no_loop(student: Student, rng: Rng) -> None:
    """step(x) has no Python loop over the entries of x."""

    def build(size: Sizes) -> Work:
        return Work(student.step, (rng.normal(size=(size["N"], size["D"])),))

    vectorised(build, over={"N": 5, "D": 3})


@exercise("1.12", weight=3)
def test_perceptron_has_no_loop(
    student: Student, rng: Rng, reference: ModuleType
) -> None:
    """perceptron(x, w, b) takes no more Python steps if N or D grows."""

    def inputs(size: Sizes) -> tuple[Array, Array, float]:
        return rng.normal(size=(size["N"], size["D"])), rng.normal(size=size["D"]), 0.5

    def with_reference(size: Sizes) -> Callable[[], object]:
        given = inputs(size)
        return lambda: reference.perceptron(*given)

    vectorised(
        lambda size: Work(student.perceptron, inputs(size)),
        over={"N": 7, "D": 5},
        reference=with_reference,
    )


@exercise("1.12")
@pytest.mark.parametrize("name", ["and_gate", "nand_gate", "or_gate", "xor_gate"])
def test_gate_has_no_loop(student: Student, rng: Rng, name: str) -> None:
    """The gate has no Python loop over the pairs of inputs."""

    def build(size: Sizes) -> Work:
        x1, x2 = rng.integers(0, 2, size=(2, size["N"])).astype(float)
        return Work(getattr(student, name), (x1, x2))

    vectorised(build, over={"N": 7})


@exercise("1.12", weight=3)
def test_network_has_no_loop(student: Student, rng: Rng, reference: ModuleType) -> None:
    """xor_mlp has no Python loop over examples or hidden units."""

    def inputs(size: Sizes) -> tuple[Array, Array, Array, Array, float]:
        n, h = size["N"], size["H"]
        x, w1 = rng.normal(size=(n, 2)), rng.normal(size=(2, h))
        return x, w1, rng.normal(size=h), rng.normal(size=h), 0.5

    def with_reference(size: Sizes) -> Callable[[], object]:
        given = inputs(size)
        return lambda: reference.xor_mlp(*given)

    vectorised(
        lambda size: Work(student.xor_mlp, inputs(size)),
        over={"N": 7, "H": 3},
        reference=with_reference,
    )


@exercise("1.12")
def test_error_has_no_loop(student: Student, rng: Rng) -> None:
    """gradient_error has no Python loop over the entries of the gradients."""

    def build(size: Sizes) -> Work:
        a, n = rng.normal(size=(2, size["D"], size["M"]))
        return Work(student.gradient_error, (a, n))

    vectorised(build, over={"D": 5, "M": 3})
