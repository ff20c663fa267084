"""A pool of judges on this machine: one long-lived process for each job.

A judge asks for the next entry over its pipe when it is ready, so that slow
submissions never hold up the others. Only JSON crosses the pipe. A judge that
dies costs the submission it had in hand; a new one takes its place.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from types import FrameType

import msgspec

from grader.batch.judging import Grading, judge_entries
from grader.batch.records import (
    Broken,
    Entry,
    Failed,
    Message,
    Result,
    Wanted,
    result_id,
)
from grader.errors import CourseError, GraderError, GraderFault, UsageError
from grader.store import Failure, FailureKind

_SPAWN = multiprocessing.get_context("spawn")
_LEAVE_S = 5.0  # to close its own workers after it was asked to end
_NO_MORE = b""
_KINDS: dict[str, type[GraderError]] = {
    kind.__name__: kind for kind in (UsageError, CourseError)
}
# Judges side by side gain nothing from threads inside each of them.
_ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


class JudgePool:
    """Grades entries with several judges at once."""

    def __init__(self, grading: Grading, jobs: int) -> None:
        self._grading = grading
        self._jobs = jobs

    def run(
        self, entries: Sequence[Entry], on_result: Callable[[Result], None]
    ) -> None:
        """Grade every entry and report each as it ends, in any order.

        Args:
            entries: the submissions; never more judges than these.
            on_result: called in this process.

        Raises:
            GraderError: if no judge can work at all.
        """
        waiting = deque(entries)
        judges: dict[Connection, _Judge] = {}
        try:
            for _ in range(min(self._jobs, len(waiting))):
                self._start(judges)
            while judges:
                self._listen(judges, waiting, on_result)
        finally:
            for judge in judges.values():
                judge.ask_to_end()
            for judge in judges.values():
                judge.wait_for_end()

    def _start(self, judges: "dict[Connection, _Judge]") -> None:
        judge = _Judge(self._grading)
        judges[judge.pipe] = judge

    def _listen(
        self,
        judges: "dict[Connection, _Judge]",
        waiting: deque[Entry],
        on_result: Callable[[Result], None],
    ) -> None:
        ready = wait(list(judges))
        for judge in [judge for pipe, judge in judges.items() if pipe in ready]:
            message = judge.receive()
            if message is None:
                del judges[judge.pipe]
                self._bury(judge, waiting, on_result)
                if waiting:
                    self._start(judges)
            elif isinstance(message, Broken):
                raise _KINDS.get(message.kind, GraderFault)(message.text)
            elif isinstance(message, Wanted):
                judge.hand_out(waiting)
            else:
                judge.owed.pop(result_id(message), None)
                on_result(message)

    def _bury(
        self,
        judge: "_Judge",
        waiting: deque[Entry],
        on_result: Callable[[Result], None],
    ) -> None:
        """Record what a judge that ended still owed; nothing if it was done."""
        judge.ask_to_end()
        status = judge.wait_for_end()
        if not judge.has_begun and not judge.is_done:
            message = f"a judge's process ended with status {status} before it began."
            raise GraderFault(message)
        if not judge.owed:
            return
        reason = f"the judge's process ended with status {status} while grading it"
        blamed, *others = judge.owed.values()
        waiting.extendleft(reversed(others))
        failure = Failure(blamed.id, FailureKind.GRADER_FAULT, reason)
        on_result(Failed(failure))


class _Judge:
    """A judge's process as the pool sees it: its pipe and what it owes."""

    def __init__(self, grading: Grading) -> None:
        self.owed: dict[str, Entry] = {}
        self.has_begun = False
        self.is_done = False
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_judge_process, args=(theirs, grading))
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
        if entry:
            self.owed[entry.id] = entry
            self.has_begun = True
        self.is_done = entry is None

    def ask_to_end(self) -> None:
        """Ask the process to end; it ends by itself if it was told of no more."""
        self.pipe.close()
        if not self.is_done:
            self._process.terminate()

    def wait_for_end(self) -> int | None:
        """Return the exit status, after killing a process that will not end."""
        self._process.join(_LEAVE_S)
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


def _judge_process(pipe: Connection, grading: Grading) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    try:
        judge_entries(grading, _entries(pipe), lambda result: _send(pipe, result))
    except GraderError as error:
        _send(pipe, Broken(kind=type(error).__name__, text=str(error)))


def _leave(signum: int, _frame: FrameType | None) -> None:
    """End through `finally`, so that the judge closes its own workers."""
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
