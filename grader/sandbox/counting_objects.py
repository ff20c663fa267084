"""Python objects alive at a time, and calls that go through data one by one."""

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from grader.sandbox.counting_lines import is_theirs, line_in_hand, line_of
from grader.sandbox.counting_steps import with_profile

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


def peak_objects(act: Callable[[], object], filename: str) -> Objects:
    """Do `act`, which was done before, and return what it made.

    A look at the allocator goes through all memory of Python's, so there is one
    only where theirs call or return, and where a function that they called calls
    C: whatever a loop in C leaves alive is alive then.

    Args:
        act: what to do.
        filename: the submission's file.
    """
    found = Objects()
    is_collecting = gc.isenabled()
    # Python keeps freed floats, tuples and the like, and uses them again without a
    # trace. A full collection lets go of them, so that every count begins alike.
    gc.collect()
    gc.disable()  # it would take objects away at a moment of its own
    try:
        before = _alive()

        def look(frame: FrameType, event: str, function: Any) -> None:  # noqa: ANN401
            caller = _caller(frame, event)
            if caller is None:
                return
            if sys.getallocatedblocks() - before > found.most:
                alive = _alive() - before
                if alive > found.most:
                    found.most, found.line = alive, line_in_hand(filename)
            name = _looping(frame, event, function)
            if name and is_theirs(caller.f_code.co_filename):
                found.calls.add((line_of(caller, filename), name))

        found.disturbed = with_profile(act, look)
    finally:
        if is_collecting:
            gc.enable()
    return found


def _alive() -> int:
    """Return how many objects are alive, without those that nobody holds.

    The cache of attributes holds names that C code made for a single look, each
    until another name needs its place, and which one does hangs on addresses.
    """
    sys._clear_type_cache()  # noqa: SLF001 - there is no other way
    return sys.getallocatedblocks()


def _caller(frame: FrameType, event: str) -> FrameType | None:
    """Return whose event it is, None where nothing is to be looked at.

    It is theirs, or a call of C's in a function that they called.
    """
    if event == "return":
        return frame if is_theirs(frame.f_code.co_filename) else None
    outer = frame.f_back
    is_next = outer is not None and is_theirs(outer.f_code.co_filename)
    if event == "call":
        return outer if is_next else None
    is_seen = event == "c_call" and (is_next or is_theirs(frame.f_code.co_filename))
    return frame if is_seen else None


def _looping(frame: FrameType, event: str, function: Any) -> str:  # noqa: ANN401 - any
    """Return the shown name of what is called if it loops, "" if it does not."""
    if event == "c_call":
        return C_LOOPS.get((function.__module__, function.__name__), "")
    name = PYTHON_LOOPS.get(frame.f_code.co_qualname, "") if event == "call" else ""
    return "" if name and is_theirs(frame.f_code.co_filename) else name
