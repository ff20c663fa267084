"""A value of the wrong shape, dtype or with gaps: each sentence, and its mistake."""

import numpy as np
import pytest

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.value_gaps import explain_gaps
from grader.numerics.diagnosis.value_shapes import (
    explain_dtype,
    explain_shape,
    explain_shape_of_values,
)
from tests.numerics.value_texts import TURNED

RNG = np.random.default_rng(3)
RIGHT = RNG.normal(size=(5, 7))
ROW, CUBE = RNG.normal(size=7), RNG.normal(size=(5, 7, 3))
SCENE = Scene("out", ("N", "D"), {"N": 5, "D": 7, "T": 3})
VECTOR = Scene("b", ("D",), {"N": 5, "D": 7})
PLAIN = Scene("out")
MORE_AXES = (
    "look for a missing sum, mean or maximum, or for shapes that do not fit each other."
)
LESS_AXES = "look for a sum over too many axes, or for a missing keepdims=True."

BY_NUMBERS: dict[str, tuple[Array, Array, Scene, str]] = {
    "shape:transposed": (RIGHT.T, RIGHT, SCENE, TURNED),
    "shape:length-1": (
        ROW[:, np.newaxis],
        ROW,
        VECTOR,
        "The numbers are right, but there is an axis of length 1 too many: drop it.",
    ),
    "shape:reshape": (
        RIGHT.reshape(7, 5),
        RIGHT,
        SCENE,
        (
            "The numbers are right, in another shape: a reshape is missing, or "
            "there is one too many."
        ),
    ),
    "shape:sum": (
        RIGHT,
        RIGHT.sum(axis=0),
        VECTOR,
        "It would be right after adding it up over N.",
    ),
    "shape:mean": (
        CUBE,
        CUBE.mean(axis=(0, 2)),
        VECTOR,
        "It would be right after taking its mean over N and its axis 2.",
    ),
    "shape:summed:D": (
        RIGHT.sum(axis=1),
        RIGHT,
        SCENE,
        "It is summed over D, and must keep one entry for each.",
    ),
    "shape:averaged:N": (
        RIGHT.mean(axis=0, keepdims=True),
        RIGHT,
        SCENE,
        "It is averaged over N, and must keep one entry for each.",
    ),
}
BY_FORM: dict[str, tuple[tuple[int, ...], tuple[int, ...], Scene, str]] = {
    "shape:broadcast": (
        (5, 5),
        (5, 1),
        SCENE,
        (
            "Arrays of shape (N,) and (N, 1) met somewhere, and that makes (N, N): "
            "give both the same shape, with keepdims=True perhaps."
        ),
    ),
    "shape:chosen": (
        (17,),
        (5, 7),
        SCENE,
        (
            "Indexing with a mask keeps only the chosen entries, in a row of their "
            "own: to keep the shape, multiply by the mask."
        ),
    ),
    "shape:axes-exchanged": (
        (7, 5),
        (5, 7),
        SCENE,
        (
            "Its axes stand in another order: a transpose is missing or one too many, "
            "or arrays were joined along another axis."
        ),
    ),
    "more": (
        (5, 7, 3),
        (5, 7),
        SCENE,
        f"It has 3 axes and must have 2 (N, D): {MORE_AXES}",
    ),
    "fewer": ((5,), (5, 7), PLAIN, f"It has 1 axis and must have 2: {LESS_AXES}"),
    "none": ((), (5, 7), SCENE, f"It has 0 axes and must have 2 (N, D): {LESS_AXES}"),
    "other lengths": (
        (5, 6),
        (5, 7),
        SCENE,
        (
            "Axis 1 (D) has length 6 in place of 7: print the shape after "
            "every line to see where that comes from."
        ),
    ),
}


@pytest.mark.parametrize("code", BY_NUMBERS)
def test_numbers_tell_what_makes_a_shape_right(code: str) -> None:
    """First what the numbers agree with, then what the shape alone says."""
    got, right, around, text = BY_NUMBERS[code]

    first, *rest = explain_shape_of_values(got, right, around)

    assert Finding(code, text, is_fit=True) == first
    assert explain_shape(got.shape, right.shape, around) == tuple(rest)


def test_an_axis_of_length_1_may_be_missing() -> None:
    """Or one too many, as above."""
    first, *_ = explain_shape_of_values(ROW, ROW[np.newaxis], PLAIN)

    assert first.text == (
        "The numbers are right, but there is an axis of length 1 too few: keep it "
        "(keepdims)."
    )


def test_a_number_in_two_brackets_is_a_number() -> None:
    """A loss that was kept as a matrix; no sum is missing."""
    first, *_ = explain_shape_of_values(np.full((1, 1), 1.5), np.array(1.5), PLAIN)

    assert first.text == (
        "The numbers are right, but there are 2 axes of length 1 too many: drop them."
    )


def test_a_lost_axis_that_two_names_fit_is_shown_as_a_number() -> None:
    """Which of them it was, nobody knows."""
    around = Scene("b", ("D",), {"N": 5, "D": 7, "M": 5})

    first, *_ = explain_shape_of_values(RIGHT, RIGHT.sum(axis=0), around)

    assert "It would be right after adding it up over its axis 0." == first.text


def test_a_sum_over_everything_has_no_axis_to_name() -> None:
    """A loss that was not added up."""
    first, *_ = explain_shape_of_values(RIGHT, RIGHT.sum(), PLAIN)

    assert "It would be right after adding it up over all entries." == first.text


