"""Single keys from the terminal, as they are pressed, on every system."""

import importlib
import os
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

UP, DOWN, END = "up", "down", "end"
_PAUSE_S = 0.03  # how often Windows is asked whether a key was pressed
_ARROWS = {"H": UP, "P": DOWN}  # what follows the mark on Windows
_MARKS = ("\x00", "\xe0")


class Keyboard(AbstractContextManager["Keyboard"], Protocol):
    """A terminal whose keys arrive one by one while the context lasts."""

    def pressed(self, timeout_s: float) -> list[str]:
        """Return the keys pressed so far, [] if none within the time."""


class WindowsKeyboard:
    """The keys of a Windows console."""

    def __init__(self) -> None:
        self._console = importlib.import_module("msvcrt")  # is on Windows only

    def __enter__(self) -> Self:
        """Change nothing: a Windows console gives single keys at any time."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Change nothing."""

    def pressed(self, timeout_s: float) -> list[str]:
        """Return the keys pressed so far, [] if none within the time."""
        end = time.monotonic() + timeout_s
        while not self._console.kbhit():
            if time.monotonic() >= end:
                return []
            time.sleep(_PAUSE_S)
        key: str = self._console.getwch()
        if key in _MARKS:
            key = _ARROWS.get(self._console.getwch(), "")
        return [key] if key else []


def keyboard(system: str = os.name) -> Keyboard:
    """Return the keyboard of this terminal.

    Args:
        system: what Python calls the kind of system.
    """
    if system == "nt":
        return WindowsKeyboard()
    # Its modules are not on Windows.
    made: Keyboard = importlib.import_module("grader.cli.posixkeys").PosixKeyboard()
    return made
