"""A judge that runs beside others keeps to one processor, and its workers with it."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="processors are chosen on Linux alone"
)
BATCH = "from grader.judge.seats import take_seat; take_seat({seat})"
CREW = """
import multiprocessing
from grader.authoring.crew import _begin
context = multiprocessing.get_context("spawn")
seats = context.SimpleQueue()
seats.put({seat})
_begin(context.Event(), seats)
"""
SHOW = "\nimport os; print(sorted(os.sched_getaffinity(0)))"


@pytest.mark.parametrize("code", [BATCH, CREW], ids=["batch", "crew"])
@pytest.mark.parametrize("seat", [0, 1, 5])
def test_a_judge_takes_one_processor(code: str, seat: int) -> None:
    """By its seat; where there are more judges than processors, they share."""
    ours = sorted(os.sched_getaffinity(0))
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code.format(seat=seat) + SHOW],
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"[{ours[seat % len(ours)]}]" == done.stdout.strip()
