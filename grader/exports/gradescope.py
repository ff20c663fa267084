"""Gradescope's `results.json`.

Its fields are those of Gradescope's documents, "Autograder specifications".
"""

import json
from enum import StrEnum

from grader.exports.telling import name, summary, tidy, told
from grader.model import Outcome, Score, ScoredCheck, ScoredExercise, Visibility
from grader.reports.text import points


class Showing(StrEnum):
    """When a student sees a check: Gradescope's own words."""

    VISIBLE = "visible"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"
    HIDDEN = "hidden"


def gradescope(score: Score, hidden: Showing = Showing.AFTER_PUBLISHED) -> str:
    """Return a score document as Gradescope reads it.

    Args:
        score: the document.
        hidden: when students see the hidden checks. While any check is invisible to
            them, Gradescope does not show them their total either.
    """
    document = {
        "score": float(points(score.score)),
        "execution_time": round(score.duration_s, 3),
        "output": summary(score),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": Showing.HIDDEN.value,
        "extra_data": {
            "submission": tidy(score.submission.id),
            "complete": score.complete,
            "course": score.course.digest,
            "grader": score.grader.version,
        },
        "tests": [
            _test(exercise, check, f"{exercise.id}.{number}", hidden)
            for unit in score.units
            for exercise in unit.exercises
            for number, check in enumerate(exercise.checks, 1)
        ],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def not_graded(reason: str) -> str:
    """Return the document that stands until there is a score, and if none comes.

    Args:
        reason: a sentence for the student.
    """
    document = {
        "score": 0.0,
        "output": reason,
        "output_format": "text",
        "stdout_visibility": Showing.HIDDEN.value,
        "extra_data": {"complete": False},
        "tests": [],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _test(
    exercise: ScoredExercise, check: ScoredCheck, number: str, hidden: Showing
) -> dict[str, object]:
    is_hidden = check.visibility is Visibility.HIDDEN
    passed = check.outcome is Outcome.PASSED
    return {
        "number": number,
        "name": f"{exercise.name}: {name(check)}",
        "score": float(points(check.score)),
        "max_score": float(points(check.max_score)),
        "status": "passed" if passed else "failed",
        "output": told(check),
        "tags": [exercise.id, check.outcome.value],
        "visibility": (hidden if is_hidden else Showing.VISIBLE).value,
    }
