"""Open checks of unit 1."""

import numpy as np

from grader.checks import Student, close, exercise, gradient, unchanged


@exercise("1.1")
def test_every_column_is_scaled(student: Student) -> None:
    """Each column is multiplied by its own factor."""
    layer = student.Scale(np.array([2.0, 3.0]))

    close(layer.forward(np.array([[1.0, 2.0]]), train=True), [[2.0, 6.0]], "out")


@exercise("1.2")
def test_small_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward differentiates the forward pass on a small batch."""
    layer = student.Scale(rng.normal(2.0, 1.0, size=3))

    gradient(layer, at=rng.normal(size=(2, 3)), upstream=rng.normal(size=(2, 3)))


@exercise("1.3")
def test_forward_leaves_x_alone(student: Student, rng: np.random.Generator) -> None:
    """Forward does not write into its input."""
    layer = student.Scale(rng.normal(2.0, 1.0, size=3))

    unchanged(layer, at=rng.normal(size=(2, 3)))
