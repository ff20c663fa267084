"""`grader hint`: one more hint each time."""

import click

from grader.catalog import find_exercise
from grader.cli.console import note, show, width
from grader.cli.options import general_options, the_course
from grader.cli.state import going_on, load_state, save_state, with_hint
from grader.errors import UsageError
from grader.reports.tables import render_hint


@click.command("hint")
@click.argument("exercise_id", metavar="[EX]", default="")
@general_options
@click.pass_context
def command(context: click.Context, exercise_id: str) -> None:
    """Show the next hint for an exercise.

    Without one it is for the exercise to go on with.
    The first hint is a nudge, the last one nearly the answer. A hint costs no
    points. After the last one you see it again.

    Example: grader hint 6.3
    """
    course = the_course(context)
    state = load_state(course)
    asked = exercise_id or going_on(course, state)
    if not asked:
        example = course.units[0].exercises[0].id
        message = f"every exercise passes; name one, as in grader hint {example}."
        raise UsageError(message)
    _, exercise = find_exercise(course, asked)
    number = min(state.hints.get(exercise.id, 0) + 1, len(exercise.hints))
    show(render_hint(exercise, number, width()))
    note(save_state(course, with_hint(state, exercise.id, number)))
