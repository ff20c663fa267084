"""Hidden checks of unit 3, fifth part: numbers up to 10 000, and other dtypes.

Most compare a submission with itself, so a wrong formula costs nothing here.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows_dtype,
    narrowed,
    numbers_in_turn,
    quiet,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
FUNCTIONS = pytest.mark.parametrize("name", ["softmax", "log_softmax"])
FLOATS = pytest.mark.parametrize("dtype", ["float64", "float32"])
KINDS = pytest.mark.parametrize("kind", ["labels", "label_rows"])
SHIFTS = np.array([[1e4], [-1e4], [0.0], [700.0], [-9e3]])  # one for each row
FAR_RTOL = 1e-8  # x + 10 000 holds x to 1e-12
LOSS_RTOL = 1e-4  # what 1e-7 inside the logarithm does to the unit is less
FLOAT32_RTOL = 1e-5  # float32 holds seven digits
SHIFTED = (
    "Adding one number to a row changes no probability. Take each row's own maximum "
    "off before the exponential: not one maximum for all, not the mean."
)
LOG_OF_SOFTMAX = (
    "The logarithm is taken of a probability that is too small to hold, or of one to "
    "which something was added. Take the logarithm of the sum only: handout 2.2."
)
LOSS_BY_LOG = (
    "An example that is far off has a loss as large as its logits are apart, no limit "
    "is set to it: log_softmax must take the logarithm of the sum (handout 2.2), and "
    "nothing may be added inside a logarithm or cut off."
)
WHOLE = "Whole numbers must give what the same numbers give in float64."


@exercise("3.9", weight=2)
@FUNCTIONS
def test_rows_far_apart(student: Student, rng: Rng, name: str) -> None:
    """The function gives the same for rows shifted to 10 000 or -10 000; no warning."""
    x, function = rng.normal(size=(5, 3)), getattr(student, name)
    near = array(function(x.copy()), (5, 3))

    with quiet(student):
        out = function(x + SHIFTS)

    clues = clues_where(is_usual(student, name), SHIFTED)
    close(out, near, "out", FAR_RTOL, clues=clues)


@exercise("3.9")
@FLOATS
def test_softmax_far_out(student: Student, rng: Rng, dtype: str) -> None:
    """softmax(x) gives 1 to an entry far above the others, without a warning."""
    top = float(rng.uniform(2e3, 1e4))
    x = np.array([top, -top, 0.0], dtype)

    with quiet(student):
        out = student.softmax(x)

    clues = clues_where(is_usual(student, "softmax"), SHIFTED)
    close(out, [1.0, 0.0, 0.0], "out", FLOAT32_RTOL, clues=clues)


@exercise("3.9")
@FLOATS
def test_log_softmax_far_out(student: Student, rng: Rng, dtype: str) -> None:
    """log_softmax of logits far below the largest is x - max(x), and finite."""
    gaps = np.round(rng.uniform(800.0, 1e4, size=4))
    x = np.append(gaps.max() - gaps, gaps.max()).astype(dtype)

    with quiet(student):
        out = student.log_softmax(x)

    clues = clues_where(is_usual(student, "log_softmax"), LOG_OF_SOFTMAX)
    close(out, np.append(-gaps, 0.0), "out", FLOAT32_RTOL, clues=clues)


@exercise("3.9", weight=2)
@KINDS
def test_loss_far_out(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy.forward of a very wrong example is its gap in the logits."""
    gap, label = float(np.round(rng.uniform(1e3, 1e4))), np.array([1])
    t = label if kind == "labels" else np.eye(3)[label]
    near = student.SoftmaxCrossEntropy().forward(np.array([[2.0, 0.0, -9.0]]), t)
    unit = number(near) / np.log(np.exp([2.0, 0.0, -9.0]).sum())  # 1 in right code

    with quiet(student):
        far = np.array([[gap, 0.0, -1e4]])
        loss = student.SoftmaxCrossEntropy().forward(far, t)

    clues = clues_where(abs(unit - 1) < LOSS_RTOL, LOSS_BY_LOG)
    with narrowed(lambda: losses_of_gaps(student, rng, t, unit)):
        close(loss, unit * gap, "the loss", LOSS_RTOL, clues=clues)


def losses_of_gaps(
    student: Student, rng: Rng, t: NDArray[np.generic], unit: float
) -> None:
    """Hold the losses of examples that are more and more wrong against their gaps."""
    gaps = np.sort(np.append(rng.uniform(10.0, 20.0, 5), rng.uniform(40.0, 600.0, 5)))
    losses = [
        student.SoftmaxCrossEntropy().forward(np.array([[gap, 0.0, -1e4]]), t)
        for gap in gaps
    ]
    numbers_in_turn(losses, unit * gaps, "the losses of ten examples", LOSS_RTOL)


