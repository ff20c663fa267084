"""`grader report`: what a results folder tells beyond the scores."""

from pathlib import Path

import click

from grader.authoring.handed_in import HandedIn
from grader.cli.console import show, width
from grader.cli.options import general_options, the_course
from grader.cli.results import graded_scores
from grader.reports.undiagnosed import render_undiagnosed, undiagnosed


@click.command("report")
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--undiagnosed",
    is_flag=True,
    expose_value=False,
    help="Show the failures that no rule explains; so far there is no other report.",
)
@click.option(
    "--submissions",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The folder that was graded; one function of each group is then shown.",
)
@general_options
@click.pass_context
def command(context: click.Context, results: Path, submissions: Path | None) -> None:
    """Show which failures no rule explains.

    RESULTS is the folder that `grader batch` wrote. Failures of one check that
    look alike are one group, the largest first. With --submissions a function
    of each group is shown, without docstrings, comments, prints and who wrote
    it; `grader adopt` makes a group a known mistake.

    Example: grader report results --undiagnosed --submissions submissions
    """
    scores = graded_scores(results)
    groups = undiagnosed(scores)
    functions: dict[str, str] = {}
    if submissions is not None:
        handed_in = HandedIn(submissions, the_course(context).units)
        functions = handed_in.functions(groups, scores)
    show(render_undiagnosed(groups, functions, width()))
