"""Open checks of unit 6, second part: images, as rows of pixels and drawn."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Leaves = tuple[Array, Array]
EPS = 0.3
IMAGES = {"out": "N C height width"}
DX = {"dx": "N C height width"}
NOT_PASSED = "train is not passed on: super().forward must know that it evaluates."
MIXED = (
    "The rows mix the channels: move the channel axis to the end before the reshape, "
    "and back after it."
)
NOT_BACK = (
    "The rows are right, and are put together in another order: reshape them to (N, "
    "height, width, C), then move the channel axis back to its place."
)
FORWARD = "It is what forward makes of dout: call super().backward."
DOUT = "It is dout itself: return what super().backward makes of its rows."
ORDER = (
    "The axes stand in another order than N, C, height, width: look at the order in "
    "the last reshape and the last transpose, and at which axis of {} is C."
)
EACH_IMAGE = (
    "The mean and the variance are those of each image: a channel must have one of "
    "each, over N, height and width."
)
EACH_PLACE = (
    "The mean and the variance are those of each place: a channel must have one of "
    "each, over N, height and width."
)
ONE_FOR_ALL = "The mean and the variance are those of all channels: each has its own."
EXCHANGED = (
    "Each channel has its right numbers, but in other places: height and width are "
    "exchanged on the way back."
)


@exercise("6.5")
def test_images_are_a_matrix_of_pixels(student: Student) -> None:
    """BatchNorm2d.forward takes the image of handout section 4 as two pixel rows."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    images = np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]])
    rows = np.array([[1.0, 10.0], [3.0, 70.0]])

    out = student.BatchNorm2d(gamma, beta, eps=3.0).forward(images, train=True)

    wanted = student.BatchNorm(gamma, beta, eps=3.0).forward(rows, train=True)
    require_order(out, "out", "x")
    close(out, as_image(wanted), "out")


@exercise("6.5")
def test_each_channel_goes_its_own_way(student: Student, rng: Rng) -> None:
    """BatchNorm2d.forward gives a channel what BatchNorm gives its pixels alone."""
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    images = rng.normal(2.0, 3.0, size=(5, 3, 7, 2))

    out = student.BatchNorm2d(gamma, beta, eps=EPS).forward(images.copy(), train=True)

    columns = []
    for c in range(3):
        alone = student.BatchNorm(gamma[[c]], beta[[c]], eps=EPS)
        column = alone.forward(images[:, c].reshape(-1, 1), train=True)
        is_column = isinstance(column, np.ndarray) and column.shape == (70, 1)
        require(is_column, "BatchNorm must make a (70, 1) array of a (70, 1) array.")
        columns.append(np.asarray(column)[:, 0])
    mixed, turned = (  # two reshapes which mix the channels
        of_rows(rows, (gamma, beta))
        for rows in (images.reshape(-1, 3), images.swapaxes(0, 1).reshape(-1, 3))
    )
    cut = of_rows(images.reshape(3, -1).T, (gamma, beta))
    suspects = {
        "pixels:turned": (MIXED, channels_of(turned.T)),
        "pixels:turned-back": (MIXED, turned.reshape(3, 5, 7, 2).swapaxes(0, 1)),
        "pixels:mixed": (MIXED, channels_of(mixed.T)),
        "pixels:mixed-twice": (MIXED, mixed.reshape(images.shape)),
        "pixels:cut": (MIXED, cut.T.reshape(images.shape)),
        "places:exchanged": (EXCHANGED, exchanged(channels_of(columns))),
    }
    ways = {EACH_IMAGE: (2, 3), EACH_PLACE: (0,), ONE_FOR_ALL: (0, 1, 2, 3)}
    for said, axes in ways.items():
        suspects[said] = said, normalized(images, (gamma, beta), axes)
    clues = Clues(axes=IMAGES, suspects=suspects)
    close(out, channels_of(columns), "out", clues=clues)


