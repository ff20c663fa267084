"""Hidden checks of unit 6; `BatchNorm2d` is judged by the student's own `BatchNorm`."""

import numpy as np
import pytest
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
    resident,
    same,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
EPS = 0.3  # large enough that its place in the formula shows
KEEP = 0.7  # a momentum that is not its own complement
FAR = 1e4  # the largest offset that the course calls legal
FAR_RTOL = 1e-8  # x + 10 000 holds x to 1e-12, and the spread there is a tenth
SCALES = np.array([1e-4, 1.0, 100.0])  # no spread is too small, and none too large
IMAGES = (2, 3, 5, 7)  # N, C, height, width
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])


def leaves(rng: Rng, d: int = 3) -> tuple[Array, Array]:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)


def batch(rng: Rng, n: int, d: int = 3) -> Array:
    """Return (N, D) activations, each feature off centre by an amount of its own."""
    return rng.normal(rng.normal(2.0, 3.0, size=d), 1.5, size=(n, d))


def trained(student: Student, rng: Rng) -> Student:
    """Return a layer with one training forward of five rows behind it."""
    norm: Student = student.BatchNorm(*leaves(rng), momentum=KEEP, eps=EPS)
    norm.forward(batch(rng, 5), train=True)
    return norm


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def require_centring(student: Student, rng: Rng) -> None:
    """Refuse a training forward that could not be anyone's, such as returning x."""
    norm, x = student.BatchNorm(*leaves(rng), eps=EPS), batch(rng, 5)
    out = array(norm.forward(x.copy(), train=True), (5, 3), "out")
    close(norm.forward(x + 1, train=True), out, "out after adding 1 to all of x")


def slopes(norm: Student) -> Array:
    """Return the gradients of gamma and beta in a row; 6.3 judges their shapes."""
    grads = norm.grads if isinstance(norm.grads, dict) else {}
    found = [grads.get("gamma"), grads.get("beta")]
    is_right = all(isinstance(each, np.ndarray) and each.size == 3 for each in found)
    require(is_right, "grads must hold an array of shape (D,) for gamma and for beta")
    return np.concatenate([np.ravel(np.asarray(each)) for each in found])


def averages(norm: Student) -> Array:
    """Return (2, 3): the running mean and the running variance."""
    found = norm.running_mean, norm.running_var
    return np.stack([array(each, (3,), "a running average") for each in found])


def pixels(images: Array) -> Array:
    """Return (N * height * width, C): a row for each pixel, a column per channel."""
    return np.stack([images[:, c].ravel() for c in range(images.shape[1])], axis=1)


def images_of(rows: object) -> Array:
    """Return images put together from what BatchNorm made of their pixels."""
    matrix = array(rows, (70, 3), "what BatchNorm makes of a matrix")
    return np.stack([matrix[:, c].reshape(2, 5, 7) for c in range(3)], axis=1)


@exercise("6.1")
@pytest.mark.parametrize("n", [53, 2], ids=["many rows", "two rows"])
def test_training_output(student: Student, rng: Rng, n: int) -> None:
    """The output of a training batch is that of Algorithm 1."""
    (gamma, beta), x = leaves(rng), batch(rng, n) * SCALES
    x[0] += 90 * SCALES  # an outlier: among many rows its x_hat is near 7

    out = student.BatchNorm(gamma, beta, eps=EPS).forward(x.copy(), train=True)

    centred = x - x.sum(axis=0) / n
    spread = np.sqrt((centred**2).sum(axis=0) / n + EPS)
    close(out, gamma * centred / spread + beta, "out")


@exercise("6.2")
def test_evaluation_output(student: Student, rng: Rng) -> None:
    """Evaluation normalizes with the mean and the variance that are on record."""
    (gamma, beta), x, mean = leaves(rng), batch(rng, 7), rng.normal(size=3)
    norm = student.BatchNorm(gamma, beta, eps=EPS)
    var = rng.uniform(0.5, 2.0, size=3) * SCALES
    norm.forward(batch(rng, 5), train=True)
    live(norm, "running_mean")[...] = mean
    live(norm, "running_var")[...] = var

    out = norm.forward(x.copy(), train=False)

    close(out, gamma * (x - mean) / np.sqrt(var + EPS) + beta, "out")


