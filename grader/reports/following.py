"""What a student does next: one sentence where it is needed, and one command."""

from collections.abc import Mapping

import msgspec

from grader.model import (
    Course,
    Outcome,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    Unit,
)
from grader.numerics.diagnosis.codes import BEHIND, is_behind, is_place
from grader.reports.ladder import offers_why
from grader.reports.text import NEEDS_DEBUG

_UNTRIED = frozenset({Outcome.NOT_GRADED})


class Step(msgspec.Struct, frozen=True):
    """How a student goes on.

    Attributes:
        command: what to type.
        act: what to do before, "" where the command is all.
    """

    command: str
    act: str = ""


def next_step(score: Score, course: Course, known: Mapping[str, Outcome]) -> Step:
    """Return how the student goes on from a run of checks in which nothing failed.

    Args:
        score: what the run found.
        course: the course that was run.
        known: what the latest run of each exercise came to, of other runs, too.
    """
    for scored in score.units:
        for exercise in scored.exercises:
            if exercise.outcome is not Outcome.PASSED:
                return _begin(exercise, unit_of(course, scored.id), course, known)
    return Step(_after_passing(score, course, known))


def after_failure(exercise_id: str, check: ScoredCheck, held: str, target: str) -> str:
    """Return the command that follows a failure that is told in full.

    Whoever reads what is wrong mends it and runs the check again; a hint is for
    numbers that are wrong and of which no cause is known.

    Args:
        exercise_id: the exercise.
        check: the check of it that failed.
        held: the line in place of the cause, "" where it is told.
        target: the file or folder that was named, "" for the course's own.
    """
    if check.message.startswith(NEEDS_DEBUG):
        return f"{check_again(exercise_id, target)} --debug"
    if check.outcome is not Outcome.WRONG:
        return check_again(exercise_id, target)
    if check.diagnosis is not None and is_behind(check.diagnosis.code):
        return check_again(check.diagnosis.code.removeprefix(BEHIND), target)
    is_known = check.diagnosis is not None and not is_place(check.diagnosis.code)
    if is_known and (not held or offers_why(held)):
        return check_again(exercise_id, target)
    return f"grader hint {exercise_id}"


def check_again(exercise_id: str, target: str) -> str:
    """Return the command that checks one exercise, of a file that was named, too."""
    return " ".join(filter(None, ("grader check", target, exercise_id)))


def unit_of(course: Course, unit_id: str) -> Unit:
    """Return the unit of a course that has this id."""
    return next(unit for unit in course.units if unit.id == unit_id)


def is_finished(course: Course, known: Mapping[str, Outcome]) -> bool:
    """Return whether every exercise of a course is known to pass."""
    outcomes = [known.get(one.id) for unit in course.units for one in unit.exercises]
    return all(outcome is Outcome.PASSED for outcome in outcomes)


def short_name(unit: Unit | ScoredUnit) -> str:
    """Return the short form a student types: "u06" for "u06_batchnorm"."""
    return unit.id.partition("_")[0]


def _begin(
    exercise: ScoredExercise, unit: Unit, course: Course, known: Mapping[str, Outcome]
) -> Step:
    """Return how to go on at an exercise that did not fail and did not pass."""
    command = f"grader check {exercise.id}"
    if exercise.outcome is Outcome.WAITING:
        needs = unit.exercise(exercise.id).needs
        undone = [each for each in needs if known.get(each) is not Outcome.PASSED]
        return Step(f"grader check {undone[0]}" if undone else command)
    if exercise.outcome in _UNTRIED:
        return Step(command)
    if exercise.id != unit.exercises[0].id:
        return Step(command, f"Go on with {exercise.id} in {unit.module}.")
    where = unit.folder.relative_to(course.root).as_posix()
    act = f"Read {where}/README.md, then write {exercise.id} in {unit.module}."
    return Step(command, act)


def _after_passing(score: Score, course: Course, known: Mapping[str, Outcome]) -> str:
    """Return the command that follows a run in which everything passed."""
    if known and is_finished(course, known):
        return "grader pack"
    graded = {unit.id: unit.exercises[-1].id for unit in score.units}
    places = [place for place, unit in enumerate(course.units) if unit.id in graded]
    begun = [course.units[place] for place in places] if known else []
    for unit in begun:
        following = _following_in(unit, graded[unit.id], known)
        if following:
            return f"grader check {following}"
    last = places[-1] if places else len(course.units) - 1
    for earlier in course.units[: last + 1]:
        undone = _undone(earlier, known)
        if undone:
            return f"grader check {undone}"
    for later in course.units[last + 1 :]:
        if any(known.get(one.id) is not Outcome.PASSED for one in later.exercises):
            return f"grader check {short_name(later)}"
    return "grader check" if known else "grader pack"


def _following_in(unit: Unit, last: str, known: Mapping[str, Outcome]) -> str:
    """Return the next exercise of a unit that is not known to pass, "" if all do.

    Args:
        unit: the unit.
        last: the exercise after which to look; from the end it goes on at the start.
        known: exercise id -> outcome.
    """
    ids = [exercise.id for exercise in unit.exercises]
    start = ids.index(last) + 1
    ordered = [*ids[start:], *ids[:start]]
    undone = (one for one in ordered if known.get(one) is not Outcome.PASSED)
    return next(undone, "")


def _undone(unit: Unit, known: Mapping[str, Outcome]) -> str:
    """Return the first exercise that is known not to be done, or ""."""
    undone = (
        exercise.id
        for exercise in unit.exercises
        if known.get(exercise.id) not in {None, Outcome.PASSED}
    )
    return next(undone, "")
