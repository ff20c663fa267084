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
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
# Step between the numbers, tolerance: near 10 000 a mean is rounded to 1e-12 or 1e-3.
NEAR_10000 = {"float64": (1 / 1024, 1e-8), "float32": (1 / 8, 1e-2)}
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
IMAGES = [(3, 5, 2, 7), (1, 3, 5, 2), (7, 2, 1, 1)]


@exercise("6.1", weight=2)
@pytest.mark.parametrize("eps", [0.3, 1e-5], ids=["large_eps", "small_eps"])
def test_training_output(student: Student, rng: Rng, eps: float) -> None:
    """A training batch is normalized by its own statistics, scaled and shifted."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    x = rng.normal(2.0, np.sqrt(eps), size=(7, 5))  # with a spread that shows eps

    out = student.BatchNorm(gamma, beta, eps=eps).forward(x.copy(), train=True)

    close(out, gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + eps) + beta, "out")


@exercise("6.1")
def test_averages_of_two_batches(student: Student, rng: Rng) -> None:
    """Both averages keep the share `momentum` of themselves at every batch."""
    (norm,), first, second = layers(student, rng, 3), batch(rng, 5, 3), batch(rng, 2, 3)

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    mean = 0.21 * np.mean(first, axis=0) + 0.3 * np.mean(second, axis=0)
    var = 0.49 + 0.21 * np.var(first, axis=0) + 0.3 * np.var(second, axis=0)
    close(norm.running_mean, mean, "running_mean")
    close(norm.running_var, var, "running_var")


@exercise("6.2")
def test_evaluation_output(student: Student, rng: Rng) -> None:
    """In evaluation the running averages normalize, then gamma and beta act."""
    gamma, beta, mean = rng.normal(2.0, 1.0, size=(3, 5))
    var, x = rng.uniform(0.5, 2.0, size=5), batch(rng, 7, 5)
    norm = student.BatchNorm(gamma, beta, eps=0.3)
    average(norm, "running_mean", 5)[...] = mean
    average(norm, "running_var", 5)[...] = var

    out = norm.forward(x.copy(), train=False)

    close(out, gamma * (x - mean) / np.sqrt(var + 0.3) + beta, "out")


@exercise("6.3", weight=2)
@pytest.mark.parametrize("shape", [(5, 3), (1, 3), (2, 5), (7, 1), (13, 11)], ids=str)
def test_dx_is_the_derivative_of_the_forward_pass(
    student: Student, rng: Rng, shape: Shape
) -> None:
    """Backward must differentiate the forward pass the student wrote."""
    (norm,) = layers(student, rng, shape[1])

    gradient(norm, at=batch(rng, *shape), upstream=rng.normal(size=shape))


@exercise("6.3", weight=2)
def test_handout_gradients(student: Student, reference: ModuleType, rng: Rng) -> None:
    """Behind a right forward pass the gradients are those of the handout."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5))
    norm, right = student.BatchNorm(gamma, beta), reference.BatchNorm(gamma, beta)
    x, dout = batch(rng, 7, 5), rng.normal(size=(7, 5))

    out = shaped(norm.forward(x.copy(), train=True), x.shape, "out")
    is_right = np.allclose(out, right.forward(x, train=True), rtol=1e-9, atol=1e-9)
    got, expected = gradients(norm, dout), gradients(right, dout)

    require_close(got, expected if is_right else got)


@exercise("6.4")
@pytest.mark.parametrize("dx", [True, False], ids=["dx", "parameters"])
@pytest.mark.parametrize("n", [5, 1], ids=["batch", "one_row"])
def test_slopes_in_evaluation(student: Student, rng: Rng, n: int, dx: bool) -> None:
    """After an evaluation forward, backward differentiates that forward pass."""
    (norm,), dout = layers(student, rng, 3), rng.normal(size=(n, 3))
    x = batch(rng, n, 3)
    norm.forward(batch(rng, 7, 3), train=True)

    gradient(norm, at=x, upstream=dout, train=False, inputs=dx, parameters=not dx)


