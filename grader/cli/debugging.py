"""`grader check --debug`: the student's code in this process, check by check."""

from collections.abc import Sequence
from pathlib import Path

from grader.catalog import find_exercise
from grader.cli.console import show, width
from grader.cli.group import GRADER_FAILED, STOPPED
from grader.cli.work import find_unit, is_path
from grader.errors import UsageError
from grader.intake import take_in
from grader.judge.debugging import Debugged, Work, debug
from grader.model import Check, Course, Outcome, Unit, Verdict
from grader.reports.debugging import (
    check_begins,
    check_ended,
    debug_closing,
    debug_opening,
)


class Terminal:
    """Shows each check as it comes and goes."""

    def begins(self, check: Check) -> None:
        """Show which check runs now."""
        show(check_begins(check, width()))

    def ended(self, check: Check, verdict: Verdict, trace: str) -> None:
        """Show what it found."""
        show(check_ended(check, verdict, trace, width()))


def debug_work(course: Course, target: str, only: Sequence[str]) -> int:
    """Debug a student's work and return the exit status.

    Args:
        course: the course.
        target: the unit or file that was named, "" if none.
        only: exercise ids, all if empty.

    Raises:
        GraderError: if it cannot be found, taken in or judged.
    """
    work = _work(course, target, tuple(only))
    show(debug_opening(work.unit, width()))
    ended = debug(course, work, Terminal())
    show(debug_closing(ended.outcomes, work.unit, width(), is_left=ended.is_left))
    return _exit_status(ended)


def _exit_status(ended: Debugged) -> int:
    if ended.is_left:
        return STOPPED
    if Outcome.NOT_GRADED in ended.outcomes:
        return GRADER_FAILED
    return 0 if all(one is Outcome.PASSED for one in ended.outcomes) else 1


def _work(course: Course, target: str, only: tuple[str, ...]) -> Work:
    unit = _unit(course, target, only)
    for exercise_id in only:
        owner, _ = find_exercise(course, exercise_id)
        if owner.id != unit.id:
            message = (
                f"exercise {exercise_id} belongs to {owner.id}, not to {unit.id}; "
                "debug one unit after the other."
            )
            raise UsageError(message)
    place = Path(target) if target and is_path(target) else unit.folder
    file = place / unit.module if place.is_dir() else place
    if not file.is_file() or file.suffix != ".py":
        message = (
            f"--debug runs a Python file where it lies, but {file} is none; name a "
            f"unit, or the folder with your {unit.module}."
        )
        raise UsageError(message)
    return Work(unit, take_in(file, [unit]), file.resolve(), only)


def _unit(course: Course, target: str, only: tuple[str, ...]) -> Unit:
    """Return the unit that was named, or whose folder or exercise it is."""
    if target and not is_path(target):
        return find_unit(course, target)
    if only:
        return find_exercise(course, only[0])[0]
    place = Path(target or ".").resolve()
    for unit in course.units:
        is_inside = not target and place.is_relative_to(unit.folder.resolve())
        is_named = target and unit.module in {place.name, *_names_in(place)}
        if is_inside or is_named:
            return unit
    message = (
        "--debug works on one unit at a time; name it or an exercise of it, as in "
        f"grader check {course.units[0].exercises[0].id} --debug."
    )
    raise UsageError(message)


def _names_in(place: Path) -> list[str]:
    return [path.name for path in place.iterdir()] if place.is_dir() else []
