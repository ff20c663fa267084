"""`grader hint`: one more hint each time."""

from pathlib import Path

import click

from grader.catalog import find_exercise
from grader.cli.console import note, show, width
from grader.cli.options import general_options, the_course
from grader.cli.state import (
    current_outcomes,
    going_on,
    load_state,
    save_state,
    unreadable,
    with_hint,
)
from grader.cli.work import unit_around
from grader.errors import UsageError
from grader.model import Outcome
from grader.reports.tables import render_hint


@click.command("hint")
@click.argument("exercise_id", metavar="[EX]", default="")
@general_options
@click.pass_context
def command(context: click.Context, exercise_id: str) -> None:
    """Show the next hint for an exercise.

    Without one it is for the exercise to go on with, first in the unit whose folder
    you are in.
    The first hint is a nudge, the last one nearly the answer. A hint costs no
    points. After the last one you see it again.

    Example: grader hint 6.3
    """
    course = the_course(context)
    note(unreadable(course))
    state = load_state(course)
    asked = exercise_id or going_on(course, state, unit_around(course, Path.cwd()))
    if not asked:
        example = course.units[0].exercises[0].id
        message = f"every exercise passes; name one, as in grader hint {example}."
        raise UsageError(message)
    unit, exercise = find_exercise(course, asked)
    number = min(state.hints.get(exercise.id, 0) + 1, len(exercise.hints))
    note(save_state(course, with_hint(state, exercise.id, number)))
    is_passed = current_outcomes(course, state).get(exercise.id) is Outcome.PASSED
    instead = going_on(course, state, unit) if is_passed else None
    show(render_hint(exercise, number, width(), instead))
