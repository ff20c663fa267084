"""Hidden checks of unit 6: the same claims as the open ones, on random numbers."""

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
NEAR_10000 = 1e-8  # a mean near 10 000 is rounded to 1e-12, in a spread near 1
NEAR_10000_FLOAT32 = 1e-2  # the same mean in float32: 1e-3
IMAGES = (3, 5, 2, 7)  # N, C, height, width


@exercise("6.1", weight=2)
@pytest.mark.parametrize(
    ("spread", "eps"), [(3.0, 0.3), (0.003, 1e-5)], ids=["large_eps", "small_spread"]
)
def test_training_output(
    student: Student, rng: np.random.Generator, spread: float, eps: float
) -> None:
    """A training batch is normalized by its own statistics, scaled and shifted."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    x = rng.normal(2.0, spread, size=(7, 5))

    out = student.BatchNorm(gamma, beta, eps=eps).forward(x.copy(), train=True)

    close(out, gamma * normalized(x, eps) + beta, "out")


@exercise("6.1")
def test_mean_and_spread_of_the_output(
    student: Student, rng: np.random.Generator
) -> None:
    """Without eps each feature leaves with the mean beta and the spread gamma."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 3))
    x = rng.normal(2.0, 3.0, size=(11, 3))

    out = student.BatchNorm(gamma, beta, eps=0.0).forward(x, train=True)

    close(np.mean(out, axis=0), beta, "the mean of each feature")
    close(np.std(out, axis=0), np.abs(gamma), "the standard deviation of each feature")


@exercise("6.1")
def test_a_single_feature(student: Student, rng: np.random.Generator) -> None:
    """A batch with one feature is legal."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 1))
    x = rng.normal(2.0, 3.0, size=(3, 1))

    out = student.BatchNorm(gamma, beta, eps=0.3).forward(x.copy(), train=True)

    close(out, gamma * normalized(x, 0.3) + beta, "out")


@exercise("6.1")
def test_averages_of_one_batch(student: Student, rng: np.random.Generator) -> None:
    """Both running averages keep the share `momentum` of themselves."""
    norm, x = layer(student, rng, 5, momentum=0.7), rng.normal(2.0, 3.0, size=(7, 5))

    norm.forward(x.copy(), train=True)

    close(norm.running_mean, 0.3 * np.mean(x, axis=0), "running_mean")
    close(norm.running_var, 0.7 + 0.3 * np.var(x, axis=0), "running_var")


@exercise("6.1")
def test_averages_of_two_batches(student: Student, rng: np.random.Generator) -> None:
    """A second batch, of another size, moves the averages further."""
    norm = layer(student, rng, 3, momentum=0.7)
    first, second = rng.normal(2.0, 3.0, size=(5, 3)), rng.normal(1.0, 2.0, size=(2, 3))

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    mean = 0.21 * np.mean(first, axis=0) + 0.3 * np.mean(second, axis=0)
    var = 0.49 + 0.21 * np.var(first, axis=0) + 0.3 * np.var(second, axis=0)
    close(norm.running_mean, mean, "running_mean")
    close(norm.running_var, var, "running_var")


@exercise("6.2", weight=2)
def test_evaluation_output(student: Student, rng: np.random.Generator) -> None:
    """In evaluation the running averages normalize, then gamma and beta act."""
    gamma, beta, mean = rng.normal(2.0, 1.0, size=(3, 5))
    var, x = rng.uniform(0.5, 2.0, size=5), rng.normal(2.0, 3.0, size=(7, 5))
    norm = student.BatchNorm(gamma, beta, eps=0.3)
    settle(norm, mean, var)

    out = norm.forward(x.copy(), train=False)

    close(out, gamma * (x - mean) / np.sqrt(var + 0.3) + beta, "out")


@exercise("6.2")
def test_evaluation_after_training(student: Student, rng: np.random.Generator) -> None:
    """Evaluation uses the averages that the training batches left."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 3))
    x = rng.normal(2.0, 3.0, size=(5, 3))
    norm = student.BatchNorm(gamma, beta, momentum=0.7, eps=0.3)
    norm.forward(rng.normal(1.0, 2.0, size=(7, 3)), train=True)

    out = norm.forward(x.copy(), train=False)

    std = np.sqrt(norm.running_var + 0.3)
    close(out, gamma * (x - norm.running_mean) / std + beta, "out")


