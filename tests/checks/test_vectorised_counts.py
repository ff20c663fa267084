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


def counts(function: Value, axes: str, repeats: int) -> list[tuple[Counts, Counts]]:
    """Return what is counted at both sizes of the first dimension, time after time."""
    usual = {axis: USUAL[axis] for axis in axes.split()}
    works = [
        of(function, axes)({**usual, axes[0]: size})
        for _ in range(repeats)
        for size in (SMALL, LARGE)
    ]
    found = [t.counts() for t in _counted(line_of(function.target[0]), works).trials]
    return list(zip(found[::2], found[1::2], strict=True))


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
    """The verdict is no matter of luck."""
    pairs = counts(getattr(walled(source), name), axes, REPEATS)

    assert REPEATS == len(pairs)
    assert 1 == len({repr([(c.steps, c.operations) for c in pair]) for pair in pairs})
    objects = [large.objects - small.objects for small, large in pairs]
    assert max(objects) - min(objects) <= 7  # a quarter of what counts


@pytest.mark.parametrize(
    ("source", "signal"),
    [
        (SLY_HEADER + SLY["plain_view"], Signal.STEPS),
        (HEADER + LOOPS["builtin_sum"], Signal.OPERATIONS),
        (HEADER + LOOPS["frompyfunc_c"], Signal.OBJECTS),
    ],
    ids=["plain_view", "builtin_sum", "frompyfunc_c"],
)
def test_each_count_sees_what_no_other_sees(
    walled: Start, request: pytest.FixtureRequest, source: str, signal: Signal
) -> None:
    """None of the three could be left out."""
    name = request.node.callspec.id
    small, large = counts(getattr(walled(source), name), "N D", 1)[0]
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
