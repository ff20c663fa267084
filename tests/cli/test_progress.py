"""A progress bar is for people who wait."""

import io
import threading
from typing import TextIO

import pytest

from grader.cli import progress
from grader.cli.progress import ProgressBar


class _Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


class _Bar:
    """A bar that notes what is asked of it."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.may_start = threading.Event()
        self.is_started = threading.Event()
        self.is_shown = threading.Event()

    def start(self) -> None:
        self.told.append("start")
        self.is_started.set()

    def stop(self) -> None:
        self.told.append("stop")

    def add_task(self, description: str, *, total: float | None, count: str) -> int:
        assert count == ""
        self.told.append((description, total))
        return 1

    def update(
        self, task_id: int, *, completed: float, total: float, count: str
    ) -> None:
        self.told.append((task_id, completed, total, count))
        self.is_shown.set()


@pytest.fixture
def bar(monkeypatch: pytest.MonkeyPatch) -> _Bar:
    """The bar that is put up on a terminal."""
    bar = _Bar()

    def new_bar(_stream: TextIO, *, is_counted: bool) -> _Bar:  # noqa: ARG001
        bar.may_start.wait(10)
        return bar

    monkeypatch.setattr(progress, "new_bar", new_bar)
    return bar


def test_work_that_takes_long_shows_how_far_it_has_come(bar: _Bar) -> None:
    """What was done before the bar appeared counts too."""
    with ProgressBar("Grading", 0.0, _Terminal()) as shown:
        shown.update(1, 40)
        bar.may_start.set()
        bar.is_shown.wait(10)
        shown.update(2, 40)

    assert (1, 1, 40, "1/40") in bar.told
    assert bar.told[-2:] == [(1, 2, 40, "2/40"), "stop"]


def test_work_that_cannot_say_how_far_it_has_come_shows_that_it_goes_on(
    bar: _Bar,
) -> None:
    """One call into a judge tells nothing on its way."""
    with ProgressBar("Checking", 0.0, _Terminal()):
        bar.may_start.set()
        bar.is_started.wait(10)

    assert bar.told == [("Checking", None), "start", "stop"]


def test_work_that_is_done_soon_shows_nothing(bar: _Bar) -> None:
    """A bar that flashes by is noise."""
    with ProgressBar("Grading", 60.0, _Terminal()) as shown:
        shown.update(1, 40)

    assert bar.told == []


def test_where_there_is_no_terminal_there_is_no_bar(bar: _Bar) -> None:
    """A log file cannot be drawn over."""
    bar.may_start.set()

    with ProgressBar("Grading", 0.0, io.StringIO()) as shown:
        shown.update(1, 40)
        bar.is_shown.wait(0.1)

    assert bar.told == []


def test_the_bar_is_one_that_rich_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one place where the names of another library are taken on trust."""
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "xterm")

    drawn = progress.new_bar(terminal, is_counted=True)
    drawn.start()
    task = drawn.add_task("Grading", total=None, count="")
    drawn.update(task, completed=20, total=40, count="20/40")
    drawn.stop()

    assert "Grading" in terminal.getvalue()
    assert "20/40" in terminal.getvalue()


def test_a_bar_that_counts_nothing_shows_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A count of 0 for as long as it takes is untrue from the first exercise on."""
    terminal = _Terminal()
    monkeypatch.setenv("TERM", "xterm")

    drawn = progress.new_bar(terminal, is_counted=False)
    drawn.start()
    drawn.add_task("Checking", total=None, count="")
    drawn.stop()

    assert "0:00:00" in terminal.getvalue()
    assert "?" not in terminal.getvalue().replace("\x1b[?25", "")
