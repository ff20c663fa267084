"""`grader list`: the units, their exercises and the student's progress."""

import click

from grader.catalog import select_units
from grader.cli.console import note, show, width
from grader.cli.options import general_options, the_course
from grader.cli.state import load_state, progress_of, unreadable
from grader.reports.progress import render_list


@click.command("list")
@click.argument("unit_names", metavar="[UNIT]...", nargs=-1)
@general_options
@click.pass_context
def command(context: click.Context, unit_names: tuple[str, ...]) -> None:
    """Show the units, their exercises and your progress.

    Each exercise has its points, the minutes it takes a student who read the
    handout, and one to three stars for how hard it is. Progress is what your
    last `grader check` found.

    Example: grader list u06
    """
    course = the_course(context)
    note(unreadable(course))
    units = select_units(course, unit_names)
    show(render_list(course, progress_of(course, load_state(course)), units, width()))
