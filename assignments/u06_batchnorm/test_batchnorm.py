"""Open checks of unit 6: small enough to redo on paper."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    follows_dtype,
    gradient,
    live,
    quiet,
    require,
    unchanged,
)

# Handout 1.1: the column means are 2 and 7, the variances 1 and 13. With eps = 3
# the roots of variance plus eps are 2 and 4.
ROWS = [[1.0, 2.0], [1.0, 6.0], [3.0, 8.0], [3.0, 12.0]]
GAMMA, BETA = [2.0, 4.0], [10.0, -1.0]


@exercise("6.1")
def test_a_batch_of_four_rows(student: Student) -> None:
    """The example of handout 1.1 comes out as on paper."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    out = norm.forward(np.array(ROWS), train=True)

    close(out, [[9.0, -6.0], [9.0, -2.0], [11.0, 0.0], [11.0, 4.0]], "out")


@exercise("6.1")
def test_averages_move_a_quarter_of_the_way(student: Student) -> None:
    """With momentum 0.75 the averages go a quarter of the way to the batch's."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), momentum=0.75, eps=3.0)

    norm.forward(np.array(ROWS), train=True)

    close(norm.running_mean, [0.5, 1.75], "running_mean")
    close(norm.running_var, [1.0, 4.0], "running_var")


@exercise("6.2")
def test_one_row_by_the_running_averages(student: Student) -> None:
    """In evaluation one row is normalized by the running averages."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)
    average(norm, "running_mean")[...] = np.array([2.0, 7.0])
    average(norm, "running_var")[...] = np.array([1.0, 13.0])

    out = norm.forward(np.array([[4.0, 3.0]]), train=False)

    close(out, [[12.0, -5.0]], "out")


@exercise("6.3")
def test_gradients_of_four_rows(student: Student, rng: np.random.Generator) -> None:
    """Backward differentiates your forward pass at the rows of handout 1.1."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    out = shaped(norm.forward(np.array(ROWS), train=True), (4, 2), "out")

    close(np.mean(out, axis=0), BETA, "the mean of each feature")
    gradient(norm, at=np.array(ROWS), upstream=rng.normal(size=(4, 2)))


@exercise("6.3")
def test_two_rows_get_no_gradient(student: Student, rng: np.random.Generator) -> None:
    """Two rows always normalize to the same pair, so without eps dx is zero."""
    norm = student.BatchNorm(np.array([2.0]), np.array([5.0]), eps=0.0)

    norm.forward(np.array([[10.0], [70.0]]), train=True)

    close(norm.backward(rng.normal(size=(2, 1))), np.zeros((2, 1)), "dx")


@exercise("6.4")
def test_gradients_in_evaluation(student: Student, rng: np.random.Generator) -> None:
    """After an evaluation forward, dx is the derivative of that forward pass."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), momentum=0.7, eps=3.0)
    norm.forward(np.array(ROWS), train=True)
    dout = rng.normal(size=(4, 2))

    gradient(norm, at=np.array(ROWS), upstream=dout, train=False, parameters=False)


@exercise("6.5")
def test_every_channel_has_mean_beta(
    student: Student, rng: np.random.Generator
) -> None:
    """Over all images and pixels, each channel of the output has the mean beta."""
    norm = student.BatchNorm2d(np.array(GAMMA), np.array(BETA), eps=3.0)

    out = norm.forward(rng.normal(5.0, 2.0, size=(3, 2, 1, 5)), train=True)

    means = np.mean(shaped(out, (3, 2, 1, 5), "out"), axis=(0, 2, 3))
    close(means, BETA, "the mean of each channel")


@exercise("6.5")
def test_images_are_rows_of_pixels(student: Student, rng: np.random.Generator) -> None:
    """`BatchNorm2d` does to pixels what your `BatchNorm` does to rows."""
    x = rng.normal(5.0, 2.0, size=(3, 2, 1, 5))
    rows = np.stack([x[:, 0].ravel(), x[:, 1].ravel()], axis=1)
    norm2d = student.BatchNorm2d(np.array(GAMMA), np.array(BETA), eps=3.0)
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    images = shaped(norm2d.forward(x, train=True), (3, 2, 1, 5), "out of images")
    out = shaped(norm.forward(rows, train=True), (15, 2), "out of rows")

    close(images[:, 0], out[:, 0].reshape(3, 1, 5), "channel 0 of out")
    close(images[:, 1], out[:, 1].reshape(3, 1, 5), "channel 1 of out")


