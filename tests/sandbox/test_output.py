"""What a spawned worker prints arrives while it runs, on every system."""

import io
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from grader.errors import StudentException
from grader.sandbox import processes
from grader.sandbox.output import PipeOutput, ThreadOutput
from grader.sandbox.session import Module
from grader.sandbox.wire import send_some

PRINTS_AND_RAISES = """\
def forward():
    print("here")
    raise ValueError("no")
"""
SAYS_AND_WAITS = "print('hello', flush=True); input()"


class Plain:
    """A socket as on Windows: it has no sendmsg."""

    def __init__(self) -> None:
        """Begin with nothing sent."""
        self.sent: list[bytes] = []

    def send(self, data: memoryview) -> int:
        """Send it all."""
        self.sent.append(bytes(data))
        return len(data)


def test_where_a_pipe_cannot_be_polled_a_thread_reads_what_is_there() -> None:
    """A reader that waits for more would show nothing before the worker ends."""
    with subprocess.Popen(  # noqa: S603 - our own text
        [sys.executable, "-c", SAYS_AND_WAITS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert isinstance(process.stdout, io.BufferedReader)
        assert process.stdin is not None
        output = ThreadOutput(process.stdout, 1000)
        said = _first(output)
        process.stdin.close()
        process.wait()
        output.close()

    assert said.split() == ["hello"]


def _first(output: ThreadOutput) -> str:
    for _ in range(10_000):
        said = output.take()
        if said:
            return said
    return ""


@pytest.mark.parametrize(
    ("system", "kind"), [("nt", ThreadOutput), ("posix", PipeOutput)]
)
def test_only_windows_reads_with_a_thread(
    monkeypatch: pytest.MonkeyPatch, system: str, kind: type
) -> None:
    """Elsewhere pipes can be polled, so that nothing printed comes late."""
    reading, writing = os.pipe()
    os.close(writing)
    monkeypatch.setattr("grader.sandbox.processes.os.name", system)

    output = processes._output(os.fdopen(reading, "rb"), 1000)

    assert isinstance(output, kind)
    output.close()


def test_where_buffers_cannot_be_sent_together_one_goes_after_the_other() -> None:
    """The rest is sent by the next call."""
    sock = Plain()

    sent = send_some(sock, [memoryview(b"one"), memoryview(b"two")])  # type: ignore[arg-type] # all that is used of one

    assert (sent, sock.sent) == (3, [b"one"])


def test_what_is_printed_before_an_error_is_kept(
    submission: Callable[..., Module],
) -> None:
    """It is what a student prints to find the error."""
    module = submission(PRINTS_AND_RAISES)

    with pytest.raises(StudentException):
        module.forward()

    assert module._session.take_output() == "here\n"
