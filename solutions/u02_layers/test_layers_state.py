"""Hidden checks of unit 2, fourth part: arguments, parameters, what is remembered."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    exercise,
    keeps_given_arrays,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
Kind = tuple[str, *tuple[float, ...]]  # the name of an activation, and its alpha
EACH_KIND = pytest.mark.parametrize(
    "kind",
    [("Sigmoid",), ("ReLU",), ("Tanh",), ("LeakyReLU", 0.3), ("ELU", 0.7)],
    ids=["Sigmoid", "ReLU", "Tanh", "LeakyReLU", "ELU"],
)


@exercise("2.8", weight=3)
def test_affine_leaves_its_arguments_alone(student: Student, rng: Rng) -> None:
    """Affine leaves x and dout unchanged, forward and backward."""
    x, dout = rng.normal(size=(5, 6)), rng.normal(size=(5, 2))
    x[0] = 0.0  # a number that invites to be mended

    unchanged(affine(student, rng, 6, 2), at=x, upstream=dout)


@exercise("2.8", weight=3)
def test_affine_gradients_are_assigned(student: Student, rng: Rng) -> None:
    """Affine.backward assigns grads: a second call does not add to the first."""
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))

    backward_twice(affine(student, rng, 3, 2), at=x, upstream=dout, train=True)


@exercise("2.8", weight=3)
def test_affine_keeps_the_arrays_it_was_given(student: Student, rng: Rng) -> None:
    """Affine.params holds the arrays that were passed in; each pass reads them."""
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    given = {"W": rng.normal(size=(3, 2)), "b": rng.normal(size=2)}

    keeps_given_arrays(student.Affine, given, at=x, upstream=dout)


@exercise("2.8", weight=3)
def test_affine_backward_is_of_latest_forward(student: Student, rng: Rng) -> None:
    """Affine.backward depends on the latest forward of the same object only."""
    w, b = rng.normal(size=(3, 2)), rng.normal(size=2)
    x, dout, before = (rng.normal(size=size) for size in ((5, 3), (5, 2), (7, 3)))

    def make() -> Student:
        return student.Affine(w.copy(), b.copy())  # type: ignore[no-any-return]  # a class makes a handle

    backward_is_of_latest_forward(
        make, at=x, upstream=dout, earlier=before, train=False
    )


@exercise("2.8")
@EACH_KIND
def test_layer_leaves_arguments_alone(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer leaves x and dout unchanged, forward and backward."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    unchanged(activation(student, kind), at=x, upstream=dout)


@exercise("2.8")
@EACH_KIND
def test_backward_is_of_latest_forward(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's backward belongs to its latest forward, also when called twice."""
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))

    def make() -> Student:
        return activation(student, kind)

    backward_is_of_latest_forward(
        make, at=x, upstream=dout, earlier=-2 * x, train=False
    )
    backward_twice(make(), at=x, upstream=dout, train=True)


def activation(student: Student, kind: Kind) -> Student:
    """Return a fresh activation of this kind."""
    layer: Student = getattr(student, kind[0])(*kind[1:])
    return layer


def affine(student: Student, rng: Rng, *size: int) -> Student:
    """Return an affine layer with random weights and bias; the last size is M."""
    w, b = rng.normal(size=(math.prod(size[:-1]), size[-1])), rng.normal(size=size[-1])
    return student.Affine(w, b)  # type: ignore[no-any-return]  # a class makes a handle


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))
