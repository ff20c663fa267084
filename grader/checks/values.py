"""Checks of values: close, raises, require, quiet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.checks.clues import NO_CLUES, Clues, cause_of
from grader.errors import (
    BadOutput,
    CheckFailed,
    Finding,
    NotStarted,
    StudentError,
    StudentException,
)
from grader.numerics.closeness import Discrepancy, difference
from grader.numerics.diagnosis.value_noise import FEW_DIGITS
from grader.numerics.diagnosis.value_shapes import (
    explain_dtype,
    explain_shape,
    explain_shape_of_values,
)
from grader.numerics.diagnosis.value_signs import signature
from grader.numerics.diagnosis.values import explain_values
from grader.sandbox.handles import Handle, Method, line_of, settle
from grader.sandbox.messages import Value

_Result = TypeVar("_Result")
# Facts beside which a suite knows more of the numbers that it gave.
LATE = {FEW_DIGITS, "not-finite", "not-finite:everywhere"}
VALUE_RTOL = 1e-9  # float64 code that computes the same formula in another order


def close(
    got: Value,
    expected: ArrayLike,
    name: str = "the result",
    rtol: float = VALUE_RTOL,
    dtype: str | None = None,
    *,
    clues: Clues = NO_CLUES,
) -> None:
    """Check that a value is what it must be: its kind, shape, and numbers.

    Args:
        got: what the submission gave.
        expected: an array, or a number where a number must come back.
        name: what the value is called in the message.
        rtol: tolerance relative to the largest expected entry, or to 1.
        dtype: the dtype it must have, None for any.
        clues: what helps to name the cause of a failure; lazy entries are
            computed only then.

    Raises:
        BadOutput: not an array or number, the wrong shape, or the wrong dtype.
        CheckFailed: the numbers differ.
    """
    right = np.asarray(expected)
    try:
        _require_close(got, right, name, rtol, dtype, clues)
    except (BadOutput, CheckFailed) as error:
        error.got = got  # a view or a copy would not lead to the call that gave it
        raise


def _require_close(
    got: Value,
    right: np.ndarray,
    name: str,
    rtol: float,
    dtype: str | None,
    clues: Clues,
) -> None:
    _require_shape(got, right, name, clues)
    left = numeric(got, right.shape, name)
    if dtype is not None and left.dtype != np.dtype(dtype):
        msg = f"{name} must have dtype {dtype}, found {left.dtype}"
        raise BadOutput(msg, (explain_dtype(left.dtype, np.dtype(dtype)),), name)
    found = difference(left, right, rtol)
    if found is not None:
        raise _differs(found, (left, right), name, rtol, clues)


def _differs(
    found: Discrepancy,
    pair: tuple[np.ndarray, np.ndarray],
    name: str,
    rtol: float,
    clues: Clues,
) -> CheckFailed:
    """Return the failure of a value beside what is right."""
    left, right = pair
    scene = clues.scene(name, right.shape)
    verb, they = ("are", "they") if text.is_plural(name) else ("is", "it")
    comma = "," if ", " in text.bare(name) and name[-1] != "," else ""
    symptom = f"{name}{comma} {verb} not what {they} must be.\n\n"
    return CheckFailed(
        symptom + text.table(found, name, "", rtol),
        _with_cause(explain_values(left, right, scene), clues.cause),
        signature=signature(left, right, scene, rtol),
        about=name,
    )


def _with_cause(found: tuple[Finding, ...], cause: str) -> tuple[Finding, ...]:
    """Return findings with the author's cause before those that fit any numbers."""
    late = [finding for finding in found if finding.is_fit or finding.code in LATE]
    return (*(one for one in found if one not in late), *cause_of(cause), *late)


