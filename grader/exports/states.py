"""What became of an exercise, in the words of the pages, and what they mean."""

from grader.model import Outcome, ScoredExercise
from grader.reports.text import first_line, state_in_words, words

NOT_CHECKED = "not checked"  # what stops a whole unit is told once, above it
PARTLY = "partly waiting"
MEANINGS = {
    words(Outcome.WRONG): "it runs, and some of its checks fail",
    words(Outcome.OUTPUT): "it returns another shape or type than asked",
    words(Outcome.MISSING): "there is no such class or function",
    words(Outcome.NOT_STARTED): "the stub is as it was handed out",
    state_in_words(Outcome.NOT_STARTED, 1.0): "a part of it is not written yet",
    words(Outcome.WAITING): "it needs another exercise first",
    PARTLY: "some of its checks need another exercise first",
    words(Outcome.CRASHED): "it stopped with a Python error, or its process died",
    words(Outcome.TIMEOUT): "it ran longer than allowed",
    words(Outcome.MEMORY): "it took more memory than allowed",
    words(Outcome.NOT_GRADED): "the grader failed, and not the student",
    NOT_CHECKED: (
        "nothing of the unit could be checked: its file is missing, or Python cannot "
        "import it"
    ),
}


def state_of(exercise: ScoredExercise, *, is_stopped: bool) -> str:
    """Return what became of an exercise, in words.

    Args:
        exercise: the exercise.
        is_stopped: whether one reason stopped every check of its unit.
    """
    if is_stopped:
        return NOT_CHECKED
    if exercise.outcome is Outcome.NOT_STARTED and _has_nothing_to_write(exercise):
        return PARTLY if exercise.score else words(Outcome.WAITING)
    return state_in_words(exercise.outcome, exercise.score)


def _has_nothing_to_write(exercise: ScoredExercise) -> bool:
    """Whether its checks met holes of other exercises alone."""
    met = {
        first_line(check.message).partition(" ")[0]
        for check in exercise.checks
        if check.outcome is Outcome.NOT_STARTED
    }
    return not any(one in {"", exercise.id} for one in met)
