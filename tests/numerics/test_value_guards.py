"""Where a rule for values must hold back: a plainer reading is the right one."""

import numpy as np
import pytest

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.values import explain_values

RIGHT = np.random.default_rng(0).normal(size=(5, 8))
PLAIN = Scene("out")
GATED = Scene("out", ("N", "4H"), blocks={"4H": ("i", "f", "g", "o")})
BITS = (RIGHT > 0).astype(np.float64)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in findings]


def test_an_entry_is_no_block() -> None:
    """All of a block is wrong, or its gate is right."""
    got = RIGHT.copy()
    got[2, 3] += 1.0

    assert [] == codes(explain_values(got, RIGHT, GATED))


def test_an_axis_of_length_1_is_never_exchanged() -> None:
    """A transpose is named by the two axes that a student sees move."""
    right = np.random.default_rng(0).normal(size=(6, 1, 6))
    around = Scene("out", ("H", "C", "W"))

    said = codes(explain_values(right.transpose(2, 1, 0), right, around))

    assert "swapped:H and W" == said[0]


def test_equal_rows_are_not_shifted() -> None:
    """Each stands where the next belongs, whatever was done."""
    right = np.tile(RIGHT[:1], (4, 1))
    got = right.copy()
    got[0] = RIGHT[1]

    scene = Scene("out", axes=("N", "D"))
    assert ["first:N"] == codes(explain_values(got, right, scene))


@pytest.mark.parametrize("axis", [0, 1])
def test_two_numbers_lie_on_a_line_with_any_two(axis: int) -> None:
    """A scale and a shift are told of three numbers or more."""
    got = np.where(BITS > 0, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1], 0.2)
    turned = np.moveaxis(got, axis, 0), np.moveaxis(BITS, axis, 0)

    assert [] == codes(explain_values(*turned, PLAIN))


def test_rows_without_any_spread_are_not_scaled() -> None:
    """A factor of zero is none."""
    got = np.zeros_like(RIGHT) + np.array([[0.3], [2.2], [-1.0], [1.7], [0.4]])

    assert [] == codes(explain_values(got, RIGHT, PLAIN))


def test_one_number_that_is_wrong_is_no_factor() -> None:
    """Of an array of ones and zeros the place says all there is."""
    said = codes(explain_values(1.234 * BITS, BITS, PLAIN))

    assert ["where:the right value is positive:factor"] == said


@pytest.mark.parametrize("shape", [(5, 2), (2, 4)], ids=str)
def test_a_slice_of_small_numbers_fixes_no_factor(shape: tuple[int, int]) -> None:
    """What is nearly zero is anything times what is nearly zero."""
    right = np.random.default_rng(1).normal(size=shape)
    right[0] *= 1e-5
    got = right * np.arange(1.0, shape[0] + 1).reshape(-1, 1)

    assert "factor-per:axis 0" not in codes(explain_values(got, right, PLAIN))


TERMS: dict[str, Array] = dict(
    zip("abc", np.random.default_rng(2).normal(size=(3, 5, 8)), strict=True)
)


@pytest.mark.parametrize(
    ("weights", "right"),
    [
        ((2.0, 3.0, -1.0), (1.0, 1.0, 1.0)),
        ((2.0, 1.0, 1.0), (1.0, 1.0, 0.5)),
    ],
    ids=["all weights wrong", "terms that do not add up"],
)
def test_terms_tell_nothing_where_they_tell_too_much(
    weights: tuple[float, ...], right: tuple[float, ...]
) -> None:
    """More than two wrong weights, or a sum that is not what is right."""
    arrays = np.stack(list(TERMS.values()))
    got, expected = (np.tensordot(w, arrays, 1) for w in (weights, right))

    assert [] == codes(explain_values(got, expected, Scene("out", terms=TERMS)))


def test_terms_that_depend_on_each_other_have_no_weights() -> None:
    """One could be exchanged for the other."""
    terms = {"a": TERMS["a"], "b": 2.0 * TERMS["a"], "c": TERMS["c"]}
    right = 3.0 * TERMS["a"] + TERMS["c"]

    got = TERMS["a"] + TERMS["c"]

    assert [] == codes(explain_values(got, right, Scene("out", terms=terms)))


@pytest.mark.parametrize("got", [2 / 6, 4 / 6 * 3 / 2], ids=["half", "three halves"])
def test_a_share_is_half_of_another_by_chance(got: float) -> None:
    """An accuracy is a count over a count: its ratio to another one is small."""
    found = explain_values(np.float64(got), np.float64(4 / 6), Scene("the accuracy"))

    assert not [code for code in codes(found) if code.startswith("factor")]


def test_half_of_a_number_that_is_no_share_is_half() -> None:
    """A loss is no count: where it comes out halved, something halves it."""
    found = explain_values(np.float64(0.30103 / 2), np.float64(0.30103), Scene("loss"))

    assert codes(found)[0].startswith("factor")
