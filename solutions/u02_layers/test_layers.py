"""Hidden checks of unit 2; all activations are asked for the same things."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    gradient,
    require,
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

    @property
    def constants(self) -> dict[str, float]:
        """What may be missing or doubled."""
        return {"alpha": self.options[0]} if self.options else {}

    @property
    def at_zero(self) -> str:
        """What a wrong slope at 0 means: only a corner has one of its own."""
        has_corner = self.exercise in {"2.4", "2.6"}
        return "At exactly 0 the slope must be that of the left side." * has_corner

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
BENT = (
    "dx fits how your forward answers small changes of x, and that is not how the "
    "formula answers them: does forward keep something from one call to the next?"
)
EACH_IN_ITS_EXERCISE = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=kind.name, marks=pytest.mark.exercise(kind.exercise))
        for kind in KINDS
    ],
)
ANY_SHAPE = pytest.mark.parametrize(
    "shape", [(7,), (3, 2, 5, 2)], ids=["vector", "four axes"]
)
AFFINE_SIZES = pytest.mark.parametrize(
    "size",  # the shape of x, then M
    [(7, 5, 3), (1, 5, 3), (7, 1, 3), (7, 5, 1), (5, 2, 3, 7), (3, 2, 5, 2, 7)],
    ids=["batch", "one example", "one feature", "one output", "images", "color images"],
)


@exercise("2.1")
@AFFINE_SIZES
def test_affine_values(student: Student, rng: Rng, size: Shape) -> None:
    """Affine.forward gives x W + b, with each example flattened to a row."""
    x, b = rng.normal(size=size[:-1]), rng.normal(size=size[-1])
    w = rng.normal(size=(math.prod(size[1:-1]), size[-1]))

    out = student.Affine(w.copy(), b.copy()).forward(x.copy(), train=True)

    clues = Clues(axes={"out": "N M"}, known={"b": b})
    close(out, np.einsum("nd,dm->nm", x.reshape(len(x), -1), w) + b, "out", clues=clues)


@exercise("2.2")
@AFFINE_SIZES
def test_affine_gradients(student: Student, rng: Rng, size: Shape) -> None:
    """Affine.backward gives the gradients of your own forward for x, W and b."""
    w, b = rng.normal(size=(math.prod(size[1:-1]), size[-1])), rng.normal(size=size[-1])
    x, dout = rng.normal(size=size[:-1]), rng.normal(size=(size[0], size[-1]))
    rows, layer = x.reshape(len(x), -1), student.Affine(w.copy(), b.copy())

    gradient(student.Affine(w, b), at=x, upstream=dout, clues=of_affine(x))
    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, np.einsum("nd,dm->nm", rows, w) + b):
        close(stored(layer, "b"), np.einsum("nm->m", dout), 'grads["b"]')
        close(stored(layer, "W"), np.einsum("nd,nm->dm", rows, dout), 'grads["W"]')
        close(dx, np.einsum("nm,dm->nd", dout, w).reshape(x.shape), "dx")


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_values(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """The layer's forward is right on both sides of 0, in the shape of x."""
    x = away_from_zero(rng, shape)

    out = kind.make(student).forward(x.copy(), train=True)

    close(out, kind.formula(x), "out", clues=Clues(constants=kind.constants))


@EACH_IN_ITS_EXERCISE
def test_layer_values_of_every_size(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's forward is right for |x| from 0.001 to 30, with train=False."""
    x = of_every_size(rng)

    out = kind.make(student).forward(x.copy(), train=False)

    close(out, kind.formula(x), "out", clues=Clues(known={"x": x}))


@EACH_IN_ITS_EXERCISE
@ANY_SHAPE
def test_layer_gradient(student: Student, rng: Rng, kind: Kind, shape: Shape) -> None:
    """The layer's backward is the gradient of your own forward, for any shape of x."""
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)
    layer = kind.make(student)

    y = kind.formula(x)
    clues = Clues(known={"x": x, "y": y, "(1 - y)": 1 - y}, constants=kind.constants)
    gradient(kind.make(student), at=x, upstream=dout, clues=clues)
    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, kind.formula(x)):
        close(dx, kind.slope(x) * dout, "dx", clues=Clues(cause=BENT))


@EACH_IN_ITS_EXERCISE
def test_layer_slopes_of_every_size(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's backward is the slope times dout, for |x| from 0.001 to 30."""
    x, layer = of_every_size(rng), kind.make(student)
    dout = rng.normal(size=x.shape)

    out, dx = layer.forward(x.copy(), train=True), layer.backward(dout.copy())

    if is_right(out, kind.formula(x)):
        clues = Clues(known={"x": x}, cause=flat_ends(dx, x))
        close(dx, kind.slope(x) * dout, "dx", clues=clues)


@EACH_IN_ITS_EXERCISE
def test_layer_slope_at_zero(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's backward uses the handout's slope where x is 0.0 or -0.0."""
    layer, dout = kind.make(student), rng.normal(2.0, 0.1, size=(1, 3))
    zeros = np.array([[0.0, -0.0, 0.0]])
    layer.forward(zeros.copy(), train=True)

    dx = layer.backward(dout.copy())

    known, cause = {"dout": dout}, kind.at_zero
    clues = Clues(known=known, constants=kind.constants, cause=cause)
    close(dx, kind.slope(zeros) * dout, "dx", clues=clues)


def flat_ends(dx: object, x: Array) -> str:
    """Return that the slope is zero on both sides far out, "" if it is not."""
    if not isinstance(dx, np.ndarray) or dx.shape != x.shape or dx.dtype.kind != "f":
        return ""
    size, found = np.abs(x), np.asarray(dx)
    if not (found == 0).any() or (found == 0).all():
        return ""
    edge, inner = size[found == 0].min(), size[found != 0].max()
    is_even = (found[x > edge] == 0).all() and (found[x < -edge] == 0).all()
    said = f"It is zero where |x| is above about {edge:.1f}, and must not be."
    return said if is_even and inner <= edge else ""


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


def of_affine(x: Array) -> Clues:
    """Return the axes of an affine layer's arrays."""
    names = {2: "N D", 3: "N height width", 4: "N height width C"}
    return Clues(axes={"x": names[x.ndim], "W": "D M", "b": "M", "out": "N M"})


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))


def of_every_size(rng: Rng) -> Array:
    """Return 80 numbers of both signs, from 0.001 to 30 in size, in any order."""
    size = np.geomspace(1e-3, 30, 40) * rng.uniform(0.9, 1.1, size=(2, 40))
    return np.asarray(rng.permuted(size * [[1.0], [-1.0]], axis=None))
