"""`grader milestone`: a small story told with units of your own."""

from pathlib import Path

import click

from grader.cli.console import note, save, show
from grader.cli.options import general_options, the_course
from grader.cli.state import going_on, load_state, save_state, with_milestone
from grader.errors import UsageError
from grader.milestones.listing import Milestone, find_milestone, load_milestones
from grader.milestones.running import Told, tell
from grader.milestones.standing import standing
from grader.milestones.telling import ending, opening, overview, refusal
from grader.model import Course


@click.command("milestone")
@click.argument("number", type=int, required=False, metavar="[N]")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Of all that the story draws at random.",
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write what you keep. Default: milestone_N, as .png or .txt.",
)
@general_options
@click.pass_context
def command(
    context: click.Context, number: int | None, seed: int, output: Path | None
) -> None:
    """Run a small story with units of your own.

    Without a number it lists the stories, and what each still waits for.
    They are never graded. The exit status is 1 where the story is not reached,
    or where a part that it cannot do without is not written yet.

    Example: grader milestone 2
    """
    course = the_course(context)
    if number is None:
        show(_overview(course))
        return
    milestone = find_milestone(course, number)
    target = output or Path(f"milestone_{number}{milestone.keep}")
    if target.suffix != milestone.keep:
        found = target.suffix or "none"
        message = f"{target} must end in {milestone.keep}, found {found}."
        raise UsageError(message)
    now = standing(course, milestone)
    if now.missing:
        show(refusal(course, milestone, number, now))
        context.exit(1)
    show(opening(milestone, number, now))
    told = tell(course, milestone, seed, lambda line: show(f"   {line}"))
    if told.kept:
        save(target, told.kept)
    note(_remembered(course, milestone, number, told))
    show(_ending(course, milestone, number, told, target))
    context.exit(0 if told.reaches(milestone) else 1)


def _overview(course: Course) -> str:
    milestones = load_milestones(course)
    if not milestones:
        return "This course has no milestones."
    standings = [standing(course, one) for one in milestones]
    state = load_state(course)
    undone = going_on(course, state)
    return overview(course, milestones, standings, state.milestones, undone)


def _ending(
    course: Course, milestone: Milestone, number: int, told: Told, target: Path
) -> str:
    is_last = number == len(load_milestones(course))
    following = "grader milestone" if is_last else f"grader milestone {number + 1}"
    kept_in = str(target) if told.kept else ""
    return ending(course, milestone, told, kept_in, following)


def _remembered(course: Course, milestone: Milestone, number: int, told: Told) -> str:
    """Remember the score and return "", or the sentence why it was not possible."""
    score = told.last.score
    if score is None:
        return ""
    reached = told.reaches(milestone)
    state = with_milestone(load_state(course), number, score, reached=reached)
    return save_state(course, state)
