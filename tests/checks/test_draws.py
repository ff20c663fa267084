"""drawn_by and its kin: the causes of wrong random numbers."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import are_drawn_apart, drawn_by, each_turn_draws, require
from grader.errors import CourseError
from tests.checks.causes import causes, failure

Array = NDArray[np.float64]
SEED, SHAPE = 7, (100, 120)
Z = np.random.default_rng(SEED).standard_normal(SHAPE)
U = np.random.default_rng(SEED).random(SHAPE)
OTHER = np.random.default_rng(8)
N = OTHER.standard_normal(SHAPE)
E = OTHER.random(SHAPE)


def found(numbers: object, formula: str = "std * z") -> list[tuple[str, str]]:
    """Return the causes of numbers that no property holds for."""

    def check() -> None:
        with drawn_by(numbers, formula, {"std": 0.3, "width": 100}, SEED):
            require(False, "it must hold.")  # noqa: FBT003 - it never does

    return causes(check)


CASES: dict[str, tuple[Callable[[], Array], str, tuple[str, str]]] = {
    "the square": (
        lambda: 0.3**2 * Z,
        "std * z",
        (
            "formula:std ** 2 * z",
            (
                "It is exactly `std ** 2 * z` (z is rng.standard_normal(shape)): "
                "`std` is squared."
            ),
        ),
    ),
    "even for normal": (
        lambda: 0.3 * U,
        "std * z",
        (
            "formula:std * u",
            (
                "It is exactly `std * u` (z is rng.standard_normal(shape), u is "
                "rng.random(shape)): `u` stands where `z` belongs."
            ),
        ),
    ),
    "a factor with a name": (
        lambda: 0.3 * Z / 10,
        "std * z",
        (
            "factor:1/sqrt(width)",
            (
                "It is the right value divided by sqrt(width) (width = 100): a factor "
                "sqrt(width) is missing, or a division by it came in once too often."
            ),
        ),
    ),
    "a factor without a name": (
        lambda: 0.3 * Z * 1.234567,
        "std * z",
        (
            "factor:other",
            "It is the right value times 1.235, the same factor in every entry.",
        ),
    ),
    "one number": (
        lambda: np.full(SHAPE, 0.3),
        "std * z",
        (
            "draws:constant",
            "All 12000 numbers are the same: draw as many as there are entries.",
        ),
    ),
    "one size": (
        lambda: 0.3 * np.sign(N),
        "std * z",
        (
            "draws:one size",
            (
                "All numbers have one size, and only their signs are drawn: the sizes"
                " must be random as well."
            ),
        ),
    ),
    "cut off": (
        lambda: 0.3 * N.clip(-2, 2),
        "std * z",
        (
            "draws:piled",
            (
                "Many numbers lie exactly at an end, as clip leaves them there: leave "
                "numbers as they are drawn."
            ),
        ),
    ),
    "one row": (
        lambda: 0.3 * np.repeat(N[:1], 100, axis=0),
        "std * z",
        (
            "draws:repeated along axis 0",
            (
                "The same numbers come again and again along axis 0: every number "
                "must be drawn by itself, and from all that are possible."
            ),
        ),
    ),
    "some again": (
        lambda: 0.3 * np.round(N, 1),
        "std * z",
        (
            "draws:repeated",
            (
                "The same numbers come again and again: every number must be drawn by "
                "itself, and from all that are possible."
            ),
        ),
    ),
    "no sign": (
        lambda: 0.3 * np.abs(N),
        "std * z",
        (
            "draws:none below 0",
            (
                "No number is below 0, and some must be: rng.random gives numbers "
                "from 0 to 1, rng.standard_normal gives them around 0, and neither an"
                " abs nor a square keeps signs."
            ),
        ),
    ),
    "no positive sign": (
        lambda: -0.3 * np.abs(N),
        "std * z",
        (
            "draws:none above 0",
            (
                "No number is above 0, and some must be: rng.random gives numbers "
                "from 0 to 1, rng.standard_normal gives them around 0, and neither an"
                " abs nor a square keeps signs."
            ),
        ),
    ),
    "around another number": (
        lambda: 0.3 * N + 1,
        "std * z",
        (
            "draws:shifted",
            (
                "They lie around 1, and must lie around 0: is something added, or left "
                "out of a sum?"
            ),
        ),
    ),
    "around no number": (
        lambda: 0.3 * N,
        "std * z + 1",
        (
            "draws:shifted",
            (
                "They lie around 0, and must lie around 1: is something added, or "
                "left out of a sum?"
            ),
        ),
    ),
    "equally likely": (
        lambda: 2 * E - 1,
        "std * z",
        (
            "draws:even",
            (
                "They are equally likely between two ends, and must be normally "
                "distributed: rng.standard_normal does that."
            ),
        ),
    ),
    "normally distributed": (
        lambda: N,
        "2 * u - 1",
        (
            "draws:normal",
            (
                "They are normally distributed, and must be equally likely between two "
                "ends: rng.random does that."
            ),
        ),
    ),
    "without large ones": (
        lambda: np.where(np.abs(N) < 2.5, N, E),
        "std * z",
        (
            "draws:short tails",
            (
                "The large numbers are missing that normal ones have: cut none off, "
                "and draw none of them again."
            ),
        ),
    ),
    "centred": (
        lambda: N - N.mean(),
        "std * z",
        (
            "draws:centred",
            (
                "Their own mean is exactly 0, which chance never brings about: leave "
                "numbers as they are drawn, and take nothing off them afterwards."
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_cause_of_wrong_numbers_is_named(name: str) -> None:
    """First by the generator's own numbers, then by their form."""
    numbers, formula, expected = CASES[name]

    assert expected in found(numbers(), formula)


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(0.3 * Z, id="right"),
        pytest.param(0.3 * N, id="right from elsewhere"),
        pytest.param(np.full(SHAPE, np.nan), id="not finite"),
        pytest.param(np.zeros(0), id="empty"),
        pytest.param(N[0, :7], id="few"),
        pytest.param("text", id="no array"),
    ],
)
def test_nothing_is_said_of_numbers_that_tell_nothing(numbers: object) -> None:
    """The failure stays what it was."""
    assert [] == found(numbers)


