"""One judge in a process of its own, as the batch sees it and as it sees the batch.

Only JSON crosses the pipe between them.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection
from types import FrameType

import msgspec

from grader.batch.judging import Grading, judge_entries
from grader.batch.records import Broken, Entry, Message, Wanted
from grader.errors import GraderError
from grader.judge.seats import take_seat

LEAVE_S = 5.0  # for a judge to close its own workers after it was asked to end

_SPAWN = multiprocessing.get_context("spawn")
_NO_MORE = b""
# Judges side by side gain nothing from threads inside each of them.
_ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


class JudgeProcess:
    """A judge's process as the batch sees it.

    Attributes:
        pipe: on which it asks for entries and answers for them.
        owed: the entry it was given and has not answered for.
        has_begun: whether it ever asked for one.
        is_done: whether it was told that there are no more.
        seat: which of the batch's judges it is, from 0.
    """

    def __init__(self, grading: Grading, seat: int) -> None:
        self.seat = seat
        self.owed: Entry | None = None
        self.has_begun = False
        self.is_done = False
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_judge, args=(theirs, grading, seat))
        with _starting():
            self._process.start()
        theirs.close()

    def receive(self) -> Message | None:
        """Return the next message, None if the process has ended."""
        try:
            data = self.pipe.recv_bytes()
        except (EOFError, ConnectionError):
            return None
        message: Message = msgspec.json.decode(data, type=Message)
        return message

    def hand_out(self, waiting: deque[Entry]) -> None:
        """Give the judge the next entry, or tell it that there is none."""
        entry = waiting.popleft() if waiting else None
        data = msgspec.json.encode(entry) if entry else _NO_MORE
        try:
            self.pipe.send_bytes(data)
        except ConnectionError:
            # It died between asking and hearing; the next receive says so.
            waiting.extendleft([entry] if entry else [])
            return
        self.owed = entry
        self.has_begun = True
        self.is_done = entry is None

    def ask_to_end(self) -> None:
        """Ask the process to end; it ends by itself if it was told of no more."""
        self.pipe.close()
        if not self.is_done:
            self._process.terminate()

    def wait_for_end(self) -> int | None:
        """Return the exit status, after killing a process that will not end."""
        self._process.join(LEAVE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """Start a judge deaf to Ctrl-C, which this process answers for all of them."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _judge(pipe: Connection, grading: Grading, seat: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    take_seat(seat)
    try:
        judge_entries(grading, _entries(pipe), lambda result: _send(pipe, result))
    except GraderError as error:
        _send(pipe, Broken(kind=type(error).__name__, text=str(error)))


def _leave(signum: int, _frame: FrameType | None) -> None:
    """End through `finally`, so that the judge closes its own workers.

    Whatever pytest would say about the way it was interrupted is of no use.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    sys.exit(128 + signum)


def _entries(pipe: Connection) -> Iterator[Entry]:
    while True:
        _send(pipe, Wanted())
        try:
            data = pipe.recv_bytes()
        except (EOFError, ConnectionError):
            sys.exit(0)  # the batch has ended; nobody waits for an answer
        if data == _NO_MORE:
            return
        yield msgspec.json.decode(data, type=Entry)


def _send(pipe: Connection, message: Message) -> None:
    try:
        pipe.send_bytes(msgspec.json.encode(message))
    except ConnectionError:
        sys.exit(0)  # the batch has ended; nobody waits for an answer
