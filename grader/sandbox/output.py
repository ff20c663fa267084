"""What a worker prints: drained while the judge waits, kept up to a limit."""

import os
import select
import socket
import threading
import time
from io import BufferedReader

CHUNK = 1 << 16
_MOMENT_S = 0.002
CHUNKS_AT_ONCE = 64  # so that endless printing cannot starve the deadline


class Kept:
    """The first bytes of a stream, and how many more there were."""

    def __init__(self, limit: int) -> None:
        """Keep up to `limit` bytes between two calls of `take`."""
        self._limit = limit
        self._data = bytearray()
        self._total = 0

    def add(self, data: bytes) -> None:
        """Keep what still fits; count the rest."""
        self._total += len(data)
        self._data += data[: max(0, self._limit - len(self._data))]

    def take(self) -> str:
        """Return the text and start afresh."""
        text = self._data.decode(errors="replace")
        cut = self._total - len(self._data)
        self._data, self._total = bytearray(), 0
        return f"{text}\n[{cut} more bytes were printed]" if cut else text


class PipeOutput:
    """Output through a pipe that can be polled together with the channel."""

    def __init__(self, descriptor: int, limit: int) -> None:
        """Own the reading end of a pipe."""
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._open = True
        self._kept = Kept(limit)

    def wait(self, sock: socket.socket, timeout_s: float, *, sending: bool) -> None:
        """Wait until `sock` is ready, there is output, or `timeout_s` passed."""
        poll = select.poll()
        poll.register(sock, select.POLLOUT if sending else select.POLLIN)
        if self._open:
            poll.register(self._descriptor, select.POLLIN)
        for descriptor, _ in poll.poll(timeout_s * 1000):
            if descriptor == self._descriptor:
                self._drain()

    def take(self) -> str:
        """Return the text since the last call, cut and marked so."""
        if self._open:
            self._drain()
        return self._kept.take()

    def close(self) -> None:
        """Take what is left and give the descriptor back."""
        if self._open:
            self._drain()
        self._open = False
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _drain(self) -> None:
        for _ in range(CHUNKS_AT_ONCE):
            try:
                data = os.read(self._descriptor, CHUNK)
            except BlockingIOError:
                return
            if not data:
                self._open = False
                return
            self._kept.add(data)


class ThreadOutput:
    """Output of a spawned process, read by a thread where pipes cannot be polled."""

    def __init__(self, stream: BufferedReader, limit: int) -> None:
        """Read `stream` to its end in the background."""
        self._stream = stream
        self._kept = Kept(limit)
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def wait(self, sock: socket.socket, timeout_s: float, *, sending: bool) -> None:
        """Wait until `sock` is ready or `timeout_s` passed."""
        ready = [sock]
        select.select([] if sending else ready, ready if sending else [], [], timeout_s)

    def take(self) -> str:
        """Return the text since the last call, cut and marked so."""
        time.sleep(_MOMENT_S)  # what was printed before a reply is on its way
        with self._lock:
            return self._kept.take()

    def close(self) -> None:
        """Wait for the reader; the process has ended."""
        self._thread.join(timeout=1.0)
        self._stream.close()

    def _read(self) -> None:
        while data := self._stream.read1(CHUNK):
            with self._lock:
                self._kept.add(data)