@exercise("6.6")
def test_an_offset_changes_nothing(student: Student) -> None:
    """A batch around 10 000 normalizes to what the same batch around 0 does."""
    centered = np.array([[-0.25], [-0.125], [0.5]])
    near = student.BatchNorm(np.array([2.0]), np.array([5.0]))
    far = student.BatchNorm(np.array([2.0]), np.array([5.0]))

    small, large = near.forward(centered.copy()), far.forward(centered + 9999.0)

    close(large, shaped(small, (3, 1), "out"), "out")


@exercise("6.6")
def test_a_batch_of_one(student: Student) -> None:
    """A single row is its own mean, so the output is beta, without a warning."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA))

    with quiet(student):
        out = norm.forward(np.array([[5.0, -3.0]]), train=True)

    close(out, [BETA], "out")


@exercise("6.7")
def test_only_training_moves_the_averages(student: Student) -> None:
    """Neither an evaluation forward nor a backward moves the running averages."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA))

    norm.forward(np.array(ROWS), train=False)
    norm.backward(np.array(ROWS))

    close(norm.running_mean, [0.0, 0.0], "running_mean")
    close(norm.running_var, [1.0, 1.0], "running_var")


@exercise("6.7")
def test_backward_twice_gives_the_same(
    student: Student, rng: np.random.Generator
) -> None:
    """A second backward gives the same gradients, not doubled ones."""
    dout = rng.normal(size=(4, 2))
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)
    norm.forward(np.array(ROWS), train=True)

    dx, dgamma = norm.backward(dout.copy()), gradient_of_gamma(norm)
    second_dx, second_dgamma = norm.backward(dout.copy()), gradient_of_gamma(norm)

    close(second_dx, shaped(dx, (4, 2), "dx"), "dx")
    close(second_dgamma, dgamma, 'grads["gamma"]')


@exercise("6.7")
def test_x_and_dout_stay_as_they_are(
    student: Student, rng: np.random.Generator
) -> None:
    """Neither pass writes into the array it was given."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    unchanged(norm, at=np.array(ROWS), upstream=rng.normal(size=(4, 2)))


@exercise("6.8")
def test_float32_stays_float32(student: Student, rng: np.random.Generator) -> None:
    """Float32 in gives float32 out, and float32 gradients."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    follows_dtype(norm, at=np.array(ROWS), upstream=rng.normal(size=(4, 2)))


@exercise("6.8")
def test_integers_become_float64(student: Student) -> None:
    """A batch of integers gives what the same numbers give as floats."""
    norm = student.BatchNorm(np.array(GAMMA), np.array(BETA), eps=3.0)

    integers = norm.forward(np.array(ROWS, dtype=np.int64), train=True)
    floats = norm.forward(np.array(ROWS), train=True)

    close(integers, shaped(floats, (4, 2), "out"), "out", dtype="float64")


def average(norm: Student, name: str) -> Student:
    """Return a running average itself, not a copy, so that it can be written to."""
    shaped(getattr(norm, name), (2,), name)
    return live(norm, name)


def gradient_of_gamma(norm: Student) -> NDArray[np.float64]:
    """Return the entry of `grads` for gamma, once it is known to be there."""
    grads = norm.grads
    is_there = isinstance(grads, dict) and isinstance(grads.get("gamma"), np.ndarray)
    require(is_there, 'grads["gamma"] must be an array.')
    return np.asarray(grads["gamma"])


def shaped(got: object, shape: tuple[int, ...], name: str) -> NDArray[np.float64]:
    """Return `got` once it is known to be an array of this shape."""
    is_right = isinstance(got, np.ndarray) and got.shape == shape
    require(is_right, f"{name} must be an array of shape {shape}.")
    return np.asarray(got)
