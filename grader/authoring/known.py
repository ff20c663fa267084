"""What must become of each solution whose score is known beforehand."""

from collections.abc import Iterator, Mapping, Sequence

from grader.authoring.candidates import REFERENCE, STUB, Candidate
from grader.catalog.mistakes import Mistake
from grader.model import (
    Outcome,
    Score,
    ScoredExercise,
    ScoredUnit,
    Unit,
    Visibility,
)


def findings_of(candidate: Candidate, score: Score) -> Iterator[str]:
    """Yield a sentence for each way in which a score is not what it must be."""
    unit = score.units[0]
    for exercise, line in lost(unit, only=Outcome.NOT_GRADED):
        yield f"{candidate.name}: the suite itself fails on {exercise}: {line}"
    if candidate.mistake is not None:
        yield from _mistake_findings(candidate.name, candidate.mistake, unit)
    elif candidate.name == STUB:
        yield from _stub_findings(unit)
    elif candidate.is_right and score.score != score.max_score:
        yield from alarms(candidate.name, score)


def alarms(name: str, score: Score) -> Iterator[str]:
    """Yield a sentence for each check that a right solution fails."""
    for exercise, line in lost(score.units[0]):
        yield f"{name}: a right solution loses points on {exercise}: {line}"


def unjudged(unit: Unit, scored: ScoredUnit) -> Iterator[str]:
    """Yield a sentence for each exercise whose points nobody, or not all, can earn.

    Args:
        unit: the unit.
        scored: a score of it.
    """
    judged = {exercise.id for exercise in scored.exercises if exercise.checks}
    for exercise in unit.exercises:
        if exercise.id not in judged:
            yield (
                f"exercise {exercise.id} has no check, so nobody can earn its "
                f"{exercise.points} points; write one, or move the points."
            )
    points = {exercise.id: exercise for exercise in unit.exercises}
    for found in scored.exercises:
        is_hidden = {check.visibility is Visibility.HIDDEN for check in found.checks}
        if points[found.id].all_open and True in is_hidden:
            yield (
                f"exercise {found.id} is all_open and has a hidden check, which is "
                "worth nothing; take one of the two out."
            )
        if not points[found.id].all_open and is_hidden == {False}:
            yield (
                f"exercise {found.id} has no hidden check, and a student reads that "
                "there are some; write one, or put all_open = true into its table."
            )


def lost(unit: ScoredUnit, only: Outcome | None = None) -> Iterator[tuple[str, str]]:
    """Yield the exercise and the first line of each check that did not pass."""
    for exercise in unit.exercises:
        for check in exercise.checks:
            if check.outcome is (only or check.outcome) is not Outcome.PASSED:
                first = check.message.split("\n", 1)[0]
                yield exercise.id, f"{check.id} ({check.visibility}): {first}"


def summary(scores: Mapping[str, Score], candidates: Sequence[Candidate]) -> str:
    """Return the counts of a unit: exercises, checks, and who got what."""
    unit = scores[REFERENCE].units[0]
    checks = [check for exercise in unit.exercises for check in exercise.checks]
    hidden = sum(check.visibility is Visibility.HIDDEN for check in checks)
    mistakes = [c for c in candidates if c.mistake is not None]
    caught = sum(_is_caught(c, scores[c.name].units[0]) for c in mistakes)
    alternatives = [c.name for c in candidates if c.name.startswith("alternatives/")]
    full = sum(scores[name].score == scores[name].max_score for name in alternatives)
    return (
        f"{len(unit.exercises)} exercises, {len(checks) - hidden} open and {hidden} "
        f"hidden checks; reference {scores[REFERENCE].score:g}, stub "
        f"{scores[STUB].score:g}; {full} of {len(alternatives)} alternatives full; "
        f"{caught} of {len(mistakes)} mistakes caught;"
    )


def _mistake_findings(name: str, mistake: Mistake, unit: ScoredUnit) -> Iterator[str]:
    exercises = {exercise.id: exercise for exercise in unit.exercises}
    judged = exercises.get(mistake.exercise)
    if judged is None:
        yield (
            f"{name}: EXERCISE = {mistake.exercise!r} is not an exercise of {unit.id}."
        )
    elif judged.score == judged.max_score:
        others = [e.id for e in unit.exercises if e.score < e.max_score]
        caught = (
            f"only {', '.join(others)} loses points" if others else "no check sees it"
        )
        yield (
            f"{name}: not caught by exercise {mistake.exercise}, which it names; "
            f"{caught}."
        )


def _stub_findings(unit: ScoredUnit) -> Iterator[str]:
    for exercise in unit.exercises:
        if exercise.score or exercise.outcome is not Outcome.NOT_STARTED:
            state = exercise.outcome.value.replace("_", " ")
            yield (
                f"stub: exercise {exercise.id} is {state} with {exercise.score:g} "
                "points; an untouched stub must be not started with 0."
            )


def _is_caught(candidate: Candidate, unit: ScoredUnit) -> bool:
    assert candidate.mistake is not None  # noqa: S101 - asked of mistakes only
    return any(
        exercise.id == candidate.mistake.exercise and _loses(exercise)
        for exercise in unit.exercises
    )


def _loses(exercise: ScoredExercise) -> bool:
    return exercise.score < exercise.max_score
