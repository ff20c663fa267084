"""The command line: one file per command, loaded when it is called."""

import importlib
import platform
from importlib import metadata
from pathlib import Path

import click

from grader import __version__
from grader.cli.group import CommandTable, GraderGroup
from grader.cli.invocation import Invocation

__all__ = ["COMMANDS", "main"]

COMMANDS: CommandTable = {
    "list": ("grader.cli.list", "Show the units, their exercises and your progress."),
    "check": ("grader.cli.check", "Run the open checks on your work."),
    "hint": ("grader.cli.hint", "Show the next hint for an exercise."),
    "plot": ("grader.cli.plot", "Draw the unit's picture with your own code."),
    "milestone": (
        "grader.cli.milestone",
        "Run a small story with units of your own.",
    ),
    "pack": ("grader.cli.pack", "Make the file to hand in."),
    "grade": ("grader.cli.grade", "Grade one submission."),
    "batch": ("grader.cli.batch", "Grade every submission of a folder."),
    "report": (
        "grader.cli.report",
        "Write a page for each student and one for the class.",
    ),
    "export": ("grader.cli.export", "Write score documents in a platform's format."),
    "bundle": (
        "grader.cli.bundle",
        "Make the file for students, or for a platform.",
    ),
    "new": ("grader.cli.new", "Start a unit that is proved from the first minute."),
    "verify": ("grader.cli.verify", "Prove that the course's checks are right."),
    "calibrate": (
        "grader.cli.calibrate",
        "Find the thresholds of a unit's training checks.",
    ),
    "adopt": ("grader.cli.adopt", "Make a failure that many share a known mistake."),
    "stubs": ("grader.cli.stubs", "Cut the stubs from the references."),
    "schema": ("grader.cli.schema", "Print the JSON Schema of a document."),
}


def _print_version(context: click.Context, _option: object, is_asked: bool) -> None:  # noqa: FBT001 - click calls it so
    if not is_asked or context.resilient_parsing:
        return
    # Probing the walls is slow to import, and only this option needs it.
    machine = importlib.import_module("grader.sandbox.tiers").probe()
    click.echo(f"grader {__version__}")
    click.echo(f"python {platform.python_version()}")
    click.echo(f"numpy {metadata.version('numpy')}")
    walls = ", ".join(machine.walls) or "none"
    click.echo(f"isolation tier {machine.tier} (walls: {walls})")
    context.exit()


@click.group(
    cls=GraderGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder that holds assignments/. Default: the nearest one upwards.",
)
@click.option(
    "--traceback",
    "show_traceback",
    is_flag=True,
    envvar="GRADER_TRACEBACK",
    help="Show where the grader itself failed; for a report to its makers.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the versions, and the walls this machine can put up.",
)
@click.pass_context
def main(
    context: click.Context,
    course_folder: Path | None,
    show_traceback: bool,  # noqa: FBT001 - click calls it so
) -> None:
    """Grade deep-learning exercises written from scratch in NumPy.

    Students start here: grader list, then grader check u01

    Instructors start here: grader batch SUBMISSIONS -o RESULTS
    """
    context.obj = Invocation(course_folder, show_traceback=show_traceback)
