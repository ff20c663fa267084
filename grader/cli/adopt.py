"""`grader adopt`: a failure that many share becomes a known mistake."""

from pathlib import Path

import click

from grader.authoring.adopting import Words, adopt
from grader.authoring.handed_in import HandedIn
from grader.cli.console import show
from grader.cli.options import general_options, the_course
from grader.cli.progress import ProgressBar
from grader.cli.results import graded_scores


@click.command("adopt")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.argument("group", metavar="GROUP")
@click.option(
    "--submissions",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    required=True,
    help="The folder that was graded.",
)
@click.option("--name", required=True, help="What to call the mistake's file.")
@click.option(
    "--clause",
    required=True,
    metavar="TEXT",
    help='Completes "This is exactly what comes out when ...".',
)
@click.option("--sentence", default="", metavar="TEXT", help="What to read next.")
@click.option("--read", default="", metavar="PLACE", help="Where, such as handout 3.1.")
@general_options
@click.pass_context
def command(
    context: click.Context,
    /,
    results: Path,
    group: str,
    submissions: Path,
    **words: str,
) -> None:
    """Make a failure that many share a known mistake.

    GROUP is a short name that `grader report` shows. One function of the group
    is laid over the reference; if it fails the same check in the same way, it
    is written into the unit's mistakes, and from then on whoever makes the
    mistake reads your sentence.

    Example: grader adopt results 3fa9c1 --submissions submissions --name
    row_means --clause "the mean runs over the features"
    """
    course = the_course(context)
    handed_in = HandedIn(submissions, course.units)
    with ProgressBar("Grading"):
        adopted = adopt(
            course, graded_scores(results), group, handed_in, Words(**words)
        )
    where = adopted.path.relative_to(course.root).as_posix()
    show(
        f"{where} is written; {adopted.count} of the graded submissions made it.\n"
        f"Next: read it, then grader verify {adopted.unit.partition('_')[0]}"
    )
