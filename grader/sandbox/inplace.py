"""A worker in this very process, for a debugger: no walls, no limits, one terminal.

The judge's side runs in a thread of its own; the main thread serves it here, so that
`breakpoint()` and Ctrl-C reach the submission's code and nothing else.
"""

import bdb
import contextlib
import queue
import select
import socket
import traceback
import types
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.sandbox.messages import Raised
from grader.sandbox.worker import Worker

Channel = socket.socket


class HungUp(BaseException):
    """The judge's end of the socket was closed: this worker is done."""


# What ends a worker here: all else that code may raise is its own outcome.
LEAVING = (bdb.BdbQuit, KeyboardInterrupt)


class HearingSocket(socket.socket):
    """A socket that raises where the other end hung up."""

    def recv_into(  # type: ignore[override]  # the kinds that a channel passes
        self, buffer: bytearray | memoryview, nbytes: int = 0, flags: int = 0
    ) -> int:
        """Read into a buffer and return how much came; never nothing.

        Raises:
            HungUp: the other end was closed.
        """
        count = super().recv_into(buffer, nbytes, flags)
        if count == 0:
            raise HungUp
        return count


class InPlaceWorker(Worker):
    """A worker whose modules carry the paths of the files they came from."""

    def __init__(
        self,
        channel: Channel,
        places: Mapping[str, Path],
        note: Callable[[str], None],
    ) -> None:
        """Serve the judge at the other end.

        Args:
            channel: this end.
            places: file name -> where the file really is.
            note: told which lines of these files led to each exception.
        """
        super().__init__(channel)
        self._note = note
        self._places = {name: str(path) for name, path in places.items()}

    def _import(self, name: str, filename: str, source: bytes) -> types.ModuleType:
        return super()._import(name, self._places.get(filename, filename), source)

    def _hushed(self) -> contextlib.AbstractContextManager[object]:
        return contextlib.nullcontext()  # a debugger may stop there, and would be mute

    def _describe(self, error: BaseException) -> Raised:
        if isinstance(error, (HungUp, *LEAVING)):
            raise error
        self._note(self._traced(error))
        return super()._describe(error)

    def _traced(self, error: BaseException) -> str:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename in self._files]
        lines = traceback.StackSummary.from_list(own).format()
        return "".join([*lines, *traceback.format_exception_only(error)])


class UncapturedOutput:
    """What the code prints goes straight to the terminal."""

    def wait(self, sock: Channel, timeout_s: float, *, sending: bool) -> None:
        """Wait until `sock` is ready, or `timeout_s` passed."""
        reading, writing = ([], [sock]) if sending else ([sock], [])
        select.select(reading, writing, [], timeout_s)

    def take(self) -> str:
        """Return nothing: it has been read already."""
        return ""


class InPlaceProcess:
    """This process, as the judge holds a worker's."""

    def __init__(self, channel: Channel) -> None:
        """Own the judge's end."""
        self.socket = channel
        self.output = UncapturedOutput()

    def starved_s(self) -> float:
        """Return nothing: whoever debugs has all the time there is."""
        return 0.0

    def end(self, _grace_s: float) -> str:
        """Hang up; say how it ended."""
        self.socket.close()
        return "the debugger was left"


class Desk:
    """Where the main thread serves one worker after the other.

    Attributes:
        trace: the lines of the submission that led to its last exception, or "".
        is_left: whether the person has gone; what is found from then on is void.
    """

    def __init__(self, places: Mapping[str, Path]) -> None:
        """Wait for the first worker that is asked for.

        Args:
            places: file name -> where the file really is.
        """
        self.trace = ""
        self._places = places
        self._waiting: queue.SimpleQueue[Channel | None] = queue.SimpleQueue()
        self.is_left = False

    def start(self) -> InPlaceProcess:
        """Ask for a worker, from the judge's thread; a left desk hangs up on it."""
        ours, theirs = socket.socketpair()
        self._waiting.put(HearingSocket(fileno=theirs.detach()))
        if self.is_left:
            self.leave()
        return InPlaceProcess(ours)

    def close(self) -> None:
        """Say, from the judge's thread, that no further worker is needed."""
        self._waiting.put(None)

    def serve(self) -> None:
        """Serve workers until none is needed; run this in the main thread.

        Raises:
            BdbQuit: the person at the debugger quit.
            KeyboardInterrupt: they pressed Ctrl-C outside of it.
        """
        while (channel := self._waiting.get()) is not None:
            with channel, contextlib.suppress(HungUp, OSError):
                self._serve(channel)

    def leave(self) -> None:
        """Serve nobody any more; whoever still waits is told."""
        self.is_left = True
        with contextlib.suppress(queue.Empty):
            while True:
                channel = self._waiting.get_nowait()
                if channel is not None:
                    channel.close()

    def _serve(self, channel: Channel) -> None:
        try:
            InPlaceWorker(channel, self._places, self._note).serve()
        except LEAVING:
            self.is_left = True  # before the channel closes, and the judge notices
            raise

    def _note(self, trace: str) -> None:
        self.trace = trace
