"""vectorised: the time over the reference's, and the time a count may take."""

import itertools

import numpy as np
import pytest

from grader.checks.vectorised import LARGE, QUICK_S, SHORTEST_S, Sizes, vectorised
from grader.sandbox import fresh
from grader.sandbox.handles import line_of
from grader.sandbox.messages import Count, Request, Returned, Value
from grader.sandbox.wire import Packer
from tests.checks.looping.layers import LAYERS
from tests.checks.looping.works import SIZES, TRIAL, affine, claimed, of
from tests.sandbox.threads import Local


def test_the_time_over_the_references_is_noted(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fastest of three runs of the reference, at the size of the larger trial."""
    claimed(monkeypatch, ([TRIAL, TRIAL], [], 0.5))
    module = local(LAYERS)
    asked: list[Sizes] = []
    clock = itertools.accumulate([0.0, 0.3, 1.0, 0.1, 1.0, 0.2]).__next__

    vectorised(
        of(module.exact, "N"),
        over={"N": 5},
        reference=lambda sizes: lambda: asked.append(sizes),
        clock=clock,
    )

    assert pytest.approx(5.0) == line_of(module).slowdown
    assert [{"N": LARGE}] * 3 == asked


@pytest.mark.parametrize("seconds", [np.nan, np.inf, -1.0, 0.0], ids=str)
def test_a_time_that_is_none_is_not_noted(
    local: Local, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """A claim without sense makes no remark."""
    claimed(monkeypatch, ([TRIAL, TRIAL], [], seconds))
    module = local(LAYERS)

    vectorised(of(module.exact, "N"), over={"N": 5}, reference=lambda _: list)

    assert line_of(module).slowdown == 0.0


def test_a_reference_that_takes_no_time_is_no_fault(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coarse clock may not move between two looks."""
    claimed(monkeypatch, ([TRIAL, TRIAL], [], 0.5))
    module = local(LAYERS)

    vectorised(
        of(module.exact, "N"), over={"N": 5}, reference=lambda _: list, clock=float
    )

    assert pytest.approx(0.5 / SHORTEST_S) == line_of(module).slowdown


def test_what_is_quick_is_not_held_against_the_reference(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five times a tenth of a millisecond are of no interest, and cost a batch time."""
    claimed(monkeypatch, ([TRIAL, TRIAL], [], 0.99 * QUICK_S))
    module, asked = local(LAYERS), list[Sizes]()

    vectorised(
        of(module.exact, "N"),
        over={"N": 5},
        reference=lambda sizes: lambda: asked.append(sizes),
    )

    assert (0.0, []) == (line_of(module).slowdown, asked)


@pytest.mark.parametrize(
    ("reference", "timed"), [(None, None), (lambda _: list, 1)], ids=["none", "one"]
)
def test_only_what_is_compared_is_timed(
    local: Local, monkeypatch: pytest.MonkeyPatch, reference: Value, timed: int | None
) -> None:
    """The larger trial of the first dimension, where there is a reference."""
    asked: list[Count] = []

    def count(request: Count, *_: Value) -> Value:
        asked.append(request)
        return [TRIAL] * 3, [], 0.0

    monkeypatch.setattr(fresh, "count", count)
    vectorised(
        of(local(LAYERS).exact, "N D"), over={"N": 5, "D": 4}, reference=reference
    )

    assert [timed] == [request.timed for request in asked]


def test_a_count_may_take_as_long_as_an_exercise(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands for many calls, of what a message about time names."""
    module = local(LAYERS)
    line = line_of(module)
    ask, asked = line.ask, []

    def spy(body: Request, packer: Packer, **options: Value) -> Returned:
        asked.append(options)
        return ask(body, packer, **options)

    monkeypatch.setattr(line, "ask", spy)
    vectorised(of(module.exact, "N"), over={"N": 5})
    vectorised(affine(module, "Affine"), over=SIZES)

    counted = [options for options in asked if "at_length" in options]
    assert counted == [
        {"at_length": True, "what": "exact"},
        {"at_length": True, "what": "Affine.forward or backward"},
    ]
