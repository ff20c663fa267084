"""Numbers, names and a stranger's text, made fit for a terminal."""

import pytest

from grader.model import Outcome
from grader.reports.text import (
    columns,
    cut,
    fit_encoding,
    padded,
    points,
    visible,
    words,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(12.0, "12", id="whole"),
        pytest.param(12.5, "12.5", id="half"),
        pytest.param(100 / 3, "33.33", id="third"),
        pytest.param(0.0, "0", id="zero"),
        pytest.param(-0.001, "0", id="below zero by rounding"),
        pytest.param(100.0, "100", id="hundred"),
        pytest.param(46.575, "46.58", id="half a cent up"),
        pytest.param(68.165, "68.17", id="and again"),
        pytest.param(1e6, "1000000", id="many"),
    ],
)
def test_points_are_written_as_people_write_them(value: float, text: str) -> None:
    """A column of 12.500000001 cannot be scanned."""
    assert text == points(value)


def test_an_outcome_is_told_in_words() -> None:
    """The underscore belongs to the document, not to a reader."""
    assert words(Outcome.NOT_STARTED) == "not started"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("\x1b[2J", "\\x1b[2J", id="clears the screen"),
        pytest.param("a\rb", "a\\rb", id="overwrites the line"),
        pytest.param("\u202eabc", "\\u202eabc", id="turns the reading direction"),
        pytest.param("\u2028", "\\u2028", id="line separator"),
        pytest.param("a\n\tb", "a\n\tb", id="new line and tab stay"),
        pytest.param("x̂ = é", "x̂ = é", id="letters stay"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal(text: str, safe: str) -> None:
    """An exception of a submission could hide what the grader says."""
    assert safe == visible(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        pytest.param("utf-8", "x̂ ≤ 3… é 漢", id="everything fits"),
        pytest.param("latin-1", "x <= 3... é ?", id="western"),
        pytest.param("ascii", "x <= 3... e ?", id="plain"),
    ],
)
def test_a_text_fits_the_encoding_of_the_terminal(encoding: str, text: str) -> None:
    """A report that dies of UnicodeEncodeError helps nobody."""
    assert text == fit_encoding("x̂ ≤ 3… é 漢", encoding)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("BatchNorm.back…  wrong\n", "BatchNorm.ba...  wrong\n", id="cell"),
        pytest.param("is not wha…\nnext", "is not w...\nnext", id="line"),
        pytest.param("wait… here", "wait... here", id="in a sentence"),
    ],
)
def test_what_was_cut_keeps_its_width_without_the_sign(text: str, plain: str) -> None:
    """A table keeps its columns, and a line its 80."""
    assert plain == fit_encoding(text, "ascii")
    assert text == fit_encoding(text, "cp1252")


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        pytest.param("BatchNorm", 9, "BatchNorm", id="fits exactly"),
        pytest.param("BatchNorm", 8, "BatchNo…", id="one too long"),
        pytest.param("漢漢漢", 5, "漢漢…", id="two columns each"),
        pytest.param("x̂x̂x̂", 3, "x̂x̂x̂", id="no columns for an accent"),
    ],
)
def test_a_name_that_is_cut_says_so(text: str, width: int, short: str) -> None:
    """Two names cut alike must not look like the same name."""
    assert short == cut(text, width)


def test_padding_counts_columns_not_characters() -> None:
    """A wide character would otherwise push the rest of its row to the right."""
    assert columns(padded("漢字", 8)) == 8
