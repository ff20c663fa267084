"""What a convention says where a check of it fails: its sentence, before all others."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.checks.clues import NO_CLUES, Clues
from grader.checks.passes import require_real
from grader.checks.values import close
from grader.errors import BadOutput, CheckFailed, Finding
from grader.numerics.closeness import difference
from grader.sandbox.messages import Value

Array = NDArray[np.float64]
OUTSIDE = (
    "The same, done once more, gives something else: it depends on a name of the class "
    "or of the module, or on a random generator of its own. What an object remembers "
    "belongs on self."
)
ROUGH = 0.2  # of the largest: what is wrong by less was computed, and lost digits


@contextmanager
def convention(code: str, said: str) -> Iterator[None]:
    """Name the cause of every comparison inside that fails.

    Args:
        code: a stable name, such as "state:added".
        said: the sentence for the student, true of whatever fails inside.
    """
    try:
        yield
    except CheckFailed as failed:
        named = CheckFailed(
            failed.symptom,
            (Finding(code, said), *failed.findings),
            failed.inputs,
            failed.signature,
            about=failed.about,
            comparison=failed.comparison,
        )
        named.got = failed.got
        raise named from failed


def keeps_digits(
    got: Value, expected: Array, name: str, rtol: float, *, clues: Clues = NO_CLUES
) -> None:
    """Check what comes out far from zero against what comes out near it.

    Args:
        got: what the submission gave far from zero.
        expected: what it gave near zero, which is the same but for rounding.
        name: what the value is called in the message.
        rtol: tolerance relative to the largest entry, or to 1.
        clues: as in `close`.

    Raises:
        BadOutput: not an array of this shape.
        CheckFailed: the numbers differ; roughly right ones have lost digits.
    """
    said = (
        "Digits are lost far from zero, as in the mean of squares less the square of "
        "a mean: take off first what is common to all, and then square or take exp."
    )
    try:
        close(got, expected, name, rtol, clues=clues)
    except CheckFailed as failed:
        if difference(np.asarray(got), np.asarray(expected), ROUGH) is not None:
            raise
        with convention("digits:lost", said):
            raise failed from None


def finite(value: Value, name: str, shape: tuple[int, ...] | None = None) -> Array:
    """Return a result that serves as a measure, once it is an array of real numbers.

    Args:
        value: what the code gave.
        name: what it is called in the message.
        shape: what it must have, None for any.

    Raises:
        BadOutput: it is no array, has another shape, or is not real.
        CheckFailed: it is not finite.
    """
    require_real(f"{name} must be", value)
    found = np.asarray(value)
    if shape is not None and found.shape != shape:
        wanted, is_now = text.shape(shape), text.shape(found.shape)
        msg = f"{name} must have shape {wanted}, found {is_now}"
        raise BadOutput(msg)
    if not np.isfinite(found).all():
        msg = f"{name} must hold finite numbers."
        why = (
            "Look for a division by 0, an overflow, or a log or root out of its range."
        )
        raise CheckFailed(msg, (Finding("not-finite", why),))
    return found.astype(np.float64)
