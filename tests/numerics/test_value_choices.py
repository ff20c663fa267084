"""Some of all entries, as indexing with a mask gives them."""

import pytest

from grader.numerics.diagnosis.scene import Scene
from grader.numerics.diagnosis.value_shapes import explain_shape


@pytest.mark.parametrize(
    ("got", "right"),
    [((7,), (5, 7)), ((35,), (5, 7)), ((40,), (5, 7)), ((3,), (5,)), ((0,), (5, 7))],
    ids=["an axis", "all", "more", "a vector", "none"],
)
def test_what_may_be_a_sum_or_a_reshape_is_no_choice(
    got: tuple[int, ...], right: tuple[int, ...]
) -> None:
    """A mask chooses any number of entries; a sum leaves an axis."""
    codes = [finding.code for finding in explain_shape(got, right, Scene("out"))]

    assert "shape:chosen" not in codes
