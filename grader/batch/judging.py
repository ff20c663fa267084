"""Feed entries to one warm judge and answer for each of them, whatever happens.

A submission that is refused, or on which the grader fails, becomes a record;
the batch goes on with the next one.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from grader.batch.records import Entry, Failed, Graded, Result, Unchanged
from grader.errors import CourseError, GraderFault, IntakeError, UsageError
from grader.intake import refuse_link, take_in
from grader.judge import JudgeSettings, grade_all
from grader.model import Course, Score, Submission, Unit
from grader.reports.text import visible
from grader.store import Failure, FailureKind

GradeAll = Callable[
    [
        Course,
        Sequence[Unit],
        Iterable[Submission],
        Callable[[Score], None],
        JudgeSettings,
    ],
    None,
]
TakeIn = Callable[[Path, Sequence[Unit], str | None], Submission]


@dataclass(frozen=True)
class Grading:
    """What every judge of a batch needs; it travels to other processes.

    Attributes:
        course: the course.
        units: the units to grade.
        settings: how to judge.
        grade_all: the judge; a test puts another one in its place.
        take_in: the intake; likewise.
    """

    course: Course
    units: tuple[Unit, ...]
    settings: JudgeSettings
    grade_all: GradeAll = grade_all
    take_in: TakeIn = take_in


class Executor(Protocol):
    """Grades entries somewhere: in this process, on this machine, on many."""

    def run(
        self, entries: Sequence[Entry], on_result: Callable[[Result], None]
    ) -> None:
        """Grade every entry and report each once, as it ends, in any order.

        Args:
            entries: the submissions.
            on_result: called in the caller's process.

        Raises:
            GraderError: if no judge can work at all.
        """


class InThisProcess:
    """Grades one entry after the other with a judge in this process."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading

    def run(
        self, entries: Sequence[Entry], on_result: Callable[[Result], None]
    ) -> None:
        """Grade every entry in order and report each as it ends."""
        judge_entries(self._grading, iter(entries), on_result)


def judge_entries(
    grading: Grading, entries: Iterator[Entry], answer: Callable[[Result], None]
) -> None:
    """Grade entries as they come until there are no more.

    A judge that fails on a submission is replaced by a new one.

    Args:
        grading: the course and how to judge.
        entries: pulled one by one, when the judge is ready.
        answer: called once for each entry.

    Raises:
        GraderError: if no judge can work at all.
    """
    desk = _Desk(grading, entries, answer)
    while not desk.is_closed:
        try:
            grading.grade_all(
                grading.course, grading.units, desk, desk.deliver, grading.settings
            )
        except (UsageError, CourseError):
            raise
        except GraderFault as fault:
            desk.blame(str(fault), fault)
        except Exception as error:  # noqa: BLE001 - recorded; the batch outlives it
            desk.blame(_described(error), error)
        else:
            desk.close()


class _Desk(Iterator[Submission]):
    """Takes entries in for the judge and knows which one it still owes."""

    def __init__(
        self,
        grading: Grading,
        entries: Iterator[Entry],
        answer: Callable[[Result], None],
    ) -> None:
        self.is_closed = False
        self._grading = grading
        self._entries = entries
        self._answer = answer
        self._owed: Entry | None = None

    def __next__(self) -> Submission:
        self._settle("the judge gave no score for it")
        for entry in self._entries:
            self._owed = entry
            submission = self._take_in(entry)
            if submission is not None:
                return submission
            self._owed = None
        raise StopIteration

    def deliver(self, score: Score) -> None:
        self._answer(Graded(score))
        self._owed = None

    def blame(self, reason: str, error: Exception) -> None:
        """Record a fault on the submission in hand; without one it is nobody's."""
        if self._owed is None:
            raise GraderFault(reason) from error
        self._settle(reason)

    def close(self) -> None:
        """End the day; the judge has nothing more to say."""
        self.is_closed = True
        self._settle("the judge gave no score for it")

    def _settle(self, reason: str) -> None:
        if self._owed is not None:
            self._fail(self._owed, FailureKind.GRADER_FAULT, reason)
        self._owed = None

    def _take_in(self, entry: Entry) -> Submission | None:
        grading, path = self._grading, Path(os.fsdecode(entry.path))
        try:
            refuse_link(path)
            submission = grading.take_in(path, grading.units, entry.id)
        except IntakeError as error:
            self._fail(entry, FailureKind.REFUSED, str(error))
            return None
        if submission.files == entry.known:
            self._answer(Unchanged(entry.id))
            return None
        return submission

    def _fail(self, entry: Entry, kind: FailureKind, reason: str) -> None:
        # A reason may quote what cannot be written as text.
        failure = Failure(id=entry.id, kind=kind, reason=visible(reason))
        self._answer(Failed(failure))


def _described(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"the grader failed with {type(error).__name__} at {place}: {error}"
