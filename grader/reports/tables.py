"""The course and a batch as tables of plain text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from grader.model import Course, Exercise, Outcome, Score, SourceFile, Unit
from grader.reports.remarks import file_remarks
from grader.reports.terminal import WIDTH, short_name
from grader.reports.text import (
    columns,
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


class UnitProgress(msgspec.Struct, frozen=True):
    """What the last check run found in a unit.

    Attributes:
        outcomes: exercise id -> outcome.
        is_current: whether the file is still the one that was checked.
    """

    outcomes: dict[str, Outcome]
    is_current: bool = True


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


def render_list(
    course: Course,
    progress: Mapping[str, UnitProgress],
    units: Sequence[Unit] = (),
    width: int = WIDTH,
) -> str:
    """Return units and exercises with points, time and the student's progress.

    Args:
        course: the course.
        progress: unit id -> what the last check run found.
        units: which units to list; all of the course if none is given.
        width: columns of the terminal.
    """
    blocks = [
        _unit_block(unit, progress.get(unit.id), width)
        for unit in units or course.units
    ]
    return paragraphs([visible(course.title), *blocks])


def render_hint(exercise: Exercise, number: int, width: int = WIDTH) -> str:
    """Return the hint with this number, counted from 1.

    Args:
        exercise: the exercise it is for.
        number: which one, at most as many as there are.
        width: columns of the terminal.
    """
    last = len(exercise.hints)
    more = (
        "That was the last hint."
        if number == last
        else f"One more: grader hint {exercise.id}"
    )
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


def render_pack(path: str, files: Sequence[SourceFile]) -> str:
    """Return what a packed file holds.

    Args:
        path: where it was written.
        files: the modules in it.
    """
    width = max(columns(file.path) for file in files)
    rows = [
        f"  {padded(visible(file.path), width)}  sha256 {file.sha256[:12]}"
        for file in files
    ]
    return "\n".join([f"{path} is ready to hand in. It holds:", *rows])


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


def _unit_block(unit: Unit, progress: UnitProgress | None, width: int) -> str:
    worth = sum(exercise.points for exercise in unit.exercises)
    minutes = sum(exercise.minutes for exercise in unit.exercises)
    head = (
        f"{short_name(unit)}  {visible(unit.title)}: {unit.module}, {worth} points, "
        f"about {_time(minutes)}, {_progress_text(unit, progress)}"
    )
    rows = [_exercise_row(exercise, progress) for exercise in unit.exercises]
    return "\n".join([wrapped(head, width), *rows])


def _time(minutes: int) -> str:
    return f"{minutes} min" if minutes < _LONG_MIN else f"{minutes / 60:.0f} h"


def _progress_text(unit: Unit, progress: UnitProgress | None) -> str:
    if progress is None:
        return "not checked yet"
    passed = sum(
        progress.outcomes.get(exercise.id) is Outcome.PASSED
        for exercise in unit.exercises
    )
    changed = "" if progress.is_current else ", changed since the last check"
    return f"{passed} of {len(unit.exercises)} passed{changed}"


def _exercise_row(exercise: Exercise, progress: UnitProgress | None) -> str:
    outcome = progress.outcomes.get(exercise.id) if progress else None
    return (
        f"  {exercise.id:<5} {padded(visible(exercise.name), 34)} "
        f"{exercise.points:>3} points {exercise.minutes:>4} min  "
        f"{'*' * exercise.difficulty:<3}  {words(outcome) if outcome else ''}"
    ).rstrip()
