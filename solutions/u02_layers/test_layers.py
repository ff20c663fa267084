"""Hidden checks of unit 2; all activations are asked for the same things."""

import math
from collections.abc import Callable
from typing import NamedTuple

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
Shape = tuple[int, ...]
FLOAT32_RTOL = 10 * float(np.finfo(np.float32).eps)


class Kind(NamedTuple):
    """An activation: how it is made, and how steep it is at 0."""

    exercise: str
    name: str
    options: tuple[float, ...]
    slope_at_zero: float
    formula: Callable[[Array], Array]  # never as a student would write it

    def make(self, student: Student) -> Student:
        """Return a fresh layer of this kind."""
        layer: Student = getattr(student, self.name)(*self.options)
        return layer


KINDS = [
    Kind("2.3", "Sigmoid", (), 0.25, lambda x: 0.5 + np.tanh(x / 2) / 2),
    Kind("2.4", "ReLU", (), 0, lambda x: x / 2 + abs(x) / 2),
    Kind("2.5", "Tanh", (), 1, lambda x: np.sinh(x) / np.cosh(x)),
    Kind("2.6", "LeakyReLU", (0.3,), 0.3, lambda x: np.fmax(x, 0.3 * x)),
    Kind("2.6", "ELU", (0.7,), 0.7, lambda x: np.fmax(x, 0.7 * np.expm1(-abs(x)))),
]
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
EACH_IN_ITS_EXERCISE = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=kind.name, marks=pytest.mark.exercise(kind.exercise))
        for kind in KINDS
    ],
)
ANY_SHAPE = pytest.mark.parametrize("shape", [(7,), (3, 2, 5, 2)], ids=["row", "deep"])
AFFINE_SIZES = pytest.mark.parametrize(
    "size",  # the shape of x, then M
    [(7, 5, 3), (1, 5, 3), (7, 1, 3), (7, 5, 1), (5, 2, 3, 7), (3, 2, 5, 2, 7)],
    ids=["batch", "one_example", "one_feature", "one_output", "images", "color_images"],
)


@exercise("2.1")
@AFFINE_SIZES
def test_affine_values(student: Student, rng: Rng, size: Shape) -> None:
    """Each example, however many axes it has, is weighed and b is added."""
    x, b = rng.normal(size=size[:-1]), rng.normal(size=size[-1])
    w = rng.normal(size=(math.prod(size[1:-1]), size[-1]))

    out = student.Affine(w.copy(), b.copy()).forward(x.copy(), train=True)

    close(out, np.einsum("nd,dm->nm", x.reshape(len(x), -1), w) + b, "out")


@exercise("2.2")
@AFFINE_SIZES
def test_affine_gradients(student: Student, rng: Rng, size: Shape) -> None:
    """Backward must differentiate the forward pass you wrote."""
    layer, x = affine(student, rng, *size[1:]), rng.normal(size=size[:-1])

    gradient(layer, at=x, upstream=rng.normal(size=(len(x), size[-1])))


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_values(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """Forward has the right values on both sides of 0, for any number of axes."""
    x = away_from_zero(rng, shape)

    out = kind.make(student).forward(x.copy(), train=True)

    close(out, kind.formula(x), "out")


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_gradient(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """Backward must differentiate the forward pass you wrote."""
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)

    gradient(kind.make(student), at=x, upstream=dout)


@EACH_IN_ITS_EXERCISE
def test_layer_slope_at_zero(student: Student, rng: Rng, kind: Kind) -> None:
    """At exactly 0, of either sign, the slope is the one in the handout."""
    layer, dout = kind.make(student), rng.normal(2.0, 0.1, size=(1, 3))
    layer.forward(np.array([[0.0, -0.0, 0.0]]), train=True)

    dx = layer.backward(dout.copy())

    close(dx, kind.slope_at_zero * dout, "dx")


@exercise("2.7")
@EACH_KIND
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_far_out(student: Student, rng: Rng, kind: Kind, dtype: str) -> None:
    """From 30 to 10 000 each side follows a straight line, and NumPy is quiet."""
    x, layer = far_out(rng).astype(dtype), kind.make(student)
    at_30 = array(layer.forward(30 * np.sign(x), train=True), x.shape)
    at_60 = array(layer.forward(60 * np.sign(x), train=True), x.shape)

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    line = at_30 + (at_60 - at_30) * (np.abs(x) / 30 - 1)
    close(out, line, "out", rtol=FLOAT32_RTOL)


@exercise("2.7")
@EACH_KIND
def test_far_out_backward(student: Student, rng: Rng, kind: Kind) -> None:
    """From 30 to 10 000 the slope of each side stays as it is, and NumPy is quiet."""
    x, dout, layer = far_out(rng), rng.normal(size=8), kind.make(student)
    layer.forward(30 * np.sign(x), train=True)
    at_30 = array(layer.backward(dout.copy()), x.shape)
    layer.forward(x.copy(), train=True)

    with quiet(student):
        dx = layer.backward(dout.copy())

    close(dx, at_30, "dx")


@exercise("2.8", weight=3)
def test_affine_leaves_its_arguments_alone(student: Student, rng: Rng) -> None:
    """Neither pass of the affine layer writes into the array it was given."""
    x, dout = rng.normal(size=(5, 6)), rng.normal(size=(5, 2))

    unchanged(affine(student, rng, 6, 2), at=x, upstream=dout)


@exercise("2.8", weight=3)
def test_affine_gradients_are_assigned(student: Student, rng: Rng) -> None:
    """A second backward gives the same gradients, not doubled ones."""
    layer, dout = affine(student, rng, 3, 2), rng.normal(size=(5, 2))
    layer.forward(rng.normal(size=(5, 3)), train=True)
    layer.backward(dout.copy())
    first = stored(layer, "W"), stored(layer, "b")

    layer.backward(dout.copy())

    close(stored(layer, "W"), first[0], 'grads["W"] after a second backward')
    close(stored(layer, "b"), first[1], 'grads["b"] after a second backward')


@exercise("2.8", weight=3)
def test_affine_keeps_the_arrays_it_was_given(student: Student, rng: Rng) -> None:
    """The given arrays are kept, not copied, and what is written into them counts."""
    x, w, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 2)), rng.normal(size=2)
    fresh = student.Affine(w.copy(), b.copy()).forward(x.copy(), train=True)
    kept = resident(student, np.zeros((3, 2))), resident(student, np.zeros(2))
    layer = student.Affine(*kept)
    layer.forward(x.copy(), train=True)

    kept[0][...], kept[1][...] = w, b

    out = layer.forward(x.copy(), train=True)
    close(out, array(fresh, (5, 2)), "out after W and b were edited in place")
    is_kept = same(live(layer, "params", "W"), kept[0])
    require(is_kept, 'params["W"] must be the array that was given, found another one.')


@exercise("2.8", weight=3)
def test_affine_backward_is_of_latest_forward(student: Student, rng: Rng) -> None:
    """Other objects and earlier calls have no say, whatever `train` was."""
    layer, other, fresh = (affine(student, rng, 3, 2) for _ in range(3))
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    fresh.forward(x.copy(), train=True)
    fresh.backward(dout.copy())
    layer.forward(rng.normal(size=(7, 3)), train=True)
    layer.forward(x.copy(), train=False)
    other.forward(rng.normal(size=(7, 3)), train=True)

    layer.backward(dout.copy())

    close(stored(layer, "W"), stored(fresh, "W"), 'grads["W"]')
    close(
        stored(other, "W"), np.zeros((3, 2)), "another layer's grads, not yet computed"
    )


@exercise("2.8")
@EACH_KIND
def test_layer_leaves_arguments_alone(student: Student, rng: Rng, kind: Kind) -> None:
    """Neither pass writes into the array it was given."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    unchanged(kind.make(student), at=x, upstream=dout)


@exercise("2.8")
@EACH_KIND
def test_backward_is_of_latest_forward(student: Student, rng: Rng, kind: Kind) -> None:
    """Other objects, earlier calls and an earlier backward have no say."""
    layer, other, fresh = (kind.make(student) for _ in range(3))
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))
    fresh.forward(x.copy(), train=True)
    expected = array(fresh.backward(dout.copy()), x.shape)
    layer.forward(-2 * x, train=True)
    layer.forward(x.copy(), train=False)
    other.forward(-2 * x, train=True)

    first, second = layer.backward(dout.copy()), layer.backward(dout.copy())

    close(first, expected, "dx")
    close(second, expected, "dx of a second backward")


@exercise("2.9", weight=4)
def test_affine_keeps_float32(student: Student, rng: Rng) -> None:
    """Float32 in gives float32 out, dx and gradients."""
    x, dout = rng.normal(size=(5, 6)), rng.normal(size=(5, 2))

    follows_dtype(affine(student, rng, 6, 2), at=x, upstream=dout)


@exercise("2.9")
@EACH_KIND
def test_layer_keeps_float32(student: Student, rng: Rng, kind: Kind) -> None:
    """Float32 in gives float32 out, forward and backward."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    follows_dtype(kind.make(student), at=x, upstream=dout)


@exercise("2.9")
@EACH_KIND
@pytest.mark.parametrize("dtype", ["int64", "uint8"], ids=["integers", "bytes"])
def test_whole_numbers(student: Student, rng: Rng, kind: Kind, dtype: str) -> None:
    """Whole numbers give what the same numbers give in float64."""
    whole = rng.integers(-8, 9, size=(3, 7)).astype(dtype)
    dout, layer, wide = rng.normal(size=(3, 7)), kind.make(student), kind.make(student)

    out, dx = layer.forward(whole.copy(), train=True), layer.backward(dout.copy())

    floats = wide.forward(whole.astype(float), train=True)
    close(out, array(floats, (3, 7)), "out", dtype="float64")
    close(dx, array(wide.backward(dout.copy()), (3, 7)), "dx", dtype="float64")


def array(value: object, shape: Shape) -> Array:
    """Return a result that serves as a measure, once it is known to be an array."""
    is_array = isinstance(value, np.ndarray) and value.shape == shape
    require(is_array, "forward and backward must return arrays in the shape of x.")
    return np.asarray(value, np.float64)


def stored(layer: Student, key: str) -> Array:
    """Return a gradient that the layer stored, once it is known to be an array."""
    grads = layer.grads
    is_array = isinstance(grads, dict) and isinstance(grads.get(key), np.ndarray)
    require(is_array, f'grads must be a dict with an array for "{key}".')
    return np.asarray(grads[key], np.float64)


def affine(student: Student, rng: Rng, *size: int) -> Student:
    """Return an affine layer with random weights and bias; the last size is M."""
    w, b = rng.normal(size=(math.prod(size[:-1]), size[-1])), rng.normal(size=size[-1])
    return student.Affine(w, b)  # type: ignore[no-any-return]  # a class makes a handle


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))


def far_out(rng: Rng) -> Array:
    """Return 8 numbers between 60 and 10 000 in size, of both signs, ends included."""
    size = np.append(10 ** rng.uniform(1.8, 4.0, size=6), [1e4, 1e4])
    return np.asarray(size * np.resize([1.0, -1.0], 8))
