"""Hidden checks of unit 2, second part: large numbers, dtypes, alpha, empty grads."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows_dtype,
    gradients_start_at_zero,
    has_default,
    learns_nothing,
    quiet,
    require,
    takes_zero,
    whole_numbers,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
FLOAT32_RTOL = 10 * float(np.finfo(np.float32).eps)
EACH_KIND = pytest.mark.parametrize(
    "kind",
    [("Sigmoid",), ("ReLU",), ("Tanh",), ("LeakyReLU", 0.3), ("ELU", 0.7)],
    ids=["Sigmoid", "ReLU", "Tanh", "LeakyReLU", "ELU"],
)
WITHOUT_B = "With train=False b is not added: train must make no difference here."
Curve = Callable[[Array], Array]
Kind = tuple[str, *tuple[float, ...]]  # the name of an activation, and its alpha
DEFAULTS = {"LeakyReLU": 0.01, "ELU": 1.0}


@exercise("2.1")
def test_affine_values_in_evaluation(student: Student, rng: Rng) -> None:
    """Affine.forward with train=False gives x W + b, for small and large numbers."""
    w, b = rng.normal(size=(5, 3)), rng.normal(size=3)
    x = rng.permuted(np.geomspace(1e-3, 1e4, 35) * rng.choice([-1.0, 1.0], size=35))
    x = x.reshape(7, 5)

    out = student.Affine(w.copy(), b.copy()).forward(x.copy(), train=False)

    product = np.einsum("nd,dm->nm", x, w)
    suspects = {"b:in-evaluation": (WITHOUT_B, product)}
    clues = Clues(axes={"out": "N M"}, known={"b": b}, suspects=suspects)
    close(out, product + b, "out", clues=clues)


@exercise("2.6")
@pytest.mark.parametrize(
    ("name", "given", "curve"),
    [
        ("LeakyReLU", {}, lambda x: x / 100),
        ("LeakyReLU", {"alpha": 0.0}, lambda x: 0 * x),
        ("LeakyReLU", {"alpha": 0.3}, lambda x: 0.3 * x),
        ("ELU", {}, np.expm1),
        ("ELU", {"alpha": 0.7}, lambda x: 0.7 * np.expm1(x)),
    ],
    ids=["LeakyReLU default", "LeakyReLU 0", "LeakyReLU 0.3", "ELU default", "ELU 0.7"],
)
def test_alpha(
    student: Student, rng: Rng, name: str, given: dict[str, float], curve: Curve
) -> None:
    """The layer's forward uses the alpha that is given by name, or else its default."""
    x = rng.uniform(-3.0, -1.0, size=5)

    def run(*args: float, **kwargs: float) -> Array:
        layer = getattr(student, name)(*args, **kwargs)
        return array(layer.forward(x.copy(), train=True), x.shape)

    if not given:
        has_default(run, "alpha", DEFAULTS[name])
    if given == {"alpha": 0.0}:
        takes_zero(run, "alpha")
    close(run(**given), curve(x), "out")


@exercise("2.7")
@EACH_KIND
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_far_out(student: Student, rng: Rng, kind: Kind, dtype: str) -> None:
    """The layer's forward is straight or flat from |x| = 30 to 10 000, no warning."""
    x, layer = far_out(rng).astype(dtype), activation(student, kind)
    at_30 = array(layer.forward(30 * np.sign(x), train=True), x.shape)
    at_60 = array(layer.forward(60 * np.sign(x), train=True), x.shape)

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    line = at_30 + (at_60 - at_30) * (np.abs(x) / 30 - 1)
    close(out, line, "out", rtol=FLOAT32_RTOL)


@exercise("2.7")
@EACH_KIND
def test_far_out_backward(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's backward keeps its slope from |x| = 30 to 10 000, with no warning."""
    x, dout, layer = far_out(rng), rng.normal(size=8), activation(student, kind)
    layer.forward(30 * np.sign(x), train=True)
    at_30 = array(layer.backward(dout.copy()), x.shape)
    layer.forward(x.copy(), train=True)

    with quiet(student):
        dx = layer.backward(dout.copy())

    close(dx, at_30, "dx")


@exercise("2.8", weight=3)
def test_affine_gradients_are_zero_at_first(student: Student, rng: Rng) -> None:
    """Affine.grads holds zeros in the shapes of W and b before the first backward."""
    given = {"W": rng.normal(size=(3, 2)), "b": rng.normal(size=2)}
    layer = student.Affine(given["W"].copy(), given["b"].copy())

    gradients_start_at_zero(layer, given, at=rng.normal(size=(5, 3)))


@exercise("2.8")
@EACH_KIND
def test_layer_has_nothing_to_learn(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer's params and grads are empty dicts, also after both passes."""
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))

    learns_nothing(activation(student, kind), at=x, upstream=dout)


@exercise("2.9", weight=4)
def test_affine_keeps_float32(student: Student, rng: Rng) -> None:
    """Affine gives float32 out, dx and grads for float32 arrays."""
    x, dout = rng.normal(size=(5, 6)), rng.normal(size=(5, 2))

    follows_dtype(affine(student, rng, 6, 2), at=x, upstream=dout)


@exercise("2.9")
@EACH_KIND
def test_layer_keeps_float32(student: Student, rng: Rng, kind: Kind) -> None:
    """The layer gives float32 for float32 arrays, forward and backward."""
    x, dout = away_from_zero(rng, (5, 7)), rng.normal(size=(5, 7))

    follows_dtype(activation(student, kind), at=x, upstream=dout)


@exercise("2.9")
@EACH_KIND
@pytest.mark.parametrize("dtype", ["int64", "int16", "uint8"])
def test_whole_numbers(student: Student, rng: Rng, kind: Kind, dtype: str) -> None:
    """The layer gives for integers what it gives for the same numbers in float64."""
    whole = rng.integers(-8, 9, size=(3, 7)).astype(dtype)

    def make() -> Student:
        return activation(student, kind)

    whole_numbers(make, at=whole, upstream=rng.normal(size=(3, 7)))


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


def affine(student: Student, rng: Rng, *size: int) -> Student:
    """Return an affine layer with random weights and bias; the last size is M."""
    w, b = rng.normal(size=size), rng.normal(size=size[-1])
    return student.Affine(w, b)  # type: ignore[no-any-return]  # a class makes a handle


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none near 0, where slopes jump."""
    size = rng.uniform(0.1, 3.0, size=shape)
    return np.asarray(size * rng.permuted(np.resize([1.0, -1.0], shape)))


def far_out(rng: Rng) -> Array:
    """Return 8 numbers between 60 and 10 000 in size, of both signs, ends included."""
    size = np.append(10 ** rng.uniform(1.8, 4.0, size=6), [1e4, 1e4])
    return np.asarray(size * np.resize([1.0, -1.0], 8))
