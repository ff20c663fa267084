"""Judges that take tasks side by side, and give back what they found in order."""

import contextlib
import functools
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event

from grader.authoring.tasks import Done, Task, perform
from grader.errors import GraderFault
from grader.judge.seats import take_seat
from grader.model import Course

Progress = Callable[[int, int], None]

ENDING = {signal.SIGINT, signal.SIGTERM}  # what ends a proof


def perform_all(
    course: Course, tasks: Sequence[Task], jobs: int, progress: Progress
) -> Iterator[Done]:
    """Yield what each task found, in the order of the tasks.

    Args:
        course: the course.
        tasks: what to do.
        jobs: how many processes do it.
        progress: called with how many gradings are done, and of how many.

    Raises:
        GraderFault: a process ended before its task did.
    """
    count = _Count(sum(len(task.gradings) for task in tasks), progress)
    if min(jobs, len(tasks)) <= 1:
        for task in tasks:
            done = perform(course, task)
            count.add(task)
            yield done
        return
    context = multiprocessing.get_context("spawn")  # a judge is never forked
    given_up = context.Event()
    count_of_jobs = min(jobs, len(tasks))
    seats: SimpleQueue[int] = context.SimpleQueue()
    for seat in range(count_of_jobs):
        seats.put(seat)
    pool = ProcessPoolExecutor(count_of_jobs, context, _begin, (given_up, seats))
    try:
        yield from _results(pool, course, tasks, count)
    except BrokenProcessPool as error:
        msg = "a judge's process ended while it proved a unit; run it again."
        raise GraderFault(msg) from error
    finally:
        given_up.set()
        pool.shutdown(cancel_futures=True)


class _Count:
    """Counts gradings for whoever waits."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    def add(self, task: Task) -> None:
        self._done += len(task.gradings)
        self._progress(self._done, self._total)

    def ended(self, task: Task, future: "Future[Done]") -> None:
        """Count a task of another process, unless it was given up."""
        if not future.cancelled():
            self.add(task)


def _results(
    pool: ProcessPoolExecutor, course: Course, tasks: Sequence[Task], count: _Count
) -> Iterator[Done]:
    futures: list[Future[Done]] = []
    with _held_back():
        for task in tasks:
            future = pool.submit(_perform, course, task)
            future.add_done_callback(functools.partial(count.ended, task))
            futures.append(future)
    for future in futures:
        yield future.result()


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Hold back what ends a proof until the pool has started its processes.

    One that is half started would end with a traceback of its own. The mask is for
    them: they inherit it, and lift it when they know what to do about Ctrl-C. Here it
    does not suffice, as another thread may be given the signal.
    """
    caught: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: caught.append(number))
        for number in ENDING
    }
    _mask(signal.SIG_BLOCK)
    try:
        yield
    finally:
        _mask(signal.SIG_UNBLOCK)
        for number, handler in before.items():
            signal.signal(number, handler)
    for sent in caught:
        signal.raise_signal(sent)


def _mask(how: int) -> None:
    """Block or unblock what ends a proof, where signals can be blocked."""
    if sys.platform != "win32":
        signal.pthread_sigmask(how, ENDING)


class _Here:
    """What a judge's process knows.

    Attributes:
        given_up: set when nobody waits for its tasks any more.
    """

    given_up: Event


def _begin(given_up: Event, seats: SimpleQueue[int]) -> None:
    """Leave Ctrl-C between two tasks to the process that the person started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mask(signal.SIG_UNBLOCK)
    _Here.given_up = given_up
    take_seat(seats.get())


def _perform(course: Course, task: Task) -> Done:
    """Do a task; Ctrl-C ends it, and those that wait in the queue are not begun."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return Done() if _Here.given_up.is_set() else perform(course, task)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
