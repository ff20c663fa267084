"""A peer in a worker's place that says what it likes."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from grader.model import Limits
from grader.sandbox import wire
from grader.sandbox.channel import Channel
from grader.sandbox.messages import (
    Reply,
    ReplyEnvelope,
    RequestEnvelope,
    Returned,
    Value,
)
from grader.sandbox.session import Module, Session
from tests.sandbox.threads import Left, NoOutput, leave

Script = list[Reply | bytes | None]
Play = Callable[..., Module]


class Peer:
    """Answers each request with the next line of a script; None hangs up."""

    def __init__(self, script: Script) -> None:
        """Start it with the lines."""
        self.socket, self._theirs = socket.socketpair()
        self.output = NoOutput()
        self.heard: list[RequestEnvelope] = []
        self._script = script
        self._thread = threading.Thread(target=self._play)
        self._thread.start()

    def starved_s(self) -> float:
        """Return nothing: it has its processor."""
        return 0.0

    def end(self, grace_s: float) -> str:
        """Hang up."""
        self.socket.close()
        self._thread.join(10.0 + grace_s)
        return "it hung up"

    def _play(self) -> None:
        channel = Channel(self._theirs)
        with self._theirs, contextlib.suppress(Left, OSError):
            for line in self._script:
                if line is None:
                    return
                self.heard.append(channel.receive()[0])
                if isinstance(line, bytes):
                    self._theirs.sendall(line)
                else:
                    packer = wire.Packer(_refuse)
                    channel.send(_packed(line, packer), packer)
            channel.receive()  # until the judge hangs up


def _refuse(value: Value) -> Value:
    raise wire.NotEncodable(type(value).__name__)


def _packed(line: Reply, packer: wire.Packer) -> Reply:
    if not isinstance(line, Returned):
        return line
    return Returned(
        packer.pack(line.value),
        [(number, packer.pack(value)) for number, value in line.arrays],
        [(slot, packer.pack(value)) for slot, value in line.containers],
        failed=line.failed,
    )


def replied(*replies: Reply) -> bytes:
    """Return replies to the first call of a function, as they go over the wire."""
    frames = [wire.frame(ReplyEnvelope([], reply), [], 3) for reply in replies]
    return b"".join(part for frame in frames for part in frame)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    """Start a session whose peer follows a script, once it has said hello."""
    monkeypatch.setattr(os, "_exit", leave)
    sessions: list[Session] = []

    def start(*script: Reply | bytes | None) -> Module:
        lines: Script = [Returned(None), *script]
        limits = Limits(call_s=0.5)
        session = Session(lambda: Peer(lines), "answer.py", b"", limits)
        sessions.append(session)
        return Module(session)

    yield start
    for session in sessions:
        session.renew()
