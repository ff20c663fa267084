"""What is told of a hole: not written yet, left behind, or met by the import."""

import re

from grader.errors import NotStarted, StudentException
from grader.reports.text import NO_IMPORT

HOLE = NotImplementedError.__name__
_NAMED = re.compile(r"\d+\.\d+ +(\S.*)")
# Every stub gives this line, so that it is no code of the student's.
_GIVEN = "array_namespace("
_LOOP = re.compile(r" *(?:async )?(?:for|while|with)\b")
_DEF = re.compile(r" *(?:async )?(def \w+)\b")
_CLASS = re.compile(r" *(class \w+)\b")


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
    twice = _defined_twice(lines, error.line)
    if twice:
        return (
            f"{_name(text) or 'Your function'} is defined at line {twice[0]}, and "
            f"again, not written yet, at line {twice[1]}, and Python takes the last: "
            "delete that one."
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
    deeper before it may be one branch of two, of which the other is not written;
    a loop is no branch.
    """
    if not 1 < number <= len(lines):
        return False
    depth = _depth(lines[number - 1])
    after = next((line for line in lines[number:] if _is_code(line)), "")
    if depth and after and _depth(after) == depth:
        return True
    before = next((line for line in reversed(lines[: number - 1]) if line.strip()), "")
    is_code = _is_code(before) and not before.rstrip().endswith(('"""', ":"))
    if is_code and _depth(before) > depth:
        above = (line for line in reversed(lines[: number - 1]) if _is_code(line))
        opens = next((line for line in above if _depth(line) <= depth), "")
        return _depth(opens) == depth and _LOOP.match(opens) is not None
    return is_code and _GIVEN not in before and _depth(before) == depth


def _defined_twice(lines: list[str], number: int) -> tuple[int, int] | None:
    """Return where the function with a hole is defined before, and where with it."""
    if not 1 < number <= len(lines):
        return None
    opened = _opened(lines, number, _DEF)
    if opened is None:
        return None
    name, line = opened
    home = _opened(lines, line, _CLASS)
    for before in range(line - 1, 0, -1):
        found = _DEF.match(lines[before - 1])
        if found and found[1] == name and _is_at(lines, before, line):
            other = _opened(lines, before, _CLASS)
            if (other and other[0]) == (home and home[0]):
                return before, line
    return None


def _is_at(lines: list[str], one: int, other: int) -> bool:
    return _depth(lines[one - 1]) == _depth(lines[other - 1])


def _opened(
    lines: list[str], number: int, kind: re.Pattern[str]
) -> tuple[str, int] | None:
    """Return the nearest block of a kind that a line stands in, and its line."""
    depth = _depth(lines[number - 1])
    for above in range(number - 1, 0, -1):
        line = lines[above - 1]
        if _is_code(line) and _depth(line) < depth:
            depth = _depth(line)
            found = kind.match(line)
            if found:
                return found[1], above
    return None


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
