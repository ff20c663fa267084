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
from collections.abc import Callable, Collection

import numpy as np

from grader.sandbox.counting_lines import text_of
from grader.sandbox.counting_objects import Objects, peak_objects
from grader.sandbox.counting_steps import count_steps
from grader.sandbox.evaluation import Follow, Get, MakeArguments
from grader.sandbox.messages import Count
from grader.sandbox.objects import MODULE
from grader.sandbox.plans import Trial, Value
from grader.sandbox.probe import probe_class, probed, probes_made
from grader.sandbox.trying import Cast, prepared

Make = Callable[[Cast], Callable[[], None]]
Watched = tuple[Counter[int], Objects, bool]
Clock = Callable[[], float]

TIMES = 3  # the fastest run counts
_SHUFFLE = re.compile(r"\.(shuffle|permutation)\(")  # NumPy's own swap row by row


def count(
    request: Count,
    get: Get,
    follow: Follow,
    make_arguments: MakeArguments,
    clock: Clock = time.perf_counter,
) -> Value:
    """Return the counts of each trial.

    Returns:
        three parts: for each trial a tuple (steps by line, operations by line, most
        objects alive and the line then, looping calls by line, whether the counting
        was disturbed); the texts of the lines that are named; and the seconds of
        the trial that was to be timed, 0 if none was.
    """
    module = get(MODULE)
    makes = [
        functools.partial(_ready, trial, get, follow, make_arguments)
        for trial in request.trials
    ]
    with np.printoptions(threshold=0, edgeitems=1):  # printing an array is not a loop
        peak_objects(_nothing, module.__file__)  # so that our own code is warm
        watched = [_watched(make, module.__file__) for make in makes]
        tallies = _tallies(makes, module)
    timed = [] if request.timed is None else [makes[request.timed]]
    seconds = [_timed(make(_as_it_is), clock) for make in timed for _ in range(TIMES)]
    counts = [
        (
            sorted(steps.items()),
            sorted(tally.items()),
            (objects.most, objects.line),
            sorted(objects.calls),
            is_off or objects.disturbed,
        )
        for (steps, objects, is_off), tally in zip(watched, tallies, strict=True)
    ]
    return counts, _texts(watched, tallies, module), min(seconds, default=0.0)


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


def _nothing() -> None:
    """Call something of Python's and something of C's, as code does."""
    np.sum([])


def _watched(make: Make, filename: str) -> Watched:
    make(_as_it_is)()  # fills caches, and raises what the code raises
    steps, is_off = count_steps(make(_as_it_is), filename)
    return steps, peak_objects(make(_as_it_is), filename), is_off


def _tallies(makes: Collection[Make], module: Value) -> list[Counter[int]]:
    """Return each trial's operations by line.

    None where the code takes no array but NumPy's own, and takes no probe for one.
    """
    kind = probe_class(module.__file__)
    tallies = []
    with probes_made(module, kind):
        for make in makes:
            kind.events.clear()
            try:
                make(functools.partial(probed, kind=kind))()
            except Exception:  # noqa: BLE001 - with plain arrays it was raised before
                kind.events.clear()
            tallies.append(Counter(kind.events))
    shuffling = {line for tally in tallies for line in tally if _shuffles(line, module)}
    return [_without(shuffling, tally) for tally in tallies]


def _without(lines: Collection[int], tally: Counter[int]) -> Counter[int]:
    return Counter({line: times for line, times in tally.items() if line not in lines})


def _shuffles(line: int, module: Value) -> bool:
    return bool(_SHUFFLE.search(linecache.getline(module.__file__, line)))


def _timed(act: Callable[[], None], clock: Clock) -> float:
    start = clock()
    act()
    return clock() - start


def _texts(
    watched: Collection[Watched], tallies: Collection[Counter[int]], module: Value
) -> list[tuple[int, str]]:
    """Return the lines that are named, each with its text."""
    lines = {line for tally in tallies for line in tally}
    for steps, objects, _ in watched:
        lines |= steps.keys() | {objects.line} | {line for line, _ in objects.calls}
    return [(line, text_of(line, module.__file__)) for line in sorted(lines)]
