"""When a student reads the cause of a failure, and what stands in its place before.

A failure is told first by what was measured: symptom, place, both values, extent.
Whoever reads these learns to read numbers; the cause comes with the second look, or
when it is asked for. What names only a place, or what is to be mended before, is
part of the first look, and so is a cause that the message itself tells, such as the
line that loops.

A graded result is final, and nobody runs it again: there is no second look to wait
for, so it tells the cause unless the course holds it back until the due date.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from grader.model import (
    Course,
    DiagnosisPolicy,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    Verdict,
)
from grader.numerics.diagnosis.codes import is_place

_WHY = " --why"
UNKNOWN = (
    "What causes this is not known: work out this one number by hand, and compare "
    "what your code has on the way to it."
)


class Ladder(msgspec.Struct, frozen=True):
    """How often each failure was told, and what the course allows.

    Attributes:
        policy: when causes are told.
        due: unit id -> its due date.
        now: the moment of the run.
        tries: check key -> how often its failure was told in full before this run.
        is_asked: whether the student asked for the cause.
    """

    policy: DiagnosisPolicy = DiagnosisPolicy.AT_ONCE
    due: Mapping[str, datetime] = {}
    now: datetime | None = None
    tries: Mapping[str, int] = {}
    is_asked: bool = False

    def instead_of_cause(self, unit_id: str, exercise_id: str, key: str) -> str:
        """Return the line that stands in place of a cause, "" if it is told.

        Args:
            unit_id: the unit of the check that failed.
            exercise_id: its exercise.
            key: its own, as `key_of` makes it.
        """
        line = before_due(self.policy, unit_id, self.due, self.now)
        is_first = not self.tries.get(key) and not self.is_asked
        if self.policy is DiagnosisPolicy.SECOND_TRY and is_first:
            command = f"grader check {exercise_id}{_WHY}"
            return f"The cause is told on the next run, or now: {command}"
        return line


def without_memory(course: Course, now: datetime) -> Ladder:
    """Return the ladder of a run that no other is remembered of: causes do not wait.

    Args:
        course: the course; what it holds back until a due date stays held back.
        now: the moment of the run.
    """
    waits_for_date = course.diagnosis is DiagnosisPolicy.AFTER_DUE
    policy = course.diagnosis if waits_for_date else DiagnosisPolicy.AT_ONCE
    return Ladder(policy, course.due, now)


def key_of(exercise: ScoredExercise, check: ScoredCheck) -> str:
    """Return what tells an open check from all others of the course."""
    return f"{exercise.id}/{check.id}"


def offers_why(line: str) -> bool:
    """Return whether the line in place of a cause names a command to run."""
    return line.endswith(_WHY)


def has_cause(check: ScoredCheck | Verdict) -> bool:
    """Return whether a check's diagnosis says more than its message, and a cause."""
    found = check.diagnosis
    if found is None or not found.text:
        return False
    return not is_place(found.code) and found.text not in check.message


def as_graded(score: Score, now: datetime) -> Score:
    """Return a document as a report to a student may tell it.

    Args:
        score: the document; left unchanged, it always holds every cause.
        now: the moment at which the report is written.
    """
    policy, due = score.course.diagnosis, score.course.due
    units = [
        _without_causes(unit) if before_due(policy, unit.id, due, now) else unit
        for unit in score.units
    ]
    return msgspec.structs.replace(score, units=tuple(units))


def before_due(
    policy: DiagnosisPolicy,
    unit_id: str,
    due: Mapping[str, datetime],
    now: datetime | None,
) -> str:
    """Return the line that says when causes are told, "" if no date holds them back.

    Args:
        policy: when the course tells causes.
        unit_id: the unit of a failure.
        due: unit id -> its due date.
        now: the moment of telling.
    """
    if policy is not DiagnosisPolicy.AFTER_DUE:
        return ""
    short = unit_id.partition("_")[0]
    moment = due.get(unit_id)
    if moment is None:
        return f"Causes are told after the due date; {short} has none yet."
    if now is not None and moment <= now:
        return ""
    return f"The cause is told once {short} is due: {moment:%Y-%m-%d %H:%M %Z}."


def _without_causes(unit: ScoredUnit) -> ScoredUnit:
    exercises = [
        msgspec.structs.replace(
            exercise,
            checks=tuple(
                msgspec.structs.replace(check, diagnosis=None)
                if has_cause(check)
                else check
                for check in exercise.checks
            ),
        )
        for exercise in unit.exercises
    ]
    return msgspec.structs.replace(unit, exercises=tuple(exercises))
