"""Checks by a formula: what is one change away from it is named if it is what came out.

    parts = {"fan_in": d, "fan_out": m}
    follows(found, "sqrt(2 / (fan_in + fan_out))", parts, "the spread")

If the numbers found are those of `sqrt(2 / fan_in)`, the student reads so. The formula
stands in the suite as text: names, numbers, + - * / ** @, comparisons, and functions:
abs, ceil, exp, exp2, floor, log, log2, log10, max, maximum, mean, min, minimum, norm,
round, sigmoid, sign, softmax, sqrt, step, sum, tanh, where. `sum(x, 1)` runs along an
axis, which stays with length 1.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import numpy as np

from grader.checks.clues import NO_CLUES, Clues
from grader.checks.values import VALUE_RTOL, close
from grader.errors import BadOutput, CheckFailed, Finding, Origin, StudentException
from grader.numerics.diagnosis.formulas import evaluate, explain_formula
from grader.sandbox.messages import Value

Parts = Mapping[str, object]
NO_NOTES: Mapping[str, str] = MappingProxyType({})


def follows(  # noqa: PLR0913 - a suite names only what it needs
    got: Value,
    formula: str,
    parts: Parts,
    name: str = "the result",
    rtol: float = VALUE_RTOL,
    *,
    it: str = "It",
    notes: Mapping[str, str] = NO_NOTES,
    clues: Clues = NO_CLUES,
) -> None:
    """Check that a value is what a formula gives.

    Args:
        got: what the submission gave.
        formula: what is right, as above.
        parts: what its names stand for; further names may stand in a wrong formula.
        name: what the value is called in the message.
        rtol: as in `close`.
        it: the value, as a sentence begins; for use in `narrowed`, where the message
            is about another one.
        notes: what a name stands for, where a student does not know it.
        clues: as in `close`.

    Raises:
        BadOutput: not an array or number, or the wrong shape.
        CheckFailed: the numbers differ.
        CourseError: the formula cannot be computed.
    """
    with told_by(got, formula, parts, name=it, notes=notes):
        close(got, evaluate(formula, parts), name, rtol, clues=clues)


@contextmanager
def told_by(
    got: Value,
    formula: str,
    parts: Parts,
    *,
    name: str = "It",
    notes: Mapping[str, str] = NO_NOTES,
) -> Iterator[None]:
    """Name the cause of a failure inside by the formula that a value follows.

    For properties: whether a value is right is up to the checks inside, and only where
    one of them fails is it asked which formula gives the value.

    Args:
        got: what the submission gave.
        formula: what is right, as above.
        parts: what its names stand for.
        name: what the value is, as a sentence begins.
        notes: what a name stands for, where a student does not know it.
    """
    try:
        yield
    except (BadOutput, CheckFailed) as failed:
        if not _is_real(got):
            raise
        found = explain_formula(got, formula, parts, name=name, notes=notes)
        raise with_findings(failed, found) from failed


@contextmanager
def narrowed(*checks: Callable[[], None]) -> Iterator[None]:
    """Let narrower checks name the cause of a failure inside.

    They run only where something inside fails, so they cost nothing where code is
    right: a default is held against a number, say, once a result is wrong without it.

    Args:
        checks: each raises what it finds; the first that does is believed. One that
            cannot work with what comes out finds nothing.
    """
    try:
        yield
    except (BadOutput, CheckFailed) as failed:
        for check in checks:
            found = _found_by(check)
            if found:
                raise with_findings(failed, found) from failed
        raise


def _found_by(check: Callable[[], None]) -> tuple[Finding, ...]:
    try:
        check()
    except (BadOutput, CheckFailed) as failed:
        return failed.findings
    except (StudentException, *_NO_SENSE):
        return ()
    return ()


_NO_SENSE = ArithmeticError, AttributeError, LookupError, TypeError, ValueError


def with_findings(
    failed: BadOutput | CheckFailed, found: tuple[Finding, ...]
) -> BadOutput | CheckFailed:
    """Return a failure with further causes, behind the formulas that a suite names."""
    named = tuple(f for f in failed.findings if f.origin is Origin.SUSPECT)
    rest = tuple(f for f in failed.findings if f.origin is not Origin.SUSPECT)
    findings = (*named, *found, *rest)
    told: BadOutput | CheckFailed
    if isinstance(failed, BadOutput):
        told = BadOutput(str(failed), findings, failed.about)
    else:
        told = CheckFailed(
            failed.symptom,
            findings,
            failed.inputs,
            failed.signature,
            about=failed.about,
            is_measured=failed.is_measured,
            comparison=failed.comparison,
        )
    told.got = failed.got
    return told


def _is_real(got: Value) -> bool:
    is_number = isinstance(got, (float, int, np.generic))
    return is_number or isinstance(got, np.ndarray)
