"""Find a course on disk, and in it the units and exercises a person names."""

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from grader.catalog.loading import COURSE_FILE, unit_number
from grader.catalog.tables import listed
from grader.errors import UsageError
from grader.model import Course, Exercise, Unit

ADVICE = "run the command inside the course or pass --course DIR"


def find_course(start: Path, advice: str = ADVICE) -> Path:
    """Return the nearest folder at or above `start` that holds a course.

    Args:
        start: where to begin.
        advice: what to do where there is none, a clause.

    Raises:
        UsageError: if no folder up to the root of the file system does.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    message = (
        f"no course found: expected a folder with {COURSE_FILE} at or above {here}; "
        f"{advice}."
    )
    raise UsageError(message)


def select_units(course: Course, names: Sequence[str]) -> tuple[Unit, ...]:
    """Return the named units in the order they are taught; all if none is named.

    Args:
        course: the course to choose from.
        names: each an id, a short form or a number: "u06_batchnorm", "u06", "6".

    Raises:
        UsageError: if a name fits no unit.
    """
    wanted = {_find_unit(course, name).id for name in names}
    return tuple(unit for unit in course.units if not names or unit.id in wanted)


def find_exercise(course: Course, exercise_id: str) -> tuple[Unit, Exercise]:
    """Return the exercise with this id, and the unit it belongs to.

    Raises:
        UsageError: if no unit has such an exercise.
    """
    number = exercise_id.partition(".")[0]
    for unit in course.units:
        if number == str(unit_number(unit.id)):
            return unit, _exercise_of(unit, exercise_id)
    meant = _meant(course, exercise_id)
    if "." in meant:
        message = f"no exercise {exercise_id!r}: did you mean {meant}?"
        raise UsageError(message)
    message = (
        f"no exercise {exercise_id!r}: an id is the number of a unit and a count, "
        f"such as {course.units[0].exercises[0].id}; "
        f"the units are {listed(tuple(unit.id for unit in course.units))}."
    )
    raise UsageError(message)


def _find_unit(course: Course, name: str) -> Unit:
    short = re.fullmatch(r"u?([0-9]+)", name, re.ASCII)
    for unit in course.units:
        if name == unit.id or (short and int(short[1]) == unit_number(unit.id)):
            return unit
    ids = tuple(unit.id for unit in course.units)
    meant = _meant(course, name)
    if meant and meant == name:  # an exercise, where a unit is asked for
        meant = f"u{int(meant.partition('.')[0]):02}"
    said = f"did you mean {meant}?" if meant else f"the course has {listed(ids)}."
    message = f"no unit {name!r}: {said}"
    raise UsageError(message)


def _meant(course: Course, name: str) -> str:
    """Return the unit or exercise that a mistyped name may stand for, "" if none."""
    typed = name.casefold().replace(",", ".")
    for unit in course.units:
        short = f"u{unit_number(unit.id):02}"
        if typed in {short, unit.id, unit.module, Path(unit.module).stem}:
            return short
        if typed in {exercise.id for exercise in unit.exercises}:
            return typed
    close = difflib.get_close_matches(name, [unit.id for unit in course.units], n=1)
    return close[0] if close else ""


def _exercise_of(unit: Unit, exercise_id: str) -> Exercise:
    for exercise in unit.exercises:
        if exercise.id == exercise_id:
            return exercise
    ids = tuple(exercise.id for exercise in unit.exercises)
    message = f"no exercise {exercise_id!r}: {unit.id} has {listed(ids)}."
    raise UsageError(message)