@exercise("6.5")
@MODES
@pytest.mark.parametrize("shape", IMAGES, ids=["images", "one_image", "one_pixel"])
def test_images_are_rows(student: Student, rng: Rng, shape: Shape, train: bool) -> None:
    """Each channel is normalized over all images and pixels, as rows would be."""
    norm, own = layers(student, rng, shape[1], "BatchNorm2d", "BatchNorm")
    x, other = batch(rng, *shape), batch(rng, *shape)
    own.forward(rows(x), train=True)

    first = rows(shaped(norm.forward(x.copy(), train=True), shape, "out"))
    out = rows(shaped(norm.forward(other.copy(), train=train), shape, "out"))

    beta, expected = entry(norm.params, "beta"), own.forward(rows(other), train=train)
    close(np.mean(first, axis=0), beta, "the mean of each channel")
    close(out, shaped(expected, out.shape, "out"), "out, as rows of pixels")


@exercise("6.5", weight=2)
@MODES
@pytest.mark.parametrize("shape", IMAGES, ids=["images", "one_image", "one_pixel"])
def test_images_go_back(student: Student, rng: Rng, shape: Shape, train: bool) -> None:
    """Backward of images gives what backward of their rows of pixels gives."""
    norm, own = layers(student, rng, shape[1], "BatchNorm2d", "BatchNorm")
    x, dout = batch(rng, *shape), rng.normal(size=shape)
    own.forward(rows(x), train=train)

    norm.forward(x.copy(), train=train)
    got = gradients(norm, dout)

    got["dx"] = rows(shaped(got["dx"], shape, "dx"))
    require_close(got, gradients(own, rows(dout)))


