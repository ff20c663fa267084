"""Points are shared out exactly: nothing is lost, and nothing is made up."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Check, Exercise, Visibility
from grader.scoring import check_points, share_points

EXERCISE = Exercise(
    id="6.3",
    name="BatchNorm.backward",
    points=30,
    minutes=60,
    difficulty=3,
    hints=("Draw.",),
)
OPEN, HIDDEN = Visibility.OPEN, Visibility.HIDDEN

WEIGHTS = st.lists(st.integers(1, 1000), min_size=1, max_size=40)


def check(name: str, visibility: Visibility, weight: int = 1) -> Check:
    """Return a check of exercise 6.3."""
    return Check(name, "6.3", visibility, weight, "Title.")


@pytest.mark.parametrize(
    ("points", "weights", "parts"),
    [
        (30, [1, 1, 1], ["10", "10", "10"]),
        (10, [1, 1, 1], ["3.34", "3.33", "3.33"]),
        (1, [1, 2], ["0.33", "0.67"]),
        (1, [3, 3, 1], ["0.43", "0.43", "0.14"]),
        (Decimal("0.01"), [1, 1], ["0.01", "0"]),
        (0, [1, 5], ["0", "0"]),
        (5, [], []),
    ],
    ids=["even", "one over", "by weight", "two over", "one hundredth", "none", "empty"],
)
def test_what_is_left_over_goes_to_the_largest_remainders(
    points: Decimal, weights: list[int], parts: list[str]
) -> None:
    """Worked out by hand: round down, then hand out the rest."""
    assert [Decimal(part) for part in parts] == share_points(points, weights)


@given(hundredths=st.integers(0, 10_000), weights=WEIGHTS)
def test_parts_sum_to_the_whole(hundredths: int, weights: list[int]) -> None:
    """An exercise must be worth what its manifest says, to the last hundredth."""
    points = Decimal(hundredths) / 100

    assert points == sum(share_points(points, weights))


@given(hundredths=st.integers(0, 10_000), weights=WEIGHTS)
def test_each_part_is_within_a_hundredth_of_its_share(
    hundredths: int, weights: list[int]
) -> None:
    """Rounding must not favour a check by more than it has to."""
    points = Decimal(hundredths) / 100

    parts = share_points(points, weights)

    shares = [points * weight / sum(weights) for weight in weights]
    assert max(abs(a - b) for a, b in zip(parts, shares, strict=True)) < Decimal("0.01")


def test_open_checks_share_their_part_and_hidden_ones_the_rest() -> None:
    """The teacher decides how much a student can see."""
    checks = [
        check("a", OPEN),
        check("b", OPEN, 2),
        check("a", HIDDEN),
        check("c", HIDDEN),
    ]

    points = check_points(EXERCISE, checks, 0.4)

    assert points == {
        (OPEN, "a"): Decimal(4),
        (OPEN, "b"): Decimal(8),
        (HIDDEN, "a"): Decimal(9),
        (HIDDEN, "c"): Decimal(9),
    }


@pytest.mark.parametrize("visibility", [OPEN, HIDDEN])
def test_one_group_takes_all_where_the_other_is_empty(visibility: Visibility) -> None:
    """An exercise without hidden checks is still worth its points."""
    points = check_points(EXERCISE, [check("a", visibility)], 0.4)

    assert points == {(visibility, "a"): Decimal(30)}


@pytest.mark.parametrize(
    ("visibility", "part"), [(OPEN, Decimal(12)), (HIDDEN, Decimal(18))]
)
def test_one_group_keeps_its_part_where_the_other_was_not_read(
    visibility: Visibility, part: Decimal
) -> None:
    """In a student's kit the hidden checks exist, unseen."""
    points = check_points(EXERCISE, [check("a", visibility)], 0.4, [visibility])

    assert points == {(visibility, "a"): part}


def test_the_manifest_says_that_no_hidden_check_exists() -> None:
    """A kit knows nothing else of hidden checks, and gives the open ones all."""
    alone = msgspec.structs.replace(EXERCISE, all_open=True)

    points = check_points(alone, [check("a", OPEN)], 0.4, [OPEN])

    assert points == {(OPEN, "a"): Decimal(30)}


def test_checks_of_other_exercises_are_left_out() -> None:
    """A caller may hand over all checks of a unit."""
    other = Check("b", "6.1", OPEN, 1, "Title.")

    points = check_points(EXERCISE, [check("a", OPEN), other], 0.4)

    assert points == {(OPEN, "a"): Decimal(30)}


@given(share=st.floats(0, 1), opens=WEIGHTS, hiddens=WEIGHTS)
def test_an_exercise_is_worth_its_points_whatever_the_share(
    share: float, opens: list[int], hiddens: list[int]
) -> None:
    """No share and no weights may change what an exercise is worth."""
    checks = [check(f"o{n}", OPEN, weight) for n, weight in enumerate(opens)]
    checks += [check(f"h{n}", HIDDEN, weight) for n, weight in enumerate(hiddens)]

    points = check_points(EXERCISE, checks, share)

    assert sum(points.values()) == 30
