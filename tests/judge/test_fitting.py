"""Shapes that do not fit: what is told of them beyond the rule."""

import pytest

from grader.judge.exceptions import explain_exception
from tests.judge.test_exceptions import raised

SHAPES = (
    "Two arrays that are combined entry by entry, or written one into the other, need "
    "the same shape, or 1 where they differ, counted from the right. Print both shapes "
    "before that line: an axis has another length, or another place, than you meant, "
    "or another array belongs there. Or does one entry, such as a[i, j], belong where "
    "a whole array stands?"
)
ENTRIES = (
    "The array has 6 entries, and the new shape takes 8. Print the array's shape "
    "before that line: is the array the one that you meant? Otherwise an axis of the "
    "new shape has another length."
)
NO_MULTIPLE = "has 6 entries, which is no multiple of the 4 that the new shape names."
COLUMN = (
    "If each entry of one is meant to meet each of the other, one of them must be a "
    "column: x[:, np.newaxis]."
)
LOST = (
    "keepdims=True leaves that axis where a sum, a mean or a maximum is taken, and "
    "np.newaxis in an index puts it in."
)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "x / x.sum(axis=1)",
            f"{SHAPES} (2,) would fit as (2, 1), if it is meant to: {LOST}",
        ),
        (
            "x.sum(axis=1) - x",
            f"{SHAPES} (2,) would fit as (2, 1), if it is meant to: {LOST}",
        ),
        (
            "np.zeros((4, 2, 3)) - np.zeros((4, 3))",
            f"{SHAPES} (4, 3) would fit as (4, 1, 3), if it is meant to: {LOST}",
        ),
        ("x + np.zeros(4)", SHAPES),
        ("np.arange(2) == np.arange(3)", SHAPES),
        ("np.zeros((4, 2, 3)) + np.zeros(4)", SHAPES),
        ("whole[:] = x", SHAPES),
        (
            "x.reshape(4, -1)",
            ENTRIES.replace("has 6 entries, and the new shape takes 8.", NO_MULTIPLE)
            + " To make a row of each example, reshape(len(x), -1) does.",
        ),
        ("x.reshape(4, 2)", ENTRIES),
        ("x.reshape(4, 2, 1)", ENTRIES),
    ],
)
def test_shapes_tell_more_than_the_rule(line: str, text: str) -> None:
    """What would fit is told where one axis of length 1 makes it fit."""
    (found,) = explain_exception(raised(line))

    assert text == found.text


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("out = x * np.ones((3, 4))", True),
        ("out = x * 2 * np.ones((3, 4))", True),
        ("out = x + np.ones((3, 4))", False),
        ("out = x**2 + np.ones((3, 4))", False),
        ("out = x * np.ones((4, 3))", False),
    ],
)
def test_a_star_may_stand_for_a_product(line: str, is_told: object) -> None:
    """It is told where a line has one, and the shapes would fit a matrix product."""
    error = raised(line)
    source = "\n" * (error.line - 1) + line

    (found,) = explain_exception(error, source.encode())

    more = " If a matrix product is meant, it is written @ and not *."
    assert SHAPES + more * bool(is_told) == found.text


@pytest.mark.parametrize(
    ("line", "is_index"),
    [
        ("out = x[:, 2] - y", True),
        ("out = x[:, 2:] - y", False),
        ("out = x.sum(axis=1) - y", False),
    ],
)
def test_an_index_that_takes_an_axis_away_is_told(line: str, is_index: object) -> None:
    """No sum is taken there: a colon is missing."""
    error = raised("np.zeros(2) - np.zeros((2, 3))")
    source = "\n" * (error.line - 1) + line

    (found,) = explain_exception(error, source.encode())

    said = "an index of one number takes its axis away, and a slice, with its colon, "
    assert is_index is (
        f"(2,) would fit as (2, 1), if it is meant to: {said}keeps it." in found.text
    )


@pytest.mark.parametrize(
    ("line", "is_told"), [("t == np.arange(3)", True), ("t - np.arange(3)", False)]
)
def test_rows_that_are_compared_may_have_to_cross(line: str, is_told: object) -> None:
    """One-hot rows come of labels in a column; other sums of rows have no such cure."""
    error = raised("np.arange(2) - np.arange(3)")
    source = "\n" * (error.line - 1) + line

    (found,) = explain_exception(error, source.encode())

    assert SHAPES + f" {COLUMN}" * bool(is_told) == found.text