@pytest.mark.parametrize("case", BY_FORM)
def test_a_shape_alone_tells_something(case: str) -> None:
    """Where the numbers agree with nothing; it is true on any inputs."""
    got, right, around, text = BY_FORM[case]

    code = case if case.startswith("shape:") else "wrong-shape"
    assert Finding(code, text) == explain_shape(got, right, around)[0]


def test_a_length_that_two_axes_share_is_shown_as_a_number() -> None:
    """Which of them it was, nobody knows."""
    around = Scene("out", ("N", "D"), {"N": 5, "D": 1, "M": 5})

    first, *_ = explain_shape((5, 5), (5, 1), around)

    assert "Arrays of shape (5,) and (5, 1) met somewhere" in first.text


def test_wrong_numbers_of_a_wrong_shape_get_no_claim_about_numbers() -> None:
    """Only what the shapes say."""
    shapes = (5, 7), (7, 5), (7,), (5, 1), (), (5, 7, 3), (35,)
    for seed in range(200):
        rng = np.random.default_rng(seed)
        left, right = (rng.choice(len(shapes), size=2, replace=False)).tolist()
        numbers = rng.normal(size=shapes[left]), rng.normal(size=shapes[right])

        told = explain_shape_of_values(*numbers, PLAIN)

        assert [] == [finding.code for finding in told if finding.is_fit]


def test_numbers_that_are_none_get_no_claim() -> None:
    """Text and complex numbers have a shape, and that is all that is told."""
    for got in (np.array([["a", "b"]]), np.ones((1, 2)) * 1j):
        (finding,) = explain_shape_of_values(got, np.ones(1), PLAIN)

        assert f"It has 2 axes and must have 1: {MORE_AXES}" == finding.text


def test_empty_arrays_get_no_claim() -> None:
    """All sums of nothing are zero."""
    (finding,) = explain_shape_of_values(np.ones((0, 3)), np.zeros(3), PLAIN)

    assert "wrong-shape" == finding.code


@pytest.mark.parametrize(
    ("found", "wanted", "text"),
    [
        (
            "int64",
            "float64",
            (
                "It is int64 and must be float64: whole numbers went in and nothing "
                "made floats of them, or .astype, dtype=, //, or writing into an array "
                "of whole numbers cuts off the fractions. Compute with floats: 1.0 * x "
                "makes them."
            ),
        ),
        (
            "float64",
            "float32",
            (
                "It is float64 and must be float32: something on the way is float64, "
                "such as a new array without a dtype, what a generator draws, a NumPy "
                "number made from a Python one, np.where of two numbers, or .astype."
            ),
        ),
        (
            "float32",
            "float64",
            (
                "It is float32 and must be float64: a dtype= or .astype asks "
                "for float32, it is made like an array of float32, as zeros_like "
                "does, or NumPy makes it of whole numbers of few bytes, such as "
                "int16: begin with 1.0 * x."
            ),
        ),
    ],
)
def test_another_dtype_has_a_usual_reason(found: str, wanted: str, text: str) -> None:
    """It is true on any inputs."""
    finding = explain_dtype(np.dtype(found), np.dtype(wanted))

    assert Finding(f"wrong-dtype:{found}", text) == finding


X = np.array([-2.0, -1.0, 0.0, 1.0, 2.0, 30.0])
NEGATIVE = "and roots or logarithms of negative numbers"
OF_NAN = f"look for 0/0, inf/inf, 0 * inf, inf - inf, {NEGATIVE}"
OF_INF = "look for exp of large numbers, divisions by 0 and logarithms of 0"
OF_BOTH = "look for exp of large numbers and for divisions by 0"


@pytest.mark.parametrize(
    ("places", "value", "said"),
    [
        (X == 0, np.nan, f"nan where x is 0: {OF_NAN}"),
        (X < 0, np.nan, f"nan where x is negative: {OF_NAN}"),
        (X > 0, np.inf, f"inf where x is positive: {OF_INF}"),
        (X > 20, -np.inf, f"inf where x is largest: {OF_INF}"),
        (X < -1, np.nan, f"nan where x is smallest: {OF_NAN}"),
        (np.abs(X) > 1, np.inf, f"inf where x is largest in size: {OF_INF}"),
    ],
    ids=["zero", "negative", "positive", "largest", "smallest", "size"],
)
def test_a_gap_has_a_place(places: Array, value: float, said: str) -> None:
    """And then, where no place is confirmed, only its kind."""
    got = np.where(places, value, 1.0)
    right = np.linspace(0.3, 0.4, 6)[[3, 0, 4, 1, 5, 2]]
    kind, _, cause = said.partition(": ")

    told = explain_gaps(got, right, Scene("out", known={"x": X, "b": X[:2]}))

    where = kind.split(" where ")[1]
    plain = Finding("not-finite", f"It holds {kind.split()[0]}: {cause}.")
    assert (
        Finding(f"not-finite:{where}", f"It is {said}.", is_fit=True),
        plain,
    ) == told


def test_the_right_value_may_tell_where_a_gap_is() -> None:
    """An exp of a large number, where a large number must come out."""
    right = np.array([1.0, 700.0, 2.0])

    first, _ = explain_gaps(np.array([1.0, np.inf, 2.0]), right, PLAIN)

    assert f"It is inf where the right value is largest: {OF_INF}." == first.text


def test_gaps_of_both_kinds_have_causes_of_their_own() -> None:
    """Everywhere is a place too, and true on any inputs."""
    everywhere, plain = explain_gaps(np.array([np.nan, np.inf]), np.ones(2), PLAIN)

    text = f"It is inf or nan everywhere: {OF_BOTH}."
    assert Finding("not-finite:everywhere", text) == everywhere
    assert Finding("not-finite", f"It holds inf or nan: {OF_BOTH}.") == plain
