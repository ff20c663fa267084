"""Hidden checks of unit 2, fourth part: arguments, parameters, what is remembered."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    live,
    require,
    resident,
    same,
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
STATE = (
    "What backward needs comes from another forward: an earlier one, one with "
    "train=True only, or another object's. Keep it on self, anew in each forward."
)


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

    clues = Clues(cause="A second backward adds to grads in place of assigning them.")
    close(stored(layer, "W"), first[0], 'grads["W"] of a second backward', clues=clues)
    close(stored(layer, "b"), first[1], 'grads["b"] of a second backward', clues=clues)


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
    clues = Clues(cause="The layer computes with copies of W and b, made earlier.")
    edited = "out after W and b were edited in place"
    close(out, array(fresh, (5, 2)), edited, clues=clues)
    others = [key for key in kept if not same(live(layer, "params", key), kept[key])]
    given = f"params must hold the arrays that were given, not {others}."
    require(not others, given, cause="The constructor keeps copies in params.")


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

    clues = Clues(cause=STATE)
    close(stored(layer, "W"), stored(fresh, "W"), 'grads["W"]', clues=clues)
    untouched = "another layer's grads, not yet computed"
    close(stored(other, "W"), np.zeros((3, 2)), untouched, clues=clues)


@exercise("2.8")
@EACH_KIND
def test_layer_leaves_arguments_alone(student: Student, rng: Rng, kind: Kind) -> None:
    """Neither pass writes into the array it was given."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    unchanged(activation(student, kind), at=x, upstream=dout)


@exercise("2.8")
@EACH_KIND
def test_backward_is_of_latest_forward(student: Student, rng: Rng, kind: Kind) -> None:
    """Other objects, earlier calls and an earlier backward have no say."""
    layer, other, fresh = (activation(student, kind) for _ in range(3))
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))
    fresh.forward(x.copy(), train=True)
    expected = array(fresh.backward(dout.copy()), x.shape)
    layer.forward(-2 * x, train=True)
    layer.forward(x.copy(), train=False)
    other.forward(-2 * x, train=True)

    first, second = layer.backward(dout.copy()), layer.backward(dout.copy())

    close(first, expected, "dx", clues=Clues(cause=STATE))
    used_up = Clues(cause="A backward uses up or changes what the next one needs.")
    close(second, expected, "dx of a second backward", clues=used_up)


def activation(student: Student, kind: Kind) -> Student:
    """Return a fresh activation of this kind."""
    layer: Student = getattr(student, kind[0])(*kind[1:])
    return layer


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
