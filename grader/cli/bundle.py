"""`grader bundle`: what is handed out to students, or uploaded to a platform."""

from datetime import UTC, datetime
from pathlib import Path

import click

from grader.bundles import gradescope_bundle, reveal_bundle, student_kit
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


@command.command("reveal")
@click.option(
    "--unit",
    "names",
    multiple=True,
    metavar="UNIT",
    help="This unit only, such as u06; may be given again. Default: all that are due.",
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    default="reveal.zip",
    show_default=True,
    metavar="FILE",
    help="Where to write it.",
)
@click.option(
    "--before-due",
    is_flag=True,
    help="Take units whose due date is not set or has not passed.",
)
@general_options
@click.pass_context
def reveal(
    context: click.Context,
    names: tuple[str, ...],
    output: Path,
    before_due: bool,  # noqa: FBT001 - click calls it so
) -> None:
    """Make what `grader show` prints, for a class that may read solutions.

    Students unpack it where they unpacked the kit. It holds the reference's code
    of each exercise, one alternative's, and two sentences on the difference, as
    text that anybody can read: whoever has the file has the solutions.

    Example: grader bundle reveal --unit u06 -o reveal.zip
    """
    course = the_course(context)
    units = select_units(course, names) if names else ()
    data = reveal_bundle(course, units, datetime.now(UTC), before_due=before_due)
    _write(output, data)
    note("Students unpack it over their kit, then: grader show EX.")


def _write(output: Path, data: bytes) -> None:
    save(output, data)
    note(f"Wrote {output}, {round(len(data) / _KIB)} KiB.")