@exercise("6.5")
def test_image_gradients_are_those_of_pixels(student: Student) -> None:
    """BatchNorm2d.backward takes the image of handout section 4 as two pixel rows."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    flat = student.BatchNorm(gamma, beta, eps=3.0)
    flat.forward(np.array([[1.0, 10.0], [3.0, 70.0]]), train=True)
    norm = student.BatchNorm2d(gamma, beta, eps=3.0)
    norm.forward(np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]]), train=True)

    dout = np.array([[[[1.0, 2.0]], [[0.0, 5.0]]]])
    rows = np.array([[1.0, 0.0], [2.0, 5.0]])

    dx = norm.backward(dout.copy())

    wanted = as_image(flat.backward(rows.copy()))
    there = flat.backward(np.array([[1.0, 2.0], [0.0, 5.0]]))  # mixes the channels
    suspects = {
        "pixels:mixed": (MIXED, as_image(there)),
        "pixels:mixed-back": (NOT_BACK, rows_of(wanted).reshape(1, 2, 1, 2)),
        "pixels:mixed-twice": (MIXED, rows_of(as_image(there)).reshape(1, 2, 1, 2)),
        "dx:forward": (FORWARD, as_image(of_rows(rows, (gamma, beta), 3.0))),
        "dx:dout": (DOUT, dout),
    }
    require_order(dx, "dx", "dout")
    close(dx, wanted, "dx", clues=Clues(suspects=suspects))


@exercise("6.5")
def test_images_in_evaluation(student: Student, rng: Rng) -> None:
    """In evaluation BatchNorm2d gives a channel what BatchNorm gives its pixels."""
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    first, second = rng.normal(2.0, 3.0, size=(2, 5, 3, 7, 2))
    norm = student.BatchNorm2d(gamma, beta, eps=EPS)
    flat = student.BatchNorm(gamma, beta, eps=EPS)
    norm.forward(first.copy(), train=True)
    flat.forward(pixels_of(first), train=True)

    out = norm.forward(second.copy(), train=False)

    wanted = images_of(flat.forward(pixels_of(second), train=False))
    trained = images_of(of_rows(pixels_of(second), (gamma, beta)))
    suspects = {"train:lost": (NOT_PASSED, trained)}
    close(out, wanted, "out", clues=Clues(axes=IMAGES, suspects=suspects))


@exercise("6.5")
def test_drawn_gradients_are_those_of_pixels(student: Student, rng: Rng) -> None:
    """BatchNorm2d.backward gives a channel what BatchNorm gives its pixels."""
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    images, dout = rng.normal(2.0, 3.0, size=(2, 5, 3, 7, 2))
    norm = student.BatchNorm2d(gamma, beta, eps=EPS)
    flat = student.BatchNorm(gamma, beta, eps=EPS)
    norm.forward(images.copy(), train=True)
    flat.forward(pixels_of(images), train=True)

    dx = norm.backward(dout.copy())

    wanted = images_of(flat.backward(pixels_of(dout)))
    mixed = {
        "pixels:reshaped": dout.reshape(-1, 3),
        "pixels:there-for-back": dout.transpose(0, 3, 1, 2).reshape(-1, 3),
        "pixels:by-channel": dout.swapaxes(0, 1).reshape(-1, 3),
    }
    suspects = {
        code: (MIXED, images_of(flat.backward(rows))) for code, rows in mixed.items()
    }
    close(dx, wanted, "dx", clues=Clues(axes=IMAGES | DX, suspects=suspects))


def pixels_of(images: Array) -> Array:
    """Return the pixels (70, 3) of images (5, 3, 7, 2)."""
    return images.transpose(0, 2, 3, 1).reshape(-1, 3)


def images_of(rows: object) -> Array:
    """Return the images (5, 3, 7, 2) that have these pixels."""
    is_matrix = isinstance(rows, np.ndarray) and rows.shape == (70, 3)
    require(is_matrix, "BatchNorm must make a (70, 3) array of a (70, 3) array.")
    return np.asarray(rows).reshape(5, 7, 2, 3).transpose(0, 3, 1, 2)


def require_order(found: object, name: str, source: str) -> None:
    """Refuse an image (1, 2, 1, 2) whose axes stand in another order."""
    shape = found.shape if isinstance(found, np.ndarray) else ()
    is_turned = shape != (1, 2, 1, 2) and sorted(shape) == [1, 1, 2, 2]
    must = f"{name} must have shape (1, 2, 1, 2), found {shape}."
    require(not is_turned, must, cause=ORDER.format(source))


def channels_of(columns: Iterable[Array]) -> Array:
    """Return the images (5, 3, 7, 2) whose channels these are, pixel after pixel."""
    return np.stack([column.reshape(5, 7, 2) for column in columns], axis=1)


def as_image(rows: object) -> Array:
    """Return the image (1, 2, 1, 2) whose two pixels are the rows of a matrix."""
    is_matrix = isinstance(rows, np.ndarray) and rows.shape == (2, 2)
    require(is_matrix, "BatchNorm must make a (2, 2) array of a (2, 2) array")
    return np.asarray(rows).T.reshape(1, 2, 1, 2)


def rows_of(image: Array) -> Array:
    """Return the two pixels of an image (1, 2, 1, 2) as the rows of a matrix."""
    return image.reshape(2, 2).T


def exchanged(images: Array) -> Array:
    """Return images (5, 3, 7, 2) that were put together as if they were (2, 7)."""
    return images.reshape(5, 3, 2, 7).swapaxes(2, 3)


def normalized(images: Array, leaves: Leaves, axes: tuple[int, ...]) -> Array:
    """Return images whose mean and variance are taken over some axes."""
    gamma, beta = (each.reshape(3, 1, 1) for each in leaves)
    centred = images - images.mean(axis=axes, keepdims=True)
    var = images.var(axis=axes, keepdims=True)
    return np.asarray(gamma * centred / np.sqrt(var + EPS) + beta)


def of_rows(rows: Array, leaves: Leaves, eps: float = EPS) -> Array:
    """Return what a layer makes of rows."""
    gamma, beta = leaves
    centred = rows - rows.mean(axis=0)
    return np.asarray(gamma * centred / np.sqrt(rows.var(axis=0) + eps) + beta)
