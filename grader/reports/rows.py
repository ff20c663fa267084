"""One line for each exercise of a check run, to be scanned."""

import re
from collections.abc import Sequence

from grader.model import Outcome, ScoredCheck, ScoredExercise, ScoredUnit, Unit
from grader.numerics.diagnosis.codes import is_behind
from grader.reports.order import failing
from grader.reports.text import (
    WIDTH,
    columns,
    cut,
    first_line,
    padded,
    points,
    state_in_words,
    visible,
)

_OUTCOME_END = 65  # the column in which every outcome ends
_NEEDED = re.compile(r"\d+\.\d+", re.ASCII)  # how a reason to wait begins
_EXPLAINED = frozenset({Outcome.WAITING, Outcome.NOT_GRADED})
_USABLE = frozenset({Outcome.PASSED, Outcome.WRONG, Outcome.OUTPUT})


def id_width_of(scored: ScoredUnit) -> int:
    """Return how wide the column of the ids is."""
    return max(3, *(len(exercise.id) for exercise in scored.exercises), 0) + 2


def exercise_line(
    exercise: ScoredExercise, id_width: int, width: int = WIDTH, reason: str = ""
) -> str:
    """Return one exercise's row: id, name, outcome, points and a short reason.

    The reason goes on a line of its own where the row would grow too long.
    """
    return _line(
        exercise,
        id_width,
        _state(exercise),
        width,
        reason,
    )


def waited_for(exercise: ScoredExercise, scored: ScoredUnit, unit: Unit) -> list[str]:
    """Return the ids of the exercises that one needs and that others cannot use yet.

    Args:
        exercise: the exercise.
        scored: what was found in its unit.
        unit: its unit.
    """
    outcomes = {one.id: one.outcome for one in scored.exercises}
    needs = unit.exercise(exercise.id).needs
    return [one for one in needs if outcomes.get(one, Outcome.PASSED) not in _USABLE]


def short_row(
    exercise: ScoredExercise,
    id_width: int,
    width: int,
    *,
    is_news: bool,
    needs: Sequence[str] = (),
) -> str:
    """Return an exercise's row with its reason, where that fits or is news.

    What waits says for what, where that fits.

    Args:
        exercise: the exercise.
        id_width: columns of the id.
        width: columns of the terminal.
        is_news: whether the reason may take a line of its own.
        needs: the exercises that it waits for, where they are known.
    """
    row = exercise_line(exercise, id_width, width, _reason(exercise))
    if is_news or "\n" not in row:
        return row
    return _line(exercise, id_width, _waits(exercise, id_width, needs), width)


def _state(exercise: ScoredExercise) -> str:
    """Return the outcome in words: of failing checks, that of the one told first."""
    failed = failing(exercise)
    is_one = failed and exercise.outcome in {check.outcome for check in failed}
    return state_in_words(
        failed[0].outcome if is_one else exercise.outcome, exercise.score
    )


def _line(
    exercise: ScoredExercise, id_width: int, outcome: str, width: int, reason: str = ""
) -> str:
    name_width = _OUTCOME_END - id_width - 2 - len(outcome)
    got = "-" if exercise.outcome is Outcome.NOT_GRADED else points(exercise.score)
    row = (
        f"{exercise.id:<{id_width}}{padded(visible(exercise.name), name_width)}  "
        f"{outcome}   {got} of {points(exercise.max_score)}"
    )
    if not reason:
        return row
    if columns(row) + 3 + columns(reason) <= width:
        return f"{row}   {reason}"
    return f"{row}\n{cut(' ' * id_width + reason, width)}"


def _reason(exercise: ScoredExercise) -> str:
    """Return in a few words why an exercise did not pass, "" where its row says it."""
    failed = failing(exercise)
    if failed:
        return _said_of(failed[0])
    if exercise.outcome not in _EXPLAINED:
        return ""
    checks = (c for c in exercise.checks if c.outcome is exercise.outcome)
    return next((_said_of(check) for check in checks), "")


def _waits(exercise: ScoredExercise, id_width: int, needs: Sequence[str]) -> str:
    """Return the outcome in words, with what is waited for as far as it fits."""
    outcome = _state(exercise)
    needed = _NEEDED.match(_reason(exercise))
    if exercise.outcome is not Outcome.WAITING or needed is None:
        return outcome
    first, *others = needs or [needed.group()]
    said = [
        f"{outcome} for {', '.join([first, *others])}",
        f"{outcome} for {first} and {len(others)} more" if others else outcome,
        f"{outcome} for {first}",
    ]
    room = _OUTCOME_END - id_width - columns(visible(exercise.name)) - 2
    return next((one for one in said if len(outcome) < len(one) <= room), outcome)


def _said_of(check: ScoredCheck) -> str:
    if check.diagnosis is not None and is_behind(check.diagnosis.code):
        return visible(check.diagnosis.text)
    return visible(first_line(check.message) or check.title)
