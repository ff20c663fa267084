"""`grader grade`: one submission becomes one score document."""

from datetime import UTC, datetime
from pathlib import Path

import click

from grader.catalog import select_units
from grader.cli.console import note, save
from grader.cli.exporting import FORMATS, formats
from grader.cli.group import GRADER_FAILED
from grader.cli.options import JudgeChoice, general_options, judge_options, the_course
from grader.cli.progress import ProgressBar
from grader.intake import take_in
from grader.judge import grade_one
from grader.model import Score
from grader.reports.remarks import time_remarks
from grader.reports.tables import render_score_line


@click.command("grade")
@click.argument("path", metavar="SUBMISSION", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write the score document. Default: standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="What to write: the score document, or the format of a platform.",
)
@judge_options
@general_options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    output: Path | None,
    form: str,
    choice: JudgeChoice,
) -> None:
    """Grade one submission.

    SUBMISSION is a folder, .zip, .tar.gz, .py or .ipynb. The result is a score
    document in JSON; `grader schema score` describes it. The exit status is 0
    when everything was graded, whatever the score, and 3 when the grader
    itself failed.

    Example: grader grade anna.zip --unit u06 -o anna.json
    """
    course = the_course(context)
    units = select_units(course, choice.unit_names)
    submission = take_in(path, units)
    with ProgressBar("Grading"):
        score = grade_one(course, units, submission, choice.settings)
    written = formats(datetime.now(UTC))[form].write(score)
    if output is None:
        click.echo(written, nl=False)
    else:
        save(output, written.encode())
    note(render_score_line(score))
    for remark in time_remarks(score):
        note(remark)
    context.exit(_exit_status(score, choice.fail_under))


def _exit_status(score: Score, fail_under: float | None) -> int:
    if not score.complete:
        return GRADER_FAILED
    is_below = 100 * score.score < (fail_under or 0) * score.max_score
    return 1 if is_below else 0
