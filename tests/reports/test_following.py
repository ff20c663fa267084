"""What is told first, and the command that comes next."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import (
    Course,
    Diagnosis,
    DiagnosisPolicy,
    Outcome,
    Score,
    ScoredCheck,
    Unit,
)
from grader.reports.ladder import Ladder
from grader.reports.terminal import CheckView, render_check_report

SECOND, LATE = DiagnosisPolicy.SECOND_TRY, DiagnosisPolicy.AFTER_DUE


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

    told = "\n  out is off.\n\n  Another check, wrong: Backward must differentiate"
    assert told in reports[0]
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
        ({"6.1": Outcome.PASSED}, "grader check 6.3"),
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


@pytest.mark.parametrize(
    ("outcome", "known", "end"),
    [
        pytest.param(
            Outcome.NOT_STARTED,
            {},
            "Go on with 6.3 in batchnorm.py.\n\nNext: grader check 6.3",
            id="not started",
        ),
        pytest.param(
            Outcome.NOT_GRADED, {}, "other 80.\n\nNext: grader check 6.3", id="fault"
        ),
        pytest.param(
            Outcome.WAITING,
            {"6.1": Outcome.NOT_STARTED},
            "other 80.\n\nNext: grader check 6.1",
            id="waiting",
        ),
        pytest.param(
            Outcome.WAITING,
            {"6.1": Outcome.PASSED},
            "other 80.\n\nNext: grader check 6.3",
            id="waiting for nothing",
        ),
    ],
)
def test_the_last_line_is_a_command_in_every_state(
    make_score: Callable[..., Score],
    unit: Unit,
    course: Course,
    outcome: Outcome,
    known: dict[str, Outcome],
    end: str,
) -> None:
    """What is to be done besides stands above it."""
    first, second = unit.exercises
    second = msgspec.structs.replace(second, needs=("6.1",))
    unit = msgspec.structs.replace(unit, exercises=(first, second))
    course = msgspec.structs.replace(course, units=(unit,))

    report = render_check_report(
        make_score("s", Outcome.PASSED, outcome), course, CheckView(known=known)
    )

    assert report.endswith(end)


def test_what_is_waited_for_is_next_even_if_it_passed_before(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """Its file has changed since then: this run found it unwritten."""
    waiting = make_check(Outcome.WAITING, "6.1 is not started.")
    score = make_score("s", Outcome.PASSED, Outcome.WAITING, (waiting,))

    report = render_check_report(
        score, course, CheckView(known={"6.1": Outcome.PASSED})
    )

    assert report.endswith("\n\nNext: grader check 6.1")


def test_the_first_exercise_of_a_unit_begins_with_its_handout(
    make_score: Callable[..., Score], course: Course
) -> None:
    """A hint before the handout would be the wrong order."""
    score = make_score("s", Outcome.NOT_STARTED, Outcome.WAITING)

    report = render_check_report(score, course)

    assert report.endswith(
        "\n\nRead assignments/u06_batchnorm/README.md, then write 6.1 in batchnorm.py."
        "\n\nNext: grader check 6.1"
    )


def other(unit: Unit, number: int) -> Unit:
    """Return a unit of one exercise."""
    exercise = msgspec.structs.replace(unit.exercises[0], id=f"{number}.1")
    return msgspec.structs.replace(unit, id=f"u0{number}_x", exercises=(exercise,))


@pytest.mark.parametrize(
    ("known", "command"),
    [
        pytest.param({"2.1": Outcome.PASSED}, "grader check u07", id="later one left"),
        pytest.param(
            {"2.1": Outcome.PASSED, "7.1": Outcome.PASSED}, "grader pack", id="done"
        ),
        pytest.param({"7.1": Outcome.PASSED}, "grader check", id="earlier one left"),
        pytest.param(
            {"2.1": Outcome.WRONG}, "grader check 2.1", id="earlier one wrong"
        ),
        pytest.param(
            {"2.1": Outcome.NOT_STARTED}, "grader check u07", id="earlier one left out"
        ),
    ],
)
def test_after_a_unit_comes_what_is_left(
    make_score: Callable[..., Score],
    unit: Unit,
    course: Course,
    known: dict[str, Outcome],
    command: str,
) -> None:
    """What is done is not named again."""
    units = (other(unit, 2), unit, other(unit, 7))
    course = msgspec.structs.replace(course, units=units)
    passed = {"6.1": Outcome.PASSED, "6.3": Outcome.PASSED}

    report = render_check_report(
        make_score("s"), course, CheckView(known=passed | known)
    )

    assert report.endswith(f"\n\nNext: {command}")
    why = "2.1 did not pass when it was last checked.\n\nNext: grader check 2.1"
    assert report.endswith(why) == (command == "grader check 2.1")


PLAIN = Diagnosis("factor:1/N", "A factor is missing.")
PLACE = Diagnosis("steps:first", "The first step is wrong already.")
BEHIND = Diagnosis("after:6.1", "6.1 is wrong first.")


@pytest.mark.parametrize(
    ("found", "ladder", "command"),
    [
        pytest.param((Outcome.WRONG, None), Ladder(), "grader hint 6.3", id="no cause"),
        pytest.param((Outcome.WRONG, PLACE), Ladder(), "grader hint 6.3", id="place"),
        pytest.param(
            (Outcome.CRASHED, BEHIND), Ladder(), "grader check 6.1", id="behind another"
        ),
        pytest.param((Outcome.WRONG, PLAIN), Ladder(), "grader check 6.3", id="told"),
        pytest.param(
            (Outcome.WRONG, PLAIN), Ladder(SECOND), "grader check 6.3", id="held"
        ),
        pytest.param(
            (Outcome.WRONG, PLAIN), Ladder(LATE), "grader hint 6.3", id="not yet due"
        ),
        pytest.param(
            (Outcome.WRONG, BEHIND), Ladder(), "grader check 6.1", id="behind"
        ),
        pytest.param(
            (Outcome.MISSING, None), Ladder(), "grader check 6.3", id="missing"
        ),
        pytest.param(
            (Outcome.CRASHED, None), Ladder(), "grader check 6.3", id="crashed"
        ),
        pytest.param(
            (Outcome.TIMEOUT, None), Ladder(), "grader check 6.3", id="timeout"
        ),
        pytest.param((Outcome.OUTPUT, None), Ladder(), "grader check 6.3", id="output"),
    ],
)
def test_a_hint_is_for_numbers_without_a_cause(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    found: tuple[Outcome, Diagnosis | None],
    ladder: Ladder,
    command: str,
) -> None:
    """Whoever knows what is wrong mends it and checks again."""
    outcome, diagnosis = found
    check = make_check(outcome, "dx is off.", diagnosis=diagnosis)
    score = make_score("s", Outcome.PASSED, outcome, (check,))

    report = render_check_report(score, course, CheckView(ladder=ladder))

    assert report.endswith(f"\n\nNext: {command}")


def test_a_breakpoint_is_answered_with_the_debugger(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """A hint on the exercise has nothing to say about it."""
    message = "breakpoint() needs --debug: add it to the command, to stop before here."
    check = make_check(Outcome.CRASHED, message)
    score = make_score("s", Outcome.PASSED, Outcome.CRASHED, (check,))

    report = render_check_report(score, course)

    assert report.endswith("\n\nNext: grader check 6.3 --debug")


@pytest.mark.parametrize(
    ("chosen", "command"),
    [("6.1", "grader check 6.3"), ("6.3", "grader check 6.1")],
    ids=["the next", "from the start again"],
)
def test_after_a_chosen_exercise_comes_the_next_of_its_unit(
    make_score: Callable[..., Score],
    unit: Unit,
    course: Course,
    chosen: str,
    command: str,
) -> None:
    """Whoever works in a unit is not sent to another that was begun before."""
    score = make_score("s")
    exercises = [one for one in score.units[0].exercises if one.id == chosen]
    scored = msgspec.structs.replace(score.units[0], exercises=tuple(exercises))
    course = msgspec.structs.replace(course, units=(other(unit, 2), unit))
    known = {"2.1": Outcome.WRONG, chosen: Outcome.PASSED}

    report = render_check_report(
        msgspec.structs.replace(score, units=(scored,)),
        course,
        CheckView(known=known),
    )

    assert report.endswith(f"\n\nNext: {command}")
