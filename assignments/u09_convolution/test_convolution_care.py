"""Open checks of unit 9, sixth part: care. Arguments, state, dtypes, and machines."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    backward_is_of_latest_forward,
    backward_twice,
    close,
    exercise,
    follows_dtype,
    keeps_given_arrays,
    runs_on_device,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
FORMS = {"Conv2d": (2, 5, 6, 4), "MaxPool2d": (2, 3, 2, 2)}  # of an output
KINDS = pytest.mark.parametrize("kind", FORMS)
SEVERAL = "images, channels or filters"
PIXELS = "height or width"
PLACES = {"KH": 3, "KW": 2}


@exercise("9.9")
@KINDS
def test_arguments_are_left_alone(student: Student, rng: Rng, kind: str) -> None:
    """The layer's forward and backward do not modify x or dout."""
    x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=FORMS[kind])

    unchanged(layer_of(student, kind, rng), at=x, upstream=dout)


@exercise("9.9")
def test_filters_are_kept(student: Student, rng: Rng) -> None:
    """Conv2d.params holds the arrays passed in, and forward sees edits of them."""
    given = {"W": rng.normal(size=(5, 3, 2, 3)), "b": rng.normal(size=5)}
    x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 5, 4, 2))

    keeps_given_arrays(student.Conv2d, given, at=x, upstream=dout)


@exercise("9.9")
def test_backward_of_the_latest_images(student: Student, rng: Rng) -> None:
    """Conv2d.backward belongs to the latest forward, also when called twice."""
    filters = rng.normal(size=(5, 3, 2, 3)), rng.normal(size=5)
    x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 5, 4, 2))
    earlier = rng.normal(size=(3, 3, 6, 5))

    def make() -> Student:
        return student.Conv2d(*filters)  # type: ignore[no-any-return]  # a class makes a handle

    backward_is_of_latest_forward(
        make, at=x, upstream=dout, earlier=earlier, train=True
    )
    backward_twice(make(), at=x, upstream=dout, train=True)


@exercise("9.10")
@KINDS
def test_float32_stays_float32(student: Student, rng: Rng, kind: str) -> None:
    """The layer gives float32 outputs and gradients for float32 arrays."""
    x = rng.permutation(120).reshape(2, 3, 5, 4) / 10

    follows_dtype(
        layer_of(student, kind, rng), at=x, upstream=rng.normal(size=FORMS[kind])
    )


@exercise("9.10")
def test_windows_keep_any_dtype(student: Student, rng: Rng) -> None:
    """im2col of a uint8 image is uint8; of whole numbers a pooling gives float64."""
    x = rng.integers(1, 99, size=(1, 1, 2, 2), dtype=np.uint8)

    col = student.im2col(x.copy(), (2, 2), pad=1)

    right = col if isinstance(col, np.ndarray) else np.zeros((9, 4))
    close(col, right, "col", dtype="uint8")
    total = 4 * int(x.sum())  # each pixel lies in four windows
    close(int(np.asarray(col).sum()), total, "the sum of col")
    out = student.MaxPool2d(2).forward(x.astype(np.int64), train=True)
    must = "out of MaxPool2d for whole numbers"
    close(out, np.full((1, 1, 1, 1), float(x.max())), must, dtype="float64")
    kernels = np.array([[1, 2]]), np.array([[3, 4]])
    found, right = student.compose_kernels(*kernels), np.array([[3.0, 10.0, 8.0]])
    close(found, right, "compose_kernels of whole numbers")


@exercise("9.11")
def test_images_channels_and_filters_at_once(student: Student, rng: Rng) -> None:
    """Conv2d has no Python loop over images, channels or filters."""

    def build(size: dict[str, int]) -> Work:
        n = size[SEVERAL]
        w = rng.normal(size=(n, n, size["KH"], size["KW"]))
        x, dout = rng.normal(size=(n, n, 4, 3)), rng.normal(size=(n, n, 2, 2))
        return Work(student.Conv2d(w, rng.normal(size=n)), (x,), upstream=dout)

    vectorised(build, over={SEVERAL: 3, **PLACES})


@exercise("9.11")
def test_windows_all_at_once(student: Student, rng: Rng) -> None:
    """MaxPool2d has no Python loop over pixels or windows."""

    def build(size: dict[str, int]) -> Work:
        side = size[PIXELS]
        x, dout = rng.normal(size=(1, 2, side, side)), np.ones((1, 2, 1, 1))
        dout = np.resize(dout, (1, 2, side // 2, side // 2))
        return Work(student.MaxPool2d(2), (x,), upstream=dout)

    vectorised(build, over={PIXELS: 7, **PLACES})


@exercise("9.12")
def test_layers_on_the_gpu(student: Student, rng: Rng) -> None:
    """Conv2d and MaxPool2d run on GPU arrays without going through NumPy."""
    x, dout = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(2, 5, 6, 4))
    pooled = rng.normal(size=(2, 3, 2, 2))

    runs_on_device(lambda: Work(layer_of(student, "Conv2d", rng), (x,), upstream=dout))
    runs_on_device(lambda: Work(student.MaxPool2d(2), (x,), upstream=pooled))


def layer_of(student: Student, kind: str, rng: Rng) -> Student:
    """Return a pooling, or five padded filters of 2 x 3 over three channels."""
    if kind == "MaxPool2d":
        return student.MaxPool2d(2)  # type: ignore[no-any-return]  # as below
    w, b = rng.normal(size=(5, 3, 2, 3)), rng.normal(size=5)
    return student.Conv2d(w, b, stride=1, pad=1)  # type: ignore[no-any-return]  # a class makes a handle
