"""The lines of a student's file: those of a class, a method, around a line.

It is read line by line and never parsed: what is nested deep enough ends a parser.
"""

import re
from collections.abc import Sequence

_FUNCTION = re.compile(r"^( *)(?:async +)?def +\w")
DEF = re.compile(r"^\s+(?:async +)?def +(\w+)\(\s*([*\w]*)")
_CLOSES = re.compile(r":\s*(?:#.*)?$")  # the signature of a function
_ENDS = re.compile(r"^\s*(?:return|raise)\b")


def class_body(lines: Sequence[str], name: str) -> list[tuple[int, str]]:
    """Return the numbered lines of a class, none if the file has no such class.

    Args:
        lines: those of the file.
        name: the class's.
    """
    head = re.compile(rf"^(\s*)class +{re.escape(name)}\b")
    for number, line in enumerate(lines, 1):
        if found := head.match(line):
            rest = list(enumerate(lines[number:], number + 1))
            return _deeper(rest, len(found[1]))
    return []


def function_around(lines: Sequence[str], number: int) -> list[str]:
    """Return the lines of the function that holds a line, all if none does.

    Args:
        lines: those of the file.
        number: of the line, from 1; 0 where it is not known.
    """
    if not 0 < number <= len(lines):
        return list(lines)
    depth = _indent(lines[number - 1])
    for first in range(number - 1, -1, -1):
        found = _FUNCTION.match(lines[first])
        if found and len(found[1]) < depth:
            rest = list(enumerate(lines[first + 1 :]))
            return [lines[first], *(line for _, line in _deeper(rest, len(found[1])))]
    return list(lines)


def made_before(lines: Sequence[str], number: int, name: str) -> int:
    """Return the last line above one that assigns a name, in its function; 0 if none.

    Args:
        lines: those of the file.
        number: of the line, from 1.
        name: a local name, or an attribute such as "self.x".
    """
    others, written = r"(?:[\w.]+\s*,\s*)*", rf"{re.escape(name)}\b"
    assigns = re.compile(rf"\s*{others}{written}(?:\s*,\s*[\w.]+)*\s*(?::[^=]*)?=(?!=)")
    for at in range(number - 1, _signature(lines, number)[1], -1):
        if assigns.match(lines[at - 1]):
            return at
    return 0


def takes(lines: Sequence[str], number: int, name: str) -> bool:
    """Return whether the function that holds a line has an argument of this name.

    Args:
        lines: those of the file.
        number: of the line, from 1.
        name: the argument's.
    """
    first, last = _signature(lines, number)
    said = " ".join(lines[first - 1 : last]) if first else ""
    return bool(re.search(rf"[(,]\s*{re.escape(name)}\b", said))


def _signature(lines: Sequence[str], number: int) -> tuple[int, int]:
    """Return the first and last line of the def that holds a line, 0 and 0 if none."""
    depth = _indent(lines[number - 1])
    for first in range(number - 1, 0, -1):
        found = _FUNCTION.match(lines[first - 1])
        if found and len(found[1]) < depth:
            ends = (at for at in range(first, number) if _CLOSES.search(lines[at - 1]))
            return first, next(ends, first)
    return 0, 0


def method_body(lines: Sequence[str], name: str) -> list[str]:
    """Return the lines of a method, none if there is no such method.

    Args:
        lines: those of its class.
        name: the method's.
    """
    for number, line in enumerate(lines):
        found = DEF.match(line)
        if found and found[1] == name:
            indent = _indent(line)
            rest = list(enumerate(lines[number + 1 :]))
            return [each for _, each in _deeper(rest, indent)]
    return []


def is_behind_the_end(lines: Sequence[str], place: int) -> bool:
    """Return whether a line stands behind a return or raise, and so never runs.

    Args:
        lines: those of a method.
        place: of the line among them, from 0.
    """
    indent = _indent(lines[place])
    for line in reversed(lines[:place]):
        if not line.strip() or _indent(line) > indent:
            continue
        if _indent(line) < indent:
            return False
        if _ENDS.match(line):
            return True
    return False


def _deeper(lines: Sequence[tuple[int, str]], indent: int) -> list[tuple[int, str]]:
    """Return the first lines that are indented further, and blank ones between."""
    kept = []
    for number, line in lines:
        ends = line.strip() and not line.lstrip().startswith(")")
        if ends and _indent(line) <= indent:
            break
        kept.append((number, line))
    return kept


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def has_key(lines: Sequence[str], name: str) -> bool:
    """Return whether a line has a name in quotes, as a key of a dict."""
    return any(f'"{name}"' in line or f"'{name}'" in line for line in lines)
