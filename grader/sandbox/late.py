"""Which line a call is at shortly before its time is over, told by the worker.

It is a claim like any reply, and a hint: the judge's clock alone ends a call.
"""

import contextlib
import signal
import threading
from collections.abc import Callable, Collection, Iterator
from types import FrameType

import msgspec

MOST_CALLERS = 20  # that are told of a deep recursion
SHARE = 0.7  # of the time limit, after which the line is told: before it is over


class At(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """The call is still at this line of the student's file.

    Attributes:
        line: that line.
        callers: the lines that led there, the outermost first.
    """

    line: int
    callers: list[int] = []


NOWHERE = At(0)


class Late:
    """Tells once per request where the student's code is, if it takes that long."""

    def __init__(self, files: Collection[str], tell: Callable[[At], None]) -> None:
        """Look out for lines of these files.

        Args:
            files: names of the student's, as their frames have them.
            tell: sends what was found to the judge.
        """
        self._files = files
        self._tell = tell
        self._is_running = False

    @contextlib.contextmanager
    def watched(self, limit_s: float) -> Iterator[None]:
        """Tell the line once, shortly before `limit_s`; never where that is 0.

        Windows has no such timer, nor has a thread that is not the first.
        """
        is_main = threading.current_thread() is threading.main_thread()
        if limit_s <= 0 or not is_main or not hasattr(signal, "setitimer"):
            yield
            return
        signal.signal(signal.SIGALRM, self._on_alarm)
        self._is_running = True
        signal.setitimer(signal.ITIMER_REAL, SHARE * limit_s)
        try:
            yield
        finally:
            self._is_running = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Tell nothing for a while: another message is on its way."""
        before, self._is_running = self._is_running, False
        try:
            yield
        finally:
            self._is_running = before

    def _on_alarm(self, _number: int, frame: FrameType | None) -> None:
        lines: list[int] = []
        while frame is not None and len(lines) <= MOST_CALLERS:
            if frame.f_code.co_filename in self._files:
                lines.append(frame.f_lineno)
            frame = frame.f_back
        if lines and self._is_running:
            self._is_running = False
            line, *callers = lines
            self._tell(At(line, callers[::-1]))
