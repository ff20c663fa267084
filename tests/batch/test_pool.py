"""A pool loses what a dying judge had in hand, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch import Grading, JudgePool, grade_folder, pool
from grader.batch.process import JudgeProcess
from grader.batch.records import Entry, Result
from grader.errors import GraderFault
from grader.store import Failure, FailureKind, Store

HandIn = Callable[..., Path]


def test_a_judge_that_dies_costs_one_submission(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """A new judge takes its place."""
    folder = hand_in(anna="die", ben="die", carl="100", dora="60", emil="40")

    summary = grade_folder(grading, folder, store, jobs=2)

    reason = "the judge's process ended with status -9 while grading it"
    assert store.ids() == ["carl", "dora", "emil"]
    assert summary.failures == (
        Failure("anna", FailureKind.GRADER_FAULT, reason),
        Failure("ben", FailureKind.GRADER_FAULT, reason),
    )


def test_a_judge_that_cannot_begin_ends_the_batch(
    grading: Grading,
    store: Store,
    hand_in: HandIn,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """A new one would end the same way, for ever."""
    folder = hand_in(anna="80", ben="60")
    # Judges cannot import a module that only this process knows.
    monkeypatch.setattr("sys.path", [])

    with pytest.raises(GraderFault) as caught:
        grade_folder(grading, folder, store, jobs=2)

    assert "ModuleNotFoundError" in capfd.readouterr().err
    assert str(caught.value) == (
        "a judge's process ended with status 1 before it began."
    )


def test_more_jobs_than_submissions_start_no_judge_for_nothing(
    grading: Grading, hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each judge costs a second to start."""
    folder = hand_in(anna="80", ben="60")
    entries = [Entry(key, bytes(folder / f"{key}.py")) for key in ("anna", "ben")]
    results: list[Result] = []
    started: list[JudgeProcess] = []

    def start(grading: Grading, seat: int) -> JudgeProcess:
        started.append(JudgeProcess(grading, seat))
        return started[-1]

    monkeypatch.setattr(pool, "JudgeProcess", start)
    JudgePool(grading, jobs=50).run(entries, results.append)

    assert (len(started), len(results)) == (2, 2)
    assert [judge.seat for judge in started] == [0, 1]
