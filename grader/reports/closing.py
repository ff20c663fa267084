"""What a student reads when every exercise of a unit or of the course passes."""

from grader.model import Course, Unit
from grader.reports.following import short_name
from grader.reports.text import cut, paragraphs, visible, wrapped

_WHOLE = 100
_PICTURE = "picture.py"


def closing(course: Course, width: int) -> str:
    """Return what the student has built, and what is left to do with it.

    Args:
        course: the course of which every open check passes.
        width: columns of the terminal.
    """
    exercises = sum(len(unit.exercises) for unit in course.units)
    head = (
        f"All {exercises} exercises of {visible(course.title)} pass. You wrote every "
        "one of these yourself:"
    )
    rows = [
        cut(f"  {short_name(unit)}  {visible(unit.title)}", width)
        for unit in course.units
    ]
    hidden = round(_WHOLE * (1 - course.open_share))
    rest = (
        f"The hidden checks decide {hidden} of every {_WHOLE} points; they ask for "
        "nothing that the handouts do not ask for. Pack your files and hand them in."
        if hidden
        else "Pack your files and hand them in."
    )
    return paragraphs([wrapped(head, width), "\n".join(rows), wrapped(rest, width)])


def first_pass_line(unit: Unit) -> str:
    """Return what is said once, when all of a unit passes."""
    number = unit.exercises[0].id.partition(".")[0]
    said = f"Unit {number} passes all its open checks."
    if not (unit.folder / _PICTURE).is_file():
        return said
    return f"{said} See what it computes: grader plot {short_name(unit)}"