@exercise("6.6", weight=2)
@pytest.mark.parametrize("dtype", NEAR_10000)
def test_offset_vanishes(student: Student, rng: Rng, dtype: str) -> None:
    """A batch near 10 000 gives the output and the dx of the same batch near 0."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, 5)).astype(dtype)
    near, far = student.BatchNorm(gamma, beta), student.BatchNorm(gamma, beta)
    (step, rtol), dout = NEAR_10000[dtype], rng.normal(size=(7, 5)).astype(dtype)
    x = (step * rng.integers(-64, 65, size=(7, 5))).astype(dtype)  # x + 9990 is exact

    with quiet(student):
        near_out, far_out = near.forward(x.copy()), far.forward(x + 9990)
        near_dx, far_dx = near.backward(dout.copy()), far.backward(dout.copy())

    close(far_out, shaped(near_out, (7, 5), "out"), "out", rtol=rtol)
    close(far_dx, shaped(near_dx, (7, 5), "dx"), "dx", rtol=rtol)


@exercise("6.6")
@pytest.mark.parametrize("n_rows", [1, 7], ids=["one_row", "equal_rows"])
def test_a_batch_without_spread(student: Student, rng: Rng, n_rows: int) -> None:
    """Rows that are all the same leave as beta, and no warning is raised."""
    (norm,), x = layers(student, rng, 5), np.tile(batch(rng, 1, 5), (n_rows, 1))

    with quiet(student):
        out, dx = norm.forward(x), norm.backward(rng.normal(size=(n_rows, 5)))

    close(out, np.tile(entry(norm.params, "beta"), (n_rows, 1)), "out")
    require(np.isfinite(shaped(dx, x.shape, "dx")).all(), "dx must be finite.")


@exercise("6.7", weight=2)
@pytest.mark.parametrize("name", ["running_mean", "running_var"])
def test_averages_are_moved_in_place(student: Student, rng: Rng, name: str) -> None:
    """Whoever holds a running average sees it move."""
    (norm,) = layers(student, rng, 5)
    held = average(norm, name, 5)

    norm.forward(batch(rng, 7, 5), train=True)

    close(fetch(held), shaped(getattr(norm, name), (5,), name), f"the old {name}")


@exercise("6.7")
@MODES
def test_backward_repeats_itself(student: Student, rng: Rng, train: bool) -> None:
    """Called twice, backward gives and stores the same gradients."""
    (norm,), dout = layers(student, rng, 5), rng.normal(size=(7, 5))
    norm.forward(batch(rng, 7, 5), train=train)

    once, twice = gradients(norm, dout), gradients(norm, dout)

    require_close(twice, once)


@exercise("6.7", weight=3)
def test_backward_belongs_to_the_latest_forward(student: Student, rng: Rng) -> None:
    """After two forward passes of one layer, backward differentiates the second."""
    norm, fresh = layers(student, rng, 3, "BatchNorm", "BatchNorm")
    x, dout = batch(rng, 5, 3), rng.normal(size=(5, 3))

    norm.forward(batch(rng, 5, 3), train=True)
    norm.forward(x.copy(), train=True)
    fresh.forward(x.copy(), train=True)

    require_close(gradients(norm, dout), gradients(fresh, dout))


@exercise("6.7", weight=3)
def test_two_layers_share_nothing(student: Student, rng: Rng) -> None:
    """A forward pass of another layer changes nothing of this one."""
    norm, other = layers(student, rng, 3, "BatchNorm", "BatchNorm")
    dout = rng.normal(size=(5, 3))
    norm.forward(batch(rng, 5, 3), train=True)

    before = gradients(norm, dout)
    other.forward(batch(rng, 5, 3), train=True)

    require_close(gradients(norm, dout), before)


@exercise("6.7", weight=3)
def test_parameters_are_shared(student: Student, rng: Rng) -> None:
    """The layer reads the arrays it was given, so an edit of them takes effect."""
    gamma, beta = resident(student, np.full(3, 2.0)), rng.normal(2.0, 1.0, size=3)
    norm = student.BatchNorm(gamma, beta)
    norm.forward(batch(rng, 5, 3), train=True)

    gamma[...] = np.zeros(3)

    out = norm.forward(batch(rng, 5, 3), train=True)
    close(out, np.tile(beta, (5, 1)), "out, once the given gamma was set to zero")


@exercise("6.8")
@MODES
def test_dtype_follows_the_input(student: Student, rng: Rng, train: bool) -> None:
    """Float32 in gives float32 out and float32 gradients, float64 float64."""
    (norm,), dout = layers(student, rng, 5), rng.normal(size=(7, 5))

    follows_dtype(norm, at=batch(rng, 7, 5), upstream=dout, train=train)


def layers(student: Student, rng: Rng, size: int, *kinds: str) -> list[Student]:
    """Return a new layer of each kind, BatchNorm if none, with the same parameters."""
    gamma, beta = rng.normal(2.0, 1.0, size=(2, size))
    require_batch(student.BatchNorm(gamma, beta), batch(rng, 5, size))
    makers = [getattr(student, kind) for kind in kinds or ("BatchNorm",)]
    return [make(gamma, beta, momentum=0.7, eps=0.3) for make in makers]


def require_batch(norm: Student, x: Array) -> None:
    """Check that rows depend on each other, so that returning x earns no points."""
    first = shaped(norm.forward(x.copy(), train=True), x.shape, "out")
    x[0] += 1.0
    second = shaped(norm.forward(x, train=True), x.shape, "out")
    message = "while training, moving one row must move the output of the other rows."
    require(not np.array_equal(first[1:], second[1:]), message)


def batch(rng: Rng, *shape: int) -> Array:
    """Return an off-centre batch."""
    return rng.normal(2.0, 3.0, size=shape)


def rows(images: Array) -> Array:
    """Return images as rows of pixels, (N * height * width, C)."""
    return np.stack([images[:, c].ravel() for c in range(images.shape[1])], axis=1)


def gradients(norm: Student, dout: Array) -> dict[str, Array]:
    """Return what backward gives for x, and what it leaves in `grads`."""
    dx, grads = norm.backward(dout.copy()), norm.grads
    return {"dx": dx} | {f'grads["{k}"]': entry(grads, k) for k in ("gamma", "beta")}


def entry(table: dict[str, Array], key: str) -> Array:
    """Return an array of `params` or `grads` once it is known to be there."""
    is_there = isinstance(table, dict) and isinstance(table.get(key), np.ndarray)
    require(is_there, f'params and grads must both hold an array "{key}".')
    return table[key]


def average(norm: Student, name: str, size: int) -> Student:
    """Return a running average itself, not a copy, once it is known to be one."""
    shaped(getattr(norm, name), (size,), name)
    return live(norm, name)


def shaped(got: object, shape: Shape, name: str) -> Array:
    """Return `got` once it is known to be an array of this shape."""
    is_right = isinstance(got, np.ndarray) and got.shape == shape
    require(is_right, f"{name} must be an array of shape {shape}.")
    return np.asarray(got)


def require_close(got: dict[str, Array], expected: dict[str, Array]) -> None:
    """Check gradients by name."""
    for name, value in expected.items():
        close(got[name], shaped(value, np.shape(value), name), name)
