"""A deadline is a wall clock's: what a process waited for a processor is given back."""

import multiprocessing
import os
import sys
from collections.abc import Iterator

import pytest

from grader.errors import CallTimeout
from grader.model import Limits
from grader.sandbox.budget import Budget
from grader.sandbox.messages import Returned
from grader.sandbox.starving import Extension, Queue, pid_of, starved_s
from tests.sandbox.conftest import Start, linux_only

RIVALS = 4
WORK = """
import time

def work(seconds):
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass
    return 1

def sleep(seconds):
    time.sleep(seconds)
    return 1
"""


def spin() -> None:
    """Keep a processor busy, in a session of its own: these share it evenly."""
    os.setsid()
    while True:
        pass


@pytest.fixture
def crowd() -> Iterator[None]:
    """Put this process, and whatever it starts, on a processor with four others."""
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(everywhere)})
    context = multiprocessing.get_context("fork")
    rivals = [context.Process(target=spin, daemon=True) for _ in range(RIVALS)]
    for rival in rivals:
        rival.start()
    yield
    os.sched_setaffinity(0, everywhere)
    for rival in rivals:
        rival.kill()
        rival.join()


def queue_of(*totals: float) -> Queue:
    """Return the account of a process that has waited so long, each time it is asked.

    Args:
        totals: the last of them is told for ever.
    """
    told = list(totals)
    return Queue(lambda: told.pop(0) if len(told) > 1 else told[0])


def test_each_second_is_told_once() -> None:
    """A process that has ended tells nothing, and takes nothing back."""
    queue = queue_of(0.5, 0.5, 2.0, 0.0, 2.25)

    assert [0.5, 0.0, 1.5, 0.0, 0.25] == [queue.more() for _ in range(5)]


def test_a_limit_is_extended_where_it_is_used_up_and_not_before() -> None:
    """What was waited early serves the end, and asking costs nothing until then."""
    extension, queue = Extension(2.0), queue_of(1.5, 1.75, 1.75)

    assert extension.left(0.25, queue) == 0.25
    assert extension.left(-0.5, queue) == 1.0
    assert extension.left(-1.0, queue) == 0.5
    assert extension.left(-1.5, queue) == 0.25
    assert extension.left(-1.75, queue) == 0.0


def test_an_extension_has_an_end() -> None:
    """Code that starves itself with threads of its own is not waited for for ever."""
    extension, queue = Extension(2.0), queue_of(7.0, 100.0)

    assert extension.left(-7.0, queue) == 0.0
    assert extension.left(-7.5, queue) == 0.5
    assert extension.left(-8.0, queue) == 0.0


def test_the_time_of_an_exercise_is_extended_too() -> None:
    """Ten calls that were each in time are in time together."""
    times = iter([0.0, 6.0, 6.0, 12.0, 12.0, 12.0])
    budget, limits = Budget(10.0, lambda: next(times)), []

    def act(limit_s: float) -> Returned:
        limits.append(limit_s)
        return Returned(None)

    queue = queue_of(3.0)
    for _ in range(3):
        budget.spend(act, 6.0, queue)
    assert [6.0, 4.0, 3.0] == limits

    budget.left_s = -3.0
    with pytest.raises(CallTimeout, match="did not finish within 10 s"):
        budget.spend(act, 6.0, queue)


@linux_only
@pytest.mark.usefixtures("crowd")
def test_the_queue_of_a_process_is_counted_in_seconds() -> None:
    """Whoever shares a processor with four waits for most of the time."""
    before = starved_s(os.getpid())
    begun = os.times()
    while os.times().user - begun.user < 0.1:
        pass
    wall = os.times().elapsed - begun.elapsed

    waited = starved_s(os.getpid()) - before

    assert 0.25 * wall < waited < wall


@linux_only
def test_a_process_is_found_by_its_descriptor() -> None:
    """Workers are known by one, in whatever namespace they are."""
    assert hasattr(os, "pidfd_open")
    descriptor = os.pidfd_open(os.getpid())
    try:
        assert os.getpid() == pid_of(descriptor)
    finally:
        os.close(descriptor)


def test_nothing_is_known_of_what_is_not_there() -> None:
    """On macOS and Windows nothing is known of any process."""
    assert 0 == pid_of(sys.maxsize)
    assert 0.0 == starved_s(0)


@linux_only
@pytest.mark.usefixtures("crowd")
def test_code_that_waited_is_not_late(submission: Start) -> None:
    """It uses a third of its limit, and takes more than its limit by the clock."""
    student = submission(WORK, Limits(call_s=0.4))

    assert 1 == student.work(0.13)


@linux_only
@pytest.mark.usefixtures("crowd")
def test_code_that_sleeps_is_late(submission: Start) -> None:
    """It waited for no processor, whoever else uses it."""
    student = submission(WORK, Limits(call_s=0.4))

    with pytest.raises(CallTimeout, match=r"did not finish within 0\.4 s"):
        student.sleep(3.0)
