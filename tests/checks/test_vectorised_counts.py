"""vectorised: what is counted repeats, and each count sees what no other sees."""

from dataclasses import replace

import pytest

from grader.checks.vectorised import LARGE, SMALL, _counted
from grader.numerics.slopes import Counts, Signal, growth
from grader.sandbox.handles import line_of
from grader.sandbox.messages import Value
from tests.checks.conftest import Start
from tests.checks.looping.flat import FLAT
from tests.checks.looping.flat import HEADER as FLAT_HEADER
from tests.checks.looping.loops import HEADER, LOOPS
from tests.checks.looping.sly import HEADER as SLY_HEADER
from tests.checks.looping.sly import SLY
from tests.checks.looping.works import USUAL, of

REPEATS = 30


def counts(function: Value, axes: str) -> tuple[Counts, Counts]:
    """Return what is counted at both sizes of the first dimension."""
    usual = {axis: USUAL[axis] for axis in axes.split()}
    works = [of(function, axes)({**usual, axes[0]: size}) for size in (SMALL, LARGE)]
    small, large = _counted(line_of(function.target[0]), works).trials
    return small.counts(), large.counts()


@pytest.mark.parametrize(
    ("source", "name", "axes"),
    [
        *((HEADER + source, name, "N D") for name, source in LOOPS.items()),
        *((FLAT_HEADER + source, name, axes) for name, (axes, source) in FLAT.items()),
    ],
    ids=[*LOOPS, *(f"flat {name}" for name in FLAT)],
)
def test_counts_are_the_same_every_time(
    walled: Start, source: str, name: str, axes: str
) -> None:
    """The verdict is no matter of luck.

    Of objects, how many more there are at the larger size decides: more than 28. It
    is the same but for one, when a process has done the same some 200 times.
    """
    function = getattr(walled(source), name)

    pairs = [counts(function, axes) for _ in range(REPEATS)]

    seen = [[(c.steps, c.operations) for c in pair] for pair in pairs]
    more = [large.objects - small.objects for small, large in pairs]
    assert seen[:1] * REPEATS == seen
    assert max(more) - min(more) <= 1


@pytest.mark.parametrize(
    ("source", "signal"),
    [
        (SLY_HEADER + SLY["copied_entries"], Signal.STEPS),
        (HEADER + LOOPS["builtin_sum"], Signal.OPERATIONS),
        (HEADER + LOOPS["memoryview_loop"], Signal.OBJECTS),
    ],
    ids=["copied_entries", "builtin_sum", "memoryview_loop"],
)
def test_each_count_sees_what_no_other_sees(
    walled: Start, request: pytest.FixtureRequest, source: str, signal: Signal
) -> None:
    """None of the three could be left out."""
    name = request.node.callspec.id
    small, large = counts(getattr(walled(source), name), "N D")
    without: dict[Signal, dict[str, Value]] = {
        Signal.STEPS: {"operations": {}, "objects": 0},
        Signal.OPERATIONS: {"steps": {}, "objects": 0},
        Signal.OBJECTS: {"steps": {}, "operations": {}},
    }

    seeing = {
        each
        for each, blank in without.items()
        if growth(replace(small, **blank), replace(large, **blank), LARGE - SMALL)
    }

    assert {signal} == seeing
