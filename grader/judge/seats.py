"""One processor for a judge and its workers: they take turns, and never run at once.

Waking the other one up costs several times more across processors.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_STAT = Path("/proc/thread-self/stat")
_PROCESSOR = 36  # of what follows the name in brackets; proc_pid_stat(5), field 39


def take_seat(seat: int) -> None:
    """Keep this thread and what it starts to one processor, for good.

    Args:
        seat: which of the judges side by side this one is, from 0.
    """
    if sys.platform == "linux":
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[seat % len(processors)]})


@contextlib.contextmanager
def seated() -> Iterator[None]:
    """Keep this thread and what it starts to the processor it is on, for a while.

    The system has put it where there was room, beside others that run now. Where it
    does not say where that is, nothing is kept: it costs time and no more.
    """
    if sys.platform != "linux" or not _STAT.exists():
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_processor()} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _processor() -> int:
    """Return the processor that this thread runs on."""
    return int(_STAT.read_text().rpartition(")")[2].split()[_PROCESSOR])