@exercise("6.2")
def test_evaluation_takes_rows_alone(
    student: Student, rng: np.random.Generator
) -> None:
    """In evaluation a row gives the same alone and in a batch."""
    norm, x = layer(student, rng, 3, eps=0.3), rng.normal(2.0, 3.0, size=(5, 3))
    settle(norm, rng.normal(size=3), rng.uniform(0.5, 2.0, size=3))

    batch, alone = norm.forward(x, train=False), norm.forward(x[:1], train=False)

    close(alone, batch[:1], "the row alone")


@exercise("6.3", weight=4)
def test_dx_is_the_derivative_of_the_forward_pass(
    student: Student, rng: np.random.Generator
) -> None:
    """Backward must differentiate the forward pass the student wrote."""
    norm = layer(student, rng, 3, eps=0.3)

    gradient(
        norm, at=rng.normal(2.0, 3.0, size=(5, 3)), upstream=rng.normal(size=(5, 3))
    )


@exercise("6.3")
@pytest.mark.parametrize(
    "shape", [(2, 3), (7, 1), (13, 11)], ids=["two_rows", "one_feature", "many"]
)
def test_derivative_at_other_sizes(
    student: Student, rng: np.random.Generator, shape: tuple[int, int]
) -> None:
    """Backward differentiates forward whatever the number of rows and features."""
    norm = layer(student, rng, shape[1], eps=0.3)

    gradient(norm, at=rng.normal(2.0, 3.0, size=shape), upstream=rng.normal(size=shape))


@exercise("6.3")
def test_dx_sums_to_zero(student: Student, rng: np.random.Generator) -> None:
    """Moving every row alike moves nothing, so dx sums to zero over the batch."""
    norm = layer(student, rng, 5, eps=0.3)

    norm.forward(rng.normal(2.0, 3.0, size=(7, 5)), train=True)
    dx = norm.backward(rng.normal(size=(7, 5)))

    close(np.sum(dx, axis=0), np.zeros(5), "the sum of dx over the batch")


@exercise("6.3")
def test_dx_is_orthogonal_to_x(student: Student, rng: np.random.Generator) -> None:
    """Without eps, stretching the batch moves nothing, so dx is orthogonal to x."""
    norm, x = layer(student, rng, 5, eps=0.0), rng.normal(2.0, 3.0, size=(7, 5))

    norm.forward(x.copy(), train=True)
    dx = norm.backward(rng.normal(size=(7, 5)))

    close(np.sum(dx * x, axis=0), np.zeros(5), "the sum of dx * x over the batch")


@exercise("6.3")
def test_dx_of_a_batch_of_one(student: Student, rng: np.random.Generator) -> None:
    """A single row is normalized to zero whatever it is, so its dx is zero."""
    norm = layer(student, rng, 5, eps=0.3)

    norm.forward(rng.normal(2.0, 3.0, size=(1, 5)), train=True)

    close(norm.backward(rng.normal(size=(1, 5))), np.zeros((1, 5)), "dx")


@exercise("6.3", weight=2)
def test_gradients_where_forward_is_right(
    student: Student, reference: ModuleType, rng: np.random.Generator
) -> None:
    """Behind a right forward pass all three gradients are those of the handout."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    x, dout = rng.normal(2.0, 3.0, size=(7, 5)), rng.normal(size=(7, 5))
    norm, right = student.BatchNorm(gamma, beta), reference.BatchNorm(gamma, beta)

    out, right_out = norm.forward(x.copy(), train=True), right.forward(x, train=True)
    dx, right_dx = norm.backward(dout.copy()), right.backward(dout)

    passed = np.allclose(out, right_out, rtol=1e-9, atol=1e-9)
    close(dx, where(passed, right_dx, dx), "dx")
    close(norm.grads["gamma"], where(passed, right.grads["gamma"], norm.grads["gamma"]))
    close(norm.grads["beta"], where(passed, right.grads["beta"], norm.grads["beta"]))
