"""A judge that runs beside others keeps to one processor, and its workers with it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from grader.judge import seats
from grader.judge.seats import seated

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


def test_a_single_judge_keeps_the_processor_it_is_on_for_a_while() -> None:
    """What it starts is there too; afterwards it is free again, errors or not."""
    ours = os.sched_getaffinity(0)
    with seated():
        kept = os.sched_getaffinity(0)
        child = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", SHOW.strip()],
            capture_output=True,
            text=True,
            check=True,
        )
    after = os.sched_getaffinity(0)
    with pytest.raises(ZeroDivisionError), seated():
        raise ZeroDivisionError

    assert len(kept) == 1
    assert kept <= ours
    assert child.stdout.strip() == str(sorted(kept))
    assert after == ours
    assert os.sched_getaffinity(0) == ours


def test_other_threads_stay_free() -> None:
    """A screen that checks in a thread of its own goes on where it likes."""
    ours = os.sched_getaffinity(0)
    inside: list[set[int]] = []

    def judge() -> None:
        with seated():
            inside.append(os.sched_getaffinity(0))

    thread = threading.Thread(target=judge)
    thread.start()
    thread.join()

    assert len(inside[0]) == 1
    assert os.sched_getaffinity(0) == ours


def test_the_processor_is_read_where_the_system_says_it() -> None:
    """On the only processor that is allowed it is that one."""
    code = """
import os
from grader.judge import seats
for one in sorted(os.sched_getaffinity(0)):
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {one})
    assert seats._processor() == one
    os.sched_setaffinity(0, before)
"""
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own


def test_where_nobody_says_which_one_it_is_it_stays_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some containers have no such file; work goes on there, and is only dearer."""
    monkeypatch.setattr(seats, "_STAT", tmp_path / "stat")
    ours = os.sched_getaffinity(0)

    with seated():
        assert os.sched_getaffinity(0) == ours
