"""The grade book: one row for each submission, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from grader.model import Outcome, Score, ScoredExercise, ScoredUnit
from grader.reports.following import short_name
from grader.reports.remarks import file_remarks
from grader.reports.text import points, visible
from grader.store.records import Failure

# A spreadsheet runs a cell that starts with one of these as a formula.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - the wide forms count too


class Row(msgspec.Struct, frozen=True):
    """What the grade book keeps of a score document.

    Attributes:
        id: the submission.
        score: its points, None where the grader owes some.
        max_score: what could be had.
        complete: whether every check was graded.
        exercises: exercise id -> points, None if not graded, and outcome.
        units: short name of the unit -> points, None if the grader owes some.
        remark: what stands out among the files, "" for an ordinary upload.
    """

    id: str
    score: float | None
    max_score: float
    complete: bool
    exercises: dict[str, tuple[float | None, Outcome]]
    units: dict[str, float | None] = {}
    remark: str = ""


def row_of(score: Score) -> Row:
    """Return the row of a score document."""
    exercises = [exercise for unit in score.units for exercise in unit.exercises]
    return Row(
        id=score.submission.id,
        score=score.score if score.complete else None,
        max_score=score.max_score,
        complete=score.complete,
        exercises={one.id: (_points_of(one), one.outcome) for one in exercises},
        units={short_name(unit): _points_of_unit(unit) for unit in score.units},
        remark="; ".join(file_remarks(score)),
    )


def gradebook(rows: Sequence[Row], failures: Iterable[Failure]) -> str:
    """Return the grade book as CSV.

    A submission that has no score has a row too, with the reason as its remark.

    Args:
        rows: one for each score document.
        failures: the submissions that could not be graded.
    """
    remarks = {row.id: row.remark for row in rows}
    remarks |= {one.id: f"{one.kind.value}: {one.reason}" for one in failures}
    units = sorted({key for row in rows for key in row.units})
    exercises = sorted({key for row in rows for key in row.exercises}, key=_order)
    graded = {row.id: _cells(row, units, exercises) for row in rows}
    blank = ["", "", "false", *[""] * (len(units) + 2 * len(exercises))]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_header(units, exercises))
    for key in sorted(remarks):
        cells = [key, *graded.get(key, blank), remarks[key]]
        writer.writerow([_safe(cell) for cell in cells])
    return text.getvalue()


def _header(units: Sequence[str], exercises: Sequence[str]) -> list[str]:
    pairs = [(key, f"{key} outcome") for key in exercises]
    names = [name for pair in pairs for name in pair]
    return ["id", "score", "max_score", "complete", *units, *names, "remark"]


def _cells(row: Row, units: Sequence[str], exercises: Sequence[str]) -> list[str]:
    cells = [_number(row.score), points(row.max_score), str(row.complete).lower()]
    cells += [_number(row.units.get(unit)) for unit in units]
    for key in exercises:
        got, outcome = row.exercises.get(key, (None, None))
        cells += [_number(got), outcome or ""]
    return cells


def _number(value: float | None) -> str:
    return "" if value is None else points(value)


def _points_of(exercise: ScoredExercise) -> float | None:
    return None if exercise.outcome is Outcome.NOT_GRADED else exercise.score


def _points_of_unit(unit: ScoredUnit) -> float | None:
    owes = any(one.outcome is Outcome.NOT_GRADED for one in unit.exercises)
    return None if owes else unit.score


def _order(exercise_id: str) -> tuple[int, int]:
    unit, _, number = exercise_id.partition(".")
    return int(unit), int(number)


def _safe(cell: str) -> str:
    if cell.lstrip(" ").startswith(_FORMULA_STARTS):
        cell = f"'{cell}"
    return visible(cell).replace("\n", " ").replace("\t", " ")
