"""How often a check that trains fails a right solution, against sums by hand."""

import math

import pytest

from grader.numerics.calibration import (
    false_fail,
    fitted_rate,
    proposed_threshold,
    student_below,
    upper_rate,
)

TABLE_RTOL = 1e-4  # the table's quantiles have four or five digits
ROOT_2 = math.sqrt(2)


@pytest.mark.parametrize(
    ("miss_rate", "seeds", "need", "expected"),
    [
        (0.1, 3, 2, 3 * 0.01 * 0.9 + 0.001),
        (0.5, 3, 2, 0.5),
        (0.1, 1, 1, 0.1),
        (0.1, 3, 1, 0.001),
        (0.1, 3, 3, 1 - 0.9**3),
        (0.0, 3, 2, 0.0),
        (1.0, 3, 2, 1.0),
    ],
    ids=["2 of 3", "a coin", "1 of 1", "1 of 3", "3 of 3", "never", "always"],
)
def test_false_failures_are_a_binomial_tail(
    miss_rate: float, seeds: int, need: int, expected: float
) -> None:
    """For two of three, 3 p^2 (1 - p) + p^3."""
    assert false_fail(miss_rate, seeds, need) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("bound", "freedom", "expected"),
    [
        (-1.0, 1, 0.25),
        (0.0, 1, 0.5),
        (-ROOT_2, 2, 0.5 - ROOT_2 / 4),
        (-2.3534, 3, 0.05),
        (-2.1318, 4, 0.05),
        (-2.0150, 5, 0.05),
        (-1.7291, 19, 0.05),
        (-2.5280, 20, 0.01),
        (2.5280, 20, 0.99),
    ],
    ids=["1 at -1", "1 at 0", "2 at -root 2", "3", "4", "5", "19", "20", "20, above"],
)
def test_the_tail_of_students_t(bound: float, freedom: int, expected: float) -> None:
    """Closed forms for one and two degrees of freedom, the printed table for more."""
    assert student_below(bound, freedom) == pytest.approx(expected, rel=TABLE_RTOL)


def test_no_miss_in_twenty_runs_bounds_the_rate_at_fourteen_percent() -> None:
    """With no miss the bound p solves (1 - p)^20 = 0.05."""
    assert upper_rate(0, 20) == pytest.approx(1 - 0.05 ** (1 / 20))


def test_one_miss_in_two_runs() -> None:
    """The bound p solves (1 - p)^2 + 2 p (1 - p) = 1 - p^2 = 0.05."""
    assert upper_rate(1, 2) == pytest.approx(math.sqrt(0.95))


def test_only_misses_bound_nothing() -> None:
    """A rate of one agrees with them."""
    assert upper_rate(5, 5) == 1.0


def test_a_threshold_at_the_mean_is_missed_half_of_the_time() -> None:
    """Student's t is symmetric."""
    assert fitted_rate([1.0, 2.0, 3.0], 2.0) == pytest.approx(0.5)


def test_a_threshold_one_spread_below_the_mean_of_two_runs() -> None:
    """Mean 2, variance 2, so a further run spreads by root 3; T has one degree."""
    assert fitted_rate([1.0, 3.0], 2.0 - math.sqrt(3)) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("threshold", "expected"), [(0.9, 0.0), (0.91, 1.0)], ids=["at", "above"]
)
def test_runs_that_do_not_vary_are_taken_at_their_word(
    threshold: float, expected: float
) -> None:
    """There is no spread to divide by."""
    assert fitted_rate([0.9, 0.9, 0.9], threshold) == expected


def test_a_run_that_is_not_finite_misses() -> None:
    """A right solution that diverges once has no threshold at all."""
    assert fitted_rate([0.9, math.nan, 0.9], 0.1) == 1.0
    assert proposed_threshold([0.9, math.nan, 0.9], 3, 2) == -math.inf


def test_the_proposal_is_the_highest_round_threshold_that_is_safe() -> None:
    """At 0.87 T is -3.46 with four degrees, 3 p^2 is 5e-4; at 0.88 it is 1.5e-3."""
    values = [0.91, 0.92, 0.93, 0.94, 0.95]

    proposed = proposed_threshold(values, 3, 2, tolerated=1e-3)

    assert proposed == pytest.approx(0.87)
    assert false_fail(fitted_rate(values, proposed), 3, 2) <= 1e-3
    assert false_fail(fitted_rate(values, proposed + 0.01), 3, 2) > 1e-3


def test_runs_that_do_not_vary_are_their_own_threshold() -> None:
    """Rounded down to a step."""
    assert proposed_threshold([0.937] * 5, 3, 2) == 0.93


def test_a_threshold_is_round_although_floats_are_not() -> None:
    """57 times 0.01 has one bit more than 0.57, which the runs would miss."""
    assert proposed_threshold([0.57] * 5, 3, 2) == 0.57


def test_a_proposal_far_from_the_runs_is_found_at_once() -> None:
    """Two runs tell so little that the safe threshold is a million steps away.

    One run may miss with probability 0.0058, which Student's t with one degree
    of freedom reaches at -1 / (pi 0.0058) = -55 spreads, each 1.2e4 wide.
    """
    proposed = proposed_threshold([0.0, 1.4e4], 3, 2)

    assert proposed == pytest.approx(-6.6e5, rel=0.02)


def test_a_smaller_step_gives_a_finer_threshold() -> None:
    """A measure may be small."""
    assert proposed_threshold([0.0937] * 5, 3, 2, step=0.001) == 0.093
