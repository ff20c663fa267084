"""`grader verify`: prove that the course's checks are right."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from grader.authoring.verify import VerifySettings, verify_units
from grader.catalog import select_units
from grader.cli.console import show, width
from grader.cli.group import STOPPED
from grader.cli.options import general_options, the_course
from grader.cli.progress import ProgressBar
from grader.reports.text import wrapped

INTERRUPTED = "Stopped. What is proved stays proved: run the same command to go on."


@click.command("verify")
@click.argument("unit_names", metavar="[UNIT]...", nargs=-1)
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Grade right solutions from this many seeds; each must get full marks.",
)
@click.option(
    "--matrix",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Show which check catches which mistake, and write it as HTML and CSV.",
)
@click.option("--timings", is_flag=True, help="Show the slowest checks.")
@click.option("--fresh", is_flag=True, help="Prove again what was proved before.")
@general_options
@click.pass_context
def command(
    context: click.Context,
    unit_names: tuple[str, ...],
    seeds: int,
    matrix: Path | None,
    *,
    timings: bool,
    fresh: bool,
) -> None:
    """Prove that the course's checks are right.

    References and alternatives must get full marks, stubs none, and every
    known mistake must be caught by the exercise it names. The reference's
    gradients are certified, the handout's examples are run, and nothing a
    student reads may show what is hidden. The exit status is 0 when all of it
    holds, 1 when something does not.

    With one seed the picture is drawn of 24 mistakes at most, evenly spread;
    with more, of all.

    A unit that was proved is not proved again until a file of it changes, so
    an interrupted proof goes on where it stopped.

    Example: grader verify u06 --seeds 50 --matrix build/matrix
    """
    course = the_course(context)
    units = select_units(course, unit_names)
    settings = VerifySettings(seeds, os.cpu_count() or 1, fresh, matrix, timings)
    try:
        with _ending_alike(), ProgressBar("Proving", is_counted=True) as bar:
            is_proved = verify_units(course, units, _show, settings, bar.update)
    except KeyboardInterrupt:
        click.echo(INTERRUPTED, err=True)
        context.exit(STOPPED)
    context.exit(0 if is_proved else 1)


@contextmanager
def _ending_alike() -> Iterator[None]:
    """Let SIGTERM end a proof as Ctrl-C does, so that no judge is left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _show(text: str) -> None:
    """Print a sentence in lines that fit; a table is laid out already."""
    show(text if "\n" in text else wrapped(text, width()))
