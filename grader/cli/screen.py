"""A calm screen: a head that stays, a body that may be longer, a foot of keys.

Every line is written over what stood there, and in one piece, so that nothing
flickers. The screen is the terminal's second one: what stood on the first is
there again afterwards.
"""

import importlib
import os
import shutil
from types import TracebackType
from typing import NamedTuple, Self, TextIO

from grader.cli.console import dressed
from grader.reports.text import columns, cut, wrapped

_ENTER = "\x1b[?1049h\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_HOME, _LINE_END, _BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
_LEAST_BODY = 3


class Page(NamedTuple):
    """What is to be seen.

    Attributes:
        head: one line on top.
        body: any number of lines.
        foot: lines at the bottom.
        start: how many lines of the body are scrolled away.
    """

    head: str
    body: str
    foot: str
    start: int = 0


class Screen:
    """The terminal while it belongs to one command; a context manager."""

    def __init__(self, stream: TextIO) -> None:
        """Prepare; nothing is written before the context is entered.

        Args:
            stream: the terminal.
        """
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def __enter__(self) -> Self:
        """Take the second screen."""
        if os.name == "nt":
            # click has it on Windows; old consoles read no escapes without it.
            importlib.import_module("colorama").just_fix_windows_console()
        self._write(_ENTER)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Give the first screen back, whatever happened."""
        self._write(_LEAVE)

    @property
    def size(self) -> os.terminal_size:
        """Columns and lines, as they are now."""
        return shutil.get_terminal_size()

    def draw(self, page: Page) -> int:
        """Show the page and return where the body's next screenful starts.

        Args:
            page: what is to be seen.
        """
        size = self.size
        lines, following = laid_out(page, size)
        # Behind a full line, the order to erase the rest takes its last character.
        ends = ("" if columns(line) == size.columns else _LINE_END for line in lines)
        shown = (dressed(line, self._encoding) for line in lines)
        text = "\n".join(map("".join, zip(shown, ends, strict=True)))
        self._write(_HOME + text + _BELOW)
        return following

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def laid_out(page: Page, size: os.terminal_size) -> tuple[list[str], int]:
    """Return the lines of a full screen, and where the next screenful starts.

    Where the body does not fit, a line above the foot says which part is seen;
    the start is 0 again behind the last part.

    Args:
        page: what is to be seen.
        size: of the terminal.
    """
    head = [cut(page.head, size.columns), ""]
    foot = ["", *_folded(page.foot, size.columns)]
    body = _folded(page.body, size.columns)
    room = max(_LEAST_BODY, size.lines - len(head) - len(foot))
    if len(body) <= room:
        return [*head, *body, *[""] * (room - len(body)), *foot], 0
    room = max(_LEAST_BODY, room - 1)
    start = min(page.start, len(body) - room)
    end = start + room
    foot[0] = f"-- lines {start + 1} to {end} of {len(body)}, space: go on --"
    foot.insert(0, "")
    return [*head, *body[start:end], *foot], end if end < len(body) else 0


def _folded(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines():
        if columns(line) <= width:
            lines.append(line)
            continue
        margin = line[: len(line) - len(line.lstrip())]
        folded = wrapped(line.strip(), width, margin).splitlines()
        lines.extend(cut(part, width) for part in folded)
    return lines
