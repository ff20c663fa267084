"""Grade every submission of a folder into a results folder, resumably."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.batch.judging import Executor, Grading, InThisProcess
from grader.batch.pool import JudgePool
from grader.batch.records import Entry, Failed, Graded, Result
from grader.batch.summary import BatchSummary
from grader.errors import UsageError
from grader.intake import passed_over_in, resolve_ids, submissions_in
from grader.model import Score
from grader.store import Failure, Kept, Store

Progress = Callable[[int, int], None]


def grade_folder(
    grading: Grading,
    folder: Path,
    store: Store,
    *,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Progress = lambda _done, _total: None,
) -> BatchSummary:
    """Grade every submission of a folder; continue where an earlier run stopped.

    Each score is on the disk as soon as it is known. Ctrl-C ends the run
    early and keeps everything that is finished.

    Args:
        grading: the course and how to judge.
        folder: one submission for each entry.
        store: where the results go.
        jobs: how many judges work at once; one for each core if None.
        executor: where to grade instead of on this machine.
        progress: called with how many are done, and of how many.

    Raises:
        UsageError: if there is nothing to grade or the results cannot be kept.
        GraderError: if no judge can work at all.
    """
    entries, kept = _entries(grading, folder, store)
    run = _Run(store, entries, kept, progress)
    executor = executor or _executor(grading, jobs, len(entries))
    try:
        executor.run(entries, run.take)
    except KeyboardInterrupt:
        run.is_stopped = True
    store.finish(run.failures)
    return run.summary(passed_over_in(folder))


def _entries(
    grading: Grading, folder: Path, store: Store
) -> tuple[tuple[Entry, ...], Kept]:
    results = store.folder.resolve()
    paths = [path for path in submissions_in(folder) if path.resolve() != results]
    if not paths:
        message = (
            f"{folder} holds no submission; put one file or folder for each student "
            "into it."
        )
        raise UsageError(message)
    seed = grading.settings.seed
    kept = store.graded_ids(
        grading.course.digest,
        grading.course.seed if seed is None else seed,
        [unit.id for unit in grading.units],
    )
    entries = tuple(
        Entry(id=key, path=os.fsencode(path), known=kept.valid.get(key))
        for key, path in zip(resolve_ids(paths), paths, strict=True)
    )
    return entries, kept


def _executor(grading: Grading, jobs: int | None, count: int) -> Executor:
    jobs = min(jobs or os.cpu_count() or 1, count)
    return InThisProcess(grading) if jobs == 1 else JudgePool(grading, jobs)


class _Run:
    """Keeps each result as it comes and counts."""

    def __init__(
        self,
        store: Store,
        entries: Sequence[Entry],
        kept: Kept,
        progress: Progress,
    ) -> None:
        self.failures: list[Failure] = []
        self.is_stopped = False
        self._store = store
        self._ids = tuple(entry.id for entry in entries)
        self._outdated = frozenset(kept.outdated)
        self._progress = progress
        self._graded = 0
        self._kept = 0
        self._incomplete: list[str] = []
        self._percents: list[float] = []

    def take(self, result: Result) -> None:
        if isinstance(result, Failed):
            self.failures.append(result.failure)
        elif isinstance(result, Graded):
            self._store.write(result.score)
            self._graded += 1
            self._count(result.score)
        else:
            self._kept += 1
            self._count(self._store.score(result.id))
        done = self._graded + self._kept + len(self.failures)
        self._progress(done, len(self._ids))

    def summary(self, passed_over: tuple[str, ...]) -> BatchSummary:
        return BatchSummary(
            ids=self._ids,
            graded=self._graded,
            kept=self._kept,
            graded_again=tuple(key for key in self._ids if key in self._outdated),
            failures=tuple(sorted(self.failures, key=lambda one: one.id)),
            incomplete=tuple(sorted(self._incomplete)),
            lowest_percent=min(self._percents, default=None),
            is_stopped=self.is_stopped,
            left_over=tuple(key for key in self._store.ids() if key not in self._ids),
            passed_over=passed_over,
        )

    def _count(self, score: Score) -> None:
        if not score.complete:
            self._incomplete.append(score.submission.id)
        elif score.max_score:
            self._percents.append(100 * score.score / score.max_score)
