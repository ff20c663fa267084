"""What `breakpoint()` opens where the student's code runs in this process."""

import contextlib
import os
import pdb  # noqa: T100 - a debugger is what this file is about
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

CHOICE = "PYTHONBREAKPOINT"  # a person's own choice of debugger


class StudentPdb(pdb.Pdb):
    """A debugger that stays in the student's file, and knows it by its short name."""

    def __init__(self, place: Path) -> None:
        """Debug the code of the file `place`; Ctrl-C still ends the program."""
        super().__init__(nosigint=True)
        self._place = place

    def stop_here(self, frame: FrameType) -> bool:
        """Return whether to stop: on the way back to the grader, nowhere."""
        is_theirs = frame.f_code.co_filename == str(self._place)
        return is_theirs and bool(super().stop_here(frame))

    def lookupmodule(self, filename: str) -> str | None:
        """Return the path of a file that a breakpoint names."""
        if filename in {self._place.name, self._place.stem}:
            return str(self._place)
        found: str | None = super().lookupmodule(filename)
        return found


@contextlib.contextmanager
def breakpoints_in(place: Path) -> Iterator[None]:
    """Let `breakpoint()` stop in a file; a debugger that was chosen is left alone."""
    if os.environ.get(CHOICE):
        yield
        return
    debugger = StudentPdb(place)
    before = sys.breakpointhook
    sys.breakpointhook = lambda *_args, **_kwargs: debugger.set_trace(
        sys._getframe(1)  # noqa: SLF001 - as pdb itself does
    )
    try:
        yield
    finally:
        sys.breakpointhook = before
        sys.settrace(None)
