"""Pictures of a gradient: every mark where its numbers say."""

import math
from itertools import pairwise

import pytest

from grader.errors import Comparison
from grader.exports.drawing import SIDE, draw
from grader.exports.places import Listed, listed, map_of, where


def array(
    shape: tuple[int, ...], wrong: tuple[int, ...], off: float = 1.0
) -> Comparison:
    """An array of 0, 1, 2, ... with some entries off by so much."""
    size = math.prod(shape)
    expected = tuple(float(place) for place in range(size))
    got = tuple(value + off * (place in wrong) for place, value in enumerate(expected))
    return Comparison("dx", shape, tuple(range(size)), got, expected, wrong)


def test_what_is_right_lies_on_the_diagonal() -> None:
    """To the right what was expected, upwards what came, both by one measure."""
    wrong, right = draw(
        Comparison("dx", (2,), (0, 1), (0.0, 4.0), (0.0, 2.0), (1,))
    ).dots

    assert pytest.approx(SIDE) == right.x + right.y
    assert SIDE > wrong.x + wrong.y
    assert pytest.approx(2 * (wrong.x - right.x), abs=0.2) == right.y - wrong.y
    assert [False, True] == [right.is_wrong, wrong.is_wrong]


def test_right_marks_are_on_top() -> None:
    """A circle leaves a cross under it in sight, a cross does not leave a circle."""
    drawn = draw(array((4,), (0, 2)))

    assert [True, True, False, False] == [dot.is_wrong for dot in drawn.dots]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ((0.0, 2.0, 0.0, 0.0), "; the 3 right ones are all 0"),
        ((0.5, 2.0, 0.5, 0.25), ""),
    ],
)
def test_right_marks_in_one_place_are_counted_in_words(
    expected: tuple[float, ...], said: str
) -> None:
    """They look like one."""
    got = (expected[0], 9.0, *expected[2:])
    numbers = Comparison("dx", (4,), (0, 1, 2, 3), got, expected, (1,))

    assert said == draw(numbers).right


@pytest.mark.parametrize("off", [1e-90, 1e-6, 0.3, 7.0, 1e9, 1e90])
def test_an_axis_has_a_few_round_numbers(off: float) -> None:
    """Inside the square, evenly apart."""
    labels = draw(array((2,), (1,), off)).labels

    assert 3 <= len(labels) <= 6
    assert all(0 <= label.at <= SIDE for label in labels)
    gaps = [after.at - before.at for before, after in pairwise(labels)]
    assert pytest.approx(gaps[0], abs=0.2) == max(gaps)


def test_numbers_that_are_all_the_same_have_an_axis_too() -> None:
    """A gradient may be the same everywhere, and wrong in sign only elsewhere."""
    drawn = draw(Comparison("dx", (2,), (0, 1), (3.0, 3.0), (3.0, 3.0), (1,)))

    assert ["2", "2.5", "3", "3.5", "4"] == [label.text for label in drawn.labels]


def test_a_map_has_each_entry_in_its_place() -> None:
    """A wrong one is the darker, the farther it is off."""
    found = map_of(
        Comparison("W", (2, 2), (0, 1, 2, 3), (0.0, 1.0, 4.0, 8.0), (0.0,) * 4, (2, 3))
    )

    assert found is not None
    assert [(0.0, 0.0), (22.0, 0.0), (0.0, 22.0), (22.0, 22.0)] == [
        (cell.x, cell.y) for cell in found.cells
    ]
    assert [False, False, True, True] == [cell.is_wrong for cell in found.cells]
    assert pytest.approx([0.25, 0.34, 0.62, 1.0], abs=0.01) == [
        cell.off for cell in found.cells
    ]
    assert ["0", "1"] == [label.text for label in found.rows]


@pytest.mark.parametrize(
    ("shape", "axes", "rows"),
    [
        ((3,), ("index", ""), 0),
        ((2, 3), ("column", "row"), 2),
        ((2, 2, 3), ("last index", "first indices"), 4),
    ],
)
def test_a_map_names_its_axes(
    shape: tuple[int, ...], axes: tuple[str, str], rows: int
) -> None:
    """A vector has one; leading axes of more are laid out as rows."""
    found = map_of(array(shape, (1,)))

    assert found is not None
    assert [*axes, rows] == [found.across, found.down, len(found.rows)]


def test_a_map_of_many_rows_numbers_some_of_them() -> None:
    """And none is drawn of what no eye tells apart."""
    found = map_of(array((30, 2), (1,)))

    assert found is not None
    assert ["0", "3", "6"] == [label.text for label in found.rows][:3]
    assert map_of(array((40, 2), (1,))) is None
    assert map_of(Comparison("W", (9,), (0, 1), (0.0, 1.0), (0.0, 0.0), (1,))) is None


@pytest.mark.parametrize(
    ("shape", "wrong", "text"),
    [
        ((2, 3), (0, 1, 2, 3, 4, 5), ""),
        ((3,), (0, 1, 2), ""),
        (
            (2, 3),
            (3, 4, 5),
            "The wrong ones are row 1, all of it, and nothing else.",
        ),
        (
            (2, 3),
            (0, 2, 3, 5),
            "The wrong ones are columns 0 and 2, and no others.",
        ),
        ((2, 3), (0,), ""),
        ((2, 3), (0, 1, 2, 3), ""),
        ((3,), (0,), ""),
        ((2, 2, 3), (0, 1, 2), ""),
    ],
)
def test_whole_rows_and_columns_are_told(
    shape: tuple[int, ...], wrong: tuple[int, ...], text: str
) -> None:
    """For those who cannot see the map; where it is no pattern, nothing is said."""
    assert text == where(array(shape, wrong))


def test_nothing_is_said_of_where_if_entries_are_missing() -> None:
    """The rest may be right."""
    found = Comparison("W", (9,), (0, 1), (1.0, 1.0), (0.0, 0.0), (0, 1))

    assert "" == where(found)
    assert (9, 2, 2) == (draw(found).size, draw(found).drawn, draw(found).wrong)


def test_more_rows_than_a_sentence_holds_are_not_told() -> None:
    """The map tells them."""
    assert "" == where(array((20, 2), tuple(range(30))))


def test_the_farthest_entries_are_listed_first() -> None:
    """With their places as the code has them."""
    found = Comparison(
        "W", (2, 2), (0, 1, 2, 3), (0.0, 5.0, -9.0, 1.0), (0.0,) * 4, (1, 2)
    )

    assert (Listed("[1, 0]", 0.0, -9.0), Listed("[0, 1]", 0.0, 5.0)) == listed(found)
    assert 12 == len(listed(array((30,), tuple(range(30)))))
