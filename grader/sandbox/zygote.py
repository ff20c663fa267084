"""The zygote: a warm process that forks workers and never reads a course file.

It is exec'd by the judge, imports NumPy once, and then only forks, waits and
answers. Requests are msgpack records over a SOCK_SEQPACKET socket; the two
descriptors that come with a Start become the worker's channel and output.
"""

import contextlib
import gc
import os
import signal
import socket
import sys

import array_api_compat.numpy  # noqa: F401 - warms what every stub imports
import msgspec
import numpy as np

from grader.sandbox import fatal, worker
from grader.sandbox.walls import (
    WallPlan,
    detach,
    die_with_parent,
    hide_memory,
    raise_walls,
)

MAX_MESSAGE = 1 << 16
READY = b"ready"
WALL_FAILED = 71  # exit status of a worker whose walls could not be raised


class Start(msgspec.Struct, frozen=True, tag=True):
    """Fork a worker behind the walls of `plan`."""

    plan: WallPlan


class Reap(msgspec.Struct, frozen=True, tag=True):
    """Wait for a worker that has ended."""

    pid: int


class Started(msgspec.Struct, frozen=True):
    """A worker runs; its pidfd comes with this message."""

    pid: int


class Reaped(msgspec.Struct, frozen=True):
    """How a worker ended.

    Attributes:
        status: what `os.wait4` gave.
        peak_kib: its largest resident set.
        cpu_s: the processor seconds it used.
    """

    status: int
    peak_kib: int
    cpu_s: float


_requests = msgspec.msgpack.Decoder(Start | Reap)
_encode = msgspec.msgpack.Encoder().encode


def main() -> None:
    """Serve the judge over the descriptor named on the command line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the judge's to handle
    die_with_parent()
    hide_memory()
    control = socket.socket(fileno=int(sys.argv[1]))
    _warm_up()
    with contextlib.suppress(BrokenPipeError):  # Ctrl-C: the judge is gone already
        control.send(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            os._exit(0)
        request = _requests.decode(message)
        if isinstance(request, Reap):
            control.send(_reap(request.pid))
        else:
            _start(control, request.plan, descriptors)


def _warm_up() -> None:
    """Import and touch what every worker would otherwise pay for itself."""
    np.random.seed(0)  # noqa: NPY002 - loads the legacy generator too
    np.random.default_rng(0)
    np.linalg.norm(np.eye(2) @ np.eye(2))
    gc.collect()
    gc.freeze()


def _reap(pid: int) -> bytes:
    _, status, usage = os.wait4(pid, 0)
    cpu_s = usage.ru_utime + usage.ru_stime
    return _encode(Reaped(status, usage.ru_maxrss, cpu_s))


def _start(control: socket.socket, plan: WallPlan, descriptors: list[int]) -> None:
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_worker(plan, descriptors, zygote)
    for descriptor in descriptors:
        os.close(descriptor)
    pidfd = os.pidfd_open(pid)
    socket.send_fds(control, [_encode(Started(pid))], [pidfd])
    os.close(pidfd)


def _become_worker(plan: WallPlan, descriptors: list[int], zygote: int) -> None:
    status = WALL_FAILED
    try:
        channel, output = descriptors
        detach(channel, output, zygote)
        raise_walls(plan)
        fatal.listen()
        worker.run(socket.socket(fileno=3))
    except OSError as error:
        os.write(2, f"a wall could not be raised: {error}\n".encode())
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
