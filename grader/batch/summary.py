"""What became of a batch, for a person and for a script."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from grader.store import Failure, FailureKind

_STOPPED = 130
_GRADER_FAILED = 3
_NOT_ALL_GRADED = 2
_BELOW = 1
_NAMED = 5


class BatchSummary(msgspec.Struct, frozen=True):
    """What became of a batch.

    Attributes:
        ids: every submission of the folder.
        graded: how many were graded in this run.
        kept: how many had a valid document already.
        graded_again: those whose earlier document was of another course digest,
            seed or choice of units, or owed checks to a fault of the grader.
        failures: those without a score, and why.
        incomplete: those whose document owes checks to a fault of the grader.
        lowest_percent: the lowest score, None if there is none.
        is_stopped: whether Ctrl-C ended the run before its end.
        left_over: those that have a document but are not in the folder any more.
        passed_over: the files of the folder that are no submissions.
    """

    ids: tuple[str, ...]
    graded: int
    kept: int
    graded_again: tuple[str, ...]
    failures: tuple[Failure, ...]
    incomplete: tuple[str, ...]
    lowest_percent: float | None
    is_stopped: bool
    left_over: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    def exit_status(self, fail_under: float | None = None) -> int:
        """Return the exit status that tells a script what became of the batch.

        Args:
            fail_under: percent that every score must reach, None for no limit.
        """
        faults = [one for one in self.failures if one.kind is not FailureKind.REFUSED]
        if self.is_stopped:
            return _STOPPED
        if faults or self.incomplete:
            return _GRADER_FAILED
        if self.failures:
            return _NOT_ALL_GRADED
        lowest = self.lowest_percent
        is_below = fail_under is not None and lowest is not None and lowest < fail_under
        return _BELOW if is_below else 0

    def notes(self, results: Path) -> tuple[str, ...]:
        """Return what the operator should know beside the table.

        Args:
            results: the results folder.
        """
        return tuple(note for note in self._notes(results) if note)

    def _notes(self, results: Path) -> Iterator[str]:
        done = f"{self.graded + self.kept} of {len(self.ids)}"
        if self.is_stopped:
            yield (
                f"Stopped: {done} submissions are graded and kept in {results}; run "
                "the same command again to go on."
            )
        if self.graded_again:
            yield (
                f"Graded again, because the course, the seed or the units have "
                f"changed or the grader had failed: {len(self.graded_again)}."
            )
        if self.kept:
            yield f"Unchanged since an earlier run and kept: {self.kept}."
        if self.failures:
            yield (
                f"Without a score: {len(self.failures)}; the reasons are in "
                f"{results / 'failures.json'}."
            )
        if self.incomplete:
            yield (
                f"The grader failed on checks of {len(self.incomplete)} submissions; "
                "run the same command again to grade them anew."
            )
        if self.left_over:
            yield (
                f"In {results / 'scores'}, but not in the folder of submissions any "
                f"more: {_listed(self.left_over)}; delete those documents if they "
                "should not count."
            )
        if self.passed_over:
            yield f"Passed over, no form of a submission: {_listed(self.passed_over)}."
        yield f"Score documents and grade book: {results}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    listed = ", ".join(names[:_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed
