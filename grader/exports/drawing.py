"""A picture of numbers beside those they were held against: where everything goes.

Pure geometry, in the units of the picture; `templates/picture.html` draws it.
"""

import math
from collections.abc import Iterator, Sequence

import msgspec

from grader.errors import Comparison
from grader.exports.places import Label, Listed, Map, listed, map_of, where
from grader.exports.telling import tidy

SIDE = 240.0  # of the square with a dot for each entry
STEPS = 5  # about so many numbers on an axis
MARGIN = 0.06  # of the range, on both sides


class Dot(msgspec.Struct, frozen=True):
    """One entry: expected to the right, got upwards, from the top left corner."""

    x: float
    y: float
    is_wrong: bool


class Drawing(msgspec.Struct, frozen=True):
    """All that the picture of a comparison shows.

    Attributes:
        name: what the array is called.
        side: of the square.
        dots: the entries in it, the right ones last: a circle on a cross hides nothing.
        labels: the numbers of both axes, which are the same.
        map: the entries by place, None where some are missing or too many.
        listed: the entries that are farthest off.
        wrong: how many of the drawn entries are wrong.
        drawn: how many are drawn.
        size: how many the array has.
        right: what to say of the right ones where they all lie in one point.
        where: a sentence on where the wrong ones are, "" where none is true.
    """

    name: str
    side: float
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    map: Map | None
    listed: tuple[Listed, ...]
    wrong: int
    drawn: int
    size: int
    right: str
    where: str


def draw(comparison: Comparison) -> Drawing:
    """Return the picture of a comparison."""
    low, high = _range([*comparison.got, *comparison.expected])
    unit = SIDE / (high - low)
    return Drawing(
        name=tidy(comparison.name),
        side=SIDE,
        dots=tuple(
            sorted(_dots(comparison, low, unit), key=lambda dot: not dot.is_wrong)
        ),
        labels=tuple(_labels(low, high, unit)),
        map=map_of(comparison),
        listed=listed(comparison),
        wrong=len(comparison.wrong),
        drawn=len(comparison.places),
        size=math.prod(comparison.shape),
        right=_right(comparison),
        where=where(comparison),
    )


def _dots(comparison: Comparison, low: float, unit: float) -> Iterator[Dot]:
    wrong = set(comparison.wrong)
    entries = zip(comparison.places, comparison.expected, comparison.got, strict=True)
    for place, expected, got in entries:
        x, y = (expected - low) * unit, SIDE - (got - low) * unit
        yield Dot(round(x, 1), round(y, 1), place in wrong)


def _right(comparison: Comparison) -> str:
    """Return where the right entries are, if a picture shows them as one."""
    wrong = set(comparison.wrong)
    entries = zip(comparison.places, comparison.expected, strict=True)
    values = [value for place, value in entries if place not in wrong]
    if len(values) > 1 and len(set(values)) == 1:
        return f"; the {len(values)} right ones are all {values[0]:.4g}"
    return ""


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def _labels(low: float, high: float, unit: float) -> Iterator[Label]:
    """Yield round numbers of a range: 1, 2 or 5 times a power of ten apart."""
    rough = (high - low) / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
    for number in range(math.ceil(low / step), math.floor(high / step) + 1):
        value = number * step
        yield Label(round((value - low) * unit, 1), f"{value:.4g}")
