"""The line of one exercise: why it stands where it stands, as far as that fits."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import Course, Diagnosis, Outcome, Score, ScoredCheck
from grader.reports.order import also_failing
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


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "waiting for 6.1"),
        (2, "waiting for 6.1, 6.11"),
        (5, "waiting for 6.1, 6.11, 6.12, 6.13, 6.14"),
        (9, "waiting for 6.1 and 8 more"),
    ],
)
def test_a_row_names_all_that_it_waits_for_where_that_fits(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    count: int,
    said: str,
) -> None:
    """Writing the first of four does not end the wait; what passed is not among it."""
    waiting = make_check(Outcome.WAITING, "6.1 is not done yet.")
    score = make_score("s", Outcome.NOT_STARTED, Outcome.WAITING, (waiting,))
    (unit,), (scored,) = course.units, score.units
    others = [f"6.1{place}" for place in range(1, count)]
    replaced = msgspec.structs.replace
    told = [replaced(scored.exercises[0], id=one) for one in others]
    passed = replaced(told[0] if told else scored.exercises[0], id="6.2")
    passed = replaced(passed, outcome=Outcome.PASSED)
    last = replaced(unit.exercises[1], name="x", needs=("6.1", "6.2", *others))
    more = [replaced(unit.exercises[0], id=one) for one in ["6.2", *others]]
    unit = replaced(unit, exercises=(unit.exercises[0], *more, last))
    exercises = (scored.exercises[0], passed, *told)
    exercises = (*exercises, replaced(scored.exercises[1], name="x"))
    score = replaced(score, units=(replaced(scored, exercises=exercises),))

    report = render_check_report(score, replaced(course, units=(unit,)))

    row = report.split("\n6.3", 1)[1].partition("\n")[0]
    assert f"  {said}   0 of 10" in row


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ((), ""),
        (("6.2",), "6.2 fails as well"),
        (
            ("6.2", "6.4", "6.5"),
            "6.2, 6.4 and 6.5 fail as well",
        ),
        (
            ("6.2", "6.4", "6.5", "6.6", "6.7"),
            "6.2, 6.4, 6.5 and 2 more fail as well",
        ),
    ],
    ids=["none", "one", "three", "five"],
)
def test_what_else_fails_is_named(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    others: tuple[str, ...],
    said: str,
) -> None:
    """Somebody who reads "wrong" in a row looks for what is wrong there."""
    check = make_check(Outcome.WRONG, "dx is off.")
    (scored,) = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,)).units
    passed, wrong = scored.exercises
    more = [msgspec.structs.replace(wrong, id=one) for one in others]
    scored = msgspec.structs.replace(scored, exercises=(passed, wrong, *more))

    line = f"{said}; one exercise is explained at a time." if said else ""
    assert line == also_failing(scored, {"6.3/dx_is_the_derivative"})
