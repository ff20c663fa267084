"""The line of one exercise: why it stands where it stands, as far as that fits."""

from collections.abc import Callable

import msgspec

from grader.model import Course, Diagnosis, Outcome, Score, ScoredCheck
from grader.reports.terminal import CheckView, render_check_report


def test_a_wide_terminal_keeps_the_reason_in_the_row(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """One row per exercise, where there is room for it."""
    waiting = make_check(Outcome.WAITING, "6.1 is not started")
    score = make_score("s", Outcome.NOT_STARTED, Outcome.WAITING, (waiting,))

    wide, narrow = (
        render_check_report(score, course, CheckView(width=width))
        for width in (120, 80)
    )

    assert "waiting   0 of 10   6.1 is not started\n" in wide
    row = "6.3  BatchNorm.backward                           waiting for 6.1   0 of 10"
    assert f"\n{row}\n" in narrow


def test_a_long_name_leaves_no_room_for_what_is_waited_for(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """The name is what tells one row from another."""
    waiting = make_check(Outcome.WAITING, "6.1 is not started")
    score = make_score("s", Outcome.NOT_STARTED, Outcome.WAITING, (waiting,))
    unit = score.units[0]
    long = msgspec.structs.replace(unit.exercises[1], name="x" * 46)
    unit = msgspec.structs.replace(unit, exercises=(unit.exercises[0], long))

    report = render_check_report(msgspec.structs.replace(score, units=(unit,)), course)

    assert f"\n6.3  {'x' * 46}       waiting   0 of 10\n" in report


def test_the_row_has_the_outcome_of_the_check_that_is_told(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """A check that knows its cause is told before one that crashed and knows none."""
    crashed = make_check(Outcome.CRASHED, "IndexError at batchnorm.py:7")
    wrong = msgspec.structs.replace(
        make_check(Outcome.WRONG, "dx is not what it must be."),
        diagnosis=Diagnosis("factor:2", "It is twice as large."),
    )
    score = make_score("s", Outcome.PASSED, Outcome.CRASHED, (crashed, wrong))

    alone = make_score("s", Outcome.PASSED, Outcome.CRASHED, (crashed,))

    told, only = (render_check_report(each, course) for each in (score, alone))
    assert (
        "6.3  BatchNorm.backward                                     wrong   0" in told
    )
    assert "dx is not what it must be." in told
    assert "crashed   0" in only
