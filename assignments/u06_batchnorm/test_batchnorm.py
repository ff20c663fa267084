"""Open checks of unit 6: read them, redo them on paper, run them.

Most take eps = 3 and a variance of 1 or 13, so that the root is 2 or 4.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    follows_dtype,
    gradient,
    live,
    require,
    unchanged,
)


def as_image(rows: object) -> NDArray[np.float64]:
    """Return the image (1, 2, 1, 2) whose two pixels are the rows of a matrix."""
    is_matrix = isinstance(rows, np.ndarray) and rows.shape == (2, 2)
    require(is_matrix, "BatchNorm must make a (2, 2) array of a (2, 2) array")
    return np.asarray(rows).T.reshape(1, 2, 1, 2)


def parameter_gradient(norm: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = norm.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]


@exercise("6.1")
def test_two_rows_by_hand(student: Student) -> None:
    """A feature that is 1 and 3 has mean 2 and variance 1; handout 2.2 goes on."""
    norm = student.BatchNorm(np.array([4.0, 2.0]), np.array([10.0, -1.0]), eps=3.0)

    out = norm.forward(np.array([[1.0, 20.0], [3.0, 22.0]]), train=True)

    close(out, np.array([[8.0, -2.0], [12.0, 0.0]]), "out")


@exercise("6.2")
def test_evaluation_of_a_fresh_layer(student: Student) -> None:
    """Before any training the averages are 0 and 1, so only eps scales x."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)

    out = norm.forward(np.array([[1.0], [6.0]]), train=False)

    close(out, np.array([[12.0], [22.0]]), "out")


@exercise("6.2")
def test_evaluation_reads_the_running_averages(student: Student) -> None:
    """Evaluation takes the mean and the variance that are on record."""
    norm = student.BatchNorm(np.array([4.0, 8.0]), np.array([10.0, 0.0]), eps=3.0)
    live(norm, "running_mean")[...] = np.array([2.0, -1.0])
    live(norm, "running_var")[...] = np.array([1.0, 13.0])

    out = norm.forward(np.array([[4.0, 1.0]]), train=False)

    close(out, np.array([[14.0, 4.0]]), "out")


@exercise("6.3")
def test_two_rows_back_by_hand(student: Student) -> None:
    """The example of handout 3.2, with its three paths added up."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [3.0]]), train=True)

    dx = norm.backward(np.array([[1.0], [0.0]]))

    close(dx, np.array([[0.75], [-0.75]]), "dx")
    close(parameter_gradient(norm, "gamma"), np.array([-0.5]), 'grads["gamma"]')
    close(parameter_gradient(norm, "beta"), np.array([1.0]), 'grads["beta"]')


@exercise("6.3")
def test_two_numbers_pass_no_gradient(
    student: Student, rng: np.random.Generator
) -> None:
    """Two numbers always normalize to the same pair, so dx is zero at eps = 0."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=0.0)
    norm.forward(np.array([[10.0], [70.0]]), train=True)

    dx = norm.backward(rng.normal(size=(2, 1)))

    close(dx, np.zeros((2, 1)), "dx")


@exercise("6.3")
def test_small_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward differentiates your own forward pass on a small batch."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2), eps=0.5)

    gradient(
        norm, at=rng.normal(2.0, 3.0, size=(3, 2)), upstream=rng.normal(size=(3, 2))
    )


@exercise("6.4")
def test_after_evaluation_one_path_is_left(student: Student) -> None:
    """With statistics that are constants, dx is one product."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [6.0]]), train=False)

    dx = norm.backward(np.array([[1.0], [0.5]]))

    close(dx, np.array([[2.0], [1.0]]), "dx")


@exercise("6.5")
def test_images_are_a_matrix_of_pixels(student: Student) -> None:
    """One image of two channels and two pixels is two rows for BatchNorm."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    images = np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]])
    rows = np.array([[1.0, 10.0], [3.0, 70.0]])

    out = student.BatchNorm2d(gamma, beta, eps=3.0).forward(images, train=True)

    wanted = student.BatchNorm(gamma, beta, eps=3.0).forward(rows, train=True)
    close(out, as_image(wanted), "out")


@exercise("6.5")
def test_image_gradients_are_those_of_pixels(student: Student) -> None:
    """The gradient of an image is put together like the image."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    flat = student.BatchNorm(gamma, beta, eps=3.0)
    flat.forward(np.array([[1.0, 10.0], [3.0, 70.0]]), train=True)
    norm = student.BatchNorm2d(gamma, beta, eps=3.0)
    norm.forward(np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]]), train=True)

    dx = norm.backward(np.array([[[[1.0, 0.0]], [[0.0, 5.0]]]]))

    wanted = flat.backward(np.array([[1.0, 0.0], [0.0, 5.0]]))
    close(dx, as_image(wanted), "dx")


@exercise("6.6")
def test_offset_of_ten_thousand(student: Student) -> None:
    """Adding 10 000 to a feature changes nothing, in float32 either."""
    low = np.array([[0.0], [1.0]], np.float32)
    gamma, beta = np.ones(1, np.float32), np.zeros(1, np.float32)

    near = student.BatchNorm(gamma, beta, eps=0.75).forward(low, train=True)
    far = student.BatchNorm(gamma, beta, eps=0.75).forward(low + 10_000, train=True)

    require(isinstance(near, np.ndarray), "forward must return an array")
    close(far, near, "out", rtol=1e-5)


@exercise("6.6")
def test_batch_of_one_gives_beta(student: Student) -> None:
    """One row is its own mean, so the output is beta."""
    norm = student.BatchNorm(np.array([4.0, 6.0]), np.array([10.0, -1.0]))

    out = norm.forward(np.array([[7.0, -20.0]]), train=True)

    close(out, np.array([[10.0, -1.0]]), "out")


@exercise("6.7")
def test_running_averages_of_two_steps(student: Student) -> None:
    """A quarter of each batch is mixed in when momentum is three quarters."""
    norm = student.BatchNorm(np.ones(1), np.zeros(1), momentum=0.75)
    norm.forward(np.array([[2.0], [6.0]]), train=True)
    norm.forward(np.array([[2.0], [6.0]]), train=True)

    close(norm.running_mean, np.array([1.75]), "running_mean")
    close(norm.running_var, np.array([2.3125]), "running_var")


@exercise("6.7")
def test_evaluation_keeps_the_averages(student: Student) -> None:
    """Evaluation reads the running averages and leaves them as they are."""
    norm = student.BatchNorm(np.ones(1), np.zeros(1), momentum=0.75)

    norm.forward(np.array([[2.0], [6.0]]), train=False)

    close(norm.running_mean, np.zeros(1), "running_mean")
    close(norm.running_var, np.ones(1), "running_var")


@exercise("6.7")
def test_arguments_are_left_alone(student: Student, rng: np.random.Generator) -> None:
    """Neither pass writes into x or dout."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2))

    unchanged(norm, at=rng.normal(size=(3, 2)), upstream=rng.normal(size=(3, 2)))


@exercise("6.8")
def test_float32_stays_float32(student: Student, rng: np.random.Generator) -> None:
    """A layer of float32 arrays gives float32 output and gradients."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2), eps=0.5)

    follows_dtype(norm, at=rng.normal(size=(3, 2)), upstream=rng.normal(size=(3, 2)))
