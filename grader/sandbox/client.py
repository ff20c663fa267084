"""The judge's end of a conversation with one worker, under a deadline."""

import time
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from grader.errors import (
    CallTimeout,
    CourseError,
    ProtocolViolation,
    WorkerCrashed,
)
from grader.sandbox import fatal, wire
from grader.sandbox.late import NOWHERE, At
from grader.sandbox.messages import (
    Answer,
    Asked,
    CallbackRef,
    Refusal,
    Reply,
    ReplyEnvelope,
    Request,
    RequestEnvelope,
    Returned,
    Value,
)
from grader.sandbox.processes import GRACE_S, Process
from grader.sandbox.replies import claimed
from grader.sandbox.starving import Extension, Queue
from grader.sandbox.unwire import Unpacker

Clock = Callable[[], float]
Callback = Callable[..., Value]
_AT_ONCE = 1 << 16  # bytes; most replies arrive whole


class Posted(NamedTuple):
    """A request that goes out with the next one."""

    call: int
    frame: bytes
    settle: Callable[[Returned], None]


class Worker:
    """Speaks with one worker process: one request outstanding, one deadline.

    Attributes:
        alive: false once the process was ended, for whatever reason.
        filename: the student's file, for messages.
    """

    def __init__(
        self,
        process: Process,
        unwrap: Callable[[Value], Value],
        filename: str,
        clock: Clock = time.monotonic,
    ) -> None:
        """Take over `process`.

        Args:
            process: freshly started, nothing said to it yet.
            unwrap: turns a suite's handles into references.
            filename: the student's file, for messages.
            clock: seconds that never run backwards.
        """
        self.alive = True
        self._process = process
        self._unwrap = unwrap
        self.filename = filename
        self._clock = clock
        self._socket = process.socket
        self._socket.setblocking(False)  # noqa: FBT003 - the library's signature
        self._call = 0
        self._callbacks: list[Callback] = []
        self._released: list[int] = []
        self._posted: list[Posted] = []
        self._unread = b""
        self._at, self._printed = NOWHERE, ""
        self._queue, self._extension = Queue(process.starved_s), Extension(0.0)

    def packer(self) -> wire.Packer:
        """Return a packer for one request's values."""
        packer = wire.Packer(lambda value: self._pack_object(packer, value))
        return packer

    def release(self, number: int) -> None:
        """Tell the worker, with the next request, that a handle is gone."""
        self._released.append(number)

    def request(self, body: Request, packer: wire.Packer, timeout_s: float) -> Returned:
        """Ask, wait, and return what the worker claims.

        Raises:
            StudentError: whatever else the submission did, by kind.
        """
        if not self.alive:
            msg = "the process that ran this code has already ended"
            raise WorkerCrashed(msg)
        deadline = self._clock() + timeout_s
        self._extension = Extension(timeout_s)
        posted, self._posted = self._posted, []
        self._call += 1
        self._at = NOWHERE
        try:
            frame = self._frame(body, packer, self._released, timeout_s)
            self._released = []
            self._send([*(memoryview(p.frame) for p in posted), *frame], deadline)
            # Every reply is read before one is judged: an error leaves none behind.
            replies = [self._reply(post.call, deadline) for post in posted]
            last = self._reply(self._call, deadline)
            for post, reply in zip(posted, replies, strict=True):
                post.settle(claimed(reply, self.filename))
            return claimed(last, self.filename)
        except TimeoutError:
            raise self._late(timeout_s) from None
        except (wire.Malformed, RecursionError) as error:
            self._violation(f"{error} came")
        finally:
            self._callbacks.clear()

    def post(
        self,
        body: Request,
        packer: wire.Packer,
        settle: Callable[[Returned], None],
        limit_s: float = 0.0,
    ) -> None:
        """Send a request with the next one; its errors are raised there too.

        Args:
            body: a request whose value nobody waits for.
            packer: holds its arrays.
            settle: called with the claim when it has come.
            limit_s: after about which it tells the line it is at; 0 for never.
        """
        self._call += 1
        # Taken down at once: the suite may change its arrays before they are sent.
        frame = b"".join(self._frame(body, packer, [], limit_s))
        self._posted.append(Posted(self._call, frame, settle))

    @property
    def has_posted(self) -> bool:
        """Whether a posted request is still to be sent."""
        return bool(self._posted)

    @property
    def offers_callbacks(self) -> bool:
        """Whether the request being packed holds a function of the suite's."""
        return bool(self._callbacks)

    def _reply(self, call: int, deadline: float) -> Reply:
        while True:
            reply = self._receive(call, deadline)
            if isinstance(reply, At) and not self._at.line and reply.line > 0:
                self._at = reply
                continue
            if self._unread and call == self._call:
                msg = "more bytes than a reply has"
                raise wire.Malformed(msg)
            if not isinstance(reply, Asked):
                return reply
            self._answer(reply, deadline)

    def take_output(self) -> str:
        """Return what the code printed since the last call, cut and marked so."""
        kept, self._printed = self._printed, ""
        return kept + self._process.output.take()

    def close(self) -> None:
        """End the process and free what it held."""
        if self.alive:
            self._end()

    def _pack_object(self, packer: wire.Packer, value: Value) -> Value:
        unwrapped = self._unwrap(value)
        if unwrapped is not value:
            return packer.pack(unwrapped)
        if callable(value):
            self._callbacks.append(value)
            return packer.pack(CallbackRef(len(self._callbacks) - 1))
        msg = (
            f"a suite passed a value of type {type(value).__name__} to a submission; "
            "pass arrays, numbers, text, containers of these, handles or functions."
        )
        raise CourseError(msg)

    def _frame(
        self,
        body: Request,
        packer: wire.Packer,
        released: list[int],
        limit_s: float = 0.0,
    ) -> list[memoryview]:
        envelope = RequestEnvelope(packer.headers, released, body, limit_s)
        try:
            return wire.frame(envelope, packer.arrays, self._call)
        except wire.NotEncodable as error:
            msg = f"a suite passed {error} to a submission, more than a frame holds."
            raise CourseError(msg) from error

    def _send(self, buffers: list[memoryview], deadline: float) -> None:
        while buffers:
            try:
                sent = wire.send_some(self._socket, buffers)
            except BlockingIOError:
                self._wait(deadline, sending=True)
                continue
            except OSError:
                self._crashed()
            while buffers and sent >= len(buffers[0]):
                sent -= len(buffers.pop(0))
            if sent:
                buffers[0] = buffers[0][sent:]

    def _receive(self, call: int, deadline: float) -> Reply:
        start = self._first_bytes(deadline)
        prefix = wire.PREFIX.size
        header, payload, _ = wire.sizes(start[:prefix], call)
        size = prefix + header + payload
        self._unread = start[size:]
        frame = bytearray(size)
        frame[: len(start)] = start[:size]
        view = memoryview(frame)
        rest = view[len(start) :]
        while rest:
            rest = rest[self._read_into(rest, deadline) :]
        unpacker = Unpacker(view[prefix + header :])
        return unpacker.unpack(view[prefix : prefix + header], ReplyEnvelope).body

    def _first_bytes(self, deadline: float) -> bytes:
        """Return as much of the reply as is there, at least its prefix."""
        data = self._unread
        while len(data) < wire.PREFIX.size:
            self._wait(deadline, sending=False)
            try:
                more = self._socket.recv(_AT_ONCE)
            except BlockingIOError:  # it was the output that woke us
                continue
            except OSError:
                more = b""
            if not more:
                self._crashed()
            data += more
        return data

    def _read_into(self, view: memoryview, deadline: float) -> int:
        while True:
            try:
                count = self._socket.recv_into(view)
            except BlockingIOError:
                self._wait(deadline, sending=False)
                continue
            except OSError:
                count = 0
            if count == 0:
                self._crashed()
            return count

    def _wait(self, deadline: float, *, sending: bool) -> None:
        """Wait for the socket, and drain what the code prints meanwhile."""
        left = self._extension.left(deadline - self._clock(), self._queue)
        if left <= 0:
            raise TimeoutError
        self._process.output.wait(self._socket, left, sending=sending)

    def _answer(self, asked: Asked, deadline: float) -> None:
        if not 0 <= asked.callback < len(self._callbacks):
            msg = f"a call of function {asked.callback}, which was not passed"
            raise wire.Malformed(msg)
        callback = self._callbacks[asked.callback]
        packer = self.packer()
        try:
            answer = callback(*asked.args, **asked.kwargs)
        except Exception as error:  # noqa: BLE001 - the suite's own, given bad arguments
            body: Request = Refusal(type(error).__name__)
        else:
            body = Answer(packer.pack(answer))
        self._send(self._frame(body, packer, []), deadline)

    def _late(self, timeout_s: float) -> CallTimeout:
        self._end()
        msg = f"it did not finish within {timeout_s:.3g} s"
        return CallTimeout(msg, self._at.line, self.filename, tuple(self._at.callers))

    def _crashed(self) -> NoReturn:
        msg = self._end(GRACE_S)
        self._printed, line = fatal.split(self.take_output(), self.filename)
        raise WorkerCrashed(msg, line, self.filename) from None

    def _violation(self, what: str) -> NoReturn:
        self._end()
        msg = f"{what}; only the return value of a function may reach the grader"
        raise ProtocolViolation(msg) from None

    def _end(self, grace_s: float = 0.0) -> str:
        self.alive = False
        return self._process.end(grace_s)
