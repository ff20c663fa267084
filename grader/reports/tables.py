"""The course and a batch as tables of plain text."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from grader.model import Exercise, Outcome, Score
from grader.reports.following import short_name
from grader.reports.remarks import file_remarks
from grader.reports.text import (
    WIDTH,
    padded,
    paragraphs,
    points,
    visible,
    words,
    wrapped,
)

_NAME_LIMIT = 24
_POINTS_WIDTH = 7
_REMARK_MINIMUM = 24
_LONG_MIN = 90  # minutes from which hours are easier to plan with


class Refused(msgspec.Struct, frozen=True):
    """A submission without a score.

    Attributes:
        id: the submission.
        reason: why it has none, one sentence.
        by_grader: whether the grader is at fault, not the submission.
    """

    id: str
    reason: str
    by_grader: bool = False


class _Row(msgspec.Struct, frozen=True):
    id: str
    remark: str
    units: dict[str, str] = {}
    score: str = "-"
    passed: str = "-"


def render_batch_table(
    scores: Iterable[Score], refused: Sequence[Refused], width: int = WIDTH
) -> str:
    """Return one row for each submission and a line that sums up.

    A submission's points per unit are left out where the units of the course
    are too many for the width; the grade book has them.

    Args:
        scores: the score documents; read once, one after the other.
        refused: the submissions that have none.
        width: columns of the terminal.
    """
    rows, percents = [], []
    for score in scores:
        rows.append(_score_row(score))
        if score.complete and score.max_score:
            percents.append(100 * score.score / score.max_score)
    rows += [_Row(visible(one.id), _refusal(one)) for one in refused]
    rows.sort(key=lambda row: row.id)
    table = _table(rows, width)
    return paragraphs(
        [table, wrapped(_summing_up(len(rows), refused, percents), width)]
    )


def render_hint(
    exercise: Exercise, number: int, width: int = WIDTH, instead: str | None = None
) -> str:
    """Return the hint with this number, counted from 1.

    Args:
        exercise: the exercise it is for.
        number: which one, at most as many as there are.
        width: columns of the terminal.
        instead: where the exercise has passed, what is to be checked in its place,
            "" for whatever comes next; None where it has not.
    """
    last = len(exercise.hints)
    more = (
        "That was the last hint."
        if number == last
        else f"One more: grader hint {exercise.id}"
    )
    asked = exercise.id if instead is None else instead
    more += "" if instead is None else f"\n{exercise.id} passed in its last check."
    more += f"\n\nNext: {f'grader check {asked}'.rstrip()}"
    head = f"{exercise.id}  {exercise.name}: hint {number} of {last}"
    return paragraphs([head, wrapped(exercise.hints[number - 1], width, "  "), more])


def render_score_line(score: Score) -> str:
    """Return the one line that stands beside a printed score document."""
    owes = "" if score.complete else " so far; the grader failed on some checks"
    return (
        f"{visible(score.submission.id)}: {points(score.score)} of "
        f"{points(score.max_score)} points{owes} "
        f"(isolation tier {score.grader.isolation.tier})."
    )


def _score_row(score: Score) -> _Row:
    exercises = [exercise for unit in score.units for exercise in unit.exercises]
    counts = Counter(exercise.outcome for exercise in exercises)
    passed = f"{counts.pop(Outcome.PASSED, 0)}/{len(exercises)}"
    remarks = list(file_remarks(score))
    if score.submission.files:
        remarks += [f"{counts[one]} {words(one)}" for one in Outcome if counts[one]]
    return _Row(
        id=visible(score.submission.id),
        remark=", ".join(remarks),
        units={short_name(unit): points(unit.score) for unit in score.units},
        score=points(score.score) if score.complete else "-",
        passed=passed,
    )


def _refusal(refused: Refused) -> str:
    kind = "not graded" if refused.by_grader else "refused"
    return f"{kind}: {visible(refused.reason)}"


def _table(rows: Sequence[_Row], width: int) -> str:
    units = sorted({unit for row in rows for unit in row.units})
    name_width = min(_NAME_LIMIT, max([10, *(len(row.id) for row in rows)]))
    fixed = name_width + 2 * _POINTS_WIDTH + 2
    if width - fixed - len(units) * _POINTS_WIDTH < _REMARK_MINIMUM:
        units = []
    titles = (*units, "score", "passed")
    margin = fixed + len(units) * _POINTS_WIDTH
    lines = [f"{padded('submission', name_width)}{_cells(titles)}  remarks"]
    for row in rows:
        cells = (*(row.units.get(unit, "-") for unit in units), row.score, row.passed)
        start = padded(row.id, name_width) + _cells(cells)
        remark = wrapped(row.remark, max(width, margin + 20), " " * margin)
        lines.append(f"{start}{remark[len(start) :]}".rstrip())
    return "\n".join(lines)


def _cells(cells: Sequence[str]) -> str:
    return "".join(f"{cell:>{_POINTS_WIDTH}}" for cell in cells)


def _summing_up(
    count: int, refused: Sequence[Refused], percents: Sequence[float]
) -> str:
    """Return the last line; a fault of the grader is not the submission's."""
    faults = sum(one.by_grader for one in refused)
    owed = count - len(refused) - len(percents)
    parts = [f"{len(percents)} graded"]
    parts += [f"{len(refused) - faults} refused"] if len(refused) > faults else []
    parts += [f"{owed} graded in part (the grader's fault)"] if owed else []
    parts += [f"{faults} not graded (the grader's fault)"] if faults else []
    if percents:
        mean = points(sum(percents) / len(percents))
        parts.append(f"mean of the {len(percents)}: {mean}")
    return ", ".join(parts) + "."