@exercise("6.4")
@pytest.mark.parametrize(("n", "whole"), [(5, False), (1, True)], ids=["dx", "all"])
def test_after_evaluation(student: Student, rng: Rng, n: int, *, whole: bool) -> None:
    """After an evaluation, backward differentiates that evaluation."""
    norm, x, dout = trained(student, rng), batch(rng, n), rng.normal(size=(n, 3))

    gradient(norm, at=x, upstream=dout, train=False, parameters=whole)


@exercise("6.5")
@MODES
def test_images_like_pixels(student: Student, rng: Rng, *, train: bool) -> None:
    """Images go both ways, and move the averages, as the matrix of their pixels."""
    require_centring(student, rng)
    (gamma, beta), (x, dout) = leaves(rng), rng.normal(2.0, 3.0, size=(2, *IMAGES))
    gamma[0] = 0.0  # out then says nothing about x_hat
    norm = student.BatchNorm2d(gamma, beta, momentum=KEEP, eps=EPS)
    flat = student.BatchNorm(gamma, beta, momentum=KEEP, eps=EPS)

    out, dx = norm.forward(x.copy(), train=train), norm.backward(dout.copy())

    close(out, images_of(flat.forward(pixels(x), train=train)), "out")
    close(dx, images_of(flat.backward(pixels(dout))), "dx")
    close(slopes(norm), slopes(flat), "the gradients of gamma and beta")
    close(averages(norm), averages(flat), "the running averages")


@exercise("6.6", weight=2)
def test_offset_changes_nothing(student: Student, rng: Rng) -> None:
    """Far from zero a batch is normalized, and sent back, as it is near zero."""
    dout, x = rng.normal(size=(7, 3)), rng.normal(0.0, 0.1, size=(7, 3)) + FAR
    parameters = leaves(rng)
    far, near = (student.BatchNorm(*parameters) for _ in range(2))

    out, dx = far.forward(x.copy(), train=True), far.backward(dout.copy())

    wanted = array(near.forward(x - FAR, train=True), (7, 3), "out")
    close(out, wanted, "out", FAR_RTOL)
    close(dx, array(near.backward(dout), (7, 3), "dx"), "dx", FAR_RTOL)
    close(averages(far)[1], averages(near)[1], "running_var", 1e-10)


@exercise("6.6")
def test_batch_of_one(student: Student, rng: Rng) -> None:
    """One row gives beta, and comes back without a warning."""
    gamma, beta = leaves(rng)
    norm = student.BatchNorm(gamma, beta)

    with quiet(student):
        out = norm.forward(batch(rng, 1), train=True)
        dx = norm.backward(rng.normal(size=(1, 3)))

    close(out, beta[np.newaxis], "out")
    array(dx, (1, 3), "dx")


@exercise("6.7", weight=2)
def test_running_averages(student: Student, rng: Rng) -> None:
    """Two batches move the running averages, each by its share."""
    norm = student.BatchNorm(*leaves(rng), momentum=KEEP, eps=EPS)
    first, second = batch(rng, 7), batch(rng, 2)

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    old, new = KEEP * (1 - KEEP), 1 - KEEP
    mean = old * first.mean(axis=0) + new * second.mean(axis=0)
    var = KEEP**2 + old * first.var(axis=0) + new * second.var(axis=0)
    close(norm.running_mean, mean, "running_mean")
    close(norm.running_var, var, "running_var")


@exercise("6.7")
def test_averages_keep_their_arrays(student: Student, rng: Rng) -> None:
    """Training writes into the arrays of the running averages and keeps them."""
    norm = student.BatchNorm(*leaves(rng))
    mean, var = live(norm, "running_mean"), live(norm, "running_var")

    norm.forward(batch(rng, 5), train=True)

    now = live(norm, "running_mean"), live(norm, "running_var")
    is_kept = same(now[0], mean) and same(now[1], var)
    require(is_kept, "the averages must be updated in place, found another array")


