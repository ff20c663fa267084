"""What a wrong value looks like: the same words for the same kind of failure."""

import numpy as np
import pytest

from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.value_signs import signature

RIGHT = np.random.default_rng(0).normal(size=(5, 7))
NAMED = Scene("out", ("N", "D"))


def wrong_at(*places: tuple[int | slice, int | slice]) -> Array:
    """Return the right values, but for some places."""
    got = RIGHT.copy()
    for place in places:
        got[place] = got[place] ** 3 + 1.0
    return got


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (wrong_at((slice(None), slice(None))), "all entries wrong, ratio not constant"),
        (3 * RIGHT, "all entries wrong, ratio constant"),
        (wrong_at((2, slice(None))), "whole slices along N wrong, ratio not constant"),
        (wrong_at((slice(None), 4)), "whole slices along D wrong, ratio not constant"),
        (wrong_at((0, 1), (3, 2)), "some entries wrong, ratio not constant"),
        (np.where(RIGHT > 1, np.nan, RIGHT), "not finite"),
        (RIGHT * 1j, "all entries wrong, ratio not constant"),
    ],
    ids=["all", "ratio", "rows", "columns", "some", "gaps", "complex"],
)
def test_a_signature_tells_kinds_of_failures_apart(got: Array, said: str) -> None:
    """Without a number in it: another draw has the same one."""
    assert f"out (N, D): {said}" == signature(got, RIGHT, NAMED, 1e-9)


def test_a_signature_names_axes_by_number_where_it_must() -> None:
    """And none of a number."""
    assert "y (axis 0, axis 1): all entries wrong, ratio constant" == signature(
        2 * RIGHT, RIGHT, Scene("y"), 1e-9
    )
    assert "loss: all entries wrong, ratio constant" == signature(
        2.0, 1.0, Scene("loss"), 1e-9
    )


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8], ids=["truth", "bytes"])
def test_truth_and_bytes_are_numbers(dtype: type[np.generic]) -> None:
    """Truth cannot be subtracted, and 0 - 1 of bytes is 255."""
    right = np.array([1, 0, 1], dtype)
    got = np.array([1, 1, 1], dtype)

    assert "b (D): some entries wrong, ratio not constant" == signature(
        got, right, Scene("b", ("D",)), 1e-9
    )


def test_a_vector_has_no_slices() -> None:
    """Each of its entries would be one."""
    assert "b (D): some entries wrong, ratio not constant" == signature(
        [1.0, 2.0, 4.0], [1.0, 2.0, 3.0], Scene("b", ("D",)), 1e-9
    )


def test_the_tolerance_is_that_of_the_check() -> None:
    """Relative to the largest entry that is finite, or to 1."""
    right = np.array([[1000.0, np.inf, np.nan], [1.0, 1.0, 1.0]])
    got = right + np.array([[0.0, 0.0, 0.0], [0.0, 0.5, 0.01]])

    assert "out (N, D): some entries wrong, ratio not constant" == signature(
        got, right, NAMED, 1e-4
    )
    assert "out (N, D): whole slices along N wrong, ratio not constant" == signature(
        got + np.array([[0.0], [0.5]]), right, NAMED, 1e-4
    )
