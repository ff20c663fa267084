"""Numbers of the turns of a loop: what the check says."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest

from grader.checks import numbers_in_turn
from grader.sandbox.messages import Value
from tests.checks.causes import failure

RIGHT = [5.31, 3.2, 4.17, 1.044]
NAME = "the list of losses"


def cause(found: Value, right: Sequence[float] = RIGHT) -> tuple[str, str]:
    """Return the first cause of a wrong list."""
    return failure(lambda: numbers_in_turn(found, right, NAME))[1][0]


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        (
            [*RIGHT, 1.0, 2.0],
            "goes on",
            "The list of losses goes on too long, by 2: look at what ends the loop.",
        ),
        (
            [9.0, *RIGHT],
            "begins early",
            (
                "The list of losses begins too early, by 1: nothing belongs in front "
                "of the first turn's number."
            ),
        ),
        (
            RIGHT[:3],
            "ends early",
            "The list of losses ends too early: the last one is not in it.",
        ),
        (
            RIGHT[:2],
            "ends early",
            "The list of losses ends too early: the last 2 are not in it.",
        ),
        (
            RIGHT[1:],
            "begins late",
            "The list of losses begins too late: the first one is not in it.",
        ),
        (
            np.cumsum(RIGHT),
            "running",
            (
                "Each number of the list of losses holds all earlier ones as well: "
                "start at 0 in every turn."
            ),
        ),
        (
            RIGHT[::-1],
            "reversed",
            "The order of the list of losses is turned around: the last comes first.",
        ),
        (
            sorted(RIGHT),
            "sorted",
            (
                "The numbers of the list of losses are sorted, the smallest first, and "
                "must not be."
            ),
        ),
        (
            [13 - 5.31, 13 - 3.2, 13 - 4.17, 13 - 1.044],
            "the others",
            (
                "Each number of the list of losses is 13 less the right one: what is "
                "counted is the opposite."
            ),
        ),
        (
            [9.0, *RIGHT[:3]],
            "late",
            (
                "Each number of the list of losses is that of the turn before: it is "
                "noted one turn too late."
            ),
        ),
        (
            [*RIGHT[1:], 0.5],
            "early",
            (
                "Each number of the list of losses is that of the turn after: it is "
                "noted one turn too early."
            ),
        ),
        (
            [5.31] * 4,
            "all first",
            (
                "Every number of the list of losses is that of the first turn: no "
                "turn has an effect on the next, or none is new."
            ),
        ),
        (
            [1.044] * 4,
            "all last",
            (
                "Every number of the list of losses is that of the last turn: is one "
                "object put in each time, which every turn changes?"
            ),
        ),
        (
            np.round(RIGHT, 1),
            "rounded 1",
            (
                "The numbers of the list of losses are rounded to 1 decimals: keep all "
                "digits."
            ),
        ),
        (
            np.round(RIGHT),
            "rounded 0",
            (
                "The numbers of the list of losses are rounded to whole numbers: keep"
                " all digits."
            ),
        ),
        (
            [5.31, 4.17, 1.044, 3.2],
            "other places",
            (
                "The numbers of the list of losses are right, and stand in other "
                "places: only the first is where it belongs."
            ),
        ),
        (
            [3.2, 4.17, 5.31, 1.044],
            "other places",
            (
                "The numbers of the list of losses are right, and stand in other "
                "places: only the last is where it belongs."
            ),
        ),
        (
            [3.2, 5.31, 1.044, 4.17],
            "other places",
            "The numbers of the list of losses are right, and stand in other places.",
        ),
    ],
)
def test_what_turns_right_numbers_into_these_is_told(
    found: object, code: str, said: str
) -> None:
    """One number for each turn of a loop."""
    assert (f"series:{code}", said) == cause(found)


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ([], "empty", "It is empty: nothing is ever put into it."),
        (
            [1.0] * 5,
            "1 more",
            (
                "There is one entry too many: is there one from before the first turn"
                " of the loop, or one turn too many?"
            ),
        ),
        (
            [1.0] * 3,
            "1 less",
            "There is one entry too few: does a loop begin too late, or end too early?",
        ),
        (
            [1.0] * 9,
            "more",
            (
                "There are too many entries, 9 in place of 4: look at what is put in, "
                "and how often."
            ),
        ),
        (
            [1.0, 2.0],
            "less",
            (
                "There are too few entries, 2 in place of 4: look at what is put in, "
                "and how often."
            ),
        ),
    ],
)
def test_another_length_is_told(found: object, code: str, said: str) -> None:
    """Where it is known beforehand how many there are."""
    assert (f"length:{code}", said) == cause(found)


def test_a_length_that_depends_on_the_numbers_is_no_cause() -> None:
    """It is an effect of whatever is wrong."""
    said = failure(lambda: numbers_in_turn([7.0], RIGHT, NAME, is_fixed=False))

    assert ("the list of losses must have 4 numbers, found 1", []) == said


@pytest.mark.parametrize(
    ("found", "must", "code", "said"),
    [
        (
            None,
            "the list of losses must be a list of numbers, found None",
            "not-returned",
            "The list of losses is None: is a return missing?",
        ),
        (
            3.0,
            "the list of losses must be a list of numbers, found a float",
            "kind:no numbers",
            "The list of losses must hold single numbers: float(value) makes one.",
        ),
        (
            [1.0, np.ones(2)],
            (
                "the list of losses must be a list of numbers, found an array (2,) of "
                "float64 in it"
            ),
            "kind:no numbers",
            "The list of losses must hold single numbers: float(value) makes one.",
        ),
    ],
)
def test_what_is_no_list_of_numbers_is_told(
    found: object, must: str, code: str, said: str
) -> None:
    """Of whatever kind it is."""
    assert (must, [(code, said)]) == failure(
        lambda: numbers_in_turn(found, RIGHT, NAME)
    )


@pytest.mark.parametrize(
    "found",
    [RIGHT, tuple(RIGHT), np.array(RIGHT), [np.array(each) for each in RIGHT]],
    ids=["list", "tuple", "array", "arrays of one number"],
)
def test_right_numbers_pass(found: object) -> None:
    """In a list of any kind."""
    numbers_in_turn(found, RIGHT, NAME)


def test_other_numbers_get_no_cause() -> None:
    """Nor do few that are like any others, or that are not finite."""
    wrong = ([1.7, 0.2, 9.1, 3.3], RIGHT), ([2.0, 1.0], [1.0, 2.0]), ([np.nan], [1.0])

    checks = [partial(numbers_in_turn, *pair, NAME) for pair in wrong]

    codes = [code for check in checks for code, _ in failure(check)[1]]
    assert [] == [code for code in codes if code.startswith("series")]
