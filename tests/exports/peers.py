"""The same score as gradescope-utils writes it, the library that teachers use."""

import io
import json
import unittest
from collections.abc import Callable

from gradescope_utils.autograder_utils.decorators import (
    number,
    partial_credit,
    tags,
    visibility,
)
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

from grader.exports.telling import name, told
from grader.model import Outcome, Score, ScoredCheck, ScoredExercise, Visibility

Document = dict[str, object]  # JSON
Test = Callable[..., None]
SHOWN = {Visibility.OPEN: "visible", Visibility.HIDDEN: "after_published"}


def by_gradescope_utils(score: Score) -> Document:
    """Return the results.json of a suite whose tests do as the checks did."""
    suite = unittest.TestSuite(
        _case(_test(exercise, check, f"{exercise.id}.{place}"))
        for unit in score.units
        for exercise in unit.exercises
        for place, check in enumerate(exercise.checks, 1)
    )
    stream = io.StringIO()
    runner = JSONTestRunner(
        stream=stream, stdout_visibility="hidden", failure_prefix=""
    )
    runner.run(suite)
    document: Document = json.loads(stream.getvalue())
    return document


def _case(test: Test) -> unittest.TestCase:
    kind = type("Case", (unittest.TestCase,), {"test": test})
    case: unittest.TestCase = kind("test")
    return case


def _test(exercise: ScoredExercise, check: ScoredCheck, place: str) -> Test:
    def test(self: unittest.TestCase, set_score: Callable[[float], None]) -> None:
        set_score(check.score)
        if check.outcome is not Outcome.PASSED:
            self.fail(told(check))

    test.__doc__ = f"{exercise.name}: {name(check)}"
    marked: Test = test
    for mark in (
        partial_credit(check.max_score),
        number(place),
        tags(exercise.id, check.outcome.value),
        visibility(SHOWN[check.visibility]),
    ):
        marked = mark(marked)
    return marked