@exercise("3.9")
@KINDS
def test_loss_of_shifted_rows(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy is the same if a row's logits all shift by up to 10 000."""
    logits, labels = rng.normal(size=(5, 3)), rng.integers(3, size=5)
    t = labels if kind == "labels" else np.eye(3)[labels]
    near, far = student.SoftmaxCrossEntropy(), student.SoftmaxCrossEntropy()
    wanted = number(near.forward(logits.copy(), t.copy()))
    slopes = array(near.backward(1.0), (5, 3))

    with quiet(student):
        loss = far.forward(logits + SHIFTS, t.copy())
        dlogits = far.backward(1.0)

    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    right = -np.log(p[np.arange(5), labels]).mean()
    clues = clues_where(abs(wanted - right) < LOSS_RTOL, SHIFTED)
    close(loss, wanted, "the loss", FAR_RTOL, clues=clues)
    close(dlogits, slopes, "dlogits", FAR_RTOL, clues=clues)


@exercise("3.11")
@FUNCTIONS
def test_functions_keep_the_dtype(student: Student, rng: Rng, name: str) -> None:
    """The function gives float32 for float32 logits and float64 for float64 logits."""
    follows_dtype(getattr(student, name), at=rng.normal(size=(7, 5)), train=None)


@exercise("3.11", weight=2)
@pytest.mark.parametrize(
    "kind",
    ["labels", "whole_rows", "rows"],
    ids=["integer labels", "integer rows", "float32 rows"],
)
def test_loss_keeps_the_dtype(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy.backward has the dtype of the logits, whatever t has."""
    labels = rng.integers(5, size=7)
    rows = np.eye(5, dtype=np.int64)[labels]
    made = {"labels": labels, "whole_rows": rows, "rows": rows.astype(np.float32)}
    at = {"logits": rng.normal(size=(7, 5))}

    loss, fixed = student.SoftmaxCrossEntropy(), (made[kind],)
    follows_dtype(loss, at=at, upstream=2.0, fixed=fixed, train=None)


@exercise("3.11")
@FUNCTIONS
@pytest.mark.parametrize("dtype", ["int64", "int16", "uint8"])
def test_whole_numbers(student: Student, rng: Rng, name: str, dtype: str) -> None:
    """The function gives for integers what it gives for the same float64 numbers."""
    whole = rng.integers(0, 9, size=(7, 5)).astype(dtype)
    wanted = array(getattr(student, name)(whole.astype(float)), (7, 5))

    out = getattr(student, name)(whole.copy())

    close(out, wanted, "out", dtype="float64", clues=Clues(cause=WHOLE))


@exercise("3.11")
def test_loss_of_whole_numbers(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy takes integer logits as the same numbers in float64."""
    whole, t = rng.integers(-8, 9, size=(7, 5)), rng.integers(5, size=7)
    floats, layer = student.SoftmaxCrossEntropy(), student.SoftmaxCrossEntropy()
    wanted = number(floats.forward(whole.astype(float), t.copy()))

    loss, dlogits = layer.forward(whole.copy(), t.copy()), layer.backward(1.0)

    clues = Clues(cause=WHOLE)
    close(loss, wanted, "the loss", clues=clues)
    right = array(floats.backward(1.0), (7, 5))
    close(dlogits, right, "dlogits", dtype="float64", clues=clues)


def is_usual(student: Student, name: str) -> bool:
    """Whether a function is right for small numbers, so that size is the cause."""
    out = getattr(student, name)(np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]))
    right = np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]) / 8
    right = np.log(right) if name == "log_softmax" else right
    is_array = isinstance(out, np.ndarray) and out.shape == right.shape
    return is_array and bool(np.allclose(out, right, rtol=LOSS_RTOL))


def clues_where(is_known: bool, cause: str) -> Clues:
    """Return the cause of a failure, where nothing else can fail."""
    return Clues(cause=cause if is_known else "")


def array(value: object, shape: tuple[int, ...]) -> Array:
    """Return a result that serves as a measure, once it is known to be an array."""
    is_array = isinstance(value, np.ndarray) and value.shape == shape
    require(is_array, f"Expected an array of shape {shape} here.")
    found = np.asarray(value)
    is_finite = found.dtype.kind == "f" and np.isfinite(found).all()
    require(is_finite and found.any(), "Expected finite numbers here, not all 0.")
    return found.astype(np.float64)


def number(value: object) -> float:
    """Return a loss that serves as a measure, once it is known to be a number."""
    is_number = isinstance(value, (float, np.floating)) or (
        isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind == "f"
    )
    require(is_number, "forward must return one number.")
    found = float(np.asarray(value, np.float64))
    require(np.isfinite(found) and found != 0, "A loss is finite and no 0 here.")
    return found
