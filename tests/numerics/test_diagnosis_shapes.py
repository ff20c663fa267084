"""A gradient of a wrong shape: what turns it into the right one, if anything does."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.errors import Finding
from grader.numerics.diagnosis.layout import swapped
from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.shapes import explain_shape
from grader.numerics.diagnosis.wrong import Wrong

SIZES = {"N": 5, "T": 4, "D": 3, "M": 7}
MATRIX, VECTOR = (
    Scene('grads["W"]', ("D", "M"), SIZES),
    Scene('grads["b"]', ("M",), SIZES),
)
SEEDS = range(200)


def parts(rng: np.random.Generator) -> Array:
    """Return (N, T, D, M) contributions to the gradient of a matrix (D, M)."""
    return rng.normal(size=(5, 4, 3, 7))


@pytest.mark.parametrize(
    ("make", "code", "text"),
    [
        (
            lambda all_parts: all_parts.sum((0, 1)).T,
            "transposed",
            "The numbers are right and the axes are exchanged: transpose to (D, M).",
        ),
        (
            lambda all_parts: all_parts.sum((0, 1))[None],
            "reshape",
            "The numbers are right and only the shape is not: reshape it to (D, M).",
        ),
        (
            lambda all_parts: all_parts.sum(1),
            "not-summed:N",
            (
                "It becomes right when it is summed over N: every N uses the same "
                "numbers, so their contributions add up."
            ),
        ),
        (
            lambda all_parts: all_parts,
            "not-summed:N and T",
            (
                "It becomes right when it is summed over N and T: every N and T uses "
                "the same numbers, so their contributions add up."
            ),
        ),
        (
            lambda all_parts: all_parts.sum((0, 1, 2)),
            "sum:D",
            "It is the sum over D of the right gradient: keep D as an axis.",
        ),
        (
            lambda all_parts: all_parts.sum((0, 1)).mean(1),
            "mean:M",
            "It is the mean over M of the right gradient: keep M as an axis.",
        ),
    ],
    ids=["transposed", "reshape", "one", "two", "sum", "mean"],
)
@pytest.mark.parametrize("seed", range(5))
def test_what_turns_it_into_the_right_shape_is_said(
    make: Callable[[Array], Array], code: str, text: str, seed: int
) -> None:
    """The one thing that does it, in full."""
    found = parts(np.random.default_rng(seed))

    findings = explain_shape(make(found), found.sum((0, 1)), MATRIX)

    assert (Finding(f"shape:{code}", text, is_fit=True),) == findings


def test_without_names_axes_are_numbered() -> None:
    """A suite need not name its axes; an extent that two axes share names neither."""
    found = parts(np.random.default_rng(0))
    bare = Scene('grads["W"]', (), {"N": 5, "B": 5})

    said = [
        explain_shape(found.sum(1), found.sum((0, 1)), bare),
        explain_shape(found.sum((0, 1)).T, found.sum((0, 1)), bare),
        explain_shape(found.sum((0, 1))[None], found.sum((0, 1)), bare),
        explain_shape(found.sum((0, 1, 2)), found.sum((0, 1)), bare),
    ]

    assert [finding.text for findings in said for finding in findings] == [
        (
            "It becomes right when it is summed over axis 0: every axis 0 uses the "
            "same numbers, so their contributions add up."
        ),
        "The numbers are right and the axes are exchanged: transpose.",
        (
            "The numbers are right and only the shape is not: reshape it to the shape "
            "of its array."
        ),
        "It is the sum over axis 0 of the right gradient: keep axis 0 as an axis.",
    ]


@pytest.mark.parametrize(
    "shape", [(7, 3), (1, 3, 7), (5, 3, 7), (3,), (7,), (), (2, 2)]
)
def test_wrong_numbers_in_a_wrong_shape_have_no_cause(shape: tuple[int, ...]) -> None:
    """Nothing is said that does not lead to the right gradient."""
    said = [
        explain_shape(rng.normal(size=shape), rng.normal(size=(3, 7)), MATRIX)
        for rng in map(np.random.default_rng, SEEDS)
    ]

    assert {()} == set(said)


@pytest.mark.parametrize("got", [np.ones(7), np.full((1, 7), np.nan)])
def test_the_right_shape_and_nan_have_no_cause(got: Array) -> None:
    """Of the right shape it is no question of shape, and nan is right nowhere."""
    assert () == explain_shape(got, np.ones(7), VECTOR)


def test_two_axes_of_one_name_are_told_by_their_numbers() -> None:
    """Weights of a recurrent layer are (H, H)."""
    right = np.arange(9.0).reshape(3, 3)
    wrong = Wrong(right.T, right, Scene('grads["Wh"]', ("H", "H")))

    (found,) = swapped(wrong)

    assert found.text == (
        "The numbers are right, and axes 0 and 1 are exchanged: transpose."
    )
