"""Hidden checks of unit 6, third part: images, judged by the student's own rows."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that its place in the formula shows
KEEP = 0.6  # a momentum that is not its own complement
IMAGES = (7, 3, 2, 5)  # N, C, height, width
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
IMAGE_AXES = {"out": "N C height width", "dx": "N C height width"}
CENTRE = (
    "Adding 1 to all of x must not change the output of training: take off the mean of "
    "the batch in hand."
)
UNMOVED = (
    "The rows mix the channels: move the channel axis to the end before the reshape, "
    "and back after it."
)


@exercise("6.5")
@MODES
def test_images_like_pixels(student: Student, rng: Rng, *, train: bool) -> None:
    """BatchNorm2d's output and gradients are BatchNorm's on the pixels as rows."""
    require_centring(student, rng)
    given, (x, dout) = leaves(rng), rng.normal(2.0, 3.0, size=(2, *IMAGES))
    norm = student.BatchNorm2d(*given, momentum=KEEP, eps=EPS)
    flat = student.BatchNorm(*given, momentum=KEEP, eps=EPS)

    out, dx = norm.forward(x.copy(), train=train), norm.backward(dout.copy())

    wanted = images_of(flat.forward(pixels(x), train=train))
    close(out, wanted, "out", clues=of_images(x, given, train=train))
    clues = Clues(axes=IMAGE_AXES)
    close(dx, images_of(flat.backward(pixels(dout))), "dx", clues=clues)
    close(slopes(norm), slopes(flat), "the gradients of gamma and beta")


@exercise("6.5")
def test_images_move_the_averages_like_pixels(student: Student, rng: Rng) -> None:
    """BatchNorm2d moves the running averages as BatchNorm does on pixels as rows."""
    require_centring(student, rng)
    given, x = leaves(rng), rng.normal(2.0, 3.0, size=IMAGES)
    norm = student.BatchNorm2d(*given, momentum=KEEP, eps=EPS)
    flat = student.BatchNorm(*given, momentum=KEEP, eps=EPS)

    norm.forward(x.copy(), train=True)
    flat.forward(pixels(x), train=True)

    close(averages(norm), averages(flat), "the running averages")


def leaves(rng: Rng, d: int = 3) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)


def batch(rng: Rng, n: int, d: int = 3) -> Array:
    """Return (N, D) activations, each feature off centre by an amount of its own."""
    return rng.normal(rng.normal(2.0, 3.0, size=d), 1.5, size=(n, d))


def pixels(images: Array) -> Array:
    """Return (N * height * width, C): a row for each pixel, a column per channel."""
    return np.stack([images[:, c].ravel() for c in range(images.shape[1])], axis=1)


def images_of(rows: object) -> Array:
    """Return images put together from what BatchNorm made of their pixels."""
    matrix = array(rows, (70, 3), "what BatchNorm makes of a matrix")
    return np.stack([matrix[:, c].reshape(7, 2, 5) for c in range(3)], axis=1)


def of_images(x: Array, given: Leaves, *, train: bool) -> Clues:
    """Return what out may be in place of what it must be."""
    rows, turned = (
        normalized(mixed, given, train=train)
        for mixed in (x.reshape(-1, 3), x.reshape(3, -1).T)
    )
    suspects = {
        "pixels:mixed": (UNMOVED, images_of(rows)),
        "pixels:mixed-back": (UNMOVED, rows.reshape(x.shape)),
        "pixels:turned": (UNMOVED, images_of(turned)),
    }
    other = images_of(normalized(pixels(x), given, train=not train))
    name = "the output of an evaluation" if train else "the output of training"
    said = f"It is exactly {name}: pass train on to super().forward."
    suspects["train:lost"] = said, other
    return Clues(axes=IMAGE_AXES, suspects=suspects)


def normalized(rows: Array, given: Leaves, *, train: bool) -> Array:
    """Return what a fresh layer makes of rows."""
    gamma, beta = given
    mean, var = (rows.mean(axis=0), rows.var(axis=0)) if train else (0.0, 1.0)
    return np.asarray(gamma * (rows - mean) / np.sqrt(var + EPS) + beta)


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
    again = norm.forward(x + 1, train=True)
    close(again, out, "out after adding 1 to all of x", clues=Clues(cause=CENTRE))


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
