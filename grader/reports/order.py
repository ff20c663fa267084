"""Which failing check is told in full: one at a time, the one that teaches most."""

from collections.abc import Collection, Iterable

from grader.model import Outcome, ScoredCheck, ScoredExercise, ScoredUnit
from grader.numerics.diagnosis.codes import is_behind, is_place, names_an_array
from grader.reports.ladder import key_of

_FAILING = frozenset(
    {
        Outcome.WRONG,
        Outcome.MISSING,
        Outcome.CRASHED,
        Outcome.TIMEOUT,
        Outcome.MEMORY,
        Outcome.OUTPUT,
    }
)

_NAMED = 3  # exercises that fail beside the one that is told


def failing(exercise: ScoredExercise) -> list[ScoredCheck]:
    """Return the checks of an exercise that failed, in the order they are told.

    A check that knows why teaches more than one that comes before it, also where the
    cause is not told yet: the second run is to be about what the first one was.
    """
    found = [check for check in exercise.checks if check.outcome in _FAILING]
    return sorted(found, key=_silence)


def told_in_full(
    units: Iterable[ScoredUnit], *, in_full: bool = False
) -> dict[str, ScoredExercise]:
    """Return the keys of the checks that a report tells in full, and their exercises.

    Args:
        units: those of which something could be checked.
        in_full: whether every failing check is told, not only the first.
    """
    found = {
        key_of(exercise, check): exercise
        for unit in units
        for exercise in unit.exercises
        for check in failing(exercise)
    }
    return found if in_full else dict(list(found.items())[:1])


def also_failing(scored: ScoredUnit, told: Collection[str]) -> str:
    """Return which exercises fail beside those that are told, "" if there are none.

    Args:
        scored: what was found in a unit.
        told: the keys of the checks that are told in full.
    """
    others = [
        exercise.id
        for exercise in scored.exercises
        if failing(exercise)
        and not any(key_of(exercise, check) in told for check in exercise.checks)
    ]
    if not others:
        return ""
    first, rest = others[:_NAMED], others[_NAMED:]
    named = [*first, f"{len(rest)} more"] if rest else first
    *before, last = named
    listed = f"{', '.join(before)} and {last}" if before else last
    verb = "fail" if before else "fails"
    return f"{listed} {verb} as well; one exercise is explained at a time."


def _silence(check: ScoredCheck) -> int:
    """Return how little a failing check tells: a cause, a place, nothing, or another.

    An array on the way is a place. What stands behind another failure comes last.
    """
    if check.diagnosis is None:
        return 2 if names_an_array(check.message) else 3
    if is_behind(check.diagnosis.code):
        return 4
    return int(is_place(check.diagnosis.code))
