"""Python objects alive at a time, and calls that go through data one by one."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from grader.sandbox.counting_lines import is_theirs, line_in_hand, line_of
from grader.sandbox.counting_steps import with_profile

TIMES = 3  # the least of them has no caches that were just filled
SPARE_FLOATS = 200  # Python keeps up to 100 freed ones, which would not be counted
# What a student calls, by its own name and by the name shown.
PYTHON_LOOPS = {
    "vectorize.__call__": "np.vectorize",
    "apply_along_axis": "np.apply_along_axis",
    "ndenumerate.__init__": "np.ndenumerate",
    "ndindex.__init__": "np.ndindex",
}
# By module too: np.add.reduce, for one, is no loop.
C_LOOPS: dict[tuple[str | None, str], str] = {
    ("numpy", "fromiter"): "np.fromiter",
    ("numpy", "frompyfunc"): "np.frompyfunc",
    ("_functools", "reduce"): "functools.reduce",
    (None, "tolist"): "tolist",
    **{
        ("builtins", name): f"the built-in {name}"
        for name in ("sum", "min", "max", "sorted", "any", "all")
    },
}
CALLS = ("call", "c_call")


@dataclass
class Objects:
    """What one run made.

    Attributes:
        most: the most objects alive at a time beyond those before.
        line: the line of the submission's file that was at work then.
        calls: the looping calls made, by line and name.
        disturbed: whether the code stopped the counting.
    """

    most: int = 0
    line: int = 0
    calls: set[tuple[int, str]] = field(default_factory=set)
    disturbed: bool = False


def peak_objects(make: Callable[[], Callable[[], object]], filename: str) -> Objects:
    """Return what the run with the fewest objects made.

    Args:
        make: gives what to do, ready to be done.
        filename: the submission's file.
    """
    runs = [_counted(make(), filename) for _ in range(TIMES)]
    fewest = min(runs, key=lambda run: run.most)
    fewest.disturbed = any(run.disturbed for run in runs)
    return fewest


def _counted(act: Callable[[], object], filename: str) -> Objects:
    found = Objects()
    is_collecting = gc.isenabled()
    spare = [number + 0.5 for number in range(SPARE_FLOATS)]
    gc.disable()  # it would take objects away at a moment of its own
    try:
        before = sys.getallocatedblocks()

        def look(frame: FrameType, event: str, function: Any) -> None:  # noqa: ANN401
            alive = sys.getallocatedblocks() - before
            if alive > found.most:
                found.most, found.line = alive, line_in_hand(filename)
            if event in CALLS and (name := _looping(frame, event, function)):
                caller = frame if event == "c_call" else frame.f_back
                if caller is not None and is_theirs(caller.f_code.co_filename):
                    found.calls.add((line_of(caller, filename), name))

        found.disturbed = with_profile(act, look)
    finally:
        if is_collecting:
            gc.enable()
    del spare
    return found


def _looping(frame: FrameType, event: str, function: Any) -> str:  # noqa: ANN401 - any
    """Return the shown name of what is called if it loops, "" if it does not."""
    if event == "c_call":
        return C_LOOPS.get((function.__module__, function.__name__), "")
    name = PYTHON_LOOPS.get(frame.f_code.co_qualname, "")
    return "" if name and is_theirs(frame.f_code.co_filename) else name
