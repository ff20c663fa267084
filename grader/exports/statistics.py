"""What the score documents of a class say about its exercises and its code."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from grader.exports.telling import checks, tidy
from grader.model import Outcome, Score, ScoredCheck, ScoredExercise
from grader.reports.remarks import file_remarks
from grader.reports.text import words

BINS = 10  # of the distribution, each a tenth of the points wide
FEWEST = 3  # submissions: a correlation of two says nothing
PERSONS = frozenset(
    {Outcome.NOT_GRADED, Outcome.TIMEOUT, Outcome.MEMORY, Outcome.CRASHED}
)


class ExerciseRow(msgspec.Struct, frozen=True):
    """One exercise over the class.

    Attributes:
        unit: the unit's id.
        id: the exercise's.
        name: what it is called.
        passed: the part of submissions that passed it, 0 to 1.
        mean: mean points.
        most: what could be had.
        discrimination: correlation of its points with those of all other exercises,
            None where one of them never varies.
        outcomes: how often each other outcome came.
    """

    unit: str
    id: str
    name: str
    passed: float
    mean: float
    most: float
    discrimination: float | None
    outcomes: dict[Outcome, int]


class Cause(msgspec.Struct, frozen=True):
    """A cause that was told, and to how many submissions."""

    exercise: str
    text: str
    count: int


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
    found: dict[str, list[tuple[str, ScoredExercise, float]]] = defaultdict(list)
    for score in scores:
        total = sum(unit.score for unit in score.units)
        for unit in score.units:
            for exercise in unit.exercises:
                entry = unit.id, exercise, total - exercise.score
                found[exercise.id].append(entry)
    return [_row(entries) for entries in found.values()]


def _row(entries: Sequence[tuple[str, ScoredExercise, float]]) -> ExerciseRow:
    unit, first, _ = entries[0]
    own = [exercise.score for _, exercise, _ in entries]
    outcomes = Counter(exercise.outcome for _, exercise, _ in entries)
    passed = outcomes.pop(Outcome.PASSED, 0)
    return ExerciseRow(
        unit=unit,
        id=first.id,
        name=first.name,
        passed=passed / len(entries),
        mean=statistics.fmean(own),
        most=first.max_score,
        discrimination=_correlation(own, [rest for _, _, rest in entries]),
        outcomes=dict(outcomes.most_common()),
    )


def _correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    if len(left) < FEWEST or len(set(left)) == 1 or len(set(right)) == 1:
        return None
    return statistics.correlation(left, right)


def commonest_causes(scores: Sequence[Score], most: int = 20) -> list[Cause]:
    """Return the causes that were told most often, each once for a submission."""
    counts: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], str] = {}
    for score in scores:
        seen = {}
        for exercise, check in _told(score):
            assert check.diagnosis is not None  # noqa: S101 - `_told` saw to it
            seen[exercise.id, check.diagnosis.code] = check.diagnosis.text
        counts.update(seen.keys())
        texts |= seen
    return [
        Cause(key[0], tidy(texts[key]), count)
        for key, count in counts.most_common(most)
    ]


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
        outcomes = Counter(c.outcome for c in checks(score) if c.outcome in PERSONS)
        reasons = [_reason(one, count) for one, count in outcomes.items()]
        reasons += file_remarks(score)
        if reasons:
            found.append(Eye(score.submission.id, tuple(reasons)))
    return found


def _reason(outcome: Outcome, count: int) -> str:
    return f"{words(outcome)} in {count} check{'' if count == 1 else 's'}"
