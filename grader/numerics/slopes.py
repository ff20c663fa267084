"""How counts grow with the size of one dimension: 0 for code without a loop.

The slope per unit is judged, not an exponent: a few steps more for every row
are a loop, however many steps there are besides. A third size tells a loop from
code whose steps grow with the logarithm, as where strides double, and from a part
that runs at one of two sizes only: their slope flattens.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

# A block that runs at one size only costs up to 28 steps in 56 units; a loop over
# chunks of 16 rows, the cheapest there is, costs more than 1 step per row.
STEPS_PER_UNIT = 0.5
OPERATIONS_PER_UNIT = 0.2  # NumPy itself looks a few times more at larger arrays
OBJECTS_PER_UNIT = 0.5  # a float for each row is one; fixed parts are below
# Of the slope before, from 8, 64 and 256 on: a logarithm keeps 0.3 of it at most, a
# loop over chunks, of whatever length, 0.85 at least.
LASTING = 0.5


class Signal(StrEnum):
    """What grows."""

    STEPS = "steps"
    OPERATIONS = "operations"
    OBJECTS = "objects"


_LEAST = {
    Signal.STEPS: STEPS_PER_UNIT,
    Signal.OPERATIONS: OPERATIONS_PER_UNIT,
    Signal.OBJECTS: OBJECTS_PER_UNIT,
}


@dataclass(frozen=True)
class Counts:
    """What was counted at one size.

    Attributes:
        steps: Python's steps, by line of the submission's file.
        operations: what was done with the arrays it was given, by line.
        objects: the most Python objects alive at a time.
        objects_line: the line that was at work then, 0 if it is not known.
    """

    steps: Mapping[int, int]
    operations: Mapping[int, int]
    objects: int
    objects_line: int = 0


@dataclass(frozen=True)
class Growth:
    """A count that grows.

    Attributes:
        signal: which.
        slope: by how much, for each unit of the dimension.
        line: the line it grows in, 0 where no line is known.
    """

    signal: Signal
    slope: float
    line: int


def growth(
    small: Counts,
    large: Counts,
    units: int,
    loops: Collection[int] = (),
    calls: Collection[int] = (),
    *,
    but: Collection[Signal] = (),
) -> Growth | None:
    """Return the first count that grows, or None for code without a loop.

    Args:
        small: what was counted at the small size.
        large: what was counted at the large size.
        units: the large size less the small one.
        loops: lines that begin a loop; the outermost of them is named.
        calls: lines that call a loop of NumPy's, named where no line of `loops`
            takes part.
        but: counts that are known to flatten, not to be looked at.
    """
    for signal, least in _LEAST.items():
        slope = _slope(signal, small, large, units)
        if signal not in but and slope > least:
            line = _line(signal, small, large, loops, calls)
            return Growth(signal, slope, line)
    return None


def lasts(found: Growth, large: Counts, huge: Counts, units: int) -> bool:
    """Whether a count goes on growing beyond the size that it was found at.

    Args:
        found: what grew up to the large size.
        large: what was counted there.
        huge: what was counted at a size beyond.
        units: that size less the large one.
    """
    return _slope(found.signal, large, huge, units) >= LASTING * found.slope


def _slope(signal: Signal, small: Counts, large: Counts, units: int) -> float:
    """Return by how much a count grows for each unit, over all lines."""
    if signal is Signal.OBJECTS:
        return (large.objects - small.objects) / units
    before, after = (getattr(counts, signal).values() for counts in (small, large))
    return float(sum(after) - sum(before)) / units


def _line(
    signal: Signal,
    small: Counts,
    large: Counts,
    loops: Collection[int],
    calls: Collection[int],
) -> int:
    if signal is Signal.STEPS:
        return _beginning(_more(small.steps, large.steps), loops, calls)
    if signal is Signal.OPERATIONS:
        return _steepest(_more(small.operations, large.operations))
    return large.objects_line


def _beginning(
    more: Mapping[int, int], loops: Collection[int], calls: Collection[int]
) -> int:
    """Return the line where the steps begin."""
    headers = {line: more[line] for line in loops if more.get(line, 0) > 0}
    if headers:  # of nested loops, the outermost runs the fewest steps
        return min(headers, key=headers.__getitem__)
    return min(calls, default=_steepest(more))


def _more(small: Mapping[int, int], large: Mapping[int, int]) -> dict[int, int]:
    lines = sorted(small.keys() | large.keys())
    return {n: large.get(n, 0) - small.get(n, 0) for n in lines}


def _steepest(more: Mapping[int, int]) -> int:
    return max(more, key=more.__getitem__)
