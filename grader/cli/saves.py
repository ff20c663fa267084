"""When a student's file was saved, however an editor does it.

A library tells that something happened in the folder; what happened is read
from the file itself, so it makes no difference whether an editor writes in
place, renames, or deletes and writes again. Where nothing is told, as in a
network folder, the file is read again every half second.
"""

import ast
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import watchfiles

from grader.errors import GraderError
from grader.model import Submission

POLL_S = 0.5  # how long a change of which nobody tells may go unseen
PATIENCE_S = 0.4  # how long an editor may leave an unfinished file
_STEP_MS = 30  # changes this close together are one
_LONGEST_MS = 300  # changes that do not end are told of by then
_POLL_MS = 200  # where the system has no more watchers to give

Read = Callable[[], Submission]
Clock = Callable[[], float]


class Folder:
    """Tells when something changes in a folder; a context manager."""

    def __init__(self, path: Path) -> None:
        """Prepare; nothing is watched before the context is entered.

        Args:
            path: the folder.
        """
        self._path = path
        self._changed = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Watch no longer."""
        self._stop.set()
        self._thread.join()

    def has_changed(self) -> bool:
        """Return whether something changed since the last call."""
        is_set = self._changed.is_set()
        self._changed.clear()
        return is_set

    def _run(self) -> None:
        try:
            self._follow(is_polling=None)
        except OSError:  # no watcher is left, or this file system knows none
            self._follow_by_polling()

    def _follow_by_polling(self) -> None:
        try:
            self._follow(is_polling=True)
        except OSError:
            return  # the folder is gone; the file itself is still read again

    def _follow(self, *, is_polling: bool | None) -> None:
        for _ in watchfiles.watch(
            self._path,
            watch_filter=None,
            debounce=_LONGEST_MS,
            step=_STEP_MS,
            stop_event=self._stop,
            rust_timeout=_POLL_MS,
            raise_interrupt=False,
            force_polling=is_polling,
            poll_delay_ms=_POLL_MS,
            recursive=False,
        ):
            self._changed.set()


class Saves:
    """Says whether there is new work to check, and waits for an unfinished save."""

    def __init__(self, read: Read, clock: Clock) -> None:
        """Begin with nothing seen.

        Args:
            read: takes the work in.
            clock: seconds, never backwards.
        """
        self._read = read
        self._clock = clock
        self._checked: object = None
        self._doubted: object = None
        self._since = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether an editor may be in the middle of a save."""
        return self._doubted is not None

    def new(self) -> Submission | GraderError | None:
        """Return work that differs from the last returned, None if there is none.

        A file that is empty, gone or no Python is believed once it has stayed
        so for a moment: an editor that truncates first, or deletes, is not done.
        """
        found = self._found()
        seen = _identity(found)
        if seen == self._checked:
            self._doubted = None
            return None
        if not _is_whole(found) and self._checked is not None:
            if seen != self._doubted:
                self._doubted, self._since = seen, self._clock()
            if self._clock() - self._since < PATIENCE_S:
                return None
        self._checked, self._doubted = seen, None
        return found

    def _found(self) -> Submission | GraderError:
        try:
            return self._read()
        except GraderError as error:
            return error


def _identity(found: Submission | GraderError) -> object:
    return found.modules if isinstance(found, Submission) else str(found)


def _is_whole(found: Submission | GraderError) -> bool:
    if not isinstance(found, Submission) or not found.modules:
        return False
    return all(_is_python(source) for source in found.modules.values())


def _is_python(source: bytes) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # such as an odd escape in a string
        try:
            return bool(ast.parse(source).body)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
