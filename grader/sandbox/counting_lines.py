"""Which code is the student's, and which line of their file is at work."""

import functools
import linecache
import sys
from pathlib import PurePath
from types import FrameType

LONGEST = 200  # characters of a line that is told: a comprehension ends with its for
CUT = " ..."
NO_LINE = 0  # code of theirs that stands in no file, such as what they `exec`


@functools.cache
def is_theirs(filename: str) -> bool:
    """Whether code compiled under this name is a submission's, or made by it.

    A library's code is compiled under the whole path of its file.
    """
    return not (PurePath(filename).is_absolute() or filename.startswith("<frozen"))


def line_of(frame: FrameType, filename: str) -> int:
    """Return the line a frame is at, `NO_LINE` in another file."""
    is_here = frame.f_code.co_filename == filename
    # A jump back may belong to no line, and then there is None (seen in Python 3.11).
    return (frame.f_lineno or NO_LINE) if is_here else NO_LINE


def line_in_hand(filename: str) -> int:
    """Return the line of the submission's file that led to the caller's caller."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the only way up
    while frame is not None:
        if is_theirs(frame.f_code.co_filename):
            return line_of(frame, filename)
        frame = frame.f_back
    return NO_LINE


def text_of(line: int, filename: str) -> str:
    """Return a line of the submission's file, cut."""
    text = linecache.getline(filename, line).strip() if line else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - len(CUT)]}{CUT}"
