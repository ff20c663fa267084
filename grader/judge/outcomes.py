"""What a test's end means: an exception of the tree becomes a verdict."""

import re
from collections.abc import Mapping, Sequence

from grader.errors import (
    BadOutput,
    CallTimeout,
    CheckFailed,
    MemoryExceeded,
    NameMissing,
    NotStarted,
    ProtocolViolation,
    StudentError,
    StudentException,
    WorkerCrashed,
)
from grader.model import Exercise, Limits, Outcome

# Outcomes that leave a dependent exercise nothing to build on.
BLOCKING = frozenset(
    {
        Outcome.NOT_STARTED,
        Outcome.MISSING,
        Outcome.CRASHED,
        Outcome.TIMEOUT,
        Outcome.MEMORY,
        Outcome.WAITING,
    }
)
# How a message about a needed exercise goes on after its id.
STATES = {
    Outcome.NOT_STARTED: "is not started",
    Outcome.MISSING: "is missing",
    Outcome.CRASHED: "crashes",
    Outcome.TIMEOUT: "runs out of time",
    Outcome.MEMORY: "runs out of memory",
    Outcome.WAITING: "is waiting itself",
}
LONGEST_LINE = 70  # of the student's source, in a message
FAULT = "the grader failed, not you; your teacher has been told"
_EXERCISE_ID = re.compile(r"\d+\.\d+")
_HOLE = re.compile(rb"raise\s+NotImplementedError\(\s*[\"'](\d+\.\d+)\b")

_OUTCOMES = {
    CheckFailed: Outcome.WRONG,
    BadOutput: Outcome.OUTPUT,
    NotStarted: Outcome.NOT_STARTED,
    NameMissing: Outcome.MISSING,
    StudentException: Outcome.CRASHED,
    WorkerCrashed: Outcome.CRASHED,
    ProtocolViolation: Outcome.CRASHED,
    CallTimeout: Outcome.TIMEOUT,
    MemoryExceeded: Outcome.MEMORY,
}


def outcome_of(error: StudentError) -> Outcome:
    """Return the outcome that an error stands for."""
    return _OUTCOMES[type(error)]


def message_of(error: StudentError, limits: Limits) -> str:
    """Return what the student reads about an error, in one or more sentences."""
    match error:
        case CheckFailed():
            return error.symptom
        case NotStarted():
            return f"{error} is not written yet." if str(error) else "not written yet."
        case MemoryExceeded():
            return f"It asked for more than the {limits.memory_mib} MiB it may use."
        case WorkerCrashed() | CallTimeout() | ProtocolViolation():
            text = str(error)
            return f"{text[:1].upper()}{text[1:]}."
        case _:
            return str(error).rstrip(".") + "."


def source_line(error: StudentError, source: bytes | None) -> str:
    """Return the line of the student's file that an exception came from, shown."""
    lines = (source or b"").decode(errors="replace").splitlines()
    if not isinstance(error, StudentException) or not 0 < error.line <= len(lines):
        return ""
    text = lines[error.line - 1].strip()[:LONGEST_LINE]
    return f"\n\n    {error.line} | {text}" if text else ""


def holes_in(source: bytes | None) -> frozenset[str]:
    """Return the exercises whose hole is still in a student's source."""
    found = _HOLE.findall(source or b"")
    return frozenset(hole.decode() for hole in found)


def hole_named(error: NotStarted) -> str:
    """Return the exercise whose hole was met, "" if the text names none."""
    found = _EXERCISE_ID.match(str(error))
    return found.group() if found else ""


def blocked_by(
    exercise: Exercise, outcomes: Mapping[str, Sequence[Outcome]]
) -> tuple[str, Outcome] | None:
    """Return the needed exercise that leaves nothing to build on, and why.

    Args:
        exercise: the one that wants to run.
        outcomes: the outcomes of the checks so far, by exercise.
    """
    for needed in exercise.needs:
        found = outcomes.get(needed, ())
        if found and all(outcome in BLOCKING for outcome in found):
            return needed, found[0]
    return None
