"""The picture of a wrong gradient on a student's page."""

import dataclasses
from collections.abc import Callable

from grader.errors import Comparison
from grader.exports import student_page
from grader.model import Diagnosis, Outcome, Score, ScoredCheck, Visibility
from tests.exports.test_pages import Tags

Make = Callable[..., Score]
MakeCheck = Callable[..., ScoredCheck]
NUMBERS = Comparison(
    "dx", (2, 2), (0, 1, 2, 3), (1.0, 2.0, 3.0, 8.0), (1.0, 2.0, 3.0, 4.0), (3,)
)


def test_the_numbers_of_a_gradient_are_drawn(
    make_score: Make, make_check: MakeCheck
) -> None:
    """A circle for what is right, a cross for what is wrong, and the words for both."""
    check = make_check(Outcome.WRONG, "dx is wrong.", comparison=NUMBERS)
    page = student_page(make_score(backward=Outcome.WRONG, checks=(check,)))
    tags = Tags(page)

    marks = [attributes.get("class") for _, attributes in tags.found]
    # Three entries and the legend; one entry, the legend and the map; the map.
    assert [4, 3, 1] == [marks.count(one) for one in ("right", "wrong", "off")]
    assert (
        "dx, entry by entry: what your backward gave against the numerical derivative "
        "of your own forward pass, taken by central differences. 1 of 4 entries is "
        "wrong. "
    ) in tags.text
    assert "dx: yours against numerical" in tags.text
    assert "dx: where it is wrong" in tags.text
    assert "blank: right stronger colour: farther off, by 4 at most" in tags.text
    assert "The wrong entries as numbers entry expected got [1, 1] 4 8" in tags.text


def test_the_numbers_above_a_picture_are_of_the_same_check(
    make_score: Make, make_check: MakeCheck
) -> None:
    """1 of 3 entries in a text and 23 of 35 below it read like two mistakes."""
    found = Diagnosis("factor:2", "It is twice as large.")
    checks = (
        make_check(Outcome.WRONG, "One.", title="First.", diagnosis=found),
        make_check(
            Outcome.WRONG, "Two.", title="Other.", diagnosis=found, comparison=NUMBERS
        ),
    )
    text = Tags(student_page(make_score(backward=Outcome.WRONG, checks=checks))).text

    assert (
        "These 2 checks fail for the same reason; the numbers below come from "
        "\N{LEFT DOUBLE QUOTATION MARK}Other\N{RIGHT DOUBLE QUOTATION MARK}. "
    ) in text
    assert "Two. It is twice as large. dx, entry by entry:" in text
    assert "One." not in text


def test_a_part_of_a_large_gradient_says_how_much_it_stands_for(
    make_score: Make, make_check: MakeCheck
) -> None:
    """Whole rows are then not told, and no map is drawn."""
    numbers = dataclasses.replace(NUMBERS, shape=(50, 50))
    check = make_check(Outcome.WRONG, "dx is wrong.", comparison=numbers)
    page = student_page(make_score(backward=Outcome.WRONG, checks=(check,)))

    assert "1 of 4 entries is wrong; these 4 stand for 2500." in Tags(page).text
    assert 1 == page.count("<svg")


def test_a_hidden_check_has_no_picture(make_score: Make, make_check: MakeCheck) -> None:
    """Even if a document holds its numbers."""
    check = make_check(
        Outcome.WRONG, "No.", comparison=NUMBERS, visibility=Visibility.HIDDEN
    )
    page = student_page(make_score(backward=Outcome.WRONG, checks=(check,)))

    assert "<svg" not in page


def test_a_picture_is_bounded(make_score: Make, make_check: MakeCheck) -> None:
    """The largest that a document holds."""
    places = tuple(range(256))
    numbers = Comparison(
        "dx", (16, 16), places, (1.23456e-05,) * 256, (-6.54321e-05,) * 256, places
    )
    check = make_check(Outcome.WRONG, "No.", comparison=numbers)
    page = student_page(make_score(backward=Outcome.WRONG, checks=(check,)))

    assert len(page.encode()) < 150_000
