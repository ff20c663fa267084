"""A pool of judges on this machine: one long-lived process for each job.

A judge asks for the next entry over its pipe when it is ready, so that slow
submissions never hold up the others. A judge that dies costs the submission it
had in hand; a new one takes its place.
"""

from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait

from grader.batch.judging import Grading
from grader.batch.process import JudgeProcess
from grader.batch.records import Broken, Entry, Failed, Result, Wanted
from grader.errors import CourseError, GraderError, GraderFault, UsageError
from grader.store import Failure, FailureKind

_KINDS: dict[str, type[GraderError]] = {
    kind.__name__: kind for kind in (UsageError, CourseError)
}


class JudgePool:
    """Grades entries with several judges at once."""

    def __init__(self, grading: Grading, jobs: int) -> None:
        self._grading = grading
        self._jobs = jobs

    def run(
        self, entries: Sequence[Entry], on_result: Callable[[Result], None]
    ) -> None:
        """Grade every entry and report each as it ends, in any order.

        Args:
            entries: the submissions; never more judges than these.
            on_result: called in this process.

        Raises:
            GraderError: if no judge can work at all.
        """
        waiting = deque(entries)
        judges: dict[Connection, JudgeProcess] = {}
        try:
            for _ in range(min(self._jobs, len(waiting))):
                self._start(judges)
            while judges:
                self._listen(judges, waiting, on_result)
        finally:
            for judge in judges.values():
                judge.ask_to_end()
            for judge in judges.values():
                judge.wait_for_end()

    def _start(self, judges: dict[Connection, JudgeProcess]) -> None:
        taken = {judge.seat for judge in judges.values()}
        seat = next(seat for seat in range(self._jobs) if seat not in taken)
        judge = JudgeProcess(self._grading, seat)
        judges[judge.pipe] = judge

    def _listen(
        self,
        judges: dict[Connection, JudgeProcess],
        waiting: deque[Entry],
        on_result: Callable[[Result], None],
    ) -> None:
        ready = wait(list(judges))
        for judge in [judge for pipe, judge in judges.items() if pipe in ready]:
            message = judge.receive()
            if message is None:
                del judges[judge.pipe]
                self._bury(judge, on_result)
                if waiting:
                    self._start(judges)
            elif isinstance(message, Broken):
                raise _KINDS.get(message.kind, GraderFault)(message.text)
            elif isinstance(message, Wanted):
                judge.hand_out(waiting)
            else:
                judge.owed = None
                on_result(message)

    def _bury(self, judge: JudgeProcess, on_result: Callable[[Result], None]) -> None:
        """Record what a judge that ended still owed; nothing if it was done."""
        judge.ask_to_end()
        status = judge.wait_for_end()
        if not judge.has_begun:
            message = f"a judge's process ended with status {status} before it began."
            raise GraderFault(message)
        if judge.owed is None:
            return
        reason = f"the judge's process ended with status {status} while grading it"
        failure = Failure(judge.owed.id, FailureKind.GRADER_FAULT, reason)
        on_result(Failed(failure))
