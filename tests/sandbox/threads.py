"""A worker in a thread of the tests' own, for what needs no process of its own.

Everything that travels still goes over a socket, in frames.
"""

import contextlib
import os
import select
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from grader.model import Limits
from grader.sandbox import worker
from grader.sandbox.session import Module, Session

Local = Callable[[str], Module]


class NoOutput:
    """What the code prints goes where the tests' own output goes."""

    def wait(self, sock: socket.socket, timeout_s: float, *, sending: bool) -> None:
        """Wait until `sock` is ready, or `timeout_s` passed."""
        reading, writing = ([], [sock]) if sending else ([sock], [])
        select.select(reading, writing, [], timeout_s)

    def take(self) -> str:
        """Return nothing."""
        return ""


class ThreadProcess:
    """A worker in a thread; it ends when the judge hangs up."""

    def __init__(self) -> None:
        """Start it."""
        self.socket, theirs = socket.socketpair()
        self.output = NoOutput()
        self._thread = threading.Thread(target=_serve, args=(theirs,))
        self._thread.start()

    def starved_s(self) -> float:
        """Return nothing: it has its processor."""
        return 0.0

    def end(self, grace_s: float) -> str:
        """Hang up; it must be gone before the next worker begins."""
        self.socket.close()
        self._thread.join(10.0 + grace_s)
        return "it ended its thread"


def _serve(channel: socket.socket) -> None:
    with channel, contextlib.suppress(Left):
        worker.run(channel)


class Left(BaseException):
    """A worker would have ended its process."""


def leave(status: int) -> None:
    """End the thread in place of the process."""
    raise Left(status)


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[Local]:
    """Start a worker with this source in a thread."""
    monkeypatch.setattr(os, "_exit", leave)
    sessions: list[Session] = []

    def start(source: str) -> Module:
        limits = Limits(call_s=20.0, exercise_s=120.0)  # machines are busy
        session = Session(ThreadProcess, "answer.py", source.encode(), limits)
        sessions.append(session)
        return Module(session)

    yield start
    for session in sessions:
        session.renew()
