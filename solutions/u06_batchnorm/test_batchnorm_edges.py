"""More hidden checks of unit 6: images on their own, defaults, and what is shared."""

from types import ModuleType

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
SHAPES = {"BatchNorm": (7, 3), "BatchNorm2d": (2, 3, 1, 5)}
IMAGES = SHAPES["BatchNorm2d"]
KEYS = ("gamma", "beta")
KINDS = pytest.mark.parametrize("kind", SHAPES)
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])


def leaves(rng: Rng, d: int = 3) -> tuple[Array, Array]:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)


def layer(student: Student, kind: str, parameters: tuple[Array, Array]) -> Student:
    """Return a fresh layer of this kind with momentum and eps that show."""
    made: Student = getattr(student, kind)(*parameters, momentum=KEEP, eps=EPS)
    return made


def activations(rng: Rng, *shape: int) -> Array:
    """Return rows or images that are off centre."""
    return rng.normal(2.0, 1.5, size=shape)


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def require_centring(student: Student, rng: Rng, kind: str = "BatchNorm") -> None:
    """Refuse a training forward that could not be anyone's, such as returning x."""
    norm, x = layer(student, kind, leaves(rng)), activations(rng, *SHAPES[kind])
    out = array(norm.forward(x.copy(), train=True), x.shape, "out")
    close(norm.forward(x + 1, train=True), out, "out after adding 1 to all of x")


def slopes(norm: Student, d: int = 3) -> Array:
    """Return (2, D): the gradients of gamma and beta."""
    grads = norm.grads if isinstance(norm.grads, dict) else {}
    return np.stack([array(grads.get(key), (d,), f'grads["{key}"]') for key in KEYS])


def averages(norm: Student) -> Array:
    """Return (2, 3): the running mean and the running variance."""
    found = norm.running_mean, norm.running_var
    return np.stack([array(each, (3,), "a running average") for each in found])


def pixels(images: Array) -> Array:
    """Return (N * height * width, C): a row for each pixel, a column per channel."""
    return np.stack([images[:, c].ravel() for c in range(images.shape[1])], axis=1)


@exercise("6.1")
@KINDS
def test_default_eps(student: Student, rng: Rng, kind: str) -> None:
    """Where the spread is small and no eps is given, 1e-5 joins the variance."""
    x, beta = rng.normal(0.01, 0.003, size=SHAPES[kind]), rng.normal(size=3)
    norm = getattr(student, kind)(np.ones(3), beta)

    out = array(norm.forward(x.copy(), train=True), x.shape, "out")

    rows = pixels(x)
    x_hat = (rows - rows.mean(axis=0)) / np.sqrt(rows.var(axis=0) + 1e-5)
    close(pixels(out), x_hat + beta, "out, a column for each feature")


@exercise("6.3")
@pytest.mark.parametrize(("n", "d"), [(7, 3), (5, 1), (2, 5), (1, 3)], ids=str)
def test_gradient_of_forward(
    student: Student, reference: ModuleType, rng: Rng, n: int, d: int
) -> None:
    """Backward must differentiate the forward pass the student wrote."""
    require_centring(student, rng)
    gamma, beta = leaves(rng, d)
    norm = student.BatchNorm(gamma, beta, eps=EPS)
    right = reference.BatchNorm(gamma, beta, eps=EPS)
    x, dout = activations(rng, n, d), rng.normal(size=(n, d))

    gradient(norm, at=x, upstream=dout)

    # Differences are blind to single precision. Nine digits are asked of a forward
    # that is right, at this very point: to be another one here would gain nothing.
    out = array(norm.forward(x.copy(), train=True), (n, d), "out")
    is_right = np.allclose(out, right.forward(x, train=True), rtol=1e-9, atol=1e-9)
    dx = array(norm.backward(dout.copy()), (n, d), "dx")
    close(dx, right.backward(dout) if is_right else dx, "dx")
    found = slopes(norm, d)
    close(found, slopes(right, d) if is_right else found, "grads of gamma and beta")


@exercise("6.6")
def test_gamma_of_zero(student: Student, rng: Rng) -> None:
    """A feature whose gamma is 0 has a gradient for gamma all the same."""
    require_centring(student, rng)
    gamma, beta = leaves(rng)
    gamma[0] = 0.0
    norm, x = student.BatchNorm(gamma, beta, eps=EPS), activations(rng, 5, 3)

    gradient(norm, at=x, upstream=rng.normal(size=(5, 3)))


@exercise("6.6")
def test_far_images(student: Student, rng: Rng) -> None:
    """Images far from zero are normalized, and sent back, as they are near zero."""
    require_centring(student, rng, "BatchNorm2d")
    parameters, dout = leaves(rng), rng.normal(size=IMAGES)
    x = rng.normal(0.0, 0.1, size=IMAGES) + FAR
    far, near = (student.BatchNorm2d(*parameters) for _ in range(2))

    out, dx = far.forward(x.copy(), train=True), far.backward(dout.copy())

    wanted = array(near.forward(x - FAR, train=True), IMAGES, "out")
    close(out, wanted, "out", FAR_RTOL)
    close(dx, array(near.backward(dout), IMAGES, "dx"), "dx", FAR_RTOL)