def test_shares_are_not_told_by_how_often_numbers_come() -> None:
    """Of zeros and ones right draws, too, have many alike."""
    assert [] == found(1.0 * (E < 0.9), "where(u < std, 1, 0)")


def test_a_formula_without_chance_is_the_authors_error() -> None:
    """It has one number where there must be many."""
    with pytest.raises(CourseError, match="formula 'std' must have z or u in it"):
        found(N, "std")


def test_right_code_passes() -> None:
    """No cause is looked for."""
    with drawn_by(N, "z", {}, SEED):
        require(True, "it must hold.")  # noqa: FBT003 - it always does


def test_two_rows_of_one_draw_are_told() -> None:
    """And two draws are not."""
    are_drawn_apart(N[0], N[1], ("a", "b"))

    names = "a", "b"
    alike = failure(lambda: are_drawn_apart(N[0], 3 + N[0], names))
    opposite = failure(lambda: are_drawn_apart(N[0], -N[0], names))

    for said, how in ((alike, "alike"), (opposite, "opposite")):
        assert said == (
            f"a and b must be independent, found them {how}.",
            [
                (
                    "draws:one for two",
                    (
                        "a and b are made of one draw, so they rise and fall together: "
                        "draw each by itself."
                    ),
                )
            ],
        )


def test_one_draw_for_all_turns_is_told() -> None:
    """And one for each is not."""
    each_turn_draws(N[:5, :2], "settings")

    assert failure(lambda: each_turn_draws(np.ones((5, 2)), "settings")) == (
        "5 turns must draw settings 5 times, found once.",
        [
            (
                "draws:one for all turns",
                "One draw serves all turns of the loop: draw anew in each.",
            )
        ],
    )
