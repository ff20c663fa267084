"""Reports reach any terminal, in colour where it is wanted."""

import io
import sys
from collections.abc import Callable

import click
import pytest

from grader.cli import console

ROW = "6.1  BatchNorm.forward                                     passed   10 of 10"


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Print a report where colours are possible and return what was written."""

    def show(text: str) -> str:
        written: list[str] = []
        monkeypatch.setattr(click, "echo", written.append)
        console.show(text)
        return written[0]

    return show


def test_an_outcome_is_coloured(
    coloured: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long list is scanned by colour."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    text = coloured(ROW)

    assert "\x1b[32mpassed\x1b[0m   10 of 10" in text


def test_what_waits_for_another_is_coloured(
    coloured: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome alone, not what it waits for."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    text = coloured("6.3  BatchNorm.backward    waiting for 6.1   0 of 20")

    assert "\x1b[31mwaiting\x1b[0m for 6.1   0 of 20" in text


def test_no_color_is_respected(
    coloured: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some people cannot or will not read colours."""
    monkeypatch.setenv("NO_COLOR", "1")

    text = coloured(ROW)

    assert text == ROW


def test_an_outcome_outside_its_column_is_not_coloured(
    coloured: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word "wrong" in a message is a word."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    text = coloured("  what is wrong   here")

    assert text == "  what is wrong   here"


def test_a_terminal_that_cannot_carry_a_sign_gets_a_plain_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A report that dies of UnicodeEncodeError helps nobody."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)

    console.show("cut… and x ≤ 3")

    stream.seek(0)
    assert stream.read() == "cut... and x <= 3\n"


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        pytest.param("40", 80, id="narrow"),
        pytest.param("100", 100, id="wide"),
        pytest.param("400", 120, id="very wide"),
    ],
)
def test_a_report_is_as_wide_as_can_be_read(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    """Lines across a whole screen lose the reader."""
    monkeypatch.setenv("COLUMNS", columns)

    assert console.width() == width
