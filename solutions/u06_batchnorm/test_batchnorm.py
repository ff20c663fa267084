"""Hidden checks of unit 6: the open suite's claims, and more, on random numbers."""

from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    fetch,
    follows_dtype,
    gradient,
    live,
    quiet,
    require,
    resident,
    same,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
NEAR_10000 = 1e-8  # near 10 000 a mean is rounded to 1e-12, and the spread is 1
NEAR_10000_FLOAT32 = 1e-2  # the same mean in float32 is rounded to 1e-3
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])


@exercise("6.1", weight=2)
@pytest.mark.parametrize(
    ("shape", "spread", "eps"),
    [((7, 5), 3.0, 0.3), ((11, 3), 0.003, 1e-5), ((3, 1), 2.0, 0.3)],
    ids=["large_eps", "small_spread", "one_feature"],
)
def test_training_output(
    student: Student, rng: Rng, shape: tuple[int, int], spread: float, eps: float
) -> None:
    """A training batch is normalized by its own statistics, scaled and shifted."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, shape[1]))
    x = rng.normal(2.0, spread, size=shape)

    out = student.BatchNorm(gamma, beta, eps=eps).forward(x.copy(), train=True)

    close(out, normalized(x, gamma, beta, eps), "out")


@exercise("6.1")
def test_spread_of_the_output(student: Student, rng: Rng) -> None:
    """Without eps each feature leaves with the standard deviation |gamma|."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 3))

    norm = student.BatchNorm(gamma, beta, eps=0.0)
    out = norm.forward(rng.normal(2.0, 3.0, size=(11, 3)), train=True)

    spread = np.std(shaped(out, (11, 3), "out"), axis=0)
    close(spread, np.abs(gamma), "the standard deviation of each feature")


@exercise("6.1")
def test_averages_of_two_batches(student: Student, rng: Rng) -> None:
    """Both averages keep the share `momentum` of themselves at every batch."""
    (norm,) = layers(student, rng, 3, momentum=0.7)
    first, second = rng.normal(2.0, 3.0, size=(5, 3)), rng.normal(1.0, 2.0, size=(2, 3))

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    mean = 0.21 * np.mean(first, axis=0) + 0.3 * np.mean(second, axis=0)
    var = 0.49 + 0.21 * np.var(first, axis=0) + 0.3 * np.var(second, axis=0)
    close(norm.running_mean, mean, "running_mean")
    close(norm.running_var, var, "running_var")


@exercise("6.2", weight=2)
def test_evaluation_output(student: Student, rng: Rng) -> None:
    """In evaluation the running averages normalize, then gamma and beta act."""
    gamma, beta, mean = rng.normal(2.0, 1.0, size=(3, 5))
    var, x = rng.uniform(0.5, 2.0, size=5), rng.normal(2.0, 3.0, size=(7, 5))
    norm = student.BatchNorm(gamma, beta, eps=0.3)
    settle(norm, mean, var)

    out = norm.forward(x.copy(), train=False)

    close(out, gamma * (x - mean) / np.sqrt(var + 0.3) + beta, "out")


