"""`grader show`: a right solution of an exercise, where the course allows it."""

from datetime import UTC, datetime

import click

from grader.catalog import find_exercise
from grader.cli.console import show, width
from grader.cli.options import general_options, the_course
from grader.cli.revealed import shown_of
from grader.reports.revealing import render_shown


@click.command("show")
@click.argument("exercise_id", metavar="EX")
@general_options
@click.pass_context
def command(context: click.Context, exercise_id: str) -> None:
    """Show a right solution, where your course allows it.

    You see the reference's code of the exercise, the code of another right
    solution, and two sentences on the difference. Your teacher decides when:
    after the due date, or as soon as you have passed, or never.

    Example: grader show 6.3
    """
    course = the_course(context)
    unit, exercise = find_exercise(course, exercise_id)
    shown = shown_of(course, unit, exercise, datetime.now(UTC))
    show(render_shown(course, unit, exercise, shown, width()))
