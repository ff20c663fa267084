"""`grader doctor`: whether this machine is ready for the course."""

import os
import shutil
from pathlib import Path

import click

from grader.cli.console import show, width
from grader.cli.device import must_spawn
from grader.cli.differences import differences
from grader.cli.findings import (
    about_colour,
    about_course,
    about_kit,
    about_python,
    about_space,
    about_terminal,
    about_threads,
    about_walls,
    cores,
    no_course,
    standard_output,
)
from grader.cli.options import course_folder, general_options, the_course
from grader.cli.selfcheck import self_check
from grader.errors import GraderError, UsageError
from grader.judge.judging import grader_info
from grader.model import Isolation, Score
from grader.reports.findings import Finding, Mark, render_differences, render_findings
from grader.reports.text import WIDTH, visible
from grader.sandbox.tiers import Machine, probe, unisolated
from grader.store import read_score


@click.command("doctor")
@click.option(
    "--against",
    "document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="SCORE",
    help="Compare with the machine that wrote this score document.",
)
@general_options
@click.pass_context
def command(context: click.Context, document: Path | None) -> None:
    """Look whether this machine is ready.

    A line that begins with "ok" needs nothing, one that begins with "look" or
    "broken" is followed by what to do. With --against, what differs between
    this machine and the one that graded is shown instead. The exit status is 0
    when all is right, 1 when something needs doing.

    Example: grader doctor --against anna.json
    """
    if document is None:
        findings = _examined(context)
        text = render_findings("This machine and this folder", findings, width())
    else:
        head, findings = _compared(context, document)
        text = render_differences(head, findings, width())
    show(text)
    context.exit(int(any(one.mark is not Mark.OK for one in findings)))


def _examined(context: click.Context) -> list[Finding]:
    encoding, is_terminal = standard_output()
    columns = shutil.get_terminal_size((WIDTH, 24)).columns
    return [
        *about_python(),
        about_threads(os.environ, cores()),
        about_terminal(encoding, columns, is_terminal=is_terminal),
        about_colour(os.environ, is_terminal=is_terminal),
        *_about_course(context),
        *about_space(),
        *about_walls(_machine()),
        self_check(),
    ]


def _about_course(context: click.Context) -> list[Finding]:
    try:
        return about_course(the_course(context))
    except GraderError as error:
        return [no_course(error), *about_kit(course_folder(context))]


def _compared(context: click.Context, document: Path) -> tuple[str, list[Finding]]:
    score = _read(document)
    course = the_course(context)
    machine = _machine()
    here = grader_info(Isolation(machine.tier, machine.walls))
    head = (
        f"What graded {visible(score.submission.id)} ({document.name}), and this "
        "machine"
    )
    return head, differences(score, course, here)


def _read(document: Path) -> Score:
    """Return the score document to compare with.

    Raises:
        UsageError: it is none.
    """
    try:
        return read_score(document)
    except UsageError as error:
        msg = (
            f"{document} cannot be compared with: expected a score document that "
            "`grader grade` or your platform wrote."
        )
        raise UsageError(msg) from error


def _machine() -> Machine:
    return unisolated() if must_spawn(os.environ) else probe()
