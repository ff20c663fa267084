"""Hidden checks of unit 6, fourth part: far from zero, alone, and other dtypes."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows_dtype,
    keeps_digits,
    quiet,
    require,
    whole_numbers,
)

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that its place in the formula shows
FAR = 1e4  # the largest offset that the course calls legal
FAR_RTOL = 1e-8  # x + 10 000 holds x to 1e-12, and the spread there is a tenth
SHAPES = {"BatchNorm": (7, 3), "BatchNorm2d": (2, 3, 1, 5)}
KINDS = pytest.mark.parametrize("kind", SHAPES)
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
CENTRE = (
    "Adding 1 to all of x must not change the output of training: take off the mean of "
    "the batch in hand."
)
LOST_BACK = (
    "Far from zero out keeps its digits and dx loses them: compute dx from x_hat and "
    "the root that forward kept."
)
CUT = "It is beta, as if all rows were equal: is x cut off somewhere on the way?"
ALONE = "One row is treated in another way than two: the formulas need no exception."
UNDONE = "x_hat is found back by dividing by gamma, which may be 0: keep x_hat itself."


@exercise("6.6", weight=2)
@KINDS
def test_offset_changes_nothing(student: Student, rng: Rng, kind: str) -> None:
    """For x near 10 000, output, dx and running_var are as exact as near 0."""
    require_centring(student, rng, kind)
    given, shape = leaves(rng), SHAPES[kind]
    dout, x = rng.normal(size=shape), rng.normal(0.0, 0.1, size=shape) + FAR
    far, near = (getattr(student, kind)(*given) for _ in range(2))

    out, dx = far.forward(x.copy(), train=True), far.backward(dout.copy())

    wanted = array(near.forward(x - FAR, train=True), shape, "out")
    beta = given[1].reshape(-1, *[1] * (len(shape) - 2)) + np.zeros(shape)
    clues = Clues(suspects={"offset:cut": (CUT, beta)})
    keeps_digits(out, wanted, "out", FAR_RTOL, clues=clues)
    var = array(near.running_var, (3,), "running_var")
    right = 0.9 + 0.1 * x.var(axis=tuple({0, *range(2, x.ndim)}))
    if np.allclose(var, right):
        keeps_digits(far.running_var, var, "running_var", 1e-10)
    close(far.running_var, var, "running_var", 1e-10)
    wanted, clues = array(near.backward(dout), shape, "dx"), Clues(cause=LOST_BACK)
    close(dx, wanted, "dx", FAR_RTOL, clues=clues)


@exercise("6.6")
def test_batch_of_one(student: Student, rng: Rng) -> None:
    """BatchNorm on a batch of one row gives beta, a finite dx and no NumPy warning."""
    require_centring(student, rng, "BatchNorm")
    (gamma, beta), x = leaves(rng), rng.normal(2.0, 1.5, size=(1, 3))
    two, norm = (student.BatchNorm(gamma, beta, eps=EPS) for _ in range(2))
    pair = two.forward(np.concatenate([x - 1, x + 1]), train=True)

    with quiet(student):
        out = norm.forward(x.copy(), train=True)
        dx = norm.backward(rng.normal(size=(1, 3)))

    x_hat = np.array([[-1.0], [1.0]]) / np.sqrt(1 + EPS)
    around = array(pair, (2, 3), "out")
    clues = Clues(cause=ALONE if is_near(around, gamma * x_hat + beta) else "")
    close(out, around.mean(axis=0, keepdims=True), "out of one row", clues=clues)
    array(dx, (1, 3), "dx")


@exercise("6.6")
@KINDS
def test_gamma_of_zero(student: Student, rng: Rng, kind: str) -> None:
    """With a 0 in gamma, backward gives right parameter gradients and a finite dx."""
    require_centring(student, rng, kind)
    (gamma, beta), shape = leaves(rng), SHAPES[kind]
    norm = getattr(student, kind)(gamma * [0.0, 1.0, 1.0], beta, eps=EPS)
    other = getattr(student, kind)(gamma, beta, eps=EPS)
    x, dout = rng.normal(2.0, 1.5, size=shape), rng.normal(size=shape)
    norm.forward(x.copy(), train=True)
    other.forward(x, train=True)

    dx = norm.backward(dout.copy())
    other.backward(dout)

    clues = Clues(cause=UNDONE)
    close(
        slopes(norm),
        slopes(other),
        "the gradients of a layer where one gamma is 0",
        clues=clues,
    )
    array(dx, shape, "dx")


@exercise("6.8", weight=2)
@KINDS
@MODES
def test_float32(student: Student, rng: Rng, kind: str, *, train: bool) -> None:
    """Output and gradients are float32 for float32 arrays and float64 for float64."""
    require_centring(student, rng, kind)
    norm, shape = getattr(student, kind)(*leaves(rng), eps=EPS), SHAPES[kind]
    norm.forward(rng.normal(2.0, 1.5, size=shape), train=True)
    x, dout = rng.normal(2.0, 1.5, size=shape), rng.normal(size=shape)

    follows_dtype(norm, at=x, upstream=dout, train=train)


@exercise("6.8")
@KINDS
def test_float32_averages(student: Student, rng: Rng, kind: str) -> None:
    """If gamma is float32, running_mean and running_var are float32 after training."""
    gamma, beta = (leaf.astype(np.float32) for leaf in leaves(rng))
    norm = getattr(student, kind)(gamma, beta)

    norm.forward(rng.normal(size=SHAPES[kind]).astype(np.float32), train=True)

    for name in ("running_mean", "running_var"):
        found = array(getattr(norm, name), (3,), name)
        close(found, found, name, dtype="float32")


@exercise("6.8")
@KINDS
def test_integers_become_floats(student: Student, rng: Rng, kind: str) -> None:
    """A batch of integers gives the output and the dx of the same floats."""
    require_centring(student, rng, kind)
    given, dout = leaves(rng), rng.normal(size=SHAPES[kind])
    x = rng.integers(-9, 10, size=SHAPES[kind])

    def make() -> Student:
        return getattr(student, kind)(*given, eps=EPS)  # type: ignore[no-any-return]  # a class makes a handle

    whole_numbers(make, at=x, upstream=dout)


def leaves(rng: Rng) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (3,) each."""
    return rng.normal(2.0, 0.5, size=3), rng.normal(1.0, 1.0, size=3)


def is_near(found: object, right: Array) -> bool:
    """Whether a result is right, so that others can be measured by it."""
    if not isinstance(found, np.ndarray) or found.shape != right.shape:
        return False
    return found.dtype.kind == "f" and np.allclose(found, right, rtol=1e-9, atol=1e-9)


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def slopes(norm: Student) -> Array:
    """Return the gradients of gamma and beta in a row; 6.3 judges their shapes."""
    grads = norm.grads if isinstance(norm.grads, dict) else {}
    found = [grads.get("gamma"), grads.get("beta")]
    is_right = all(isinstance(each, np.ndarray) and each.size == 3 for each in found)
    require(is_right, "grads must hold an array of shape (D,) for gamma and for beta")
    return np.concatenate([np.ravel(np.asarray(each)) for each in found])


def require_centring(student: Student, rng: Rng, kind: str) -> None:
    """Refuse a training forward that could not be anyone's, such as returning x."""
    norm = getattr(student, kind)(*leaves(rng), eps=EPS)
    x = rng.normal(2.0, 1.5, size=SHAPES[kind])
    out = array(norm.forward(x.copy(), train=True), x.shape, "out")
    again = norm.forward(x + 1, train=True)
    close(again, out, "out after adding 1 to all of x", clues=Clues(cause=CENTRE))
