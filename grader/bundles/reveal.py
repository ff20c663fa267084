"""What a class receives once it may read solutions: a folder to lay over the kit."""

from collections.abc import Sequence
from datetime import datetime

from grader.authoring.revealing import reveal_of
from grader.bundles.archive import Member, archive
from grader.catalog.loading import COURSE_FILE
from grader.catalog.reveals import encode_reveal, reveal_file
from grader.errors import UsageError
from grader.model import Course, RevealPolicy, Unit


def reveal_bundle(
    course: Course, units: Sequence[Unit], now: datetime, *, before_due: bool = False
) -> bytes:
    """Return the archive that is unpacked over a kit: `course/reveal/`.

    Args:
        course: the course, with its `solutions/`.
        units: the units whose solutions it holds; if none, those that are due,
            or all where the course does not wait for a due date.
        now: the moment to compare due dates with.
        before_due: whether to take units that are not due.

    Raises:
        UsageError: the course's policy forbids it, or the solutions are not here.
        CourseError: a unit's reveal.toml is not as it must be.
    """
    if course.reveal is RevealPolicy.NEVER:
        message = (
            f'{COURSE_FILE} says reveal = "never", so no solution is handed out; '
            "change it there first."
        )
        raise UsageError(message)
    waits = course.reveal is RevealPolicy.AFTER_DUE and not before_due
    chosen = units or _without_names(course, now, waits=waits)
    for unit in chosen:
        _refuse_missing(unit)
        if waits and not course.is_due(unit.id, now):
            raise UsageError(_not_due(course, unit))
    return archive(
        Member(f"course/{reveal_file(unit.id)}", encode_reveal(reveal_of(unit)))
        for unit in chosen
    )


def _without_names(course: Course, now: datetime, *, waits: bool) -> Sequence[Unit]:
    if not waits:
        return course.units
    due = [unit for unit in course.units if course.is_due(unit.id, now)]
    if not due:
        message = (
            f"no unit is due: expected a date in the past under due in {COURSE_FILE}; "
            "set one, or pass --before-due."
        )
        raise UsageError(message)
    return due


def _not_due(course: Course, unit: Unit) -> str:
    if unit.id in course.due:
        moment = course.due[unit.id].isoformat(" ", "minutes")
        return f"{unit.id} is due on {moment}; wait until then, or pass --before-due."
    return (
        f"{unit.id} has no due date: expected due.{unit.id} in {COURSE_FILE}; set it, "
        "or pass --before-due."
    )


def _refuse_missing(unit: Unit) -> None:
    if unit.hidden is None:
        message = (
            f"the solutions of {unit.id} are not here: expected solutions/{unit.id}/ "
            "beside assignments/; make the bundle in the teacher's folder."
        )
        raise UsageError(message)
