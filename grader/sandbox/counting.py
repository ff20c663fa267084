"""Counts of what code does, for telling loops over data from vectorised code.

Three counts, none of them a clock: Python's steps in the submission's file,
operations on the arrays it was given, and objects alive at a time. A loop
raises at least one of them with every further row.
"""

import functools
import linecache
import re
import time
from collections import Counter
from collections.abc import Callable

import numpy as np

from grader.sandbox.counting_lines import text_of
from grader.sandbox.counting_objects import TIMES, peak_objects
from grader.sandbox.counting_steps import count_steps
from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.objects import MODULE
from grader.sandbox.plans import Trial, Value
from grader.sandbox.probe import probe_class, probed, probes_made
from grader.sandbox.trying import Cast, prepared

Make = Callable[[Cast], Callable[[], None]]
Clock = Callable[[], float]

_SHUFFLE = re.compile(r"\.(shuffle|permutation)\(")  # NumPy's own swap row by row


def count(
    trials: list[Trial],
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
    clock: Clock = time.perf_counter,
) -> Value:
    """Return the counts of each trial.

    Returns:
        a pair: for each trial a tuple (steps by line, operations by line, most
        objects alive and the line then, looping calls by line, seconds, whether
        the counting was disturbed), and the texts of the lines that are named.
    """
    module = get(MODULE)
    counts = [
        _counted(
            functools.partial(_ready, trial, get, follow, make_arguments), module, clock
        )
        for trial in trials
    ]
    lines = {line for found in counts for line in _lines(*found[:4])}
    return counts, [(line, text_of(line, module.__file__)) for line in sorted(lines)]


@np.printoptions(threshold=0, edgeitems=1)  # printing an array is not a loop
def _counted(make: Make, module: Value, clock: Clock) -> tuple[Value, ...]:
    filename = module.__file__
    plain = functools.partial(make, _as_it_is)
    plain()()  # fills caches, and raises what the code raises
    steps, is_off = count_steps(plain(), filename)
    objects = peak_objects(plain, filename)
    events = _events(make, module)
    seconds = min(_timed(plain(), clock) for _ in range(TIMES))
    return (
        _pairs(steps),
        _pairs(events),
        (objects.most, objects.line),
        sorted(objects.calls),
        seconds,
        is_off or objects.disturbed,
    )


def _lines(steps: Value, events: Value, objects: Value, calls: Value) -> set[int]:
    return {line for part in (steps, events, calls) for line, _ in part} | {objects[1]}


def _ready(
    trial: Trial,
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
    cast: Cast,
) -> Callable[[], None]:
    _, acts = prepared(trial, get, follow, make_arguments, cast)

    def run() -> None:
        for act in acts:
            act()

    return run


def _as_it_is(value: Value) -> Value:
    return value


def _events(make: Make, module: Value) -> Counter[int]:
    """Return operations by line; none where the code takes no array but NumPy's own."""
    kind = probe_class(module.__file__)
    try:
        with probes_made(module, kind):
            make(functools.partial(probed, kind=kind))()
    except Exception:  # noqa: BLE001 - what it raises for plain arrays was raised before
        return Counter()
    own = {line: n for line, n in kind.events.items() if not _shuffles(line, module)}
    return Counter(own)


def _shuffles(line: int, module: Value) -> bool:
    return bool(_SHUFFLE.search(linecache.getline(module.__file__, line)))


def _timed(act: Callable[[], None], clock: Clock) -> float:
    start = clock()
    act()
    return clock() - start


def _pairs(counts: Counter[int]) -> list[tuple[int, int]]:
    return sorted(counts.items())
