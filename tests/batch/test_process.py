"""A judge's process ends when it should, and takes nothing with it."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.batch import Grading, grade_folder, process
from grader.batch.process import JudgeProcess
from grader.batch.records import Entry, Wanted
from grader.store import Store


@pytest.fixture
def judge(grading: Grading, monkeypatch: pytest.MonkeyPatch) -> Iterator[JudgeProcess]:
    """A judge that was just started, and may take its time on a busy machine."""
    monkeypatch.setattr(process, "LEAVE_S", 60.0)
    judge = JudgeProcess(grading, 0)
    yield judge
    judge.ask_to_end()
    judge.wait_for_end()


def test_a_judge_whose_batch_is_gone_before_it_asks_ends_quietly(
    judge: JudgeProcess,
) -> None:
    """A batch that was killed must leave no process behind."""
    judge.pipe.close()

    assert judge.wait_for_end() == 0


def test_a_judge_whose_batch_is_gone_while_it_waits_ends_quietly(
    judge: JudgeProcess,
) -> None:
    """The same, a moment later."""
    asked = judge.receive()
    judge.pipe.close()

    assert (asked, judge.wait_for_end()) == (Wanted(), 0)


def test_an_entry_that_a_dead_judge_never_heard_of_waits_for_the_next(
    judge: JudgeProcess,
) -> None:
    """Nobody may be blamed for what was not begun."""
    entry = Entry("anna", b"anna.py")
    waiting = deque([entry])
    judge.ask_to_end()
    judge.wait_for_end()
    judge.pipe, theirs = multiprocessing.Pipe()
    theirs.close()

    judge.hand_out(waiting)

    assert (list(waiting), judge.owed) == ([entry], None)


def test_a_judge_that_will_not_end_is_killed(
    grading: Grading,
    tmp_path: Path,
    hand_in: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C must give the prompt back."""
    monkeypatch.setattr(process, "LEAVE_S", 0.1)
    folder = hand_in(anna="stay", ben="stay")

    summary = grade_folder(grading, folder, Store(tmp_path / "results"), jobs=2)

    assert summary.is_stopped


def test_the_environment_is_left_as_it_was(
    grading: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judges get one thread each; whoever started them keeps theirs."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    judge = JudgeProcess(grading, 0)

    judge.ask_to_end()
    judge.wait_for_end()

    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"
    assert "MKL_NUM_THREADS" not in os.environ
