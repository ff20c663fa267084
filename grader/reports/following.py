"""The command that a student types next."""

from collections.abc import Mapping

from grader.model import Course, Outcome, Score, ScoredUnit, Unit


def next_command(
    score: Score, course: Course, known: Mapping[str, Outcome] | None = None
) -> str:
    """Return the command that takes the student on from here.

    Args:
        score: what the run found.
        course: the course that was run.
        known: what the latest run of each exercise came to, of other runs, too.
    """
    known = known or {}
    for unit in score.units:
        for exercise in unit.exercises:
            if exercise.outcome is not Outcome.PASSED:
                return f"grader hint {exercise.id}"
    graded = {unit.id for unit in score.units}
    places = [place for place, unit in enumerate(course.units) if unit.id in graded]
    is_last = not places or places[-1] + 1 == len(course.units)
    for begun in course.units if is_last else course.units[: places[-1] + 1]:
        undone = _undone(begun, known, is_begun=begun.id in graded)
        if undone:
            return f"grader check {undone}"
    return (
        "grader pack"
        if is_last
        else f"grader check {short_name(course.units[places[-1] + 1])}"
    )


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


def short_name(unit: Unit | ScoredUnit) -> str:
    """Return the short form a student types: "u06" for "u06_batchnorm"."""
    return unit.id.partition("_")[0]
