"""Hidden checks of unit 2, second part: dtypes, alpha, and what stays as it was."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, close, exercise, follows_dtype, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
EACH_KIND = pytest.mark.parametrize(
    "kind",
    [("Sigmoid",), ("ReLU",), ("Tanh",), ("LeakyReLU", 0.3), ("ELU", 0.7)],
    ids=["Sigmoid", "ReLU", "Tanh", "LeakyReLU", "ELU"],
)
Kind = tuple[str, *tuple[float, ...]]  # the name of an activation, and its alpha


@exercise("2.1")
def test_affine_values_in_evaluation(student: Student, rng: Rng) -> None:
    """With train=False and numbers of every size, out is the same weighted sum."""
    w, b = rng.normal(size=(5, 3)), rng.normal(size=3)
    x = rng.permuted(np.geomspace(1e-3, 1e4, 35) * rng.choice([-1.0, 1.0], size=35))
    x = x.reshape(7, 5)

    out = student.Affine(w.copy(), b.copy()).forward(x.copy(), train=False)

    close(out, np.einsum("nd,dm->nm", x, w) + b, "out")


@exercise("2.6")
@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("LeakyReLU", {}, -0.02),
        ("LeakyReLU", {"alpha": 0.0}, 0.0),
        ("LeakyReLU", {"alpha": 0.3}, -0.6),
        ("ELU", {}, math.expm1(-2.0)),
        ("ELU", {"alpha": 0.7}, 0.7 * math.expm1(-2.0)),
    ],
    ids=["leaky_default", "leaky_zero", "leaky_named", "elu_default", "elu_named"],
)
def test_alpha(
    student: Student, name: str, given: dict[str, float], expected: float
) -> None:
    """Alpha can be given by its name, may be 0 in LeakyReLU, and has its default."""
    out = getattr(student, name)(**given).forward(np.array([-2.0]), train=True)

    close(out, [expected], "out")


@exercise("2.8", weight=3)
def test_affine_gradients_are_zero_at_first(student: Student, rng: Rng) -> None:
    """Before the first backward, grads holds zeros in the shapes of W and b."""
    layer = affine(student, rng, 3, 2)
    layer.forward(rng.normal(size=(5, 3)), train=True)

    grads = layer.grads

    has_both = isinstance(grads, dict) and set(grads) == {"W", "b"}
    require(has_both, 'grads must be a dict with the keys "W" and "b".')
    close(grads["W"], np.zeros((3, 2)), 'grads["W"] before backward')
    close(grads["b"], np.zeros(2), 'grads["b"] before backward')


@exercise("2.8")
@EACH_KIND
def test_layer_has_nothing_to_learn(student: Student, rng: Rng, kind: Kind) -> None:
    """The dictionaries params and grads are empty, also after both passes."""
    layer = activation(student, kind)
    layer.forward(away_from_zero(rng, (3, 7)), train=True)
    layer.backward(rng.normal(size=(3, 7)))

    found = {"params": layer.params, "grads": layer.grads}

    filled = [name for name in found if found[name] != {}]
    require(not filled, f"params and grads must be empty, found more in {filled}.")


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

    follows_dtype(activation(student, kind), at=x, upstream=dout)


@exercise("2.9")
@EACH_KIND
@pytest.mark.parametrize("dtype", ["int64", "uint8"], ids=["integers", "bytes"])
def test_whole_numbers(student: Student, rng: Rng, kind: Kind, dtype: str) -> None:
    """Whole numbers give what the same numbers give in float64."""
    whole = rng.integers(-8, 9, size=(3, 7)).astype(dtype)
    dout, layer, wide = (
        rng.normal(size=(3, 7)),
        activation(student, kind),
        activation(student, kind),
    )

    out, dx = layer.forward(whole.copy(), train=True), layer.backward(dout.copy())

    floats = wide.forward(whole.astype(float), train=True)
    close(out, array(floats, (3, 7)), "out", dtype="float64")
    close(dx, array(wide.backward(dout.copy()), (3, 7)), "dx", dtype="float64")


def activation(student: Student, kind: Kind) -> Student:
    """Return a fresh activation of this kind."""
    layer: Student = getattr(student, kind[0])(*kind[1:])
    return layer


def array(value: object, shape: Shape) -> Array:
    """Return a result that serves as a measure, once it is known to be an array."""
    is_array = isinstance(value, np.ndarray) and value.shape == shape
    require(is_array, "forward and backward must return arrays in the shape of x.")
    return np.asarray(value, np.float64)


def affine(student: Student, rng: Rng, *size: int) -> Student:
    """Return an affine layer with random weights and bias; the last size is M."""
    w, b = rng.normal(size=size), rng.normal(size=size[-1])
    return student.Affine(w, b)  # type: ignore[no-any-return]  # a class makes a handle


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))
