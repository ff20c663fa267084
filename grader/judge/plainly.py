"""Ends that are told in other words than Python's: exits, imports, missing names."""

import difflib
import re

from grader.errors import NameMissing, StudentException
from grader.judge.ownnames import NEAR, nearest_of_class
from grader.judge.sourcelines import class_body
from grader.judge.unwritten import HOLE, hole_at_import
from grader.reports.text import NEEDS_DEBUG

DEBUGGER = "BdbQuit"  # raised by breakpoint() where nobody can answer it
LIBRARIES = "only NumPy, array_api_compat and the standard library are"
MOST_NAMES = 500  # of a module, beside which a missing one is held
_MODULE = re.compile(r"No module named '([\w.]+)'")
# The source is read and never parsed: what is nested deep enough ends a parser.
_NAMES = re.compile(
    rb"^(?:async +)?(?:def|class) +(\w+)|^(\w+) *(?::[^=\n]*)?=(?!=)", re.MULTILINE
)
_MEMBER = re.compile(r"^(\w+) has no '(\w+)'$")
_CODE = re.compile(rb"^[^\S\n]*[^\s#]", re.MULTILINE)


def told_plainly(error: StudentException) -> str:
    """Return what is told of an exit, an import, input() or breakpoint(), else ""."""
    if error.at_import and error.kind == HOLE:
        return hole_at_import(error)
    if error.kind == DEBUGGER:
        return f"{NEEDS_DEBUG}: add it to the command, to stop before {error.where}."
    if "SystemExit" in error.kinds:
        return _exit(error)
    if "ImportError" in error.kinds:
        return _import(error)
    if error.kind == "EOFError" and error.text == "EOF when reading a line":
        return (
            f"Your code called input(){_at(error)}. input() has nobody to answer; "
            "give the numbers as arguments."
        )
    return ""


def name_missing(error: NameMissing, source: bytes | None) -> str:
    """Return what a module lacks, and what it has in its place.

    Args:
        error: what was asked for.
        source: the module's file, None where it is not known.
    """
    if source is None:
        return str(error)
    if not error.name:
        return _member_missing(str(error), source)
    filename = str(error).partition(" has no ")[0]
    if not _CODE.search(source):
        return f"{filename} is empty"
    pairs = _NAMES.findall(source)[:MOST_NAMES]
    names = [(first or second).decode(errors="replace") for first, second in pairs]
    close = difflib.get_close_matches(error.name, names, n=1, cutoff=NEAR)
    return f"{error}; it has {close[0]!r}" if close else str(error)


def _member_missing(text: str, source: bytes) -> str:
    """Return what a class of the file lacks, and what it has in its place."""
    found = _MEMBER.match(text)
    lines = source.decode(errors="replace").splitlines()
    body = [line for _, line in class_body(lines, found[1])] if found else []
    close = nearest_of_class(found[2], body) if found else ""
    return f"{text}; it has {close!r}" if close else text


def _exit(error: StudentException) -> str:
    if error.at_import:
        return f"{error.kind}{_at(error)}: your code called exit()."
    return f"Your code called exit(){_at(error)}. A function ends with return."


def _import(error: StudentException) -> str:
    found = _MODULE.search(error.text)
    text = error.text.rstrip(". ")
    if error.at_import:
        told = f"{error.kind}{_at(error)}: {text}."
        return f"{told} O{LIBRARIES[1:]} there." if found else told
    if found:
        where = error.where or "Your code"
        return f"{where} imports {found[1]}, which is not there: {LIBRARIES}."
    return f"Your code imports what is not there{_at(error)}: {text}."


def _at(error: StudentException) -> str:
    return f" at {error.where}" if error.where else ""