@exercise("6.7")
@KINDS
@pytest.mark.parametrize(
    ("given", "keep"), [({}, 0.9), ({"momentum": 0.0}, 0.0)], ids=["default", "zero"]
)
def test_momentum(
    student: Student, rng: Rng, kind: str, given: dict[str, float], keep: float
) -> None:
    """Momentum is 0.9 where none is given, and 0 where 0 is given."""
    norm = getattr(student, kind)(*leaves(rng), **given)
    x = activations(rng, *SHAPES[kind])

    norm.forward(x.copy(), train=True)

    rows = pixels(x)
    new = np.stack([rows.mean(axis=0), rows.var(axis=0)])
    old = np.stack([np.zeros(3), np.ones(3)])
    close(averages(norm), keep * old + (1 - keep) * new, "the running averages")


@exercise("6.7")
def test_averages_of_images(student: Student, rng: Rng) -> None:
    """Images move the averages in place, and in a training forward only."""
    norm, dout = layer(student, "BatchNorm2d", leaves(rng)), rng.normal(size=IMAGES)
    held = live(norm, "running_mean"), live(norm, "running_var")
    norm.forward(activations(rng, *IMAGES), train=True)
    before = averages(norm)

    norm.backward(dout)
    norm.forward(activations(rng, *IMAGES), train=False)

    now = live(norm, "running_mean"), live(norm, "running_var")
    is_kept = same(now[0], held[0]) and same(now[1], held[1])
    require(is_kept, "the averages must be updated in place, found another array")
    moved = (before != averages(norm)).any()
    require(not moved, "only a training forward may move the running averages")


@exercise("6.7")
@MODES
def test_images_after_images(student: Student, rng: Rng, *, train: bool) -> None:
    """Of images, too, backward belongs to the latest forward and repeats itself."""
    parameters, dout = leaves(rng), rng.normal(size=IMAGES)
    first, x = activations(rng, *IMAGES), activations(rng, *IMAGES)
    norm, flat = (layer(student, kind, parameters) for kind in reversed(SHAPES))
    norm.forward(first.copy(), train=not train)
    norm.forward(x.copy(), train=train)
    flat.forward(pixels(first), train=not train)
    flat.forward(pixels(x), train=train)

    norm.backward(dout.copy())
    dx = array(norm.backward(dout.copy()), IMAGES, "dx")

    wanted = array(flat.backward(pixels(dout)), (10, 3), "dx of the pixels")
    close(pixels(dx), wanted, "dx of the second backward, a row for each pixel")
    close(slopes(norm), slopes(flat), "the second gradients of gamma and beta")


@exercise("6.7")
@KINDS
def test_parameters_are_kept(student: Student, rng: Rng, kind: str) -> None:
    """After both passes params still holds the very arrays that were given."""
    given = dict(
        zip(KEYS, (resident(student, leaf) for leaf in leaves(rng)), strict=True)
    )
    norm = getattr(student, kind)(*given.values())

    norm.forward(activations(rng, *SHAPES[kind]), train=True)
    norm.backward(rng.normal(size=SHAPES[kind]))

    for key in KEYS:
        is_kept = same(live(norm, "params", key), given[key])
        require(is_kept, f'params["{key}"] must be the array that was given')


@exercise("6.7")
@KINDS
def test_gradients_start_at_zero(student: Student, rng: Rng, kind: str) -> None:
    """Before any backward, grads holds zeros for gamma and for beta."""
    norm = layer(student, kind, leaves(rng))

    norm.forward(activations(rng, *SHAPES[kind]), train=True)

    close(slopes(norm), np.zeros((2, 3)), "grads before the first backward")


@exercise("6.7")
@MODES
def test_images_stay_as_they_are(student: Student, rng: Rng, *, train: bool) -> None:
    """Neither pass of images writes into x or dout."""
    norm, dout = layer(student, "BatchNorm2d", leaves(rng)), rng.normal(size=IMAGES)
    norm.forward(activations(rng, *IMAGES), train=True)

    unchanged(norm, at=activations(rng, *IMAGES), upstream=dout, train=train)


@exercise("6.8")
@MODES
def test_float32_images(student: Student, rng: Rng, *, train: bool) -> None:
    """Float32 images come out, and go back, as float32."""
    require_centring(student, rng, "BatchNorm2d")
    norm, dout = layer(student, "BatchNorm2d", leaves(rng)), rng.normal(size=IMAGES)

    follows_dtype(norm, at=activations(rng, *IMAGES), upstream=dout, train=train)


@exercise("6.8")
@KINDS
def test_float32_averages(student: Student, rng: Rng, kind: str) -> None:
    """The running averages of a float32 layer are float32 after training."""
    gamma, beta = (leaf.astype(np.float32) for leaf in leaves(rng))
    norm = getattr(student, kind)(gamma, beta)

    norm.forward(activations(rng, *SHAPES[kind]).astype(np.float32), train=True)

    for name in ("running_mean", "running_var"):
        found = array(getattr(norm, name), (3,), name)
        close(found, found, name, dtype="float32")


@exercise("6.8")
@KINDS
def test_integers_come_back_as_floats(student: Student, rng: Rng, kind: str) -> None:
    """A batch of whole numbers has the output and the dx of the same floats."""
    require_centring(student, rng, kind)
    parameters, dout = leaves(rng), rng.normal(size=SHAPES[kind])
    whole, floats = (layer(student, kind, parameters) for _ in range(2))
    x = rng.integers(-9, 10, size=SHAPES[kind])

    out, dx = whole.forward(x.copy(), train=True), whole.backward(dout.copy())

    wanted = array(floats.forward(x * 1.0, train=True), x.shape, "out")
    close(out, wanted, "out", dtype="float64")
    wanted = array(floats.backward(dout), x.shape, "dx")
    close(dx, wanted, "dx", dtype="float64")
