"""One run of the open checks: grade, remember, and the text that says what was found.

`grader check` prints the text; `grader check --watch` puts it on its screen.
"""

from pathlib import Path
from typing import NamedTuple

import msgspec

from grader.cli.device import STAND_IN
from grader.cli.group import GRADER_FAILED
from grader.cli.state import (
    State,
    load_state,
    outcomes_of,
    save_state,
    with_score,
)
from grader.cli.work import (
    all_passed,
    check_next,
    check_path,
    check_unit,
    find_unit,
    is_path,
)
from grader.model import Course, Score
from grader.reports.terminal import CheckView, render_check_report


class Asked(msgspec.Struct, frozen=True):
    """What is to be checked.

    Attributes:
        target: a unit, a file or a folder; "" for what to go on with.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.
    """

    target: str = ""
    only: tuple[str, ...] = ()
    device: str = STAND_IN


class Checked(NamedTuple):
    """What a run found.

    Attributes:
        score: the score document.
        text: what to print.
        trouble: why the state could not be saved, "" if it was.
    """

    score: Score
    text: str
    trouble: str


def checked(course: Course, asked: Asked, view: CheckView) -> Checked:
    """Run the open checks, remember what they found, and tell it.

    Args:
        course: the course.
        asked: what is to be checked.
        view: how to tell it; what depends on the run is filled in.

    Raises:
        GraderError: if the work cannot be found, taken in or judged.
    """
    score = _score(course, asked)
    is_elsewhere = bool(asked.target) and is_path(asked.target)
    state = (
        State() if is_elsewhere else with_score(load_state(course), score, course.units)
    )
    view = msgspec.structs.replace(
        view,
        target=asked.target if is_elsewhere else "",
        is_chosen=bool(asked.only),
        known=outcomes_of(state),
    )
    text = render_check_report(score, course, view)
    return Checked(score, text, "" if is_elsewhere else save_state(course, state))


def exit_status(score: Score) -> int:
    """Return the status that a check run ends with."""
    if not score.complete:
        return GRADER_FAILED
    return 0 if all_passed(score) else 1


def _score(course: Course, asked: Asked) -> Score:
    if not asked.target:
        return check_next(course, Path.cwd(), asked.only, asked.device)
    if is_path(asked.target):
        return check_path(course, Path(asked.target), asked.only, asked.device)
    unit = find_unit(course, asked.target)
    return check_unit(course, unit, asked.only, asked.device)
