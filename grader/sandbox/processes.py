"""Worker processes as the judge holds them: forked behind walls, or spawned."""

import contextlib
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from io import BufferedReader
from pathlib import Path
from typing import Protocol

import msgspec

from grader.errors import GraderFault
from grader.sandbox.output import PipeOutput, ThreadOutput
from grader.sandbox.starving import pid_of, starved_s
from grader.sandbox.walls import WallPlan
from grader.sandbox.zygote import (
    MAX_MESSAGE,
    READY,
    WALL_FAILED,
    Reap,
    Reaped,
    Start,
    Started,
)

START_TIMEOUT_S = 20.0  # a cold disk under load; a warm start takes 0.1 s
GRACE_S = 0.2  # for the exit status to arrive after the channel closed
TOKEN_BYTES = 16
FAULTS = {  # what compiled code may do to a process
    "SIGSEGV": "segmentation fault",
    "SIGBUS": "bus error",
    "SIGFPE": "arithmetic fault",
    "SIGILL": "faulty instruction",
}
# One BLAS thread: nothing may run beside the zygote's fork, and results repeat.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
PYTHON = (sys.executable, "-P", "-s", "-B")

_encode = msgspec.msgpack.Encoder().encode


class Output(Protocol):
    """What a worker prints, drained while the judge waits."""

    def wait(self, sock: socket.socket, timeout_s: float, *, sending: bool) -> None:
        """Wait until `sock` is ready, or `timeout_s` passed."""

    def take(self) -> str:
        """Return the text since the last call, cut and marked so."""


class Process(Protocol):
    """A running worker process."""

    @property
    def socket(self) -> socket.socket:
        """The judge's end of the channel."""

    @property
    def output(self) -> Output:
        """What the process prints."""

    def starved_s(self) -> float:
        """Return how long the process was ready to run and no processor was free."""

    def end(self, grace_s: float) -> str:
        """Kill and reap the process; say how it had ended within `grace_s`."""


