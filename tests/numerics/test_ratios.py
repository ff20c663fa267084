"""What a factor between found and right may mean, and when it means nothing."""

import math

import pytest

from grader.errors import Finding
from grader.numerics.ratios import meanings, name_of, name_ratio

SIZES = {"N": 5, "D": 3, "H": 7}
CONSTANTS = {"1 - ratio": 0.7}


@pytest.mark.parametrize(
    ("ratio", "code", "text"),
    [
        (
            -1.0,
            "-1",
            (
                "It is the right gradient with the opposite sign: a minus is missing, "
                "or there is one too many."
            ),
        ),
        (
            2.0,
            "2",
            (
                "It is twice the right gradient: something was added twice, or a "
                "factor 1/2 is missing."
            ),
        ),
        (
            0.5,
            "1/2",
            (
                "It is half of the right gradient: a factor 2 is missing (the "
                "derivative of a square has one), or a factor 1/2 came in once too "
                "often."
            ),
        ),
        (
            5.0,
            "N",
            (
                "It is the right gradient times N (N = 5): a sum was taken where a "
                "mean belongs, a division by N is missing, or N came in once too "
                "often."
            ),
        ),
        (
            -0.2,
            "-1/N",
            (
                "It is the right gradient divided by N (N = 5), with the opposite "
                "sign: a mean was taken where a sum belongs, or a factor N is missing."
            ),
        ),
        (
            0.7,
            "(1 - ratio)",
            (
                "It is the right gradient times (1 - ratio) (0.7): that factor came in "
                "once too often, or a division by it is missing."
            ),
        ),
        (
            1 / 0.7,
            "1/(1 - ratio)",
            (
                "It is the right gradient divided by (1 - ratio) (0.7): that factor is "
                "missing, or a division by it came in once too often."
            ),
        ),
        (
            0.49,
            "(1 - ratio)^2",
            (
                "It is the right gradient times the square of (1 - ratio) (0.7): it "
                "stands in the numerator and belongs in the denominator, or came in "
                "twice too often."
            ),
        ),
        (
            5 / 4,
            "N/(N - 1)",
            (
                "It is the right gradient times N/(N - 1) (N = 5): a division by N - 1 "
                "stands where one by N belongs."
            ),
        ),
        (
            4 / 5,
            "(N - 1)/N",
            (
                "It is the right gradient times (N - 1)/N (N = 5): a division by N "
                "stands where one by N - 1 belongs."
            ),
        ),
        (
            math.sqrt(5),
            "sqrt(N)",
            (
                "It is the right gradient times sqrt(N) (N = 5): a division by sqrt(N) "
                "is missing, or a factor sqrt(N) came in once too often."
            ),
        ),
        (
            1 / math.sqrt(5),
            "1/sqrt(N)",
            (
                "It is the right gradient divided by sqrt(N) (N = 5): a factor sqrt(N) "
                "is missing, or a division by it came in once too often."
            ),
        ),
        (
            5 / 3,
            "N/D",
            (
                "It is the right gradient times N/D (N = 5, D = 3): a division by D "
                "stands where one by N belongs, or a factor N where D belongs."
            ),
        ),
        (
            1 / 15,
            "1/(N*D)",
            (
                "It is the right gradient divided by N*D (N*D = 15): a mean was taken "
                "where a sum belongs, or that factor is missing."
            ),
        ),
        (
            105.0,
            "N*D*H",
            (
                "It is the right gradient times N*D*H (N*D*H = 105): a sum was taken "
                "where a mean belongs, or that factor came in once too often."
            ),
        ),
    ],
)
def test_a_factor_has_a_meaning(ratio: float, code: str, text: str) -> None:
    """Found = ratio * right, told as what it is here and what leads to it."""
    found = name_ratio(ratio, SIZES, CONSTANTS)

    assert Finding(f"factor:{code}", text) == found


def test_a_value_is_told_like_a_gradient() -> None:
    """The same factors, of what a forward pass gives."""
    found = name_ratio(3.0, SIZES, {}, "value")

    assert found == Finding(
        "factor:D",
        "It is the right value times D (D = 3): a sum was taken where a mean belongs, "
        "a division by D is missing, or D came in once too often.",
    )


def test_two_readings_are_both_told() -> None:
    """N = 5 and 1/(1 - 0.8) are one number, and no one can tell which it is."""
    found = name_ratio(-5.0, SIZES, {"1 - p": 1.0 - 0.8})

    assert found == Finding(
        "factor:-(N or 1/(1 - p))",
        "It is the right gradient times 5, with the opposite sign, which is N or "
        "1/(1 - p) here: a sum was taken where a mean belongs, a division by N is "
        "missing, or N came in once too often; or that factor is missing, or a "
        "division by it came in once too often.",
    )


def test_more_readings_than_three_are_none() -> None:
    """A list that leaves one out would send most students the wrong way."""
    sizes = {"N": 4, "D": 2}

    names = [each.name for each in meanings(4.0, sizes, {})]

    assert ["N", "N*D"] == [names[0], name_of(8.0, sizes, {})]
    assert () == meanings(2.0, sizes, {})
    assert name_ratio(2.0, sizes, {}) is None


@pytest.mark.parametrize("ratio", [1.0, 1.234, math.nan, math.inf, -math.inf, 0.0])
def test_other_factors_have_no_name(ratio: float) -> None:
    """No match, no sentence."""
    assert name_ratio(ratio, SIZES, CONSTANTS) is None
    assert "" == name_of(ratio, SIZES, CONSTANTS)


@pytest.mark.parametrize(
    ("ratio", "name"),
    [
        (-1.0, "-1"),
        (0.5, "1/2"),
        (-0.2, "-1/N"),
        (5.0, "N"),
        (0.7, "(1 - ratio)"),
    ],
)
def test_a_factor_is_written_as_a_formula(ratio: float, name: str) -> None:
    """As it stands in a product."""
    assert name == name_of(ratio, SIZES, CONSTANTS)


def test_sizes_of_one_and_empty_constants_say_nothing() -> None:
    """A factor of 1 is none, and nothing is divided by 0."""
    found = name_ratio(3.0, {"N": 1, "D": 3}, {"momentum": 0.0, "eps": 1.0})

    assert found is not None
    assert "factor:D" == found.code
