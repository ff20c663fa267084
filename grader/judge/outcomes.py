"""What a test's end means: an exception of the tree becomes a verdict."""

import itertools
import re
from collections.abc import Mapping, Sequence

from grader.checks.work import shown_line
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
from grader.judge.plainly import name_missing, told_plainly
from grader.judge.unwritten import HOLE, hole_told
from grader.model import Exercise, Limits, Outcome
from grader.reports.text import AT_IMPORT

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
    Outcome.NOT_STARTED: "is not done yet",
    Outcome.MISSING: "is missing",
    Outcome.CRASHED: "crashes",
    Outcome.TIMEOUT: "runs out of time",
    Outcome.MEMORY: "runs out of memory",
    Outcome.WAITING: "is waiting itself",
}
LONGEST_INDENT = 16  # of a line of the student's source, in a message
TAB = "\t"
_OF_INDENTATION = ("IndentationError", "TabError")
FAULT = "the grader failed, not you; your teacher has been told"
FAULT_AT_HOME = "the grader failed, not you; please tell your teacher"
_OBJECT = re.compile(r"<(?:[\w.]+\.)?(\w+) object at 0x[0-9a-f]+>")
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


def message_of(error: StudentError, limits: Limits, source: bytes | None = None) -> str:
    """Return what the student reads about an error, in one or more sentences.

    Args:
        error: what the submission did.
        limits: those it ran under.
        source: its file, None where it is not known.
    """
    match error:
        case CheckFailed():
            return error.symptom
        case StudentException() if told := told_plainly(error):
            return told
        case NotStarted():
            return hole_told(error, source)
        case MemoryExceeded():
            at = f" at {error.where}" if error.where else ""
            return (
                f"Your code ran out of memory{at}: all that it keeps came to more than "
                f"the {limits.memory_mib} MiB it may use."
            )
        case WorkerCrashed() | CallTimeout() | ProtocolViolation():
            where = "" if isinstance(error, ProtocolViolation) else error.where
            text = f"{error}; it was at {where}" if where else str(error)
            return f"{text[:1].upper()}{text[1:]}."
        case _:
            text = str(error)
            if isinstance(error, NameMissing):
                text = name_missing(error, source)
            return _first_of(text).rstrip(". ") + "."


def _first_of(text: str) -> str:
    """Return what is told of an error: objects by the name of their class.

    NumPy explains at length why a name is gone.
    """
    text = _OBJECT.sub(r"\1", text)
    line, _, _ = text.partition("\n")
    return line if "module 'numpy' has no attribute" in line else text


def source_line(error: StudentError, source: bytes | None) -> str:
    """Return the line of the student's file that an exception came from, shown."""
    lines = (source or b"").decode(errors="replace").splitlines()
    line = 0 if isinstance(error, NotStarted) else getattr(error, "line", 0)
    if not 0 < line <= len(lines):
        return ""
    if isinstance(error, StudentException) and error.at_import and error.kind == HOLE:
        shown = _quoted(lines, (*error.callers, line)[0])
        return f"\n\n{shown}" if shown else ""
    if getattr(error, "kind", "") in _OF_INDENTATION:
        shown = _indented(lines, line)
    else:
        shown = _quoted(lines, line)
    callers: tuple[int, ...] = getattr(error, "callers", ())
    if shown and callers and callers[0] != line:
        how = AT_IMPORT if getattr(error, "at_import", False) else "reached from"
        shown += f"\n    {how}\n{_quoted(lines, callers[0])}"
    return f"\n\n{shown}" if shown else ""


def _quoted(lines: Sequence[str], number: int) -> str:
    """Return a line of a file with its number, "" where it says nothing."""
    return shown_line(number, dict(enumerate(lines, start=1)))


def _indented(lines: Sequence[str], number: int) -> str:
    """Return a line and the one before it with their indentation: a tab as "<tab>".

    Of a deep indentation what both have in common is left out.
    """
    shown = {n: _quoted(lines, n) for n in (number - 1, number) if n}
    blanks = {n: _blank(lines[n - 1]) for n, text in shown.items() if text}
    deepest = max(map(len, blanks.values()), default=0)
    pairs = zip(*blanks.values(), strict=False)
    alike = itertools.takewhile(lambda each: len({*each}) == 1, pairs)
    left_out = min(len(list(alike)), max(0, deepest - LONGEST_INDENT))
    return "\n".join(
        shown[n].replace(" | ", f" | {blank[left_out:].replace(TAB, '<tab>')}", 1)
        for n, blank in blanks.items()
    )


def _blank(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def with_row(message: str, label: str, said: str) -> str:
    """Return a message with one more line, such as what the code was given.

    It belongs to the table of numbers, where there is one.
    """
    row = f"    {label:<10} {said}"
    lines = message.split("\n")
    ends = [n for n, line in enumerate(lines) if line.startswith("    extent ")]
    if not ends:
        return f"{message}\n\n{row}"
    return "\n".join([*lines[: ends[-1] + 1], row, *lines[ends[-1] + 1 :]])


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
