"""Hidden checks of unit 9, fifth part: arguments are left alone, and state is kept."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    exercise,
    gradients_start_at_zero,
    keeps_given_arrays,
    learns_nothing,
    require,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Given = dict[str, Array]
PADS = pytest.mark.parametrize("pad", [0, 1], ids=["without padding", "padded"])
SHAPE = (2, 3, 5, 4)  # of the images
FILTERS = (5, 3, 3, 2)
OUT = {0: (2, 5, 3, 3), 1: (2, 5, 5, 5)}  # by pad
POOLED = (2, 3, 4, 3)  # by windows of 2, one apart


@exercise("9.9")
@PADS
def test_functions_leave_arrays_alone(student: Student, rng: Rng, pad: int) -> None:
    """Neither im2col nor col2im modifies the array that it is given."""
    rows = int(np.prod(OUT[pad])) // 5
    x, col = rng.normal(size=SHAPE), rng.normal(size=(rows, 18))

    unchanged(student.im2col, at=x, fixed=((3, 2), 1, pad), train=None)
    unchanged(
        student.col2im, at={"col": col}, fixed=(SHAPE, (3, 2), 1, pad), train=None
    )


@exercise("9.9")
def test_kernels_are_left_alone(student: Student, rng: Rng) -> None:
    """compose_kernels modifies neither kernel, also where one is 1 x 1."""
    for shape in ((3, 2), (1, 1)):
        given = {"k1": rng.normal(size=(3, 2)), "k2": rng.normal(size=shape)}
        unchanged(student.compose_kernels, at=given, train=None)


@exercise("9.9")
@PADS
def test_convolution_leaves_arrays_alone(student: Student, rng: Rng, pad: int) -> None:
    """Conv2d.forward and Conv2d.backward do not modify x, dout, W or b."""
    x, dout = rng.normal(size=SHAPE), rng.normal(size=OUT[pad])

    unchanged(convolution(student, filters(rng), pad), at=x, upstream=dout)


@exercise("9.9")
def test_pooling_leaves_arrays_alone(student: Student, rng: Rng) -> None:
    """MaxPool2d, for any size and stride, does not modify x or dout."""
    x = rng.normal(size=(2, 3, 5, 5))

    for size, stride, side in ((2, 1, 4), (2, 2, 2), (1, 1, 5)):
        dout = rng.normal(size=(2, 3, side, side))
        unchanged(student.MaxPool2d(size, stride=stride), at=x, upstream=dout)


@exercise("9.9", weight=2)
@PADS
def test_filters_are_read_anew(student: Student, rng: Rng, pad: int) -> None:
    """Conv2d.params holds the arrays passed in, which each forward reads anew."""
    given, x, dout = filters(rng), rng.normal(size=SHAPE), rng.normal(size=OUT[pad])

    def make(*arrays: Array) -> Student:
        return student.Conv2d(*arrays, pad=pad)  # type: ignore[no-any-return]  # a class makes a handle

    keeps_given_arrays(make, given, at=x, upstream=dout)


@exercise("9.9")
def test_gradients_of_filters_start_at_zero(student: Student, rng: Rng) -> None:
    """Conv2d: before the first backward, grads holds zeros for W and b."""
    given = filters(rng)

    layer = convolution(student, given, 1)
    gradients_start_at_zero(layer, given, at=rng.normal(size=SHAPE))


@exercise("9.9")
def test_pooling_learns_nothing(student: Student, rng: Rng) -> None:
    """MaxPool2d: params and grads are empty, also after both passes."""
    x, dout = rng.normal(size=SHAPE), rng.normal(size=POOLED)

    learns_nothing(student.MaxPool2d(2, stride=1), at=x, upstream=dout)


@exercise("9.9", weight=2)
@pytest.mark.parametrize("kind", ["Conv2d", "MaxPool2d"])
def test_backward_is_of_the_latest_forward(
    student: Student, rng: Rng, kind: str
) -> None:
    """The gradients belong to the latest forward only, also in a second backward."""
    x, earlier = rng.normal(size=SHAPE), rng.normal(size=(3, 3, 6, 5))
    make, shape = maker(student, rng, kind)
    dout = rng.normal(size=shape)
    require_pixels(make, x)

    for train in (True, False):
        backward_is_of_latest_forward(
            make, at=x, upstream=dout, earlier=earlier, train=train
        )
    backward_twice(make(), at=x, upstream=dout, train=True)


@exercise("9.9")
@pytest.mark.parametrize("kind", ["Conv2d", "MaxPool2d"])
def test_second_layer_has_its_own_way(student: Student, rng: Rng, kind: str) -> None:
    """The layer's dx does not change if another layer is used in between."""
    x = rng.normal(size=SHAPE)
    make, shape = maker(student, rng, kind)
    layer, fresh, dout = make(), make(), rng.normal(size=shape)
    other = (
        student.Conv2d(rng.normal(size=(2, 3, 1, 2)), rng.normal(size=2), stride=2)
        if kind == "Conv2d"
        else student.MaxPool2d(3, stride=3)
    )

    layer.forward(x.copy(), train=True)
    other.forward(rng.normal(size=(1, 3, 7, 7)), train=True)
    dx = array(layer.backward(dout.copy()))

    fresh.forward(x.copy(), train=True)
    right = array(fresh.backward(dout.copy()))
    require(
        dx.shape == right.shape and np.array_equal(dx, right),
        "dx must be the same whether another layer was used in between or not",
    )


def array(found: object) -> Array:
    """Return what came back, once it is known to be an array."""
    is_array = isinstance(found, np.ndarray)
    require(is_array, "forward and backward must return arrays.")
    return np.asarray(found)


def filters(rng: Rng) -> Given:
    """Return filters and biases by their names."""
    return {"W": rng.normal(size=FILTERS), "b": rng.normal(3.0, 0.5, size=5)}


def convolution(student: Student, given: Given, pad: int) -> Student:
    """Return a fresh Conv2d of these arrays."""
    return student.Conv2d(*given.values(), pad=pad)  # type: ignore[no-any-return]  # a class makes a handle


def maker(
    student: Student, rng: Rng, kind: str
) -> tuple[Callable[[], Student], tuple[int, ...]]:
    """Return what makes always the same layer, and the shape of its output."""
    given = filters(rng)

    def make() -> Student:
        if kind == "Conv2d":
            return convolution(student, given, 1)
        return student.MaxPool2d(2, stride=1)  # type: ignore[no-any-return]  # a class makes a handle

    return make, OUT[1] if kind == "Conv2d" else POOLED


def require_pixels(make: Callable[[], Student], x: Array) -> None:
    """Refuse a forward that could not be anyone's: its output must depend on x."""
    first = array(make().forward(x.copy(), train=True))
    other = array(make().forward(x + 1, train=True))
    is_other = first.shape == other.shape and not np.array_equal(first, other)
    require(is_other, "adding 1 to all pixels must change the output")
