"""What is not written yet of an exercise, by the messages of its checks."""

import re

from grader.model import Outcome, ScoredExercise, Unit
from grader.reports.text import visible

_UNWRITTEN = re.compile(r"(\d+\.\d+) (.+) is not written yet\.")
_LEFT_BEHIND = ("delete that line.", "delete that one.")


def left_behind(exercise: ScoredExercise) -> str:
    """Return the sentence on a hole that stands in written code, "" if none does."""
    found = (said for said in _said_of(exercise) if said.endswith(_LEFT_BEHIND))
    return next(found, "")


def unwritten(exercise: ScoredExercise) -> dict[str, list[str]]:
    """Return what its checks met that is not written: exercise id -> names."""
    found: dict[str, list[str]] = {}
    for said in _said_of(exercise):
        hole = _UNWRITTEN.fullmatch(said)
        if hole is not None:
            found.setdefault(hole[1], []).append(visible(hole[2]))
    return found


def begin_sentence(exercise: ScoredExercise, unit: Unit) -> str:
    """Return where to go on in an exercise, and what of it is not written.

    Args:
        exercise: one that is not started, or in part.
        unit: its unit.
    """
    said = left_behind(exercise)
    if said:
        return f"{exercise.id}: {said}"
    where = f"Go on with {exercise.id} in {unit.module}"
    names = [n for n in unwritten(exercise).get(exercise.id, ()) if n != exercise.name]
    if not names:
        return f"{where}."
    *others, last = names
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"{where}: {listed} {'are' if others else 'is'} not written yet."


def waits_sentence(exercise: ScoredExercise, other: str, unit: Unit) -> str:
    """Return for which other exercise of its unit one waits.

    Args:
        exercise: one of which nothing is left to write before the other is.
        other: the exercise that it waits for.
        unit: their unit.
    """
    what = f"The rest of {exercise.id}" if exercise.score else exercise.id
    return f"{what} waits for {other} {visible(unit.exercise(other).name)}."


def _said_of(exercise: ScoredExercise) -> list[str]:
    """Return the first lines of what is not started, each once."""
    said = (
        check.message.partition("\n")[0]
        for check in exercise.checks
        if check.outcome is Outcome.NOT_STARTED
    )
    return list(dict.fromkeys(said))