@exercise("6.2")
def test_evaluation_before_training(student: Student, rng: Rng) -> None:
    """A fresh layer evaluates with the mean 0 and the variance 1."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    x = rng.normal(2.0, 3.0, size=(1, 5))

    out = student.BatchNorm(gamma, beta, eps=0.3).forward(x.copy(), train=False)

    close(out, gamma * x / np.sqrt(1.3) + beta, "out")


@exercise("6.2")
def test_evaluation_takes_rows_alone(student: Student, rng: Rng) -> None:
    """In evaluation a row gives the same alone and in a batch."""
    (norm,), x = layers(student, rng, 3, eps=0.3), rng.normal(2.0, 3.0, size=(5, 3))
    settle(norm, rng.normal(size=3), rng.uniform(0.5, 2.0, size=3))

    batch, alone = norm.forward(x, train=False), norm.forward(x[:1], train=False)

    close(alone, shaped(batch, (5, 3), "out")[:1], "the row alone")


@exercise("6.3", weight=2)
@pytest.mark.parametrize(
    "shape",
    [(5, 3), (2, 3), (7, 1), (13, 11)],
    ids=["small", "two_rows", "one_feature", "large"],
)
def test_dx_is_the_derivative_of_the_forward_pass(
    student: Student, rng: Rng, shape: tuple[int, int]
) -> None:
    """Backward must differentiate the forward pass the student wrote."""
    (norm,) = layers(student, rng, shape[1], eps=0.3)

    gradient(norm, at=rng.normal(2.0, 3.0, size=shape), upstream=rng.normal(size=shape))


@exercise("6.3")
def test_dx_sums_to_zero(student: Student, rng: Rng) -> None:
    """Moving all rows alike moves nothing, so dx sums to zero over the batch."""
    (norm,) = layers(student, rng, 5, eps=0.3)

    norm.forward(rng.normal(2.0, 3.0, size=(7, 5)), train=True)
    dx = shaped(norm.backward(rng.normal(size=(7, 5))), (7, 5), "dx")

    close(np.sum(dx, axis=0), np.zeros(5), "the sum of dx over the batch")


@exercise("6.3")
def test_dx_is_orthogonal_to_x(student: Student, rng: Rng) -> None:
    """Without eps, stretching the batch moves nothing, so dx is orthogonal to x."""
    (norm,), x = layers(student, rng, 5, eps=0.0), rng.normal(2.0, 3.0, size=(7, 5))

    norm.forward(x.copy(), train=True)
    dx = shaped(norm.backward(rng.normal(size=(7, 5))), (7, 5), "dx")

    close(np.sum(dx * x, axis=0), np.zeros(5), "the sum of dx * x over the batch")


@exercise("6.3")
def test_dx_of_a_batch_of_one(student: Student, rng: Rng) -> None:
    """A single row is normalized to zero whatever it is, so its dx is zero."""
    (norm,) = layers(student, rng, 5, eps=0.3)

    norm.forward(rng.normal(2.0, 3.0, size=(1, 5)), train=True)

    close(norm.backward(rng.normal(size=(1, 5))), np.zeros((1, 5)), "dx")


@exercise("6.3", weight=2)
def test_gradients_where_forward_is_right(
    student: Student, reference: ModuleType, rng: Rng
) -> None:
    """Behind a right forward pass the gradients are those of the handout."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    x, dout = rng.normal(2.0, 3.0, size=(7, 5)), rng.normal(size=(7, 5))
    norm, right = student.BatchNorm(gamma, beta), reference.BatchNorm(gamma, beta)

    is_right = agree(norm.forward(x.copy(), train=True), right.forward(x, train=True))
    got, expected = gradients(norm, dout), gradients(right, dout)

    require_close(got, expected if is_right else got)


@exercise("6.4", weight=3)
def test_derivative_in_evaluation(student: Student, rng: Rng) -> None:
    """After an evaluation forward, backward differentiates that forward pass."""
    (norm,) = layers(student, rng, 3, momentum=0.7, eps=0.3)
    norm.forward(rng.normal(2.0, 3.0, size=(7, 3)), train=True)
    x, dout = rng.normal(2.0, 3.0, size=(5, 3)), rng.normal(size=(5, 3))

    gradient(norm, at=x, upstream=dout, train=False)


@exercise("6.4")
def test_derivative_before_training(student: Student, rng: Rng) -> None:
    """A fresh layer's backward after an evaluation forward of one row is right."""
    (norm,) = layers(student, rng, 5, eps=0.3)
    x, dout = rng.normal(2.0, 3.0, size=(1, 5)), rng.normal(size=(1, 5))

    gradient(norm, at=x, upstream=dout, train=False)


@exercise("6.5", weight=2)
@pytest.mark.parametrize(
    "shape",
    [(3, 5, 2, 7), (1, 3, 5, 2), (7, 2, 1, 1)],
    ids=["images", "one_image", "one_pixel"],
)
def test_images_in_training(
    student: Student, rng: Rng, shape: tuple[int, int, int, int]
) -> None:
    """Each channel is normalized over all images and pixels."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, shape[1]))
    x = rng.normal(2.0, 3.0, size=shape)
    norm = student.BatchNorm2d(gamma, beta, eps=0.3)
    own = student.BatchNorm(gamma, beta, eps=0.3)

    out = shaped(norm.forward(x.copy(), train=True), shape, "out")
    own_out = own.forward(rows(x), train=True)

    right = normalized(rows(x), gamma, beta, 0.3)
    follows_own = follows(rows(out), own_out, rows(x))
    close(rows(out), own_out if follows_own else right, "out, as rows of pixels")
