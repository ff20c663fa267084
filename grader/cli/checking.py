"""One run of the open checks: grade, remember, and the text that says what was found.

`grader check` prints the text; a screen that checks on every save shows it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from grader.cli.device import STAND_IN
from grader.cli.group import GRADER_FAILED
from grader.cli.state import (
    State,
    begun_units,
    done_units,
    known_outcomes,
    load_state,
    save_state,
    stale_exercises,
    with_score,
    with_tries,
)
from grader.cli.work import (
    all_passed,
    check_all,
    check_next,
    check_path,
    check_unit,
    find_unit,
    is_path,
)
from grader.model import Course, Outcome, Score
from grader.reports.following import from_begun, short_name, unit_of
from grader.reports.ladder import Ladder, without_memory
from grader.reports.order import told_in_full
from grader.reports.placement import render_placement
from grader.reports.terminal import (
    CheckView,
    passed_line,
    render_check_report,
    stops_of,
)
from grader.reports.text import paragraphs


class Asked(msgspec.Struct, frozen=True):
    """What is to be checked.

    Attributes:
        target: a unit, a file or a folder; "" for what to go on with.
        only: exercise ids, all if empty.
        device: where checks of GPU code run.
        why: whether causes are asked for at once.
    """

    target: str = ""
    only: tuple[str, ...] = ()
    device: str = STAND_IN
    why: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is a file or folder, of which nothing is remembered."""
        return bool(self.target) and is_path(self.target)


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


def checked(course: Course, asked: Asked, view: CheckView, now: datetime) -> Checked:
    """Run the open checks, remember what they found, and tell it.

    Args:
        course: the course.
        asked: what is to be checked.
        view: how to tell it; what depends on the run is filled in.
        now: the moment, which decides whether a due date has passed.

    Raises:
        GraderError: if the work cannot be found, taken in or judged.
    """
    state = State() if asked.is_elsewhere else load_state(course)
    return told(course, asked, _scores(course, asked, state), view, now)


def told(
    course: Course,
    asked: Asked,
    scores: Sequence[Score],
    view: CheckView,
    now: datetime,
) -> Checked:
    """Remember what was found, and tell it.

    Args:
        course: the course.
        asked: what was checked.
        scores: what was found; before the last, units that pass and are passed by.
        view: how to tell it; what depends on the run is filled in.
        now: the moment, which decides whether a due date has passed.
    """
    before = State() if asked.is_elsewhere else load_state(course)
    *passed, score = scores
    state = before
    for one in (*passed, score):
        state = with_score(state, one, course, stops_of(one, course))
    view = msgspec.structs.replace(
        view,
        target=asked.target if asked.is_elsewhere else "",
        is_chosen=bool(asked.only),
        known={} if asked.is_elsewhere else known_outcomes(course, state),
        stale=frozenset() if asked.is_elsewhere else stale_exercises(course, state),
        ladder=_ladder(course, asked, before, now),
        first_pass="" if asked.is_elsewhere else _first_pass(course, before, state),
    )
    parts = [passed_line(one) for one in passed]
    again = "" if asked.target or asked.only else _again(course, before, score)
    report = render_check_report(score, course, view)
    text = paragraphs(["\n".join(parts), again, report])
    if asked.is_elsewhere:
        return Checked(score, text, "")
    stops = stops_of(score, course)
    judged = [unit for unit in score.units if unit.id not in stops]
    in_full = told_in_full(judged, in_full=view.show_all)
    return Checked(score, text, save_state(course, with_tries(state, score, in_full)))


def checked_all(course: Course, width: int, device: str = STAND_IN) -> Checked:
    """Run the open checks of every unit, remember what they found, and tell it.

    Args:
        course: the course.
        width: columns of the terminal.
        device: where checks of GPU code run.

    Raises:
        GraderError: if the work cannot be taken in or judged.
    """
    score = check_all(course, device)
    stops = stops_of(score, course)
    state = with_score(load_state(course), score, course, stops)
    state = with_tries(state, score, ())
    text = render_placement(score, course, stops, width)
    return Checked(score, text, save_state(course, state))


def exit_status(score: Score) -> int:
    """Return the status that a check run ends with."""
    if not score.complete:
        return GRADER_FAILED
    return 0 if all_passed(score) else 1


def _scores(course: Course, asked: Asked, state: State) -> Sequence[Score]:
    """Return what was found; before the last, units that pass and are passed by."""
    if not asked.target:
        units = from_begun(course, known_outcomes(course, state))
        done = done_units(course, state)
        left = [unit for unit in units if unit.id not in done] or course.units[-1:]
        begun = begun_units(course, state)
        return check_next(course, Path.cwd(), asked.only, asked.device, left, begun)
    if asked.is_elsewhere:
        return [check_path(course, Path(asked.target), asked.only, asked.device)]
    unit = find_unit(course, asked.target)
    return [check_unit(course, unit, asked.only, asked.device)]


def _first_pass(course: Course, before: State, state: State) -> str:
    """Return the unit that was begun before and is done now, "" if there is none."""
    done = begun_units(course, before) & done_units(course, state)
    return next(iter(sorted(done)), "")


def _again(course: Course, before: State, score: Score) -> str:
    """Return why a unit is checked that passed before, "" if it did not."""
    known = known_outcomes(course, before)
    unit = unit_of(course, score.units[0].id)
    if not all(known.get(one.id) is Outcome.PASSED for one in unit.exercises):
        return ""
    if unit.id in done_units(course, before):
        return ""
    return f"{short_name(unit)} passed, and has changed since: it is checked again."


def _ladder(course: Course, asked: Asked, state: State, now: datetime) -> Ladder:
    """Return which causes are told; of a file elsewhere no run is remembered."""
    if asked.is_elsewhere:
        return without_memory(course, now)
    return Ladder(course.diagnosis, course.due, now, state.tries, is_asked=asked.why)
