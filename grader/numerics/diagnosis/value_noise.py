"""Numbers that are nearly right: part of the way was taken in a shorter precision."""

from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import Comparison, kept_axes

UNIT = 2.0**-24  # what rounding to float32 leaves off, at most, of 1
HALF = 2.0**-11  # likewise, of float16
LEAST = 2.0**-6  # of these: far above what the next longer dtype rounds off
MOST = {UNIT: 64.0, HALF: 2.0}  # likewise: some roundings that add up; one or two
ENOUGH = 8  # entries: fewer have one sign by chance
DIGITS = 8.0  # of UNIT: what one or two roundings to float32 leave off
FEW_DIGITS = "precision:few"
FEW = 5  # entries of a slice: of fewer, two numbers make up most of anything
FORM = 0.1  # of the error: what two fitted numbers leave of noise is far more
MOST_OF_THEM = 0.5  # entries that a shorter dtype leaves wrong, at least
SHARE = 0.2  # of them: on either side of what is right


def rounded_on_the_way(case: Comparison) -> Iterator[Finding]:
    """Errors of a dtype's size, of both signs: no term, no factor, but rounding."""
    size = float(np.abs(case.expected).max(initial=0.0))
    largest = float(np.abs(case.error).max(initial=0.0))
    unit = next(
        (u for u in (UNIT, HALF) if LEAST * u * size < largest < MOST[u] * u * size),
        0.0,
    )
    wrong = case.error[case.error != 0.0] * np.sign(case.expected[case.error != 0.0])
    if wrong.size < ENOUGH or not SHARE < (wrong > 0).mean() < 1 - SHARE:
        return
    shorter = np.float16 if unit == HALF else np.float32
    is_whole = np.array_equal(case.got.astype(shorter), case.got)
    if not unit or is_whole or _has_a_form(case):
        return
    if unit == HALF and case.wrong.mean() > MOST_OF_THEM:
        text = (
            "It is right in some four digits only: is part of it kept in float16, or "
            "rounded?"
        )
        yield Finding("precision:half on the way", text)
    elif unit == UNIT:
        text = (
            "It is right in some seven digits only: part of it is kept in float32, or "
            "is measured by differences."
        )
        yield Finding("precision:on the way", text)


def seven_digits(case: Comparison) -> Iterator[Finding]:
    """Few numbers that are right but for what float32 keeps: measured, not fitted."""
    size = np.abs(case.expected)
    wrong = np.abs(case.error)[case.wrong] / np.maximum(size[case.wrong], UNIT)
    if case.error.size >= ENOUGH or not wrong.size:
        return
    if wrong.min() > LEAST * UNIT and wrong.max() < DIGITS * UNIT:
        text = (
            "It is right in some seven digits only: does something on the way go "
            "through float32, or is something tiny added?"
        )
        yield Finding(FEW_DIGITS, text)


def _has_a_form(case: Comparison) -> bool:
    """Whether a scale and a shift, for all or per slice, make up most of the error."""
    whole = tuple(range(case.error.ndim))
    for others in (whole, *(others for _, others in kept_axes(case))):
        length = int(np.prod([case.error.shape[k] for k in others]))
        if length < FEW:
            continue
        error, right = (
            a - a.mean(axis=others, keepdims=True) for a in (case.error, case.expected)
        )
        square = (right**2).sum(axis=others, keepdims=True)
        factor = (error * right).sum(axis=others, keepdims=True) / square
        left = np.linalg.norm(error - factor * right) / np.linalg.norm(case.error)
        if left <= FORM:
            return True
    return False