@exercise("6.7")
def test_only_training_moves_the_averages(student: Student, rng: Rng) -> None:
    """Backward and evaluation leave the running averages bit for bit as they are."""
    before = averages(norm := trained(student, rng))

    norm.backward(rng.normal(size=(5, 3)))
    norm.forward(batch(rng, 5), train=False)

    moved = (before != averages(norm)).any()
    require(not moved, "only a training forward may move the running averages")


@exercise("6.7")
def test_backward_twice(student: Student, rng: Rng) -> None:
    """A second backward gives the same gradients, not doubled ones."""
    norm, dout = trained(student, rng), rng.normal(size=(5, 3))
    dx, before = array(norm.backward(dout.copy()), (5, 3), "dx"), slopes(norm)

    close(norm.backward(dout.copy()), dx, "dx of the second backward")
    close(slopes(norm), before, "the second gradients of gamma and beta")


@exercise("6.7")
def test_backward_belongs_to_the_latest_forward(student: Student, rng: Rng) -> None:
    """After several forwards, the last one is differentiated."""
    parameters, x, dout = leaves(rng), batch(rng, 7), rng.normal(size=(7, 3))
    norm, fresh = (student.BatchNorm(*parameters, eps=EPS) for _ in range(2))
    norm.forward(batch(rng, 2), train=False)
    norm.forward(x.copy(), train=True)
    fresh.forward(x, train=True)

    dx = norm.backward(dout.copy())

    close(dx, array(fresh.backward(dout), (7, 3), "dx"), "dx")
    close(slopes(norm), slopes(fresh), "the gradients of gamma and beta")


@exercise("6.7")
def test_two_layers_share_nothing(student: Student, rng: Rng) -> None:
    """Training another layer changes neither the averages nor the next backward."""
    norm, dout = trained(student, rng), rng.normal(size=(5, 3))
    dx, moved = array(norm.backward(dout.copy()), (5, 3), "dx"), averages(norm)

    trained(student, rng)

    close(averages(norm), moved, "the running averages of the first layer")
    close(norm.backward(dout), dx, "dx of the first layer")


@exercise("6.7")
def test_gamma_is_shared(student: Student, rng: Rng) -> None:
    """Editing the given gamma in place takes effect on the next forward."""
    gamma, beta = leaves(rng)
    norm = student.BatchNorm(mine := resident(student, gamma), beta)
    norm.forward(batch(rng, 5), train=True)
    mine[...] = np.zeros(3)

    out = norm.forward(batch(rng, 5), train=True)

    close(out, np.tile(beta, (5, 1)), "out after gamma was set to 0")


@exercise("6.7")
@MODES
def test_arguments_stay_as_they_are(student: Student, rng: Rng, *, train: bool) -> None:
    """Neither pass writes into x or dout."""
    norm = trained(student, rng)  # a mean of 0 would hide that it is taken off x

    unchanged(norm, at=batch(rng, 5), upstream=rng.normal(size=(5, 3)), train=train)


@exercise("6.8", weight=2)
@MODES
def test_float32_layers(student: Student, rng: Rng, *, train: bool) -> None:
    """Float32 in gives float32 out and back, and float64 stays float64."""
    require_centring(student, rng)
    norm, x, dout = trained(student, rng), batch(rng, 5), rng.normal(size=(5, 3))

    follows_dtype(norm, at=x, upstream=dout, train=train)


@exercise("6.8")
def test_integers_become_floats(student: Student, rng: Rng) -> None:
    """A batch of whole numbers is normalized like the same numbers as floats."""
    parameters, x = leaves(rng), rng.integers(-9, 10, size=(7, 3))

    out = student.BatchNorm(*parameters, eps=EPS).forward(x.copy(), train=True)

    wanted = student.BatchNorm(*parameters, eps=EPS).forward(x * 1.0, train=True)
    close(out, array(wanted, (7, 3), "out"), "out", dtype="float64")
