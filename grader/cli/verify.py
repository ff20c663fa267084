"""`grader verify`: prove that the course's checks are right."""

import os

import click

from grader.authoring.verify import verify_units
from grader.catalog import select_units
from grader.cli.console import show
from grader.cli.options import general_options, the_course


@click.command("verify")
@click.argument("unit_names", metavar="[UNIT]...", nargs=-1)
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Grade right solutions from this many seeds; each must get full marks.",
)
@general_options
@click.pass_context
def command(context: click.Context, unit_names: tuple[str, ...], seeds: int) -> None:
    """Prove that the course's checks are right.

    References and alternatives must get full marks, stubs none, and every
    known mistake must be caught by the exercise it names. The exit status is
    0 when all of it holds, 1 when something does not.

    Example: grader verify u06
    """
    course = the_course(context)
    units = select_units(course, unit_names)
    jobs = os.cpu_count() or 1
    is_proved = verify_units(course, units, show, seeds=seeds, jobs=jobs)
    context.exit(0 if is_proved else 1)
