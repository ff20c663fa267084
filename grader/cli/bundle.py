"""`grader bundle`: what is handed out to students, or uploaded to a platform."""

from pathlib import Path

import click

from grader.bundles import gradescope_bundle, student_kit
from grader.bundles.gradescope import DEADLINE_S, Settings
from grader.catalog import select_units
from grader.cli.console import note, save
from grader.cli.options import general_options, the_course
from grader.errors import UsageError
from grader.exports import Showing

_KIB = 1024


@click.group("bundle")
def command() -> None:
    """Make the file for students, or for a platform.

    Example: grader bundle student -o course.zip
    """


@command.command("student")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    default="course.zip",
    show_default=True,
    metavar="FILE",
    help="Where to write it.",
)
@general_options
@click.pass_context
def student(context: click.Context, output: Path) -> None:
    """Make the file that students receive.

    It holds the stubs, handouts, open suites, pictures and data of every unit,
    the grader to install, and FIRST_STEPS.md. Nothing hidden is in it.

    Example: grader bundle student -o course.zip
    """
    _write(output, student_kit(the_course(context)))


@command.command("gradescope")
@click.option(
    "--unit", "name", required=True, metavar="UNIT", help="The unit, such as u06."
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    default="autograder.zip",
    show_default=True,
    metavar="FILE",
    help="Where to write it.",
)
@click.option(
    "--hidden",
    type=click.Choice([one.value for one in Showing]),
    default=Showing.AFTER_PUBLISHED.value,
    show_default=True,
    help="When students see the hidden checks.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(min=10),
    default=DEADLINE_S,
    show_default=True,
    metavar="SECONDS",
    help="When grading is given up; less than the platform's own limit.",
)
@general_options
@click.pass_context
def for_gradescope(
    context: click.Context, name: str, output: Path, hidden: str, deadline: float
) -> None:
    """Make the autograder of one unit, to upload to Gradescope.

    It holds the grader and the unit with its hidden suite, so keep it to
    yourself. One submission is graded behind the walls that a container has.

    Example: grader bundle gradescope --unit u06 -o autograder.zip
    """
    course = the_course(context)
    units = select_units(course, (name,))
    if len(units) != 1:
        message = f"{name!r} names {len(units)} units; name one, such as u06."
        raise UsageError(message)
    settings = Settings(units[0].id, Showing(hidden), deadline)
    _write(output, gradescope_bundle(course, units[0], settings))


def _write(output: Path, data: bytes) -> None:
    save(output, data)
    note(f"Wrote {output}, {round(len(data) / _KIB)} KiB.")
