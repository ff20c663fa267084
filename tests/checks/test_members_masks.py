"""Entries that are chosen: what each check says."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import are_apart, ignores_values
from tests.checks.causes import failure

RNG = np.random.default_rng(3)
MASKS = RNG.random((20, 31, 29)) < 0.3
FIXED = np.argsort(RNG.random((20, 899)), axis=1).reshape(20, 31, 29) < 270


@pytest.mark.parametrize(
    ("check", "must", "code", "said"),
    [
        (
            lambda: are_apart(np.repeat(MASKS[:1], 5, axis=0)),
            "5 draws must choose other entries.",
            "masks:same",
            "Each draw chooses the same entries: draw anew in each call.",
        ),
        (
            lambda: are_apart(np.repeat(MASKS[:, :1], 31, axis=1), "the pixels"),
            "all 31 places along axis 0 must differ in what is chosen.",
            "masks:axis 0",
            (
                "The pixels are chosen together along axis 0: draw one number for each "
                "entry, in the whole shape."
            ),
        ),
        (
            lambda: are_apart(FIXED),
            "20 draws must not all choose equally many of the entries.",
            "masks:count",
            (
                "Each draw chooses equally many entries: choose each entry by itself,"
                " by a number of its own, so that their count varies."
            ),
        ),
    ],
)
def test_entries_that_are_not_chosen_one_by_one_are_told(
    check: Callable[[], None], must: str, code: str, said: str
) -> None:
    """Chance alone leaves nothing of this."""
    assert (must, [(code, said)]) == failure(check)


def test_entries_that_are_chosen_one_by_one_pass() -> None:
    """One draw has no count to compare with."""
    are_apart(MASKS)
    are_apart(FIXED[:1])


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("smallest", "size"),
        ("largest", "size"),
        ("smallest", "value"),
        ("largest", "value"),
    ],
)
def test_a_choice_by_the_values_is_told(word: str, kind: str) -> None:
    """All that are chosen lie on one side of all others."""
    values = RNG.normal(size=77)
    numbers = np.abs(values) if kind == "size" else values
    rank = np.argsort(np.argsort(numbers if word == "smallest" else -numbers))

    said = failure(lambda: ignores_values(rank < 20, values))

    assert said == (
        "the entries must be chosen whatever their values are.",
        [
            (
                f"masks:{word} {kind}",
                (
                    f"Those of the {word} {kind} are chosen: draw a number for each "
                    f"entry, and compare that in place of the entry."
                ),
            )
        ],
    )


def test_a_choice_by_chance_is_none_by_the_values() -> None:
    """Nor is one of all or none."""
    values = RNG.normal(size=77)

    ignores_values(RNG.random(77) < 0.3, values)
    ignores_values(values < 9, values)
