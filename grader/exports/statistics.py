"""What the score documents of a class say about its exercises and its code."""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from grader.exports.grouping import of_whole_unit
from grader.exports.states import MEANINGS, NOT_CHECKED, state_of
from grader.exports.telling import checks, tidy
from grader.model import Outcome, Score, ScoredCheck, ScoredExercise
from grader.reports.following import short_name
from grader.reports.remarks import file_remarks, steering_remarks

BINS = 10  # of the distribution, each a tenth of the points wide
FEWEST = 3  # submissions: a correlation of two says nothing
_ENDS = {
    Outcome.NOT_GRADED: "not graded",
    Outcome.TIMEOUT: "ran too long",
    Outcome.MEMORY: "ran out of memory",
    Outcome.CRASHED: "crashed",
}
_UNWRITTEN = {Outcome.NOT_STARTED, Outcome.WAITING}


class ExerciseRow(msgspec.Struct, frozen=True):
    """One exercise over the class.

    Attributes:
        unit: the unit's id.
        id: the exercise's.
        name: what it is called.
        passed: how many submissions passed it.
        count: of how many.
        mean: mean points.
        most: what could be had.
        discrimination: correlation of its points with those of all other exercises,
            of those that could be checked; None where one of them never varies.
        others: the submissions that did not pass it, by what became of it in words.
    """

    unit: str
    id: str
    name: str
    passed: int
    count: int
    mean: float
    most: float
    discrimination: float | None
    others: dict[str, tuple[str, ...]]


class Cause(msgspec.Struct, frozen=True):
    """A cause that was told, of which exercises, and to which submissions."""

    exercises: tuple[str, ...]
    text: str
    submissions: tuple[str, ...]


class Eye(msgspec.Struct, frozen=True):
    """What a person should look at in one submission."""

    submission: str
    reasons: tuple[str, ...]


def distribution(scores: Sequence[Score]) -> list[int]:
    """Return how many submissions have each tenth of the points, the lowest first."""
    counts = [0] * BINS
    for score in scores:
        share = score.score / score.max_score if score.max_score else 0.0
        counts[min(int(share * BINS), BINS - 1)] += 1
    return counts


def exercise_rows(scores: Sequence[Score]) -> list[ExerciseRow]:
    """Return the exercises in the order of the first document that has them."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for score in scores:
        stopped = {unit.id for unit in score.units if of_whole_unit(unit) is not None}
        checked = [unit for unit in score.units if unit.id not in stopped]
        total = sum(unit.score for unit in checked)
        most = sum(unit.max_score for unit in checked)
        for unit in score.units:
            for exercise in unit.exercises:
                others = most - exercise.max_score
                rest = (total - exercise.score) / others if others > 0 else 0.0
                state = state_of(exercise, is_stopped=unit.id in stopped)
                entry = _Entry(score.submission.id, unit.id, exercise, state, rest)
                found[exercise.id].append(entry)
    return [_row(entries) for entries in found.values()]


class _Entry(msgspec.Struct, frozen=True):
    """An exercise of one submission, its state, and the share of points of the others.

    Exercises of a unit that could not be checked are not among the others.
    """

    submission: str
    unit: str
    exercise: ScoredExercise
    state: str
    rest: float


def _row(entries: Sequence[_Entry]) -> ExerciseRow:
    first = entries[0].exercise
    own = [entry.exercise.score for entry in entries]
    names = {
        state: tuple(entry.submission for entry in entries if entry.state == state)
        for state in MEANINGS
    }
    return ExerciseRow(
        unit=entries[0].unit,
        id=first.id,
        name=first.name,
        passed=sum(entry.exercise.outcome is Outcome.PASSED for entry in entries),
        count=len(entries),
        mean=statistics.fmean(own),
        most=first.max_score,
        discrimination=_correlation(
            [entry.exercise.score for entry in entries if entry.state != NOT_CHECKED],
            [entry.rest for entry in entries if entry.state != NOT_CHECKED],
        ),
        others={state: found for state, found in names.items() if found},
    )


def _correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    if len(left) < FEWEST or len(set(left)) == 1 or len(set(right)) == 1:
        return None
    return statistics.correlation(left, right)


def commonest_causes(scores: Sequence[Score], most: int = 20) -> list[Cause]:
    """Return the causes that were told most often, each once for a submission."""
    students: dict[str, dict[str, None]] = defaultdict(dict)
    exercises: dict[str, dict[str, None]] = defaultdict(dict)
    for score in scores:
        for exercise, check in _told(score):
            assert check.diagnosis is not None  # noqa: S101 - `_told` saw to it
            # Codes may carry numbers of one submission; their texts say the same.
            students[check.diagnosis.text][score.submission.id] = None
            exercises[check.diagnosis.text][exercise.id] = None
    found = [
        Cause(tuple(exercises[text]), tidy(text), tuple(ids))
        for text, ids in students.items()
    ]
    found.sort(key=lambda cause: (-len(cause.submissions), _places(cause.exercises)))
    return found[:most]


def _places(exercises: Sequence[str]) -> list[list[int]]:
    """Return exercises as numbers: 2.10 comes after 2.9."""
    return [[int(part) for part in re.findall(r"\d+", one)] for one in exercises]


def _told(score: Score) -> Iterator[tuple[ScoredExercise, ScoredCheck]]:
    for unit in score.units:
        for exercise in unit.exercises:
            for check in exercise.checks:
                if check.diagnosis is not None and check.diagnosis.text:
                    yield exercise, check


def for_a_persons_eye(scores: Sequence[Score]) -> list[Eye]:
    """Return the submissions with outcomes or files that numbers do not explain."""
    found = []
    for score in scores:
        remarks = (*file_remarks(score), *steering_remarks(score))
        reasons = (*_outcome_reasons(score), *remarks)
        if reasons:
            found.append(Eye(score.submission.id, reasons))
    return found


def _outcome_reasons(score: Score) -> Iterator[str]:
    """Yield what stopped a unit as a whole, and how many other checks ended badly."""
    rest: list[ScoredExercise] = []
    without_file: list[str] = []
    if {check.outcome for check in checks(score)} <= _UNWRITTEN:
        yield "nothing is written: every stub is as it was handed out"
    for unit in score.units:
        whole = of_whole_unit(unit)
        if whole is None:
            rest += unit.exercises
        elif whole.is_missing:
            without_file.append(f"no {whole.module} for {short_name(unit)}")
        else:
            reason = whole.line.rstrip(".")
            yield f"nothing of {short_name(unit)} could be checked: {reason}"
    if len(without_file) < len(score.units):
        yield from without_file
    yield from _cut_short(rest, len(checks(score)))


def _cut_short(exercises: Sequence[ScoredExercise], count: int) -> Iterator[str]:
    """Yield how many checks ended in a way that numbers do not explain, and where."""
    places: dict[Outcome, list[ScoredExercise]] = defaultdict(list)
    for exercise in exercises:
        for check in exercise.checks:
            if check.outcome in _ENDS:
                places[check.outcome].append(exercise)
    for outcome, found in places.items():
        first = tidy(f"{found[0].id} {found[0].name}")
        where = "in" if all(each is found[0] for each in found) else "first in"
        yield f"{_ENDS[outcome]} in {len(found)} of {count} checks, {where} {first}"
