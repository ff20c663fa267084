"""Hidden checks of unit 1."""

from types import ModuleType

import numpy as np

from grader.checks import Student, close, exercise, gradient, unchanged


@exercise("1.1", weight=2)
def test_output_of_a_batch(
    student: Student, reference: ModuleType, rng: np.random.Generator
) -> None:
    """A batch of several rows is scaled."""
    gamma, x = rng.normal(2.0, 0.8271, size=5), rng.normal(size=(7, 5))

    expected = reference.Scale(gamma).forward(x)

    out = student.Scale(gamma).forward(x, train=True)

    close(out, expected, "out")


@exercise("1.1")
def test_batch_of_one(student: Student, rng: np.random.Generator) -> None:
    """A batch of one row is legal."""
    gamma, x = rng.normal(2.0, 1.0, size=5), rng.normal(size=(1, 5))

    expected = gamma * x

    close(student.Scale(gamma).forward(x, train=True), expected, "out")


@exercise("1.2")
def test_gradient_is_the_derivative_of_forward(
    student: Student, rng: np.random.Generator
) -> None:
    """Backward must differentiate the forward pass the student wrote."""
    layer = student.Scale(rng.normal(2.0, 1.0, size=5))

    gradient(layer, at=rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 5)))


@exercise("1.3")
def test_both_passes_leave_their_arguments_alone(
    student: Student, rng: np.random.Generator
) -> None:
    """Neither pass writes into the arrays it was given."""
    layer = student.Scale(rng.normal(2.0, 1.0, size=5))

    unchanged(layer, at=rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 5)))
