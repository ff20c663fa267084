"""What an author reads about a training check: the risk now, and a better threshold."""

import math
import statistics
from collections.abc import Iterator, Sequence

import msgspec

from grader.checks.training import Goal
from grader.numerics.calibration import (
    CONFIDENCE,
    STEP,
    false_fail,
    fitted_rate,
    proposed_threshold,
    upper_rate,
)

SMALLEST = 1e-6  # no tens of runs show that their tail is normal out to there


class Measured(msgspec.Struct, frozen=True):
    """What one solution's runs gave in one check.

    Attributes:
        name: the solution's, as in `grader verify`.
        exercise: the exercise that a mistake breaks, "" for a right solution.
        values: what the runs gave; none where the code failed before.
    """

    name: str
    exercise: str
    values: tuple[float, ...]


class Calibration(msgspec.Struct, frozen=True):
    """One check that trains, and all that was measured with it.

    Attributes:
        check: its name and visibility.
        exercise: the exercise it judges.
        goal: what the suite asks for today.
        right: the reference and the alternatives.
        wrong: the mistakes.
    """

    check: str
    exercise: str
    goal: Goal
    right: tuple[Measured, ...]
    wrong: tuple[Measured, ...]


def describe(unit_id: str, found: Calibration, step: float = STEP) -> Iterator[str]:
    """Yield the lines that tell an author what was measured in one check."""
    goal = found.goal
    proposed = _proposed(found, step)
    yield f"{unit_id}: {found.check}, exercise {found.exercise}"
    yield f"  measured: {goal.measure}"
    better = "smaller" if goal.smaller_is_better else "larger"
    share = f"{goal.need} of a student's {goal.seeds} starts"
    yield f"  {better} is better; {share} must reach the threshold"
    yield ""
    starts = f"from {max(len(each.values) for each in found.right)} starts"
    yield f"    {starts:<36}{'lowest':>9}{'median':>9}{'highest':>9}"
    yield from map(_row, found.right)
    yield ""
    yield from _risk("now", goal.reaches, found)
    if math.isinf(proposed):
        yield "  no threshold is easy enough: a right solution gives no finite number."
        return
    yield from _risk("proposed", proposed, found)
    yield ""
    yield from _mistakes(found, proposed)


def _proposed(found: Calibration, step: float) -> float:
    """Return the threshold that every right solution reaches often enough."""
    goal, sign = found.goal, _sign(found.goal)
    return sign * min(
        proposed_threshold(
            [sign * value for value in each.values], goal.seeds, goal.need, step=step
        )
        for each in found.right
        if each.values
    )


def _sign(goal: Goal) -> int:
    """Return what numbers are multiplied by so that larger ones are better."""
    return -1 if goal.smaller_is_better else 1


def _row(measured: Measured) -> str:
    name = f"    {measured.name.removeprefix('mistakes/'):<36}"
    if not measured.values:
        return f"{name}stops before it is measured"
    low, high = min(measured.values), max(measured.values)
    middle = statistics.median(measured.values)
    return f"{name}{low:>9.4g}{middle:>9.4g}{high:>9.4g}"


def _risk(label: str, threshold: float, found: Calibration) -> Iterator[str]:
    """Say how often the worst right solution fails a threshold by bad luck."""
    at = msgspec.structs.replace(found.goal, reaches=threshold)
    fitted = max(_fails(each.values, at) for each in found.right)
    bound = max(_bound(each.values, at) for each in found.right)
    yield f"  {label:<9} reaches={threshold:g}: a right solution fails it with"
    yield f"            probability {_digit(fitted)} (Student's t fitted to its runs),"
    sure = f"({100 * CONFIDENCE:.0f} % sure)"
    yield f"            below {bound:.0e} whatever their shape {sure}."


def _digit(probability: float) -> str:
    """Return one digit: a fit knows no more, and nothing that far from its runs."""
    return f"{probability:.0e}" if probability >= SMALLEST else f"under {SMALLEST:.0e}"


def _fails(values: Sequence[float], goal: Goal) -> float:
    sign = _sign(goal)
    upright = [sign * value for value in values]
    rate = fitted_rate(upright, sign * goal.reaches) if values else 1.0
    return false_fail(rate, goal.seeds, goal.need)


def _bound(values: Sequence[float], goal: Goal) -> float:
    rate = upper_rate(_misses(values, goal), len(values))
    return false_fail(rate, goal.seeds, goal.need)


def _misses(values: Sequence[float], goal: Goal) -> int:
    return sum(not goal.is_reached(value) for value in values)


def _mistakes(found: Calibration, threshold: float) -> Iterator[str]:
    """Say how often mistakes fail a threshold, the exercise's own by name."""
    at = msgspec.structs.replace(found.goal, reaches=threshold)
    often = [each for each in found.wrong if _caught(each, at) > 1 / 2]
    yield f"  {len(often)} of {len(found.wrong)} mistakes fail the proposed threshold"
    yield f"  more often than not; those of {found.exercise}, by the runs seen:"
    for each in found.wrong:
        if each.exercise == found.exercise:
            yield f"{_row(each)}  fails {100 * _caught(each, at):.0f} %"


def _caught(measured: Measured, goal: Goal) -> float:
    """Return how often a check fails a solution whose runs miss as they did here."""
    if not measured.values:
        return 1.0
    rate = _misses(measured.values, goal) / len(measured.values)
    return false_fail(rate, goal.seeds, goal.need)
