"""What is wrong first: a failure that another one stands in front of.

A backward is judged against the submission's own forward, and an exercise against
those it needs. Where one of these is wrong, the numbers that follow fit anything.
"""

import re
from collections.abc import Collection, Mapping

import pytest

from grader.checks.training import TOO_LITTLE
from grader.errors import (
    BadOutput,
    CheckFailed,
    Finding,
    StudentError,
    StudentException,
)
from grader.judge.items import Item
from grader.judge.traces import Trace
from grader.model import Diagnosis

_FORWARD = re.compile(r"out\d*\b")
_BACKWARD = re.compile(r"d[a-z]\w*\b|grads\[")


def first_wrong(
    test: pytest.Item,
    finding: Finding | None,
    seen: Mapping[pytest.Item, Trace],
    failed: Collection[str],
    items: Mapping[pytest.Item, Item],
) -> Diagnosis | None:
    """Return what to mend before this failure, None where it speaks for itself.

    Args:
        test: a failing check.
        finding: what it found on two seeds, None for nothing.
        seen: every failing check of the unit.
        failed: the exercises that fail on both seeds.
        items: what each check is.
    """
    exercise = items[test].exercise
    is_loose = finding is None or finding.is_fit or finding == TOO_LITTLE
    before = [need for need in exercise.needs if need in failed]
    before = [need for need in before if not _is_same(need, test, seen, items)]
    if before and is_loose:
        return _after(before[0], "this one")
    rivals = [each for each in seen if items[each].exercise == exercise]
    error = seen[test].error
    if not (is_loose or _is_measured(error)) or not _about(error, _BACKWARD):
        return None
    if any(_is_wrong_forward(seen[each], seen[test]) for each in rivals):
        return _after("out", "backward")
    return None


def _is_same(
    need: str,
    test: pytest.Item,
    seen: Mapping[pytest.Item, Trace],
    items: Mapping[pytest.Item, Item],
) -> bool:
    """Whether another exercise fails only where this check does, at the same line."""
    error = seen[test].error
    rivals = [seen[each].error for each in seen if items[each].exercise.id == need]
    if not rivals or not isinstance(error, StudentException):
        return False
    return all(
        isinstance(each, StudentException) and each.where == error.where
        for each in rivals
    )


def _after(first: str, follower: str) -> Diagnosis:
    text = f"{first} is wrong first, and {follower} builds on it: mend that, then "
    return Diagnosis(f"after:{first}", text + "look again.")


def _is_wrong_forward(rival: Trace, trace: Trace) -> bool:
    """Whether a check found the output wrong of what another one is about, too."""
    is_of_it = bool(rival.called & trace.called)
    return is_of_it and _about(rival.error, _FORWARD)


def _is_measured(error: StudentError | None) -> bool:
    return isinstance(error, CheckFailed) and error.is_measured


def _about(error: StudentError | None, names: re.Pattern[str]) -> bool:
    if not isinstance(error, CheckFailed | BadOutput):
        return False
    return names.match(error.about) is not None
