"""A map of an array: each entry in its place, and how far off it is."""

import math
from collections.abc import Sequence

import msgspec

from grader.errors import Comparison

CELL = 22.0  # the side of an entry, at most
WIDEST = 242.0  # of the map
MOST_LINES = 32  # rows or columns: more are no longer told apart
NUMBERED = 14  # rows or columns that are numbered each; of more, every few
PALEST = 0.25
LISTED = 12  # wrong entries that are listed as numbers
NAMED = 6  # rows or columns that a sentence names
MATRIX = 2


class Label(msgspec.Struct, frozen=True):
    """The number of a row or column, or of an axis, by its place along it."""

    at: float
    text: str


class Cell(msgspec.Struct, frozen=True):
    """One entry: its corner, and how far off it is, from 0 to 1."""

    x: float
    y: float
    off: float
    is_wrong: bool


class Map(msgspec.Struct, frozen=True):
    """The entries by their places; leading axes are laid out as rows.

    `farthest` is how far off the strongest one is.
    """

    side: float
    farthest: float
    cells: tuple[Cell, ...]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    width: float
    height: float
    across: str
    down: str


class Listed(msgspec.Struct, frozen=True):
    """One wrong entry as numbers."""

    place: str
    expected: float
    got: float


def is_whole(comparison: Comparison) -> bool:
    """Whether a comparison has every entry of its array."""
    return len(comparison.places) == math.prod(comparison.shape)


def map_of(comparison: Comparison) -> Map | None:
    """Return the map, None where entries are missing or too many."""
    rows, columns = _extents(comparison)
    if not is_whole(comparison) or max(rows, columns) > MOST_LINES:
        return None
    errors = _errors(comparison)
    largest = max(errors) or 1.0
    side = round(min(CELL, WIDEST / max(rows, columns)), 1)
    wrong = set(comparison.wrong)
    cells = tuple(
        Cell(
            round(place % columns * side, 1),
            round(place // columns * side, 1),
            round(PALEST + (1 - PALEST) * error / largest, 2),
            place in wrong,
        )
        for place, error in zip(comparison.places, errors, strict=True)
    )
    across, down = _axes(comparison.shape)
    return Map(
        side=side,
        farthest=largest,
        cells=cells,
        rows=_labels(rows, side) if down else (),
        columns=_labels(columns, side),
        width=round(columns * side, 1),
        height=round(rows * side, 1),
        across=across,
        down=down,
    )


def listed(comparison: Comparison) -> tuple[Listed, ...]:
    """Return the wrong entries that are farthest off, the farthest first."""
    wrong = set(comparison.wrong)
    numbers = zip(comparison.places, comparison.expected, comparison.got, strict=True)
    found = [one for one in numbers if one[0] in wrong]
    found.sort(key=lambda one: -abs(one[2] - one[1]))
    return tuple(
        Listed(_index(comparison.shape, place), expected, got)
        for place, expected, got in found[:LISTED]
    )


def where(comparison: Comparison) -> str:
    """Return a sentence if the wrong entries fill some rows or columns, or ""."""
    rows, columns = _extents(comparison)
    is_all = len(comparison.wrong) == rows * columns
    if is_all or not is_whole(comparison) or len(comparison.shape) != MATRIX:
        return ""
    by_row = {row: range(row * columns, (row + 1) * columns) for row in range(rows)}
    by_column = {
        column: range(column, rows * columns, columns) for column in range(columns)
    }
    return _filled("row", by_row, comparison) or _filled(
        "column", by_column, comparison
    )


def _filled(what: str, lines: dict[int, range], comparison: Comparison) -> str:
    wrong = set(comparison.wrong)
    full = [number for number, places in lines.items() if wrong.issuperset(places)]
    together = {place for number in full for place in lines[number]}
    if together != wrong or len(full) > NAMED:
        return ""
    if len(full) == 1:
        return f"The wrong ones are {what} {full[0]}, all of it, and nothing else."
    *first, last = map(str, full)
    return f"The wrong ones are {what}s {', '.join(first)} and {last}, and no others."


def _extents(comparison: Comparison) -> tuple[int, int]:
    return math.prod(comparison.shape[:-1]), comparison.shape[-1]


def _errors(comparison: Comparison) -> list[float]:
    pairs = zip(comparison.got, comparison.expected, strict=True)
    return [abs(got - expected) for got, expected in pairs]


def _axes(shape: Sequence[int]) -> tuple[str, str]:
    """Return what the columns and the rows of the map are."""
    if len(shape) == 1:
        return "index", ""
    down = "row" if len(shape) == MATRIX else "first indices"
    across = "column" if len(shape) == MATRIX else "last index"
    return across, down


def _labels(count: int, side: float) -> tuple[Label, ...]:
    every = math.ceil(count / NUMBERED)
    return tuple(
        Label(round((n + 0.5) * side, 1), str(n)) for n in range(0, count, every)
    )


def _index(shape: Sequence[int], place: int) -> str:
    found: list[str] = []
    for extent in reversed(shape):
        place, rest = divmod(place, extent)
        found.insert(0, str(rest))
    return f"[{', '.join(found)}]"
