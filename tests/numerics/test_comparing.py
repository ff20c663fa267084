"""What is kept of two arrays for a picture: little, finite, and the wrong ones."""

import numpy as np
import pytest

from grader.errors import Comparison
from grader.numerics.comparing import MOST, MOST_WRONG, comparison


def test_a_small_array_is_kept_whole() -> None:
    """Eight digits of the largest: smaller ones are noise, and zero has no sign."""
    expected = np.array([[1234.56789, -1e-9], [0.0, 2.0]])
    got = np.array([[1234.56789, 0.0], [0.0, 4.0]])

    found = comparison("dx", got, expected, got == 4.0)

    assert found == Comparison(
        name="dx",
        shape=(2, 2),
        places=(0, 1, 2, 3),
        got=(1234.5679, 0.0, 0.0, 4.0),
        expected=(1234.5679, 0.0, 0.0, 2.0),
        wrong=(3,),
    )
    assert "-0.0" not in str(found)


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [(1, 1), (100, 100), (4000, MOST_WRONG), (4900, MOST_WRONG), (5000, MOST)],
)
def test_of_a_large_array_wrong_and_right_entries_are_kept(
    wrong: int, kept: int
) -> None:
    """The picture says both where it is wrong and where it is not."""
    outside = np.arange(5000) < wrong

    found = comparison("W", outside.astype(np.float64), np.ones(5000), outside)

    assert found is not None
    assert [MOST, kept] == [len(found.places), len(found.wrong)]
    assert sorted(set(found.places)) == list(found.places)
    assert [0, wrong - 1] == [found.wrong[0], found.wrong[-1]]


def test_few_right_entries_leave_their_room_to_wrong_ones() -> None:
    """The number that is kept is the same."""
    outside = np.arange(5000) >= 10

    found = comparison("W", outside.astype(np.float64), np.ones(5000), outside)

    assert found is not None
    assert [MOST, MOST - 10] == [len(found.places), len(found.wrong)]


@pytest.mark.parametrize(
    "values",
    [[2.0], [1.0, np.nan], [1.0, np.inf], [1e-120, 0.0], [1e120, 0.0], [0.0, 0.0]],
    ids=["one number", "nan", "inf", "tiny", "huge", "all zero"],
)
def test_what_no_picture_shows_is_left_out(values: list[float]) -> None:
    """JSON has no word for NaN, and one number is told in the message."""
    array = np.array(values)

    assert comparison("dx", array, np.zeros_like(array), array != 0) is None


def test_a_long_name_is_cut() -> None:
    """The keys of grads are the submission's own."""
    array = np.ones(2)

    found = comparison("x" * 1000, array, array * 2, array > 0)

    assert found is not None
    assert 60 == len(found.name)
