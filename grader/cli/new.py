"""`grader new`: start a unit that is proved from the first minute."""

import click

from grader.authoring.starting import plan_unit, start_unit
from grader.cli.console import note, show
from grader.cli.options import general_options, the_course


@click.command("new")
@click.argument("name", metavar="UNIT")
@click.option("--title", required=True, help="What the unit is called.")
@click.option("--paper", default="", help="The paper it starts from.")
@general_options
@click.pass_context
def command(context: click.Context, name: str, title: str, paper: str) -> None:
    """Start a unit that is proved from the first minute.

    It has one exercise, an open check, two hidden ones with a mistake for each,
    an alternative, a handout and a picture, and is put into the course's list
    and map. Write your own in their place, and let `grader verify` say what is
    still missing.

    Example: grader new u07_dropout --title "Dropout"
    """
    course = the_course(context)
    start = plan_unit(course, name, title, paper)
    start_unit(start)
    for path in (*start.new, *start.changed):
        show(path.relative_to(course.root).as_posix())
    number = name.partition("_")[0]
    note(f"Now run `grader verify {number}`, then change one file at a time.")
    if not start.has_map:
        note("The course has no map in assignments/README.md; none was made.")
