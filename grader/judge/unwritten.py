"""What is told of a hole: not written yet, left behind, or met by the import."""

import re

from grader.errors import NotStarted, StudentException
from grader.reports.text import NO_IMPORT

HOLE = NotImplementedError.__name__
_NAMED = re.compile(r"\d+\.\d+ +(\S.*)")
# Every stub gives this line, so that it is no code of the student's.
_GIVEN = "array_namespace("


def hole_told(error: NotStarted, source: bytes | None) -> str:
    """Return what a student reads of a hole that a check met.

    Args:
        error: the hole.
        source: the student's file, None where it is not known.
    """
    text = str(error)
    lines = (source or b"").decode(errors="replace").splitlines()
    if _is_left_behind(lines, error.line):
        return (
            f"{_name(text) or 'Your code'} still raises {HOLE} at line {error.line}: "
            "delete that line."
        )
    return f"{text} is not written yet." if text else "not written yet."


def hole_at_import(error: StudentException) -> str:
    """Return what a student reads of a hole that stops the import of the file."""
    filename = error.where.partition(":")[0]
    name = _name(error.text)
    if not error.callers:
        told = f"{error.where} raises {HOLE} outside of functions"
        if not error.where:
            told = f"A line outside of functions raises {HOLE}"
    elif not name:
        told = f"{filename}:{error.callers[0]} calls what raises {HOLE}"
    else:
        verb = "calls" if len(error.callers) == 1 else "leads to"
        told = f"{filename}:{error.callers[0]} {verb} {name}, which is not written yet"
    return f"{told}, {NO_IMPORT}. Delete that line."


def _name(text: str) -> str:
    """Return what a hole is called, without its exercise, "" if it has no name."""
    found = _NAMED.fullmatch(text)
    return found[1] if found else ""


def _is_left_behind(lines: list[str], number: int) -> bool:
    """Return whether code of the student's stands beside a hole.

    The stub has a comment before every hole, and nothing after it. What stands
    deeper before it may be one branch of two, of which the other is not written.
    """
    if not 1 < number <= len(lines):
        return False
    depth = _depth(lines[number - 1])
    after = next((line for line in lines[number:] if _is_code(line)), "")
    if depth and after and _depth(after) == depth:
        return True
    before = next((line for line in reversed(lines[: number - 1]) if line.strip()), "")
    is_code = _is_code(before) and not before.rstrip().endswith(('"""', ":"))
    return is_code and _GIVEN not in before and _depth(before) == depth


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
