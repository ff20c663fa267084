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
    gradient,
    live,
    require,
    resident,
    same,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]


class Kind(NamedTuple):
    """An activation: how it is made, its curve and its slope."""

    exercise: str
    name: str
    options: tuple[float, ...]
    formula: Callable[[Array], Array]  # never as a student would write it
    slope: Callable[[Array], Array]

    def make(self, student: Student) -> Student:
        """Return a fresh layer of this kind."""
        layer: Student = getattr(student, self.name)(*self.options)
        return layer


KINDS = [
    Kind(
        *("2.3", "Sigmoid", ()),
        lambda x: 0.5 + np.tanh(x / 2) / 2,
        lambda x: 0.25 / np.cosh(x / 2) ** 2,
    ),
    Kind(
        *("2.4", "ReLU", ()),
        lambda x: x / 2 + abs(x) / 2,
        lambda x: np.heaviside(x, 0.0),
    ),
    Kind(
        *("2.5", "Tanh", ()),
        lambda x: np.sinh(x) / np.cosh(x),
        lambda x: 1 / np.cosh(x) ** 2,
    ),
    Kind(
        *("2.6", "LeakyReLU", (0.3,)),
        lambda x: np.fmax(x, 0.3 * x),
        lambda x: 0.3 + 0.7 * np.heaviside(x, 0.0),
    ),
    Kind(
        *("2.6", "ELU", (0.7,)),
        lambda x: np.fmax(x, 0.7 * np.expm1(-abs(x))),
        lambda x: np.where(x > 0, 1.0, 0.7 * np.exp(-abs(x))),
    ),
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
    w, b = rng.normal(size=(math.prod(size[1:-1]), size[-1])), rng.normal(size=size[-1])
    x, dout = rng.normal(size=size[:-1]), rng.normal(size=(size[0], size[-1]))
    rows, layer = x.reshape(len(x), -1), student.Affine(w.copy(), b.copy())

    gradient(student.Affine(w, b), at=x, upstream=dout)
    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, np.einsum("nd,dm->nm", rows, w) + b):
        close(stored(layer, "b"), np.einsum("nm->m", dout), 'grads["b"]')
        close(stored(layer, "W"), np.einsum("nd,nm->dm", rows, dout), 'grads["W"]')
        close(dx, np.einsum("nm,dm->nd", dout, w).reshape(x.shape), "dx")


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_values(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """Forward has the right values on both sides of 0, for any number of axes."""
    x = away_from_zero(rng, shape)

    out = kind.make(student).forward(x.copy(), train=True)

    close(out, kind.formula(x), "out")


@EACH_IN_ITS_EXERCISE
def test_layer_values_of_every_size(student: Student, rng: Rng, kind: Kind) -> None:
    """From 0.001 to 30 in size, and in evaluation too, forward follows the handout."""
    x = of_every_size(rng)

    out = kind.make(student).forward(x.copy(), train=False)

    close(out, kind.formula(x), "out")


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_gradient(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """Backward must differentiate the forward pass you wrote."""
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)
    layer = kind.make(student)

    gradient(kind.make(student), at=x, upstream=dout)
    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, kind.formula(x)):
        close(dx, kind.slope(x) * dout, "dx")


@EACH_IN_ITS_EXERCISE
def test_layer_slopes_of_every_size(student: Student, rng: Rng, kind: Kind) -> None:
    """From 0.001 to 30 in size, what comes back is the handout's slope times dout."""
    x, layer = of_every_size(rng), kind.make(student)
    dout = rng.normal(size=x.shape)

    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, kind.formula(x)):
        close(dx, kind.slope(x) * dout, "dx")


@EACH_IN_ITS_EXERCISE
def test_layer_slope_at_zero(student: Student, rng: Rng, kind: Kind) -> None:
    """At exactly 0, of either sign, the slope is the one in the handout."""
    layer, dout = kind.make(student), rng.normal(2.0, 0.1, size=(1, 3))
    zeros = np.array([[0.0, -0.0, 0.0]])
    layer.forward(zeros.copy(), train=True)

    dx = layer.backward(dout.copy())

    close(dx, kind.slope(zeros) * dout, "dx")


@exercise("2.8", weight=3)
def test_affine_leaves_its_arguments_alone(student: Student, rng: Rng) -> None:
    """Neither pass of the affine layer writes into the array it was given."""
    x, dout = rng.normal(size=(5, 6)), rng.normal(size=(5, 2))
    x[0] = 0.0  # a number that invites to be mended

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
    kept = {"W": resident(student, 0 * w), "b": resident(student, 0 * b)}
    layer = student.Affine(kept["W"], kept["b"])
    layer.forward(x.copy(), train=True)

    kept["W"][...], kept["b"][...] = w, b

    out = layer.forward(x.copy(), train=True)
    close(out, array(fresh, (5, 2)), "out after W and b were edited in place")
    others = [key for key in kept if not same(live(layer, "params", key), kept[key])]
    require(not others, f"params must hold the arrays that were given, not {others}.")


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


def is_right(out: object, expected: Array) -> bool:
    """Whether forward gave these values, so that its gradients are known as well."""
    error = abs(array(out, expected.shape) - expected)
    return bool(np.all(error <= 1e-9 * max(1.0, abs(expected).max())))


def array(value: object, shape: Shape) -> Array:
    """Return a result that serves as a measure, once it is known to be an array."""
    is_array = isinstance(value, np.ndarray) and value.shape == shape
    require(is_array, "forward and backward must return arrays in the shape of x.")
    found = np.asarray(value)
    is_finite = found.dtype.kind in "biuf" and np.isfinite(found).all()
    require(is_finite, "forward and backward must return finite, real numbers.")
    return found.astype(np.float64)


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


def of_every_size(rng: Rng) -> Array:
    """Return 80 numbers of both signs, from 0.001 to 30 in size, in any order."""
    size = np.geomspace(1e-3, 30, 40) * rng.uniform(0.9, 1.1, size=(2, 40))
    return np.asarray(rng.permuted(size * [[1.0], [-1.0]], axis=None))
