"""Python's own steps in the submission's code, counted by line."""

import functools
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

from grader.sandbox.counting_lines import is_theirs, line_of

SWITCHES = frozenset({"sys.settrace", "sys.setprofile"})


def count_steps(act: Callable[[], object], filename: str) -> tuple[Counter[int], bool]:
    """Do `act`; return the opcodes run by line, and whether counting was disturbed.

    Comprehensions and generators count for the lines they stand on.

    Args:
        act: what to do.
        filename: the submission's file.
    """
    steps: Counter[int] = Counter()

    def step(frame: FrameType, event: str, _: object) -> Any:  # noqa: ANN401 - itself
        if event == "opcode":
            steps[line_of(frame, filename)] += 1
        return step

    def enter(frame: FrameType, _: str, __: object) -> Any:  # noqa: ANN401 - `step`
        if not is_theirs(frame.f_code.co_filename):
            return None
        frame.f_trace = step  # from 3.13 on, opcodes are told to who is there already
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False  # nobody asks for them
        return step

    # In 3.12, opcodes are told only if some frame wanted them before.
    sys._getframe().f_trace_opcodes = True  # noqa: SLF001
    disturbed = _watched(sys.settrace, sys.gettrace, enter, act)
    return steps, disturbed


def with_profile(act: Callable[[], object], profile: Callable[..., None]) -> bool:
    """Do `act` with a profile function; return whether it was disturbed."""
    return _watched(sys.setprofile, sys.getprofile, profile, act)


def _watched(
    install: Callable[[Any], None],
    installed: Callable[[], object],
    function: Callable[..., Any],
    act: Callable[[], object],
) -> bool:
    switches = _switches()
    before = installed()
    install(function)
    try:
        seen = len(switches)
        act()
        return len(switches) != seen
    finally:
        install(before)


@functools.cache
def _switches() -> list[str]:
    """Return what fills up each time that tracing is switched, by anybody.

    Code that switches it off and on again leaves no other trace. A hook stays
    for good, so there is one for all counts.
    """
    seen: list[str] = []
    sys.addaudithook(lambda event, _: seen.append(event) if event in SWITCHES else None)
    return seen
