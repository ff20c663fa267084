"""Mistakes that answer every check alike: neither of them is ever recognised.

A student who made one is told its sentence only if no other known mistake does exactly
the same. So two files with one bug, or a check that cannot tell two bugs apart, take
the sentence away from both, and nothing else shows it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from grader.authoring.candidates import Candidate
from grader.judge import JudgeSettings, grade_all
from grader.model import Course, Outcome, Score, Submission, Unit

Group = tuple[Candidate, ...]


def alike_findings(
    course: Course,
    unit: Unit,
    candidates: Sequence[Candidate],
    scores: Mapping[str, Score],
) -> Iterator[str]:
    """Yield a sentence for each group of mistakes that silence each other.

    Args:
        course: the course.
        unit: the unit.
        candidates: the known solutions.
        scores: the score of each, by its name.
    """
    groups = _suspected(candidates, scores)
    for group in _confirmed(course, unit, groups):
        *most, last = (f"mistakes/{_name(one)}" for one in group)
        yield (
            f"{', '.join(most)} and {last} answer every check alike, so none of them "
            "is recognised; keep one, or write a check that tells them apart."
        )


def _suspected(
    candidates: Sequence[Candidate], scores: Mapping[str, Score]
) -> list[Group]:
    """Return mistakes that are not recognised and fail the same checks alike."""
    alike: dict[bytes, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        score = scores[candidate.name]
        if candidate.mistake is not None and not _is_recognised(candidate, score):
            alike[_looks(score)].append(candidate)
    return [tuple(group) for group in alike.values() if len(group) > 1]


def _looks(score: Score) -> bytes:
    told = [
        (check.id, check.visibility, check.outcome, check.message)
        for exercise in score.units[0].exercises
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED
    ]
    return hashlib.sha256(repr(told).encode()).digest()


def _confirmed(course: Course, unit: Unit, groups: Sequence[Group]) -> Iterator[Group]:
    """Yield the groups whose first is recognised once the others are left out."""
    left_out = {
        group[0].name: tuple(_name(other) for other in group[1:]) for group in groups
    }
    found: dict[str, Score] = {}

    def keep(score: Score) -> None:
        found[score.submission.id] = score

    submissions = [
        Submission(one.name, {unit.id: one.source.encode()}, (), ())
        for one, *_ in groups
    ]
    if submissions:
        grade_all(course, [unit], submissions, keep, JudgeSettings(left_out=left_out))
    for group in groups:
        if _is_recognised(group[0], found[group[0].name]):
            yield group


def _is_recognised(candidate: Candidate, score: Score) -> bool:
    code = f"mistake:{_name(candidate)}"
    return any(
        check.diagnosis is not None and check.diagnosis.code == code
        for exercise in score.units[0].exercises
        for check in exercise.checks
    )


def _name(candidate: Candidate) -> str:
    assert candidate.mistake is not None  # noqa: S101 - only mistakes come here
    return candidate.mistake.name
