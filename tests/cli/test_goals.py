"""What a watched student works on, and what comes next."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.cli.checking import Asked
from grader.cli.goals import goal_of, next_undone
from grader.cli.state import State, save_state, with_score
from grader.errors import UsageError
from grader.model import Course, Outcome, Score, SourceFile, Unit

MODULE = b"class BatchNorm: ...\n"


@pytest.mark.parametrize(
    ("known", "after", "found"),
    [
        ({}, "", "6.1"),
        ({}, "6.1", "6.3"),
        ({}, "6.3", "6.1"),
        ({"6.1": Outcome.PASSED}, "6.3", "6.3"),
        ({"6.1": Outcome.PASSED, "6.3": Outcome.WRONG}, "", "6.3"),
        ({"6.1": Outcome.PASSED, "6.3": Outcome.PASSED}, "6.1", ""),
        ({}, "9.9", "6.1"),
    ],
    ids=["first", "next", "around", "itself", "wrong", "all done", "unknown"],
)
def test_the_next_exercise_is_one_that_is_not_done(
    unit: Unit, known: dict[str, Outcome], after: str, found: str
) -> None:
    """In order, and from the end back to the start."""
    assert found == next_undone([unit], known, after)


@pytest.mark.parametrize(
    "asked",
    [Asked("u06"), Asked(), Asked("", ("6.3",)), Asked("u06_batchnorm")],
    ids=["unit", "nothing", "exercise", "long name"],
)
def test_a_unit_is_watched_in_its_folder(
    course: Course, unit: Unit, asked: Asked, tmp_path: Path
) -> None:
    """However it was named."""
    goal = goal_of(course, asked, tmp_path)

    assert Asked("u06", asked.only) == goal.asked
    assert ((unit,), unit.folder) == (goal.units, goal.place)
    assert {"u06_batchnorm": MODULE} == goal.read().modules


def _of_this_file(score: Score) -> Score:
    """Return the score of the module that lies in the unit's folder."""
    file = SourceFile("batchnorm.py", hashlib.sha256(MODULE).hexdigest())
    info = msgspec.structs.replace(score.submission, files=(file,))
    return msgspec.structs.replace(score, submission=info)


def test_in_a_units_folder_that_unit_is_meant(course: Course, unit: Unit) -> None:
    """Where one works is what one means."""
    assert "u06" == goal_of(course, Asked(), unit.folder).asked.target


def test_with_everything_done_the_last_unit_is_watched(
    course: Course, make_score: Callable[..., Score], tmp_path: Path
) -> None:
    """As `grader check` does."""
    save_state(course, with_score(State(), _of_this_file(make_score()), course))

    assert "u06" == goal_of(course, Asked(), tmp_path).asked.target


@pytest.mark.parametrize("name", ["elsewhere", "elsewhere/batchnorm.py"])
def test_work_elsewhere_is_watched_there(
    course: Course, unit: Unit, tmp_path: Path, name: str
) -> None:
    """A file or a folder, whose folder is watched."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "batchnorm.py").write_bytes(MODULE)

    goal = goal_of(course, Asked(str(tmp_path / name)), tmp_path)

    assert ((unit,), folder) == (goal.units, goal.place)
    assert {"u06_batchnorm": MODULE} == goal.read().modules


def test_an_exercise_of_another_unit_is_refused(course: Course, tmp_path: Path) -> None:
    """As `grader check` does."""
    with pytest.raises(UsageError, match=r"no exercise '?2\.1"):
        goal_of(course, Asked("u06", ("2.1",)), tmp_path)
