"""Checks of values: close, raises, require, quiet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.errors import (
    BadOutput,
    CheckFailed,
    NotStarted,
    StudentError,
    StudentException,
)
from grader.numerics.closeness import difference
from grader.sandbox.handles import Handle, Method, line_of, settle
from grader.sandbox.messages import Value

_Result = TypeVar("_Result")
VALUE_RTOL = 1e-9  # float64 code that computes the same formula in another order


def close(
    got: Value,
    expected: ArrayLike,
    name: str = "the result",
    rtol: float = VALUE_RTOL,
    dtype: str | None = None,
) -> None:
    """Check that a value is what it must be: its kind, shape, and numbers.

    Args:
        got: what the submission gave.
        expected: an array, or a number where a number must come back.
        name: what the value is called in the message.
        rtol: tolerance relative to the largest expected entry, or to 1.
        dtype: the dtype it must have, None for any.

    Raises:
        BadOutput: not an array or number, the wrong shape, or the wrong dtype.
        CheckFailed: the numbers differ.
    """
    right = np.asarray(expected)
    left = numeric(got, right.shape, name)
    if dtype is not None and left.dtype != np.dtype(dtype):
        msg = f"{name} must have dtype {dtype}, found {left.dtype}"
        raise BadOutput(msg)
    found = difference(left, right, rtol)
    if found is not None:
        symptom = f"{name} is not what it must be.\n\n"
        raise CheckFailed(symptom + text.table(found, name, "", rtol))


def numeric(got: Value, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return `got` as an array of this shape.

    Raises:
        BadOutput: it is no array of numbers (or no number, for shape ()), or
            its shape differs.
    """
    if not (isinstance(got, np.ndarray) or (not shape and is_number(got))):
        wanted = f"an array of shape {text.shape(shape)}" if shape else "a number"
        msg = f"{name} must be {wanted}, found {text.kind(got)}"
        raise BadOutput(msg)
    array = np.asarray(got)
    if array.shape != shape:
        msg = (
            f"{name} must have shape {text.shape(shape)}, found "
            f"{text.shape(array.shape)}"
        )
        raise BadOutput(msg)
    return array


def is_number(value: Value) -> bool:
    """Whether a value is one number, and one that NumPy can hold."""
    if isinstance(value, int):
        return value.bit_length() < text.WORD_BITS
    return isinstance(value, (float, complex, np.generic))


def require(condition: object, message: str) -> None:
    """Check a property; `message` is what the student reads if it does not hold.

    Raises:
        CheckFailed: the condition is not true.
    """
    if not condition:
        raise CheckFailed(message)


def raises(
    kind: type[Exception] | str, function: Callable[..., Value], *args: Value
) -> None:
    """Check that the submission's code raises an exception of this kind.

    Raises:
        CheckFailed: it raised nothing, or something else.
    """
    wanted = kind if isinstance(kind, str) else kind.__name__
    name = function.name if isinstance(function, Method) else "the call"
    try:
        made = function(*args)
        if isinstance(made, Handle):
            settle(made)
    except NotStarted:
        raise
    except StudentException as error:
        if wanted in error.kinds:
            return
        msg = f"{name} must raise {wanted} here, found {error.kind}"
        raise CheckFailed(msg) from error
    msg = f"{name} must raise {wanted} here, found that it returned"
    raise CheckFailed(msg)


@contextmanager
def quiet(student: Handle) -> Iterator[None]:
    """Check that no call inside raises a NumPy overflow, divide or invalid warning.

    Raises:
        CheckFailed: a warning was raised.
    """
    line = line_of(student)
    line.watched = []
    try:
        yield
        warned = line.watched
    finally:
        line.watched = None
    if warned:
        msg = (
            f"NumPy warned: {warned[0]}; any finite input up to 10 000 must pass "
            "without a warning"
        )
        raise CheckFailed(msg)


def attempt(compute: Callable[[], _Result]) -> _Result | None:
    """Return what `compute` gives, or None where the submission's code fails.

    For pictures, which are drawn from whatever already works.
    """
    try:
        return compute()
    except StudentError:
        return None
