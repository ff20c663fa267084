"""`grader check --watch`: the open checks again on every save, on a calm screen.

One warm judge serves every save of a unit: to it, they are submissions that
come slowly.
"""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from grader.cli.checking import Asked, exit_status
from grader.cli.console import note, show
from grader.cli.goals import goal_of
from grader.cli.keys import keyboard
from grader.cli.screen import Screen
from grader.cli.watching import Watching
from grader.errors import UsageError
from grader.model import Course
from grader.reports.terminal import CheckView

_SIGNALS = ("SIGTERM", "SIGHUP")  # the second is not on Windows
_BY_SIGNAL = 128


def watch(course: Course, asked: Asked, view: CheckView) -> int:
    """Check on every save until the student quits; return the exit status.

    Args:
        course: the course.
        asked: what to begin with.
        view: how to tell what is found.

    Raises:
        GraderError: if there is no terminal, or nothing to check.
    """
    _require_terminal()
    goal = goal_of(course, asked, Path.cwd())
    beside = io.StringIO()
    last = None
    try:
        with (
            _ended_by_signals(),
            Screen(sys.stdout) as screen,
            keyboard() as keys,
            contextlib.redirect_stderr(beside),
        ):
            watching = Watching(course, view, screen, keys)
            with contextlib.suppress(KeyboardInterrupt):
                watching.run(goal)
            last = watching.last
    finally:
        note(beside.getvalue().rstrip())
    if last is None:
        return 0
    note(last.trouble)
    show(last.text)
    return exit_status(last.score)


def _require_terminal() -> None:
    is_dumb = os.environ.get("TERM") == "dumb"
    if sys.stdin.isatty() and sys.stdout.isatty() and not is_dumb:
        return
    message = (
        "--watch draws on a terminal and reads its keys, but there is none; "
        "leave out --watch to check once."
    )
    raise UsageError(message)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal that ends the process put the terminal back first."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(_BY_SIGNAL + number)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
