"""What a student does next: one sentence where it is needed, and one command."""

from collections.abc import Mapping

import msgspec

from grader.model import Course, Outcome, Score, ScoredExercise, ScoredUnit, Unit

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
    told: ScoredExercise | None = None,
) -> Step:
    """Return how the student goes on from a run of checks.

    Args:
        score: what the run found.
        course: the course that was run.
        known: what the latest run of each exercise came to, of other runs, too.
        told: the exercise of which a failure is told in full, None for none.
    """
    if told is not None:
        return Step(f"grader hint {told.id}")
    for scored in score.units:
        for exercise in scored.exercises:
            if exercise.outcome is not Outcome.PASSED:
                return _begin(exercise, unit_of(course, scored.id), course, known)
    return Step(_after_passing(score, course, known))


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
    graded = {unit.id for unit in score.units}
    places = [place for place, unit in enumerate(course.units) if unit.id in graded]
    last = places[-1] if places else len(course.units) - 1
    for begun in course.units[: last + 1]:
        undone = _undone(begun, known, is_begun=begun.id in graded)
        if undone:
            return f"grader check {undone}"
    for later in course.units[last + 1 :]:
        if any(known.get(one.id) is not Outcome.PASSED for one in later.exercises):
            return f"grader check {short_name(later)}"
    return "grader check" if known else "grader pack"


def _undone(unit: Unit, known: Mapping[str, Outcome], *, is_begun: bool) -> str:
    """Return the first exercise that is known not to be done, or its unit, or "".

    Of a unit that is begun every exercise should be known.
    """
    if not known:
        return ""
    for exercise in unit.exercises:
        outcome = known.get(exercise.id)
        if outcome is None and is_begun:
            return short_name(unit)
        if outcome not in {None, Outcome.PASSED}:
            return exercise.id
    return ""
