"""What the checks of an exercise found, summed up in one outcome and one score."""

import itertools
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import (
    Check,
    Exercise,
    Limits,
    Outcome,
    ScoredExercise,
    Unit,
    Verdict,
    Visibility,
)
from grader.scoring import PRECEDENCE, score_units

EXERCISE = Exercise("6.1", "f", 100, 10, 1, ("Draw.",))
UNIT = Unit("u06_x", "X", "", "x.py", (EXERCISE,), Limits(), 1, Path(), None)
OUTCOMES = st.sampled_from(list(Outcome))

Expected = dict[str, list[Check]]
Found = dict[str, list[Verdict]]


def one_exercise(outcomes: list[Outcome]) -> tuple[Unit, Expected, Found]:
    """Return a unit of one exercise with a check for each outcome."""
    checks = [
        Check(f"c{n}", "6.1", list(Visibility)[n % 2], n + 1, "Title.")
        for n in range(len(outcomes))
    ]
    verdicts = [
        Verdict(check.id, check.visibility, outcome)
        for check, outcome in zip(checks, outcomes, strict=True)
    ]
    return UNIT, {UNIT.id: checks}, {UNIT.id: verdicts}


def scored_exercise(outcomes: list[Outcome]) -> ScoredExercise:
    """Return an exercise of 100 points whose checks ended so."""
    unit, expected, verdicts = one_exercise(outcomes)
    return score_units([unit], expected, verdicts, 0.4)[0].exercises[0]


@pytest.mark.parametrize(
    ("first", "second"),
    list(itertools.pairwise(PRECEDENCE)),
    ids=PRECEDENCE[:-1],
)
def test_the_gravest_outcome_of_its_checks_speaks_for_an_exercise(
    first: Outcome, second: Outcome
) -> None:
    """One line for an exercise must name what to look at first."""
    exercise = scored_exercise([second, first, second])

    assert first is exercise.outcome


@pytest.mark.parametrize(
    ("outcomes", "outcome"),
    [
        ([Outcome.WRONG, Outcome.OUTPUT, Outcome.CRASHED], Outcome.OUTPUT),
        ([Outcome.WRONG, Outcome.CRASHED, Outcome.OUTPUT], Outcome.CRASHED),
    ],
    ids=["a list first", "a crash first"],
)
def test_a_wrong_kind_of_value_speaks_for_the_crash_that_follows(
    outcomes: list[Outcome], outcome: Outcome
) -> None:
    """A list comprehension returns a list for a row, and crashes on a table."""
    assert outcome is scored_exercise(outcomes).outcome


def test_the_precedence_knows_every_outcome() -> None:
    """A new outcome must be given its place."""
    assert sorted(Outcome) == sorted(PRECEDENCE)


@given(outcomes=st.lists(OUTCOMES, min_size=1, max_size=12))
def test_an_exercise_has_passed_only_if_all_its_checks_have(
    outcomes: list[Outcome],
) -> None:
    """Full marks and "passed" are the same claim."""
    exercise = scored_exercise(outcomes)

    assert (exercise.outcome is Outcome.PASSED) == (set(outcomes) == {Outcome.PASSED})
    assert (exercise.outcome is Outcome.PASSED) == (exercise.score == 100.0)


@given(outcomes=st.lists(OUTCOMES, min_size=1, max_size=12), place=st.integers(0, 11))
def test_passing_one_more_check_never_costs_points(
    outcomes: list[Outcome], place: int
) -> None:
    """A better solution must not score less."""
    better = list(outcomes)
    better[place % len(outcomes)] = Outcome.PASSED

    assert scored_exercise(outcomes).score <= scored_exercise(better).score


@given(outcomes=st.lists(OUTCOMES, min_size=1, max_size=12))
def test_the_order_of_reports_changes_nothing(outcomes: list[Outcome]) -> None:
    """Serial, parallel and resumed runs must give one document."""
    unit, expected, verdicts = one_exercise(outcomes)
    backwards = {unit.id: verdicts[unit.id][::-1]}

    assert msgspec.json.encode(
        score_units([unit], expected, verdicts, 0.4)
    ) == msgspec.json.encode(score_units([unit], expected, backwards, 0.4))
