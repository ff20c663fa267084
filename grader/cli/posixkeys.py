"""Single keys from a POSIX terminal, whose mode is put back whatever happens."""

import os
import select
import sys
import termios
import tty
from types import TracebackType
from typing import Self

from grader.cli.keys import DOWN, END, UP

_AT_ONCE = 64  # bytes; more is a paste, not a person
_ESCAPE = "\x1b"
_NAMED = {"\x1b[A": UP, "\x1bOA": UP, "\x1b[B": DOWN, "\x1bOB": DOWN}
_CHARACTERS = 6  # where termios keeps the special characters


class PosixKeyboard:
    """The keys of a terminal that would otherwise wait for the end of a line."""

    def __init__(self, descriptor: int | None = None) -> None:
        """Prepare; nothing changes before the context is entered.

        Args:
            descriptor: the terminal, standard input by default.
        """
        self._terminal = sys.stdin.fileno() if descriptor is None else descriptor
        self._before: list[object] = []

    def __enter__(self) -> Self:
        """Let keys arrive at once and unseen; Ctrl-C stays what it is.

        Ctrl-Z would leave a screen that nobody redraws, so it does nothing.
        """
        self._before = list(termios.tcgetattr(self._terminal))
        tty.setcbreak(self._terminal)
        mode = termios.tcgetattr(self._terminal)
        mode[_CHARACTERS][termios.VSUSP] = b"\x00"
        termios.tcsetattr(self._terminal, termios.TCSANOW, mode)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Put the terminal back as it was; what was typed ahead is dropped."""
        termios.tcsetattr(self._terminal, termios.TCSAFLUSH, self._before)  # type: ignore[arg-type] # as it came

    def pressed(self, timeout_s: float) -> list[str]:
        """Return the keys pressed so far, [] if none within the time."""
        ready, _, _ = select.select([self._terminal], [], [], timeout_s)
        return keys_in(self._read()) if ready else []

    def _read(self) -> bytes:
        try:
            return os.read(self._terminal, _AT_ONCE)
        except OSError:
            return b""  # the terminal was closed


def keys_in(data: bytes) -> list[str]:
    """Return the keys that these bytes of a terminal stand for.

    Args:
        data: what was read; nothing means that the terminal is gone.
    """
    if not data:
        return [END]
    text = data.decode(errors="replace")
    if text in _NAMED:
        return [_NAMED[text]]
    return [] if text.startswith(_ESCAPE) else list(text)