def numeric(got: Value, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return `got` as an array of this shape.

    Raises:
        BadOutput: it is no array of numbers (or no number, for shape ()), or
            its shape differs.
    """
    array = _numbers(got, shape, name)
    if array.shape != shape:
        plain = explain_shape(array.shape, shape, NO_CLUES.scene(name, shape))
        raise _wrong_shape(array, shape, name, plain)
    return array


def _require_shape(got: Value, expected: np.ndarray, name: str, clues: Clues) -> None:
    """Refuse another shape, with what the right numbers tell about it."""
    array = _numbers(got, expected.shape, name)
    if array.shape != expected.shape:
        scene = clues.scene(name, expected.shape)
        told = explain_shape_of_values(array, expected, scene)
        raise _wrong_shape(array, expected.shape, name, told)


def _wrong_shape(
    array: np.ndarray, shape: tuple[int, ...], name: str, told: tuple[Finding, ...]
) -> BadOutput:
    found = text.shape(array.shape)
    msg = f"{name} must have shape {text.shape(shape)}, found {found}"
    return BadOutput(msg, told, about=name)


def _numbers(got: Value, shape: tuple[int, ...], name: str) -> np.ndarray:
    if isinstance(got, np.ndarray) or (not shape and is_number(got)):
        return np.asarray(got)
    wanted = f"an array of shape {text.shape(shape)}" if shape else "a number"
    found = "None" if got is None else text.kind(got)
    msg = f"{name} must be {wanted}, found {found}"
    raise BadOutput(msg, (_other_kind(got, name, shape),), about=name)


def _other_kind(got: Value, name: str, shape: tuple[int, ...]) -> Finding:
    """Return what to do about a value that is no array, or no number."""
    verb = "are" if text.is_plural(name) else "is"
    if got is None:
        said = f"{name} {verb} None: is a return missing, or a value never set?"
        return Finding("not-returned", said)
    if isinstance(got, tuple):
        said = f"{name} {verb} a tuple: is there a comma at the end of the line, more "
        said += "than one value after return, or np.where with a condition alone?"
        return Finding("not-an-array:tuple", said)
    if not shape:
        said = f"{name} must be one number: float(value) makes one."
        return Finding("not-a-number", said)
    if isinstance(got, list):
        return no_list(f"{name} {verb} a list: make it an array")
    if is_number(got):
        said = f"{name} {verb} one number: a sum or a mean is taken over all axes, @ "
        said += "multiplies two rows, squeeze or an index takes the axes away, or a "
        said += "plain number is made, as a draw without its shape is."
        return Finding("not-an-array:number", said)
    return Finding(
        "not-an-array", f"{name} must be a NumPy array: look at the line that makes it."
    )


def no_list(said: str) -> Finding:
    """Return what to do about a list where an array must be.

    Args:
        said: how the advice begins, such as "Make an array of it".
    """
    return Finding(
        "not-an-array:list",
        f"{said} with a function of xp, such as xp.stack; NumPy's own would leave the "
        "GPU.",
        plain=f"{said}, with np.array or np.stack.",
    )


def is_number(value: Value) -> bool:
    """Whether a value is one number, and one that NumPy can hold."""
    if isinstance(value, int):
        return value.bit_length() < text.WORD_BITS
    return isinstance(value, (float, complex, np.generic))


def require(condition: object, message: str, cause: str = "") -> None:
    """Check a property; `message` is what the student reads if it does not hold.

    Args:
        condition: what must be true; an array, as a comparison with one gives, is
            true where it has entries and all of them are.
        message: what was expected and found.
        cause: what the failure means, only where nothing else can fail it.

    Raises:
        CheckFailed: the condition is not true.
    """
    if isinstance(condition, np.ndarray):
        condition = condition.size and condition.all()
    if not condition:
        raise CheckFailed(message, cause_of(cause))


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
        said = f"It runs on with what it was given until {error.kind} stops it: test "
        said += f"the arguments first, and raise {wanted} yourself."
        if error.kind == "AssertionError":
            said = f"An assert raises AssertionError: write if, and raise {wanted}."
        raise CheckFailed(msg, (Finding(f"raised:{error.kind}", said),)) from error
    msg = f"{name} must raise {wanted} here, but it returned."
    said = f"Your code lets it through: raise {wanted} for it, before anything else."
    raise CheckFailed(msg, (Finding("raised-nothing", said),))


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
            f"NumPy warned: {warned[0]}. Any input between -10 000 and 10 000 must "
            "pass without a warning."
        )
        raise CheckFailed(msg, _warned(warned[0]))


_WARNINGS = {
    "overflow": "A number became too large to hold: take no exp or power of large "
    "numbers. exp(-abs(x)) never overflows, nor exp after subtracting the maximum.",
    "divide": "Something is divided by 0, or the logarithm of 0 is taken: think of "
    "what must come out there, and compute it without the 0.",
    "invalid": "Something without a value is computed: 0/0, as by a sum in which every "
    "number has become 0, inf - inf, or the root or logarithm of a negative number. "
    "np.where computes both of its sides before it chooses.",
}


def _warned(warning: str) -> tuple[Finding, ...]:
    """Return what a warning of NumPy means, by its first word."""
    word = warning.partition(" ")[0]
    said = _WARNINGS.get(word)
    return (Finding(f"warned:{word}", said),) if said else ()


def attempt(compute: Callable[[], _Result]) -> _Result | None:
    """Return what `compute` gives, or None where the submission's code fails.

    For pictures, which are drawn from whatever already works.
    """
    try:
        return compute()
    except StudentError:
        return None
