"""`grader report`: pages for students and the class, and what nothing explains."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import click

from grader.authoring.handed_in import HandedIn
from grader.cli.console import note, save, show, width
from grader.cli.options import general_options, the_course
from grader.cli.results import graded_scores
from grader.errors import UsageError
from grader.exports import class_page, student_page
from grader.model import Score
from grader.reports.ladder import as_graded
from grader.reports.undiagnosed import render_undiagnosed, undiagnosed
from grader.store import Store

INDEX = "index.html"


@click.command("report")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where to write the pages. Default: RESULTS/report.",
)
@click.option(
    "--undiagnosed",
    "is_about_undiagnosed",
    is_flag=True,
    help="Show the failures that no rule explains, in place of writing pages.",
)
@click.option(
    "--submissions",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder that was graded; one function of each group is then shown.",
)
@general_options
@click.pass_context
def command(
    context: click.Context,
    results: Path,
    output: Path | None,
    is_about_undiagnosed: bool,  # noqa: FBT001 - click calls it so
    submissions: Path | None,
) -> None:
    """Write a page for each student and one for the class.

    RESULTS is the folder that `grader batch` wrote. The pages open in a browser
    without a network. A student's page tells what is wrong and why; of hidden
    checks it shows no numbers.

    With --undiagnosed, failures of one check that look alike are shown as one
    group, the largest first; with --submissions a function of each group is
    shown, without docstrings, comments, prints and who wrote it. `grader adopt`
    makes a group a known mistake.

    Example: grader report results
    """
    scores = graded_scores(results)
    if not is_about_undiagnosed and submissions is None:
        _write_pages(output or results / "report", results, scores)
        return
    groups = undiagnosed(scores)
    functions: dict[str, str] = {}
    if submissions is not None:
        handed_in = HandedIn(submissions, the_course(context).units)
        functions = handed_in.functions(groups, scores)
    show(render_undiagnosed(groups, functions, width()))


def _write_pages(folder: Path, results: Path, scores: Sequence[Score]) -> None:
    title = scores[0].course.title if scores else results.name
    links = {
        score.submission.id: f"{quote(score.submission.id)}.html" for score in scores
    }
    failures = [(one.id, one.reason) for one in Store(results).failures()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = (
            f"cannot make the folder {folder}: {error.strerror}; name another with -o."
        )
        raise UsageError(message) from error
    now = datetime.now(UTC)
    for score in scores:
        path = folder / f"{score.submission.id}.html"
        save(path, student_page(as_graded(score, now)).encode())
    save(folder / INDEX, class_page(scores, title, links, failures).encode())
    pages = "1 page" if len(scores) == 1 else f"{len(scores)} pages"
    note(f"Wrote {folder / INDEX} and {pages} for students beside it.")