class Zygote:
    """The warm process that forks workers; exec'd, so that it holds no secrets."""

    def __init__(self, command: list[str]) -> None:
        """Start it with `command`, to which the descriptor's number is added.

        Raises:
            GraderFault: it did not come up.
        """
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
            )
        self._socket.settimeout(START_TIMEOUT_S)
        if not self._is_ready():
            self.close()
            msg = (
                "the process that starts workers did not come up; `grader --version` "
                "shows which walls this machine allows."
            )
            raise GraderFault(msg)

    def _is_ready(self) -> bool:
        try:
            return self._socket.recv(MAX_MESSAGE) == READY
        except TimeoutError:
            return False

    def start(self, plan: WallPlan, output_bytes: int) -> "ForkedProcess":
        """Fork a worker behind the walls of `plan`."""
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        socket.send_fds(
            self._socket, [_encode(Start(plan))], [theirs.fileno(), writing]
        )
        theirs.close()
        os.close(writing)
        message, descriptors, _, _ = socket.recv_fds(self._socket, MAX_MESSAGE, 1)
        pid = msgspec.msgpack.decode(message, type=Started).pid
        output = PipeOutput(reading, output_bytes)
        return ForkedProcess(self, pid, descriptors[0], ours, output, plan.scratch)

    def reap(self, pid: int) -> Reaped:
        """Wait for a worker that was killed."""
        if not self.alive:
            return Reaped(signal.SIGKILL, 0, 0.0)  # it ended with its zygote
        self._socket.send(_encode(Reap(pid)))
        return msgspec.msgpack.decode(self._socket.recv(MAX_MESSAGE), type=Reaped)

    @property
    def alive(self) -> bool:
        """Whether the zygote still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self._socket.close()
        try:
            self._process.wait(GRACE_S * 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class ForkedProcess:
    """A worker that the zygote forked."""

    def __init__(
        self,
        zygote: Zygote,
        pid: int,
        pidfd: int,
        channel: socket.socket,
        output: PipeOutput,
        scratch: str,
    ) -> None:
        """Own the channel, the pipe, the pidfd and the scratch folder."""
        self.socket = channel
        self.output = output
        self.usage: Reaped | None = None
        self._zygote = zygote
        self._pid = pid
        self._pidfd = pidfd
        self._scratch = scratch

    def starved_s(self) -> float:
        """Return how long it stood in the queue for a processor."""
        return starved_s(pid_of(self._pidfd))

    def end(self, grace_s: float) -> str:
        """Kill and reap the process; say how it had ended within `grace_s`."""
        ended, _, _ = select.select([self._pidfd], [], [], grace_s)
        with contextlib.suppress(ProcessLookupError):  # it has been reaped already
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.usage = self._zygote.reap(self._pid)
        os.close(self._pidfd)
        self.output.close()
        self.socket.close()
        remove_tree(self._scratch)
        code = os.waitstatus_to_exitcode(self.usage.status)
        if code == WALL_FAILED:
            msg = (
                "a wall of the sandbox could not be raised: "
                + self.output.take().strip()
            )
            raise GraderFault(msg)
        return describe_end(code) if ended else "it closed its channel to the grader"


class SpawnedProcess:
    """A worker started by itself, where there is no zygote."""

    def __init__(self, output_bytes: int) -> None:
        """Start it and wait for its connection."""
        token = secrets.token_hex(TOKEN_BYTES)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(START_TIMEOUT_S)
            self._scratch = tempfile.mkdtemp(prefix="grader-")
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*PYTHON, "-m", "grader.sandbox.spawned"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**_system_environment(), **ENVIRONMENT},
                cwd=self._scratch,
            )
            assert self._process.stdin is not None  # noqa: S101 - PIPE was asked for
            assert self._process.stdout is not None  # noqa: S101
            self._process.stdin.write(f"{server.getsockname()[1]} {token}\n".encode())
            self._process.stdin.close()
            self.output = _output(self._process.stdout, output_bytes)  # type: ignore[arg-type]  # typeshed knows less of it
            self.socket = _accept(server, token)

    def starved_s(self) -> float:
        """Return how long it stood in the queue for a processor."""
        return starved_s(self._process.pid)

    def end(self, grace_s: float) -> str:
        """Kill and reap the process; say how it had ended within `grace_s`."""
        try:
            ended = self._process.wait(grace_s) is not None
        except subprocess.TimeoutExpired:
            ended = False
        self._process.kill()
        code = self._process.wait()
        self.output.close()
        self.socket.close()
        remove_tree(self._scratch)
        return describe_end(code) if ended else "it closed its channel to the grader"


def describe_end(code: int) -> str:
    """Say how a process ended, from its exit code."""
    if code >= 0:
        return f"it ended its process with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    of = f"a {FAULTS[name]} ({name})" if name in FAULTS else name
    return f"the Python process of this code was killed by {of}"


def remove_tree(folder: str) -> None:
    """Remove a worker's scratch folder, whatever modes its files were given."""
    shutil.rmtree(folder, ignore_errors=True)
    if Path(folder).exists():
        _unlock(folder)
        shutil.rmtree(folder)


def _unlock(folder: str) -> None:
    Path(folder).chmod(0o700)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _unlock(entry.path)


def _accept(server: socket.socket, token: str) -> socket.socket:
    channel, _ = server.accept()
    channel.settimeout(START_TIMEOUT_S)
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not secrets.compare_digest(_exactly(channel, len(token)), token.encode()):
        channel.close()
        msg = "another process connected in place of the worker; run the command again."
        raise GraderFault(msg)
    return channel


def _exactly(channel: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := channel.recv(size - len(data))):
        data += more
    return data


def _output(stream: BufferedReader, limit: int) -> PipeOutput | ThreadOutput:
    """Return what reads a spawned process's output; only Windows cannot poll pipes."""
    if os.name == "nt":
        return ThreadOutput(stream, limit)
    with stream:
        return PipeOutput(os.dup(stream.fileno()), limit)


def _system_environment() -> dict[str, str]:
    """What a process needs to start at all on Windows."""
    names = ("SYSTEMROOT", "TEMP", "TMP", "PATHEXT")
    return {name: os.environ[name] for name in names if name in os.environ}
