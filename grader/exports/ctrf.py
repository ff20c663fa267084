"""The Common Test Report Format, as dashboards read it: https://ctrf.io."""

import json

from grader.exports.telling import name, tidy, told
from grader.model import Outcome, Score, ScoredCheck, ScoredExercise, ScoredUnit

_STATUS = {
    Outcome.PASSED: "passed",
    Outcome.NOT_STARTED: "pending",
    Outcome.WAITING: "skipped",
    Outcome.NOT_GRADED: "other",
}
_STATUSES = ("passed", "failed", "skipped", "pending", "other")


def ctrf(score: Score) -> str:
    """Return a score document in the Common Test Report Format.

    Times of day are not part of a score document, so the run starts at 0. Points
    stand under `extra`, where the format keeps what it does not know.
    """
    tests = [
        _test(unit, exercise, check)
        for unit in score.units
        for exercise in unit.exercises
        for check in exercise.checks
    ]
    counts = {
        status: sum(test["status"] == status for test in tests) for status in _STATUSES
    }
    stop = round(1000 * score.duration_s)
    document = {
        "reportFormat": "CTRF",
        "specVersion": "1.0.0",
        "generatedBy": f"grader {score.grader.version}",
        "results": {
            "tool": {"name": "grader", "version": score.grader.version},
            "summary": {"tests": len(tests), **counts, "start": 0, "stop": stop},
            "tests": tests,
            "extra": {
                "submission": tidy(score.submission.id),
                "complete": score.complete,
                "points": score.score,
                "max_points": score.max_score,
            },
        },
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _test(
    unit: ScoredUnit, exercise: ScoredExercise, check: ScoredCheck
) -> dict[str, object]:
    test: dict[str, object] = {
        "name": name(check),
        "status": _STATUS.get(check.outcome, "failed"),
        "duration": round(1000 * check.duration_s),
        "suite": [unit.id, f"{exercise.id} {exercise.name}"],
        "rawStatus": check.outcome.value,
        "extra": {"points": check.score, "max_points": check.max_score},
    }
    message = told(check)
    return {**test, "message": message} if message else test
