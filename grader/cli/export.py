"""`grader export`: score documents in the formats of others."""

from datetime import UTC, datetime
from pathlib import Path

import click

from grader.cli.console import note, save
from grader.cli.exporting import FORMATS, GRADEBOOK, formats
from grader.cli.group import GRADER_FAILED
from grader.cli.options import general_options
from grader.cli.results import graded_scores
from grader.exports import Showing
from grader.model import Score
from grader.store import Store, read_score
from grader.store.gradebook import gradebook, row_of

_PLATFORMS = [*FORMATS[1:], GRADEBOOK]


@click.command("export")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "platform",
    type=click.Choice(_PLATFORMS),
    required=True,
    help="The format.",
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder, where RESULTS is one and the format is one file each; else a "
    "file. Default: RESULTS/exports/FORMAT, or standard output.",
)
@click.option(
    "--hidden",
    type=click.Choice([one.value for one in Showing]),
    default=Showing.AFTER_PUBLISHED.value,
    show_default=True,
    help="When Gradescope shows students the hidden checks.",
)
@general_options
@click.pass_context
def command(
    context: click.Context,
    results: Path,
    platform: str,
    output: Path | None,
    hidden: str,
) -> None:
    """Write score documents in a platform's format.

    RESULTS is the folder that `grader batch` wrote, or one score document. The
    formats are Gradescope's results.json, a grade book in CSV, JUnit's XML and
    the Common Test Report Format. The exit status is 3 where a document is not
    complete; it is written all the same and says so.

    Example: grader export results --to gradescope -o upload
    """
    if results.is_file():
        scores: tuple[Score, ...] = (read_score(results),)
    else:
        scores = graded_scores(results)
    if platform == GRADEBOOK:
        failures = Store(results).failures() if results.is_dir() else ()
        _put(output, gradebook([row_of(score) for score in scores], failures))
    elif results.is_file():
        form = formats(datetime.now(UTC), Showing(hidden))[platform]
        _put(output, form.write(scores[0]))
    else:
        folder = output or results / "exports" / platform
        _put_all(folder, scores, platform, Showing(hidden))
    owed = [score.submission.id for score in scores if not score.complete]
    if owed:
        note(f"Not complete, so do not publish yet: {', '.join(owed)}.")
        context.exit(GRADER_FAILED)


def _put(output: Path | None, text: str) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        save(output, text.encode())


def _put_all(
    folder: Path, scores: tuple[Score, ...], platform: str, hidden: Showing
) -> None:
    form = formats(datetime.now(UTC), hidden)[platform]
    for score in scores:
        path = folder / f"{score.submission.id}.{form.suffix}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make the folder {folder}: {error.strerror}."
            raise click.UsageError(message) from error
        save(path, form.write(score).encode())
    files = "1 file" if len(scores) == 1 else f"{len(scores)} files"
    note(f"Wrote {files} to {folder}.")
