"""What a watched student works on, and what comes after it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from grader.catalog import find_exercise
from grader.cli.checking import Asked
from grader.cli.state import current_outcomes, load_state
from grader.cli.work import find_unit, require_in, unit_around, units_in
from grader.intake import take_in
from grader.model import Course, Outcome, Submission, Unit
from grader.reports.following import from_begun, short_name


class Goal(NamedTuple):
    """One thing to work on.

    Attributes:
        asked: what is checked.
        units: the units it is about.
        place: the folder in which work on it is saved.
        read: takes the work in.
    """

    asked: Asked
    units: tuple[Unit, ...]
    place: Path
    read: Callable[[], Submission]


def goal_of(course: Course, asked: Asked, here: Path) -> Goal:
    """Return the goal that a student named, or the one to go on with.

    Args:
        course: the course.
        asked: what was named.
        here: the folder the student is in.

    Raises:
        GraderError: if there is no such thing.
    """
    if asked.is_elsewhere:
        return _goal_elsewhere(course, asked)
    unit = _unit_of(course, asked, here)
    require_in(unit, course, asked.only)
    named = msgspec.structs.replace(asked, target=short_name(unit))
    return Goal(named, (unit,), unit.folder, lambda: take_in(unit.folder, [unit]))


def next_undone(
    units: Sequence[Unit], known: Mapping[str, Outcome], after: str = ""
) -> str:
    """Return the next exercise that is not known to be passed, "" if all are.

    Args:
        units: where to look, in order; from the end it goes on at the start.
        known: exercise id -> outcome.
        after: the exercise that comes last, "" to look from the start.
    """
    ids = [exercise.id for unit in units for exercise in unit.exercises]
    start = ids.index(after) + 1 if after in ids else 0
    ordered = [*ids[start:], *ids[:start]]
    undone = (one for one in ordered if known.get(one) is not Outcome.PASSED)
    return next(undone, "")


def _goal_elsewhere(course: Course, asked: Asked) -> Goal:
    path = Path(asked.target)
    submission = take_in(path, course.units)
    units = units_in(course, submission, path, asked.only)
    place = path if path.is_dir() else path.parent
    return Goal(asked, tuple(units), place, lambda: take_in(path, units))


def _unit_of(course: Course, asked: Asked, here: Path) -> Unit:
    if asked.target:
        return find_unit(course, asked.target)
    if asked.only:
        return find_exercise(course, asked.only[0])[0]
    around = unit_around(course, here)
    if around is not None:
        return around
    known = current_outcomes(course, load_state(course))
    undone = next_undone(from_begun(course, known), known)
    return find_exercise(course, undone)[0] if undone else course.units[-1]
