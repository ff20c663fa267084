"""A progress bar for people who wait: on a terminal, after two seconds."""

import importlib
import sys
import threading
from types import TracebackType
from typing import Protocol, Self, TextIO

PATIENCE_S = 2.0


class _Bar(Protocol):
    """What is used of `rich.progress.Progress`."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def add_task(self, description: str, *, total: float | None, count: str) -> int: ...

    def update(
        self, task_id: int, *, completed: float, total: float, count: str
    ) -> None: ...


class ProgressBar:
    """Shows how far a long piece of work has come; nothing for a short one.

    Example:
        >>> with ProgressBar("Grading", is_counted=True) as bar:
        ...     bar.update(1, 40)
    """

    def __init__(
        self,
        title: str,
        patience_s: float = PATIENCE_S,
        stream: TextIO | None = None,
        *,
        is_counted: bool = False,
    ) -> None:
        """Make a bar.

        Args:
            title: what is being done.
            patience_s: how long nothing is shown.
            stream: where it is shown, standard error by default.
            is_counted: whether `update` will tell how far the work has come; if
                not, the bar only moves, beside the time that has passed.
        """
        self._title = title
        self._is_counted = is_counted
        self._stream = stream or sys.stderr
        self._timer = threading.Timer(patience_s, self._show)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._bar: _Bar | None = None
        self._task = 0
        self._so_far: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        """Start to wait for the moment when a bar is worth showing."""
        if self._stream.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._timer.cancel()
        if self._timer.ident is not None:
            self._timer.join()
        if self._bar is not None:
            self._bar.stop()

    def update(self, done: int, total: int) -> None:
        """Say how many of how many are done."""
        with self._lock:
            self._so_far = (done, total)
            if self._bar is not None:
                self._count(self._bar, done, total)

    def _show(self) -> None:
        bar = new_bar(self._stream, is_counted=self._is_counted)
        with self._lock:
            self._bar = bar
            self._task = bar.add_task(self._title, total=None, count="")
            bar.start()
            if self._so_far is not None:
                self._count(bar, *self._so_far)

    def _count(self, bar: _Bar, done: int, total: int) -> None:
        bar.update(self._task, completed=done, total=total, count=f"{done}/{total}")


def new_bar(stream: TextIO, *, is_counted: bool) -> _Bar:
    """Return a bar that rich draws on the stream.

    Args:
        stream: a terminal.
        is_counted: whether it shows how many are done, once that is known.
    """
    # Importing rich takes as long as many a check run, and few runs show a bar.
    progress = importlib.import_module("rich.progress")
    console = importlib.import_module("rich.console").Console(file=stream)
    counted = [
        progress.TextColumn("{task.fields[count]}"),
        progress.TimeRemainingColumn(),
    ]
    bar: _Bar = progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        *(counted if is_counted else [progress.TimeElapsedColumn()]),
        console=console,
        transient=True,
        redirect_stdout=False,
    )
    return bar
