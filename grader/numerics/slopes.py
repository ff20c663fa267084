"""How counts grow with the size of one dimension: 0 for code without a loop.

The slope per unit is judged, not an exponent: a few steps more for every row
are a loop, however many steps there are besides.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

# A block that runs at one size only costs up to 28 steps in 56 units; a loop over
# chunks of 16 rows, the cheapest there is, costs more than 1 step per row.
STEPS_PER_UNIT = 0.5
OPERATIONS_PER_UNIT = 0.2  # NumPy itself looks a few times more at larger arrays
OBJECTS_PER_UNIT = 0.5  # the allocator's noise is below


class Signal(StrEnum):
    """What grows."""

    STEPS = "steps"
    OPERATIONS = "operations"
    OBJECTS = "objects"


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
) -> Growth | None:
    """Return the first count that grows, or None for code without a loop.

    Args:
        small: what was counted at the small size.
        large: what was counted at the large size.
        units: the large size less the small one.
        loops: lines that begin a loop; the outermost of them is named.
        calls: lines that call a loop of NumPy's, named where no line of `loops`
            takes part.
    """
    steps = _slopes(small.steps, large.steps, units)
    if (total := sum(steps.values())) > STEPS_PER_UNIT:
        return Growth(Signal.STEPS, total, _beginning(steps, loops, calls))
    operations = _slopes(small.operations, large.operations, units)
    if (total := sum(operations.values())) > OPERATIONS_PER_UNIT:
        return Growth(Signal.OPERATIONS, total, _steepest(operations))
    objects = (large.objects - small.objects) / units
    if objects > OBJECTS_PER_UNIT:
        return Growth(Signal.OBJECTS, objects, large.objects_line)
    return None


def _beginning(
    steps: Mapping[int, float], loops: Collection[int], calls: Collection[int]
) -> int:
    """Return the line where the steps begin."""
    headers = {line: steps[line] for line in loops if steps.get(line, 0) > 0}
    if headers:  # of nested loops, the outermost runs the fewest steps
        return min(headers, key=headers.__getitem__)
    return min(calls, default=_steepest(steps))


def _slopes(
    small: Mapping[int, int], large: Mapping[int, int], units: int
) -> dict[int, float]:
    lines = sorted(small.keys() | large.keys())
    return {n: (large.get(n, 0) - small.get(n, 0)) / units for n in lines}


def _steepest(slopes: Mapping[int, float]) -> int:
    return max(slopes, key=slopes.__getitem__)
