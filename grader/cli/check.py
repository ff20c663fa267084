"""`grader check`: the open checks on a student's own work."""

import importlib
from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.checking import Asked, Checked, checked, checked_all, exit_status
from grader.cli.console import note, show, width
from grader.cli.debugging import debug_work
from grader.cli.device import CUDA, device_option
from grader.cli.manner import Manner, manner_options
from grader.cli.options import general_options, in_whole_kit, the_course
from grader.cli.progress import ProgressBar
from grader.cli.state import unreadable
from grader.cli.work import is_path, what_is_meant
from grader.errors import UsageError
from grader.model import Course
from grader.reports.terminal import CheckView


@click.command("check")
@click.argument("targets", metavar="[UNIT|EX|FILE]", nargs=-1)
@click.option("--only", multiple=True, metavar="EX", help="Run this exercise only.")
@manner_options
@device_option
@general_options
@click.pass_context
def command(
    context: click.Context,
    targets: tuple[str, ...],
    only: tuple[str, ...],
    manner: Manner,
    device: str,
) -> None:
    """Run the open checks on your work.

    Without a unit it goes on with the unit whose folder you are in, or with
    the first one that has an exercise not done; an exercise, such as 6.3, may
    stand where a unit does. The first failing check is told in full, and the
    last line is the command to type next. A cause that is known is told when
    the same check fails again, or with --why, if your course allows. The exit
    status is 0 when all exercises passed, 1 when one did not, 3 when the
    grader itself failed.

    With --debug your code runs in this very process: breakpoint() opens the
    debugger in your file, what you print appears at once, no time limit is
    set, and of an exception you see the lines of your own file. The run ends
    with the first check that fails.

    With --watch the screen is brought up to date at every save of the file, and
    single keys do the rest: h shows a hint, n goes to the next exercise, l
    lists, p draws the picture, w tells causes, q quits.

    Example: grader check 6.3
    """
    target, only = what_is_meant(targets, only)
    manner.refuse_what_excludes(target, only)
    course = the_course(context, Path(target) if is_path(target) else None)
    if manner.is_debugging:
        context.exit(_debug(course, target, only, device))
    asked = Asked(target, only, device, why=manner.why)
    if manner.is_watching:
        context.exit(_watch(course, asked, manner))
    found = _checked(course, asked, manner)
    note(found.trouble)  # the last line is the command to type next
    show(found.text)
    context.exit(exit_status(found.score))


def _checked(course: Course, asked: Asked, manner: Manner) -> Checked:
    note("" if asked.is_elsewhere else unreadable(course))
    with ProgressBar("Checking"), in_whole_kit(course.root):
        if manner.is_all:
            return checked_all(course, width(), asked.device)
        view = CheckView(show_all=manner.in_full, width=width())
        return checked(course, asked, view, datetime.now(UTC))


def _watch(course: Course, asked: Asked, manner: Manner) -> int:
    # What watches takes as long to import as a check, and few ask for it.
    watching = importlib.import_module("grader.cli.watch")
    view = CheckView(show_all=manner.in_full, width=width())
    status: int = watching.watch(course, asked, view)
    return status


def _debug(course: Course, target: str, only: tuple[str, ...], device: str) -> int:
    if device == CUDA:
        msg = f"--debug knows no GPU; leave out --debug or --device {CUDA}."
        raise UsageError(msg)
    return debug_work(course, target, only)
