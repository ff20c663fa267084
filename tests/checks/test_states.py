"""State, purity and settings of code that is no layer: what each check says."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import (
    as_in_floats,
    begins_anew,
    is_given,
    left_alone,
    lists_left_alone,
    makes_a_difference,
    moves_one_entry,
    same_again,
    untouched_by_others,
)
from tests.checks.causes import failure

ONES = np.ones(3)
SPOILED = (
    "state:spoiled",
    (
        "A call changes what the next one needs: read what was kept, and write into "
        "new arrays."
    ),
)
SHARED = (
    "state:shared",
    (
        "Another object changes what this one keeps: keep it on self, not on the "
        "class or in the module."
    ),
)
KEPT = (
    "state:kept",
    (
        "What an earlier call left is still there: make everything anew in each call,"
        " and keep nothing in the module, on a class, or in a default argument."
    ),
)
WHOLE = (
    "integers:on the way",
    (
        "With whole numbers something is cut to whole numbers, or leaves their range,"
        " on the way, as 0 - 1 of bytes does: make floats of them first."
    ),
)
ANOTHER = (
    "given:another array",
    (
        "A new array is put in the place of the given one, which stays as it was: "
        "write into the array itself, as `+=` does."
    ),
)


@pytest.mark.parametrize(
    ("check", "cause"),
    [
        (lambda x: same_again(x, ONES, "dx"), SPOILED),
        (lambda x: untouched_by_others(x, ONES, "out"), SHARED),
        (lambda x: begins_anew(x, ONES, "w"), KEPT),
        (lambda x: as_in_floats(x, ONES, "w"), WHOLE),
    ],
    ids=["same_again", "untouched_by_others", "begins_anew", "as_in_floats"],
)
def test_a_state_that_shows_is_told(
    check: Callable[[object], None], cause: tuple[str, str]
) -> None:
    """By one sentence in every unit."""
    check(ONES.copy())

    assert cause == failure(lambda: check(2 * ONES))[1][0]


def test_state_may_show_in_names_and_lengths() -> None:
    """They are not numbers."""
    untouched_by_others(["a"], ["a"], "the names")
    names = failure(lambda: untouched_by_others(["a", "b"], ["a"], "the names"))
    lengths = failure(lambda: begins_anew([1.0, 2.0], [1.0], "errors"))

    assert ("the names must stay as they are.", [SHARED]) == names
    assert ("errors must be as many as before.", [KEPT]) == lengths


def test_an_array_in_place_of_the_given_one_is_told() -> None:
    """The given one stays as it was."""
    is_given(2 * ONES, ONES, 2 * ONES, "the array")

    assert failure(lambda: is_given(ONES, ONES, 2 * ONES, "the array")) == (
        "the array must change.",
        [ANOTHER],
    )


def test_what_a_function_changes_is_told() -> None:
    """Arrays by entries, lists as a whole."""
    left_alone("split", {"x": ONES}, {"x": ONES.copy()})
    lists_left_alone("search", [1.0], [1.0], "a history")

    said = (
        "split changed x, an array it was given: 3 of 3 entries differ after the call. "
        "Work on a new array, or on a copy (slices, .T and reshape make none); "
        "functions that it calls count, too."
    )
    assert (said, [("changed:x:split", said)]) == failure(
        lambda: left_alone("split", {"x": 2 * ONES}, {"x": ONES})
    )
    assert failure(lambda: lists_left_alone("search", [], [1.0], "a history")) == (
        "search must leave a history as it is.",
        [
            (
                "changed:a history:search",
                (
                    "search changes a history that it was handed, as pop, sort and "
                    "append do: only read it, or work on a copy."
                ),
            )
        ],
    )


def test_a_setting_without_effect_is_told() -> None:
    """Two of it give the same."""
    makes_a_difference(lambda *_, **given: np.array(given["lr"]), "lr", (0.1, 0.2), "b")

    assert failure(
        lambda: makes_a_difference(lambda *_, **__: ONES, "lr", (0.1, 0.2), "b")
    ) == (
        "b must depend on lr, found the same for two of them.",
        [("ignored:lr:b", "lr makes no difference to b: use it there as well.")],
    )


X, H = np.array([1.0, 2.0]), 0.3
FIRST, SECOND = np.array([H, 0.0]), np.array([0.0, H])


@pytest.mark.parametrize(
    ("points", "must", "code", "said"),
    [
        (
            [X[np.newaxis]],
            "f must be called with arrays of shape (2,), found (1, 2).",
            "shape",
            "f gets arrays of shape (1, 2): hand it a copy of x in its own shape.",
        ),
        (
            [X + FIRST, X + FIRST + SECOND],
            (
                "each point must have one entry of x moved by 0.3, found up to 2 "
                "moved by 0.3."
            ),
            "left moved",
            (
                "Entries stay where they were moved to: move a fresh copy of x, or "
                "move each one back."
            ),
        ),
        (
            [X + H, X - H],
            (
                "each point must have one entry of x moved by 0.3, found up to 2 "
                "moved by 0.3."
            ),
            "together",
            "Several entries are moved at once: move one, and leave the others.",
        ),
        (
            [X + FIRST, X + 2 * SECOND],
            (
                "each point must have one entry of x moved by 0.3, found up to 1 "
                "moved by 0.6."
            ),
            "steps differ",
            "The step is not the same for all entries: it is h, whatever x is.",
        ),
        (
            [X + 1.7 * FIRST, X + 1.7 * SECOND],
            (
                "each point must have one entry of x moved by 0.3, found up to 1 "
                "moved by 0.51."
            ),
            "other step",
            "The step is another one than the h that is given.",
        ),
    ],
)
def test_points_that_are_not_one_step_away_are_told(
    points: list[np.ndarray], must: str, code: str, said: str
) -> None:
    """One entry is moved, by h."""
    moves_one_entry([X + FIRST, X - SECOND, X], X, H)

    measured, causes = failure(lambda: moves_one_entry(points, X, H))

    assert (must, (f"points:{code}", said)) == (measured, causes[-1])


def test_a_step_with_a_name_is_named() -> None:
    """Half of h, say."""
    _, causes = failure(lambda: moves_one_entry([X + FIRST / 2], X, H))

    said = "The step is exactly `h / 2`: `h` is halved."
    assert ("formula:The step:h / 2", said) == causes[0]
