"""A screen keeps its head and its keys, however long the report is."""

import io
import os
import sys
from types import SimpleNamespace

import pytest

from grader.cli.screen import Page, Screen, laid_out

SIZE = os.terminal_size((20, 8))
LONG = "\n".join(f"line {number}" for number in range(1, 10))


def test_a_short_body_leaves_the_keys_at_the_bottom() -> None:
    """The eye finds them in one place."""
    lines, following = laid_out(Page("head", "one\ntwo", "keys"), SIZE)

    assert ["head", "", "one", "two", "", "", "", "keys"] == lines
    assert following == 0


def test_a_long_body_says_which_part_is_seen() -> None:
    """Nothing scrolls out of sight for good."""
    size = os.terminal_size((60, 9))

    lines, following = laid_out(Page("head", LONG, "keys"), size)

    assert lines == [
        *("head", "", "line 1", "line 2", "line 3", "line 4", ""),
        *("-- lines 1 to 4 of 9, space: go on --", "keys"),
    ]
    assert following == 4


def test_the_last_part_is_a_full_screen() -> None:
    """And after it comes the first."""
    size = os.terminal_size((60, 9))

    lines, following = laid_out(Page("head", LONG, "keys", start=8), size)

    assert ["line 6", "line 7", "line 8", "line 9"] == lines[2:6]
    assert following == 0


def test_lines_are_folded_to_the_width() -> None:
    """A narrow window loses no word, and the head stays one line."""
    page = Page("a head that is too long", "  a line that is too long", "keys")

    lines, _ = laid_out(page, SIZE)

    assert "a head that is too\N{HORIZONTAL ELLIPSIS}" == lines[0]
    assert ["  a line that is too", "  long"] == lines[2:4]


def test_a_tiny_window_shows_three_lines_of_the_body() -> None:
    """Less would be no use."""
    lines, _ = laid_out(Page("head", LONG, "keys"), os.terminal_size((60, 4)))

    assert ["line 1", "line 2", "line 3"] == lines[2:5]


def test_the_screen_is_drawn_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line over the one before, so that nothing flickers."""
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("LINES", "7")
    monkeypatch.setenv("NO_COLOR", "1")
    stream = io.StringIO()

    with Screen(stream) as screen:
        following = screen.draw(Page("head", "one", "keys"))

    assert following == 0
    drawn = "head\x1b[K\n\x1b[K\none\x1b[K\n\x1b[K\n\x1b[K\n\x1b[K\nkeys\x1b[K\x1b[J"
    assert stream.getvalue() == (
        f"\x1b[?1049h\x1b[?25l\x1b[H{drawn}\x1b[?25h\x1b[?1049l"
    )


def test_a_full_line_keeps_its_last_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """To erase the rest of a line that has none erases its end."""
    monkeypatch.setenv("COLUMNS", "4")
    monkeypatch.setenv("LINES", "7")
    stream = io.StringIO()

    Screen(stream).draw(Page("head", "one", "keys"))

    assert stream.getvalue().startswith("\x1b[Hhead\n\x1b[K\n")
    assert stream.getvalue().endswith("\nkeys\x1b[J")


def test_an_old_windows_console_is_taught_escapes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By what click brings along there."""
    asked: list[str] = []
    colorama = SimpleNamespace(just_fix_windows_console=lambda: asked.append("fix"))
    monkeypatch.setitem(sys.modules, "colorama", colorama)
    monkeypatch.setattr("grader.cli.screen.os.name", "nt")

    with Screen(io.StringIO()):
        pass

    assert ["fix"] == asked
