"""One processor for a judge and its workers, where several judges run side by side."""

import os
import sys


def take_seat(seat: int) -> None:
    """Keep judge and worker on one processor: they take turns, and never run at once.

    Waking the other one up costs several times more across processors.

    Args:
        seat: which of the judges this one is, from 0.
    """
    if sys.platform == "linux":
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[seat % len(processors)]})
