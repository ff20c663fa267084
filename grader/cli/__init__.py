"""The command line: one file per command, loaded when it is called."""

import importlib
import platform
import shlex
from importlib import metadata
from pathlib import Path

import click

from grader import __version__
from grader.cli.group import WRONG_USAGE, CommandTable, GraderGroup
from grader.cli.invocation import Invocation
from grader.errors import UsageError

__all__ = ["COMMANDS", "main"]

COMMANDS: CommandTable = {
    "list": ("grader.cli.list", "Show the units, their exercises and your progress."),
    "check": ("grader.cli.check", "Run the open checks on your work."),
    "hint": ("grader.cli.hint", "Show the next hint for an exercise."),
    "show": ("grader.cli.show", "Show a right solution, where your course allows it."),
    "plot": ("grader.cli.plot", "Draw the unit's picture with your own code."),
    "milestone": (
        "grader.cli.milestone",
        "Run a small story with units of your own.",
    ),
    "pack": ("grader.cli.pack", "Make the file to hand in."),
    "doctor": ("grader.cli.doctor", "Look whether this machine is ready."),
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


def _go_on(context: click.Context) -> None:
    """Check the work where a course is around, else say where one is."""
    # Manifests need libraries that `grader --help` is not to wait for.
    find_course = importlib.import_module("grader.catalog").find_course
    here = Path.cwd()
    if context.obj.course_folder is None:
        try:
            find_course(here)
        except UsageError:
            click.echo(_no_course(here), err=True)
            context.exit(WRONG_USAGE)
    check = importlib.import_module(COMMANDS["check"][0]).command
    with check.make_context("check", [], parent=context) as own:
        check.invoke(own)


def _no_course(here: Path) -> str:
    """Return where to go from a folder that is in no course."""
    below = sorted(here.glob("*/assignments/course.toml"))
    if below:
        return f"No course here.\n\nNext: cd {shlex.quote(below[0].parent.parent.name)}"
    return (
        "No course here. Unpack your course's kit and go into the folder that it "
        "makes;\ngrader --help lists the commands."
    )


@click.group(
    cls=GraderGroup,
    table=COMMANDS,
    invoke_without_command=True,
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

    Students start here: grader list, then grader check. Inside a course,
    grader alone is short for grader check.

    Instructors start here: grader batch SUBMISSIONS -o RESULTS
    """
    context.obj = Invocation(course_folder, show_traceback=show_traceback)
    if context.invoked_subcommand is None:
        _go_on(context)
