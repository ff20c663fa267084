"""Whether a person may read an exercise's solutions here and now, and which."""

from datetime import datetime

from grader.authoring.revealing import reveal_of
from grader.catalog.reveals import Shown, load_reveal
from grader.cli.state import load_state, progress_of
from grader.errors import UsageError
from grader.model import Course, Exercise, Outcome, RevealPolicy, Unit


def shown_of(course: Course, unit: Unit, exercise: Exercise, now: datetime) -> Shown:
    """Return what is shown of an exercise.

    Where the unit's solutions are, they are read, and no policy asks; whoever
    has them may read them anyway.

    Args:
        course: the course.
        unit: the unit of the exercise.
        exercise: the exercise.
        now: the moment to compare the due date with.

    Raises:
        UsageError: the policy forbids it, or nothing is here to show.
        CourseError: what is here cannot be read.
    """
    if unit.hidden is not None:
        return reveal_of(unit).exercises[exercise.id]
    _refuse_forbidden(course, unit, now)
    reveal = load_reveal(course.root, unit)
    if reveal is None or exercise.id not in reveal.exercises:
        message = (
            f"your course shows no solution of {exercise.id} now.\n\n"
            f"Next: grader hint {exercise.id}"
        )
        raise UsageError(message)
    if course.reveal is RevealPolicy.AFTER_PASSING:
        _refuse_unpassed(course, unit, exercise)
    return reveal.exercises[exercise.id]


def _refuse_forbidden(course: Course, unit: Unit, now: datetime) -> None:
    if course.reveal is RevealPolicy.NEVER:
        message = "this course shows no solutions; ask your teacher about your code."
        raise UsageError(message)
    due = course.due.get(unit.id)
    if course.reveal is RevealPolicy.AFTER_DUE and due is not None and now < due:
        message = (
            f"solutions of {unit.id} are shown after its due date, "
            f"{due.isoformat(' ', 'minutes')}; come back then."
        )
        raise UsageError(message)


def _refuse_unpassed(course: Course, unit: Unit, exercise: Exercise) -> None:
    progress = progress_of(course, load_state(course)).get(unit.id)
    is_passed = (
        progress is not None
        and progress.is_current
        and progress.outcomes.get(exercise.id) is Outcome.PASSED
    )
    if not is_passed:
        message = (
            f"the solution of {exercise.id} is shown when your {unit.module} has "
            f"passed it, as it is now: grader check {exercise.id} first."
        )
        raise UsageError(message)
