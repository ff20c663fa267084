"""A right solution and another one, as text for a terminal."""

from grader.catalog.reveals import Shown
from grader.model import Course, Exercise, Unit
from grader.reports.following import short_name
from grader.reports.text import WIDTH, paragraphs, wrapped


def render_shown(
    course: Course, unit: Unit, exercise: Exercise, shown: Shown, width: int = WIDTH
) -> str:
    """Return what is shown of an exercise; its code stays as it is.

    Args:
        course: the course, which knows what comes next.
        unit: the unit of the exercise.
        exercise: the exercise.
        shown: its solutions.
        width: columns of the terminal, for all but the code.
    """
    title = f"{exercise.id}  {exercise.name}"
    last = f"Next: {_next(course, unit, exercise)}"
    if shown.reason:
        return paragraphs([title, wrapped(shown.reason, width, "  "), last])
    parts = [f"{title}: the reference", shown.reference]
    if shown.alternative:
        style = wrapped(shown.style, width, "  ")
        parts += [f"Another way\n{style}", shown.alternative]
    parts += [f"{_heading(shown)}\n{wrapped(shown.difference, width, '  ')}", last]
    return paragraphs(parts)


def _heading(shown: Shown) -> str:
    return "The difference" if shown.alternative else "What to see in it"


def _next(course: Course, unit: Unit, exercise: Exercise) -> str:
    """Return the command for the exercise after this one."""
    ids = [one.id for one in unit.exercises]
    later = ids[ids.index(exercise.id) + 1 :]
    if later:
        return f"grader check {later[0]}"
    units = list(course.units)
    following = units[units.index(unit) + 1 :]
    return f"grader check {short_name(following[0])}" if following else "grader list"
