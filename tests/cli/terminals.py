"""A real terminal with a command in it, read with a deadline."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

DEADLINE_S = 60.0  # many times what a loaded machine takes
LINES, COLUMNS = 40, 80
MAIN = "from grader.cli import main; main(prog_name='grader')"
_ESCAPES = re.compile(r"\x1b\[[?\d;]*[A-Za-z]")


class Terminal:
    """A pseudo-terminal in which `grader` runs.

    Attributes:
        seen: all that was written to it.
        process: the command.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        """Start the command in a folder."""
        self._ours, self._theirs = pty.openpty()
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, size)
        self.mode = termios.tcgetattr(self._theirs)
        self.seen = ""
        self._fresh = ""
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", MAIN, *arguments],
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
            start_new_session=True,
            preexec_fn=self._control,  # noqa: PLW1509 - no thread runs here
        )

    def _control(self) -> None:
        fcntl.ioctl(self._theirs, termios.TIOCSCTTY, 0)

    def press(self, keys: str) -> None:
        """Type keys."""
        os.write(self._ours, keys.encode())

    def wait_for(self, text: str) -> str:
        """Return the plain text up to the next `text` that was not waited for yet."""
        end = time.monotonic() + DEADLINE_S
        while text not in self._fresh:
            if time.monotonic() > end:
                pytest.fail(f"{text!r} is not in {self._fresh!r}")
            self._fresh += _ESCAPES.sub("", self._more(0.1))
        before, _, self._fresh = self._fresh.partition(text)
        return before + text

    def wait_for_end(self) -> int:
        """Return the exit status."""
        end = time.monotonic() + DEADLINE_S
        while self.process.poll() is None:
            if time.monotonic() > end:
                pytest.fail(f"it does not end: {self.seen!r}")
            self._more(0.1)
        self._more(0.1)
        return self.process.returncode

    @property
    def mode_now(self) -> list[object]:
        """The mode of the terminal, as it is now."""
        return list(termios.tcgetattr(self._theirs))

    def close(self) -> None:
        """End the command and the terminal."""
        self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def _more(self, timeout_s: float) -> str:
        ready, _, _ = select.select([self._ours], [], [], timeout_s)
        text = os.read(self._ours, 65536).decode() if ready else ""
        self.seen += text
        return text
