"""Find the work that `grader check` was asked about, and run its open checks."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from grader.catalog import find_exercise, select_units
from grader.cli.device import STAND_IN, on_device
from grader.errors import UsageError
from grader.intake import take_in
from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Outcome, Score, Submission, Unit, Visibility
from grader.reports.following import short_name

_UNIT_NAME = re.compile(r"u?\d+(_\w*)?")
_EXERCISE_ID = re.compile(r"\d+\.\d+", re.ASCII)


def what_is_meant(
    targets: Sequence[str], only: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the one unit or file that was named, "" if none, and the exercises.

    An exercise may stand where a unit does: "2.2" is short for "--only 2.2".

    Args:
        targets: what was typed after the command.
        only: the exercises that the option names.

    Raises:
        UsageError: if more than one unit or file is named.
    """
    exercises = [one for one in targets if _is_exercise(one)]
    others = [one for one in targets if not _is_exercise(one)]
    if len(others) > 1:
        message = (
            f"one unit or file was expected, but {len(others)} were named: "
            f"{', '.join(others)}; check one after the other."
        )
        raise UsageError(message)
    return "".join(others), (*only, *exercises)


def is_path(target: str) -> bool:
    """Return whether the argument names a file or folder, not a unit."""
    if _UNIT_NAME.fullmatch(target):
        return False
    path = Path(target)
    return path.exists() or path.suffix != "" or len(path.parts) > 1


def check_path(
    course: Course, path: Path, only: Sequence[str], device: str = STAND_IN
) -> Score:
    """Return what the open checks say about a file or folder.

    Args:
        course: the course.
        path: the work; the units are those whose modules it holds.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.

    Raises:
        GraderError: if it cannot be taken in or judged.
    """
    _require_there(course, path)
    settings = open_checks(course, only, device)
    submission = take_in(path, course.units)
    return grade_one(
        course, units_in(course, submission, path, only), submission, settings
    )


def _require_there(course: Course, path: Path) -> None:
    """Say which command checks a module where another file, or none, is named."""
    for unit in course.units:
        at = Path("assignments", unit.id, unit.module).as_posix()
        if unit.module == path.name and not path.exists():
            said = f"there is no file {path} here"
        elif path.is_file() and path.parent.resolve() == unit.folder.resolve():
            if unit.module == path.name:
                continue
            said = f"{path} is not what you write"
        else:
            continue
        command = f"grader check {short_name(unit)}"
        message = f"{said}: {command} checks your {at}."
        raise UsageError(message)


def units_in(
    course: Course, submission: Submission, path: Path, only: Sequence[str]
) -> list[Unit]:
    """Return the units that some work is of.

    Args:
        course: the course.
        submission: the work.
        path: where it was found.
        only: exercise ids, all if empty.

    Raises:
        UsageError: if it holds no module of theirs.
    """
    fitting = [unit for unit in course.units if not only or _has_any(unit, only)]
    units = [unit for unit in fitting if unit.id in submission.modules]
    if not units:
        modules = " or ".join(unit.module for unit in fitting)
        message = f"{path} holds nothing to check: expected {modules} in it."
        raise UsageError(message)
    return units


def check_unit(
    course: Course, unit: Unit, only: Sequence[str], device: str = STAND_IN
) -> Score:
    """Return what the open checks say about the work in a unit's folder.

    Args:
        course: the course.
        unit: the unit.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.

    Raises:
        GraderError: if it cannot be taken in or judged.
    """
    require_in(unit, course, only)
    submission = take_in(unit.folder, [unit])
    return grade_one(course, [unit], submission, open_checks(course, only, device))


def require_in(unit: Unit, course: Course, only: Sequence[str]) -> None:
    """Require that exercises are of a unit.

    Args:
        unit: the unit.
        course: the course.
        only: exercise ids.

    Raises:
        UsageError: if one is not.
    """
    for exercise_id in only:
        if not _has_any(unit, [exercise_id]):
            unit_of_it, _ = find_exercise(course, exercise_id)
            message = (
                f"exercise {exercise_id} belongs to {unit_of_it.id}, not to "
                f"{unit.id}; leave the unit out or name {unit_of_it.id}."
            )
            raise UsageError(message)


def check_next(
    course: Course,
    here: Path,
    only: Sequence[str],
    device: str = STAND_IN,
    left: Sequence[Unit] = (),
    begun: Collection[str] = (),
) -> list[Score]:
    """Return what the open checks say about the unit to go on with, as the last score.

    That is the unit of the exercises asked for, else the one whose folder is
    `here`, else the first of those left; units that turn out to be done on the way
    come before it.

    Args:
        course: the course.
        here: the folder the student is in.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.
        left: units to go on with, in this order; the course's where none is named.
        begun: units that did not pass before; one that passes now is the last score.

    Raises:
        GraderError: if it cannot be taken in or judged.
    """
    if only:
        unit, _ = find_exercise(course, only[0])
        return [check_unit(course, unit, only, device)]
    around = unit_around(course, here)
    if around is not None:
        return [check_unit(course, around, only, device)]
    scores: list[Score] = []
    for unit in left or course.units:
        scores.append(check_unit(course, unit, only, device))
        if unit.id in begun or not all_passed(scores[-1]):
            break
    return scores


def check_all(course: Course, device: str = STAND_IN) -> Score:
    """Return what the open checks say about the work in every unit's folder.

    Args:
        course: the course.
        device: where checks of GPU code run.

    Raises:
        GraderError: if it cannot be taken in or judged.
    """
    taken = [take_in(unit.folder, [unit]) for unit in course.units]
    submission = Submission(
        id=course.root.name or "course",
        modules={key: data for one in taken for key, data in one.modules.items()},
        files=tuple(file for one in taken for file in one.files),
        ignored=(),
    )
    return grade_one(course, course.units, submission, open_checks(course, (), device))


def find_unit(course: Course, name: str) -> Unit:
    """Return the unit a student named.

    Raises:
        UsageError: if the course has none of this name.
    """
    return select_units(course, [name])[0]


def unit_around(course: Course, here: Path) -> Unit | None:
    """Return the unit in whose folder `here` is, None if it is in no unit's."""
    place = here.resolve()
    inside = (u for u in course.units if place.is_relative_to(u.folder.resolve()))
    return next(inside, None)


def open_checks(course: Course, only: Sequence[str], device: str) -> JudgeSettings:
    """Return how a judge runs a student's own checks.

    Args:
        course: the course.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.

    Raises:
        UsageError: if the course has no such exercise.
    """
    for exercise_id in only:
        find_exercise(course, exercise_id)
    settings = JudgeSettings(
        visibilities=(Visibility.OPEN,), only=tuple(only), allow_unisolated=True
    )
    return on_device(settings, device)


def all_passed(score: Score) -> bool:
    """Return whether every exercise that was run passed."""
    return all(
        exercise.outcome is Outcome.PASSED
        for unit in score.units
        for exercise in unit.exercises
    )


def _is_exercise(target: str) -> bool:
    return bool(_EXERCISE_ID.fullmatch(target)) and not Path(target).exists()


def _has_any(unit: Unit, exercise_ids: Sequence[str]) -> bool:
    return any(exercise.id in exercise_ids for exercise in unit.exercises)
