"""How far a student is: the list of the course."""

from collections.abc import Mapping, Sequence

import msgspec

from grader.model import Course, Exercise, Outcome, Unit
from grader.reports.following import short_name
from grader.reports.text import (
    WIDTH,
    columns,
    cut,
    padded,
    paragraphs,
    points,
    state_in_words,
    visible,
    words,
    wrapped,
)

_NAME_WIDTH = 34
_ROW_WIDTH = 35  # what a row takes beside the name and what was found
_STARS = "Stars tell how hard it is: * plain, ** needs thought, *** hard."
_LONG_MIN = 90  # minutes from which hours are easier to plan with


class UnitProgress(msgspec.Struct, frozen=True):
    """What the last check run found in a unit.

    Attributes:
        outcomes: exercise id -> outcome.
        is_current: whether the file is still the one that was checked.
        points: exercise id -> points of the open checks, got and to be had.
        older: exercises that were run before the last change of the file.
    """

    outcomes: dict[str, Outcome]
    is_current: bool = True
    points: dict[str, tuple[float, float]] = {}
    older: frozenset[str] = frozenset()


def render_list(
    course: Course,
    progress: Mapping[str, UnitProgress],
    units: Sequence[Unit] = (),
    width: int = WIDTH,
) -> str:
    """Return units and exercises with points, time and the student's progress.

    Args:
        course: the course.
        progress: unit id -> what the last check run found.
        units: which units to list; all of the course if none is given.
        width: columns of the terminal.
    """
    blocks = [
        _unit_block(unit, progress.get(unit.id), width)
        for unit in units or course.units
    ]
    undone = [
        unit for unit in course.units if not _is_done(unit, progress.get(unit.id))
    ]
    command = "grader check" if undone else "grader pack"
    if len(units) == 1:
        command = f"grader check {short_name(units[0])}"
    stars = wrapped(_STARS, width)
    return paragraphs([visible(course.title), *blocks, stars, f"Next: {command}"])


def _unit_block(unit: Unit, progress: UnitProgress | None, width: int) -> str:
    worth = sum(exercise.points for exercise in unit.exercises)
    minutes = sum(exercise.minutes for exercise in unit.exercises)
    is_old = progress is not None and not progress.is_current
    changed = " (changed since the last check)" if is_old else ""
    title = cut(visible(unit.title), width - 5 - len(changed))
    facts = (
        f"     {unit.module}, {worth} points, about {_time(minutes)}, "
        f"{_progress_text(unit, progress)}"
    )
    found = {one.id: _found(one, progress) for one in unit.exercises}
    longest = max(map(columns, found.values()), default=0)
    name_width = min(_NAME_WIDTH, width - _ROW_WIDTH - longest)
    rows = [_exercise_row(one, name_width, found[one.id]) for one in unit.exercises]
    head = f"{short_name(unit)}  {title}{changed}"
    return "\n".join([head, wrapped(facts.strip(), width, "     "), *rows])


def _is_done(unit: Unit, progress: UnitProgress | None) -> bool:
    """Return whether every exercise passes in the file as it is now."""
    if progress is None or not progress.is_current or progress.older:
        return False
    outcomes = [progress.outcomes.get(exercise.id) for exercise in unit.exercises]
    return all(outcome is Outcome.PASSED for outcome in outcomes)


def _time(minutes: int) -> str:
    if minutes < _LONG_MIN:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _progress_text(unit: Unit, progress: UnitProgress | None) -> str:
    if progress is None:
        return "not checked yet"
    passed = sum(
        progress.outcomes.get(exercise.id) is Outcome.PASSED
        for exercise in unit.exercises
    )
    text = f"{passed} of {len(unit.exercises)} passed"
    before = sum(progress.outcomes.get(one) is Outcome.PASSED for one in progress.older)
    if before and progress.is_current:
        text += f" ({before} before your last change)"
    if progress.points:
        got = sum(got for got, _ in progress.points.values())
        most = sum(most for _, most in progress.points.values())
        text += f", {points(got)} of {points(most)} open points"
    return text


def _found(exercise: Exercise, progress: UnitProgress | None) -> str:
    """Return what the last check run found in an exercise, "" if it was not run."""
    outcome = progress.outcomes.get(exercise.id) if progress else None
    if progress is None or outcome is None:
        return ""
    is_older = exercise.id in progress.older and outcome is Outcome.PASSED
    before = " before" if is_older else ""
    got, most = progress.points.get(exercise.id, (0.0, 0.0))
    needed = _waits(exercise, progress)
    if needed and not got:
        return f"{words(outcome)} for {needed}"
    if exercise.id not in progress.points:
        return f"{words(outcome)}{before}"
    said = f"{state_in_words(outcome, got)}{before}"
    return f"{said}, {points(got)} of {points(most)}"


def _waits(exercise: Exercise, progress: UnitProgress) -> str:
    """Return the exercise that one waits for, "" if it does not wait."""
    if progress.outcomes.get(exercise.id) is not Outcome.WAITING:
        return ""
    undone = (
        needed
        for needed in exercise.needs
        if progress.outcomes.get(needed) is not Outcome.PASSED
    )
    return next(undone, "")


def _exercise_row(exercise: Exercise, name_width: int, found: str) -> str:
    return (
        f"  {exercise.id:<5} {padded(visible(exercise.name), name_width)} "
        f"{exercise.points:>3} points {exercise.minutes:>4} min  "
        f"{'*' * exercise.difficulty:<3}  {found}"
    ).rstrip()
