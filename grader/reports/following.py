"""What a student does next: one sentence where it is needed, and one command."""

from collections.abc import Collection, Mapping

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
from grader.reports.unwritten import (
    begin_sentence,
    left_behind,
    unwritten,
    waits_sentence,
)

_UNTRIED = frozenset({Outcome.NOT_GRADED})


class Step(msgspec.Struct, frozen=True):
    """How a student goes on.

    Attributes:
        command: what to type.
        act: what to do before, "" where the command is all.
    """

    command: str
    act: str = ""


def next_step(
    score: Score,
    course: Course,
    known: Mapping[str, Outcome],
    stale: Collection[str] = (),
) -> Step:
    """Return how the student goes on from a run of checks, by the course's order.

    Args:
        score: what the run found.
        course: the course that was run.
        known: what the latest run of each exercise came to, of other runs, too.
        stale: those of them that were run before the last change of their file.
    """
    exercise = first_undone(score)
    if exercise is not None:
        scored = next(one for one in score.units if exercise in one.exercises)
        return _begin(exercise, unit_of(course, scored.id), course, known)
    return _after_passing(score, course, known, stale)


def first_undone(score: Score) -> ScoredExercise | None:
    """Return the first exercise of a run to go on with, None if all passed.

    One that waits for another comes after all others.
    """
    exercises = [one for unit in score.units for one in unit.exercises]
    undone = [one for one in exercises if one.outcome is not Outcome.PASSED]
    ready = [one for one in undone if one.outcome is not Outcome.WAITING]
    return next(iter([*ready, *undone]), None)


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
    behind = check.diagnosis.code if check.diagnosis is not None else ""
    if is_behind(behind) and behind.removeprefix(BEHIND)[:1].isdecimal():
        return check_again(behind.removeprefix(BEHIND), target)
    if check.outcome is not Outcome.WRONG:
        return check_again(exercise_id, target)
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


def is_begun(unit: Unit, known: Mapping[str, Outcome]) -> bool:
    """Return whether a run found something of a unit written."""
    untouched = {None, Outcome.NOT_STARTED, Outcome.WAITING}
    return any(known.get(one.id) not in untouched for one in unit.exercises)


def from_begun(course: Course, known: Mapping[str, Outcome]) -> list[Unit]:
    """Return the units in the order to go on: what was begun and is not done, first.

    Who starts in the middle of a course, or passes over a unit, has left it out.
    """
    begun = [place for place, unit in enumerate(course.units) if is_begun(unit, known)]
    first = begun[0] if begun else 0
    units = [*course.units[first:], *course.units[:first]]
    return sorted(units, key=lambda unit: not _is_in_work(unit, known))


def _is_in_work(unit: Unit, known: Mapping[str, Outcome]) -> bool:
    is_done = all(known.get(one.id) is Outcome.PASSED for one in unit.exercises)
    return is_begun(unit, known) and not is_done


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
        first = next(iter([*_waited_for(exercise, unit), *undone]), "")
        return Step(f"grader check {first}" if first else command)
    if exercise.outcome in _UNTRIED:
        return Step(command)
    other = _other_hole(exercise, unit)
    if other:
        act = waits_sentence(exercise, other, unit)
        return Step(f"grader check {other}", act)
    is_first = exercise.id == unit.exercises[0].id
    if not is_first or exercise.score or left_behind(exercise):
        return Step(command, begin_sentence(exercise, unit))
    where = unit.folder.relative_to(course.root).as_posix()
    act = f"Read {where}/README.md, then write {exercise.id} in {unit.module}."
    return Step(command, act)


def _waited_for(exercise: ScoredExercise, unit: Unit) -> list[str]:
    """Return the exercises that its checks name, whatever earlier runs found."""
    named = {check.message.partition(" ")[0] for check in exercise.checks}
    return [one.id for one in unit.exercises if one.id in named - {exercise.id}]


def _other_hole(exercise: ScoredExercise, unit: Unit) -> str:
    """Return the first exercise whose hole an exercise without one waits for, or ""."""
    holes = unwritten(exercise)
    if left_behind(exercise) or exercise.id in holes:
        return ""
    return next((one.id for one in unit.exercises if one.id in holes), "")


def _after_passing(
    score: Score, course: Course, known: Mapping[str, Outcome], stale: Collection[str]
) -> Step:
    """Return what follows a run in which everything passed."""
    if known and is_finished(course, known) and not stale:
        return Step("grader pack")
    graded = {unit.id for unit in score.units}
    places = [place for place, unit in enumerate(course.units) if unit.id in graded]
    for place in places if known else ():
        step = _going_on_in(course.units[place], known, stale)
        if step is not None:
            return step
    last = places[-1] if places else len(course.units) - 1
    for earlier in course.units[: last + 1]:
        undone = _undone(earlier, known)
        if undone:
            act = f"{undone} did not pass when it was last checked."
            return Step(f"grader check {undone}", act)
    for later in course.units[last + 1 :]:
        if _not_passed(later, known) or any(one.id in stale for one in later.exercises):
            return Step(f"grader check {short_name(later)}")
    return Step("grader check" if known else "grader pack")


def _going_on_in(
    unit: Unit, known: Mapping[str, Outcome], stale: Collection[str]
) -> Step | None:
    """Return how to go on in a unit, None if all of it passes as it is now."""
    following = _not_passed(unit, known)
    if following:
        return Step(f"grader check {following}")
    if not any(one.id in stale for one in unit.exercises):
        return None
    name = short_name(unit)
    act = f"Some of {name} was last checked before your last change: check all of it."
    return Step(f"grader check {name}", act)


def _not_passed(unit: Unit, known: Mapping[str, Outcome]) -> str:
    """Return the first exercise of a unit that is not known to pass, or ""."""
    ids = (exercise.id for exercise in unit.exercises)
    return next((one for one in ids if known.get(one) is not Outcome.PASSED), "")


def _undone(unit: Unit, known: Mapping[str, Outcome]) -> str:
    """Return the first exercise that is known not to be done, or "".

    A unit that was never begun was left out on purpose.
    """
    if not is_begun(unit, known):
        return ""
    undone = (
        exercise.id
        for exercise in unit.exercises
        if known.get(exercise.id) not in {None, Outcome.PASSED}
    )
    return next(undone, "")
