"""What is told first, and the command that comes next."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import Course, Diagnosis, Outcome, Score, ScoredCheck
from grader.reports.terminal import CheckView, render_check_report


def test_what_waits_for_another_is_told_last_and_by_that(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """Its own numbers fit anything."""
    text = "6.1 is wrong first, and this one builds on it: mend that, then look again."
    behind = make_check(
        Outcome.WRONG, "dx is off.", diagnosis=Diagnosis("after:6.1", text)
    )
    plain = make_check(Outcome.WRONG, "out is off.", check_id="out")
    first = make_score("s", Outcome.PASSED, Outcome.WRONG, (behind, plain))
    later = make_score("s", Outcome.WRONG, Outcome.WRONG, (behind,))
    wide = CheckView(width=200)

    reports = [render_check_report(score, course, wide) for score in (first, later)]

    assert "\n  out is off.\n\n  Second check, wrong: dx is off.\n" in reports[0]
    assert f"0 of 10   {text}\n" in reports[1]


def test_an_exercise_with_points_is_begun(
    make_score: Callable[..., Score], course: Course
) -> None:
    """One of its parts works already: "not started, 4 of 10" contradicts itself."""
    score = make_score("s", Outcome.PASSED, Outcome.NOT_STARTED)
    unit = score.units[0]
    begun = msgspec.structs.replace(unit.exercises[1], score=4.0)
    unit = msgspec.structs.replace(unit, exercises=(unit.exercises[0], begun))

    report = render_check_report(msgspec.structs.replace(score, units=(unit,)), course)

    row = f"{'6.3  BatchNorm.backward':<58}in part   4 of 10\n"
    assert row in report


@pytest.mark.parametrize(
    ("known", "command"),
    [
        ({}, "grader pack"),
        ({"6.1": Outcome.PASSED, "6.3": Outcome.PASSED}, "grader pack"),
        ({"6.1": Outcome.PASSED, "6.3": Outcome.WRONG}, "grader check 6.3"),
        ({"6.1": Outcome.PASSED}, "grader check u06"),
    ],
    ids=["nothing known", "all done", "one wrong", "one never run"],
)
def test_the_next_command_remembers_earlier_runs(
    make_score: Callable[..., Score],
    course: Course,
    known: dict[str, Outcome],
    command: str,
) -> None:
    """Whoever hands in now would lose what was found wrong before."""
    report = render_check_report(make_score("s"), course, CheckView(known=known))

    assert report.endswith(f"\n\nNext: {command}")
