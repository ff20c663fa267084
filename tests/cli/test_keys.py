"""Single keys arrive on every system."""

import os
import pty
import sys
import termios
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from grader.cli.keys import DOWN, END, UP, WindowsKeyboard, keyboard
from grader.cli.posixkeys import PosixKeyboard, keys_in


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The two ends of a terminal."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(theirs)
    os.close(ours)


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"h", ["h"]),
        (b"hn", ["h", "n"]),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}".encode(), ["\xe9"]),
        (b"\x1b[A", [UP]),
        (b"\x1bOB", [DOWN]),
        (b"\x1b[5~", []),
        (b"", [END]),
    ],
    ids=["one", "two", "accent", "up", "down", "page up", "gone"],
)
def test_bytes_of_a_terminal_are_keys(data: bytes, keys: list[str]) -> None:
    """Keys that mean nothing are no letters."""
    assert keys == keys_in(data)


def test_a_key_arrives_without_enter(ends: tuple[int, int]) -> None:
    """And the mode of the terminal is put back."""
    ours, theirs = ends
    before = termios.tcgetattr(theirs)

    with PosixKeyboard(theirs) as keys:
        os.write(ours, b"h")
        assert ["h"] == keys.pressed(5)
        assert [] == keys.pressed(0)

    assert before == termios.tcgetattr(theirs)


def test_a_terminal_that_is_gone_ends() -> None:
    """The window was closed."""
    ours, theirs = pty.openpty()
    keys = PosixKeyboard(theirs)
    os.close(ours)

    assert [END] == keys.pressed(5)
    os.close(theirs)


def test_a_windows_console_gives_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a mark before those that are no letters."""
    typed = list("h\xe0P\x00;")
    console = SimpleNamespace(kbhit=lambda: bool(typed), getwch=lambda: typed.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)

    with keyboard("nt") as keys:
        assert isinstance(keys, WindowsKeyboard)
        assert ["h"] == keys.pressed(0)
        assert [DOWN] == keys.pressed(0)
        assert [] == keys.pressed(0)
        assert [] == keys.pressed(0.04)


def test_other_systems_have_a_posix_terminal(
    ends: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux and macOS."""
    _, theirs = ends
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(fileno=lambda: theirs))

    assert isinstance(keyboard("posix"), PosixKeyboard)
