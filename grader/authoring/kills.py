"""Which check of a unit catches which mistake, from the scores of its solutions."""

from collections.abc import Mapping, Sequence

from grader.authoring.candidates import REFERENCE, Candidate
from grader.model import Outcome, Score
from grader.reports.matrix import KillMatrix, MatrixCheck, MatrixMistake, Use

FOLDER = "mistakes/"
# Such a check did not look at the code, or could not judge it.
NOT_A_KILL = frozenset(
    {Outcome.PASSED, Outcome.WAITING, Outcome.NOT_STARTED, Outcome.NOT_GRADED}
)


def kill_matrix(
    unit: str,
    candidates: Sequence[Candidate],
    scores: Mapping[str, Score],
    mean_ms: Mapping[str, float],
) -> KillMatrix:
    """Return which check catches which mistake.

    Args:
        unit: the unit's id.
        candidates: the solutions whose score is known.
        scores: the score of each, by its name.
        mean_ms: how long each check takes, by its id.
    """
    exercises = scores[REFERENCE].units[0].exercises
    mistakes = _by_exercise(candidates, [exercise.id for exercise in exercises])
    killed = {name: killers(scores[f"{FOLDER}{name}"]) for name, _ in mistakes}
    return KillMatrix(
        unit,
        tuple(
            MatrixCheck(
                check.id,
                exercise.id,
                check.visibility,
                tuple(name for name, by in killed.items() if check.id in by),
                mean_ms.get(check.id, 0.0),
            )
            for exercise in exercises
            for check in exercise.checks
        ),
        tuple(MatrixMistake(name, exercise) for name, exercise in mistakes),
    )


def _by_exercise(
    candidates: Sequence[Candidate], order: Sequence[str]
) -> list[tuple[str, str]]:
    """Return each mistake and the exercise it names, exercise by exercise."""
    named = [
        (candidate.name.removeprefix(FOLDER), candidate.mistake.exercise)
        for candidate in candidates
        if candidate.mistake is not None
    ]
    place = {exercise: number for number, exercise in enumerate(order)}
    return sorted(named, key=lambda one: place.get(one[1], len(place)))


def killers(score: Score) -> frozenset[str]:
    """Return the ids of the checks that catch a submission."""
    return frozenset(
        check.id
        for exercise in score.units[0].exercises
        for check in exercise.checks
        if check.outcome not in NOT_A_KILL
    )


def summary(matrix: KillMatrix) -> str:
    """Return how many checks the known mistakes need; no failure."""
    uses = matrix.uses
    return (
        f"{len(matrix.checks)} checks: {uses[Use.NEEDED]} needed (they alone catch a "
        f"mistake where it was made), {uses[Use.SPARE]} spare (others catch what they "
        f"catch), {uses[Use.IDLE]} idle (they catch no mistake)."
    )


def slowest(matrix: KillMatrix) -> str:
    """Return the checks that take longest on the reference.

    The first check of a unit also pays for the start of the worker.
    """
    told = ", ".join(f"{one.id} {one.mean_ms:.1f} ms" for one in matrix.slowest)
    whole = sum(check.mean_ms for check in matrix.checks)
    return f"all checks take {whole:.0f} ms on the reference; the slowest: {told}."
