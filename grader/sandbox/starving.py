"""How long a process was ready to run and no processor was free.

A deadline is a wall clock's, and on a machine that does other work beside, a process
may stand in the queue for most of it. What it waited there is added to its time, so
that right code passes however busy the machine is; what sleeps waits in no queue, and
gets nothing. Linux counts the queue, other systems do not say.
"""

from collections.abc import Callable
from pathlib import Path

MOST = 4.0  # times a limit is what may be added to it
_NANO = 1e-9


def starved_s(pid: int) -> float:
    """Return the seconds that a process stood in the queue, 0 if nothing tells.

    Args:
        pid: of the process; of its threads only the first is looked at.
    """
    try:
        counts = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
        return int(counts[1]) * _NANO
    except (OSError, ValueError, IndexError):
        return 0.0


def pid_of(pidfd: int) -> int:
    """Return the number of a process in this process's namespace, 0 if unknown."""
    try:
        lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text(encoding="ascii")
    except OSError:
        return 0
    named = dict(line.split(":", 1) for line in lines.splitlines() if ":" in line)
    return max(0, int(named.get("Pid", "0")))


class Queue:
    """The time that one process stands in the queue, each second told once."""

    def __init__(self, starved: Callable[[], float]) -> None:
        """Begin with what it has waited so far.

        Args:
            starved: how many seconds it has waited since it was started.
        """
        self._starved = starved
        self._told_s = 0.0

    def more(self) -> float:
        """Return the seconds that it has waited since this was asked last."""
        more = max(0.0, self._starved() - self._told_s)
        self._told_s += more
        return more


class Extension:
    """What is added to one limit for the time that was waited."""

    def __init__(self, limit_s: float) -> None:
        """Begin with nothing; `MOST` times `limit_s` is the end of it."""
        self._most_s = MOST * limit_s
        self._added_s = 0.0

    def left(self, left_s: float, queue: Queue) -> float:
        """Return what is left of the limit with what was added to it.

        Args:
            left_s: what is left without.
            queue: is asked only where that is used up.
        """
        if left_s + self._added_s <= 0:
            self._added_s += min(queue.more(), self._most_s - self._added_s)
        return left_s + self._added_s
