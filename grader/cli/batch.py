"""`grader batch`: every submission of a folder becomes a score document."""

from pathlib import Path

import click

from grader.batch import BatchSummary, Grading, grade_folder
from grader.catalog import select_units
from grader.cli.console import note, show, width
from grader.cli.options import JudgeChoice, general_options, judge_options, the_course
from grader.cli.progress import ProgressBar
from grader.intake import submissions_in
from grader.reports.tables import Refused, render_batch_table
from grader.store import FailureKind, Store


@click.command("batch")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "results",
    type=click.Path(path_type=Path),
    metavar="RESULTS",
    required=True,
    help="The results folder; made where it is missing, continued where it is not.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many judges work side by side. Default: one for each core.",
)
@judge_options
@general_options
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    results: Path,
    jobs: int | None,
    choice: JudgeChoice,
) -> None:
    """Grade every submission of a folder.

    Each entry of FOLDER is one submission. RESULTS gets scores/<id>.json as
    each one ends, then gradebook.csv, results.sqlite and failures.json. The
    same command continues a batch that was stopped; Ctrl-C loses nothing. The
    exit status is 0 when everything was graded, whatever the scores, 2 when a
    submission was refused, and 3 when the grader itself failed.

    Example: grader batch submissions -o results --unit u06
    """
    course = the_course(context)
    submissions_in(folder)  # refused before a results folder is made
    grading = Grading(course, select_units(course, choice.unit_names), choice.settings)
    store = Store(results)
    with ProgressBar("Grading", is_counted=True) as bar:
        summary = grade_folder(grading, folder, store, jobs=jobs, progress=bar.update)
    if not summary.is_stopped:
        show(_table(summary, store))
    for sentence in summary.notes(results):
        note(sentence)
    context.exit(summary.exit_status(choice.fail_under))


def _table(summary: BatchSummary, store: Store) -> str:
    refused = [
        Refused(one.id, one.reason, by_grader=one.kind is not FailureKind.REFUSED)
        for one in summary.failures
    ]
    left_out = {one.id for one in refused}
    scores = (store.score(key) for key in summary.ids if key not in left_out)
    return render_batch_table(scores, refused, width())
