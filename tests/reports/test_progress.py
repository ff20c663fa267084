"""How far a student is, in the list."""

import msgspec
import pytest

from grader.model import Course, Exercise, Outcome
from grader.reports.progress import UnitProgress, render_list

LIST = """\
Deep learning from scratch

u06  Batch normalization
     batchnorm.py, 100 points, about 2 h, 1 of 2 passed
  6.1   BatchNorm.forward, training         40 points   30 min  **   passed
  6.3   BatchNorm.backward                  60 points   90 min  **

Stars tell how hard it is: * plain, ** needs thought, *** hard.

Next: grader check"""

CHECKED = """\
u06  Batch normalization (changed since the last check)
     batchnorm.py, 100 points, about 2 h, 1 of 2 passed, 20 of 40 open points
  6.1   BatchNorm.forward, training    40 points   30 min  **   passed, 16 of 16
  6.3   BatchNorm.backward             60 points   90 min  **   timeout, 4 of 24

Stars tell how hard it is: * plain, ** needs thought, *** hard.

Next: grader check"""


def test_the_list_shows_points_time_and_progress(course: Course) -> None:
    """Enough to plan an evening."""
    progress = {"u06_batchnorm": UnitProgress({"6.1": Outcome.PASSED})}

    text = render_list(course, progress)

    assert text == LIST


def test_the_list_shows_what_the_open_checks_gave(course: Course) -> None:
    """Half an exercise is not nothing; and an older file's points are marked."""
    found = UnitProgress(
        {"6.1": Outcome.PASSED, "6.3": Outcome.TIMEOUT},
        is_current=False,
        points={"6.1": (16.0, 16.0), "6.3": (4.0, 24.0)},
    )

    text = render_list(course, {"u06_batchnorm": found})

    assert text == f"Deep learning from scratch\n\n{CHECKED}"


def test_what_passed_before_the_last_change_still_counts_and_is_marked(
    course: Course,
) -> None:
    """Whoever runs one exercise at a time has not lost the others."""
    found = UnitProgress(
        {"6.1": Outcome.PASSED, "6.3": Outcome.PASSED},
        points={"6.1": (16.0, 16.0)},
        older=frozenset({"6.1"}),
    )
    old = msgspec.structs.replace(found, older=frozenset({"6.1", "6.3"}))

    texts = [render_list(course, {"u06_batchnorm": one}) for one in (found, old)]

    assert "2 of 2 passed (1 before your last" in " ".join(texts[0].split())
    assert "**   passed before, 16 of 16\n" in texts[0]
    assert "**   passed\n" in texts[0]
    assert "**   passed before\n" in texts[1]
    assert texts[0].endswith("\n\nNext: grader check")


@pytest.mark.parametrize(
    ("forward", "got", "end"),
    [
        (Outcome.CRASHED, 0.0, "**   waiting for 6.1\n"),
        (Outcome.PASSED, 0.0, "**   waiting, 0 of 24\n"),
        (Outcome.CRASHED, 4.0, "**   waiting, 4 of 24\n"),
    ],
    ids=["needed", "for nothing now", "has points"],
)
def test_what_waits_says_for_what(
    course: Course, forward: Outcome, got: float, end: str
) -> None:
    """Whoever reads the list knows where to go on."""
    unit = course.units[0]
    second = msgspec.structs.replace(unit.exercises[1], needs=("6.1",))
    unit = msgspec.structs.replace(unit, exercises=(unit.exercises[0], second))
    course = msgspec.structs.replace(course, units=(unit,))
    found = UnitProgress(
        {"6.1": forward, "6.3": Outcome.WAITING}, points={"6.3": (got, 24.0)}
    )

    assert end in render_list(course, {unit.id: found})


def test_an_exercise_with_points_is_begun_in_the_list_too(course: Course) -> None:
    """The same state has the same words as after a check."""
    found = UnitProgress({"6.3": Outcome.NOT_STARTED}, points={"6.3": (4.0, 24.0)})

    text = render_list(course, {"u06_batchnorm": found})

    assert "  in part, 4 of 24\n" in text


@pytest.mark.parametrize(
    ("is_current", "is_one", "command"),
    [
        pytest.param(True, False, "grader pack", id="all is done"),
        pytest.param(False, False, "grader check", id="changed since"),
        pytest.param(True, True, "grader check u06", id="one unit"),
    ],
)
def test_the_list_ends_with_the_command_to_type(
    course: Course, is_current: object, is_one: object, command: str
) -> None:
    """Whoever looks for where they are wants to go on from there."""
    outcomes = {"6.1": Outcome.PASSED, "6.3": Outcome.PASSED}
    found = UnitProgress(outcomes, is_current=bool(is_current))

    text = render_list(course, {"u06_batchnorm": found}, course.units if is_one else ())

    assert text.endswith(f"\n\nNext: {command}")


def test_the_list_says_that_a_unit_was_never_checked(course: Course) -> None:
    """No number is better than a wrong zero."""
    text = render_list(course, {})

    assert "100 points, about 2 h, not checked yet\n" in text


def test_no_row_of_the_list_is_wider_than_eighty_columns(course: Course) -> None:
    """A wrapped row cannot be scanned."""
    exercise = Exercise("6.10", "x" * 60, 100, 1000, 3, ("Draw it.",))
    unit = msgspec.structs.replace(
        course.units[0],
        title="t" * 90,
        module=f"{'m' * 60}.py",
        exercises=(exercise,),
    )
    found = UnitProgress(
        {"6.10": Outcome.OUTPUT}, is_current=False, points={"6.10": (38.75, 40.25)}
    )

    text = render_list(course, {unit.id: found}, [unit])

    assert max(map(len, text.splitlines())) == 80


def test_an_hour_and_a_half_is_not_two(course: Course) -> None:
    """The map of the course says it to the quarter, too."""
    whole = course.units[0]
    unit = msgspec.structs.replace(whole, exercises=whole.exercises[1:])

    text = render_list(course, {}, [unit])

    assert "about 1 h 30 min, not checked yet\n" in text


def test_facts_that_do_not_fit_go_on_in_the_next_line(course: Course) -> None:
    """A cut "open poi" says nothing."""
    found = UnitProgress({}, points={"6.1": (16.25, 16.0), "6.3": (4.25, 24.0)})
    unit = msgspec.structs.replace(course.units[0], module="batch_normalization.py")

    text = render_list(course, {unit.id: found}, [unit])

    assert (
        "     batch_normalization.py, 100 points, about 2 h, 0 of 2 passed, "
        "20.5 of 40\n"
        "     open points\n"
    ) in text
