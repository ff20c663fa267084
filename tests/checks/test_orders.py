"""Batches, parts and orders of examples: what each check says."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    cover_once,
    divide_once,
    equals_keep_order,
    is_mixed,
    orders_differ,
    stay_together,
    takes_in_order,
)
from tests.checks.causes import failure

N, SIZE = 23, 5
ORDER = np.random.default_rng(4).permutation(N)
PLACES = np.arange(N)


def cut(order: NDArray[np.int64], size: int = SIZE) -> list[NDArray[np.int64]]:
    """Return an order in batches."""
    return [order[k : k + size] for k in range(0, len(order), size)]


@pytest.mark.parametrize(
    ("batches", "code", "said"),
    [
        ([], "none", "No batch comes: is there a yield in the loop?"),
        (
            cut(ORDER)[:-1],
            "last dropped",
            "The last, short batch is left out: its examples belong to a pass too.",
        ),
        (
            cut(np.append(ORDER, ORDER[:2])),
            "filled up",
            (
                "The last batch is filled up with examples that came before: it has as "
                "many as are left."
            ),
        ),
        (
            cut(np.append(ORDER[:-1], ORDER[0])),
            "repeated",
            (
                "Some examples come more than once and others never: draw one order "
                "of all of them, as rng.permutation does."
            ),
        ),
        (
            cut(np.append(ORDER, ORDER[0])),
            "repeated",
            (
                "Some examples come more than once: draw one order of all of them, as "
                "rng.permutation does."
            ),
        ),
        (
            cut(ORDER[1:]),
            "one lost",
            (
                "One example comes never: look at where a batch begins, and at where "
                "the last ends."
            ),
        ),
        (
            cut(ORDER[2:]),
            "some lost",
            (
                "2 examples come never: look at where a batch begins, and at where the "
                "last ends."
            ),
        ),
        (
            [*cut(ORDER), ORDER[:0]],
            "empty",
            "There is a batch without an example.",
        ),
        (
            cut(ORDER, 6),
            "size +1",
            "The batches have up to 6 examples, and 5 were asked for.",
        ),
        (
            cut(ORDER, 8),
            "size other",
            "The batches have up to 8 examples, and 5 were asked for.",
        ),
        (
            cut(ORDER)[::-1],
            "size other",
            "A batch in the middle is too short: only the last one may be.",
        ),
    ],
)
def test_what_is_wrong_with_batches_is_told(
    batches: list[NDArray[np.int64]], code: str, said: str
) -> None:
    """They hold each example once, so many at a time."""
    _, causes = failure(lambda: cover_once(batches, N, SIZE))

    assert [(f"batches:{code}", said)] == causes


def test_the_message_shows_the_lengths_of_batches() -> None:
    """Or says that it is not they that are wrong."""
    repeated = cut(np.append(ORDER[:-1], ORDER[0]))

    lengths, _ = failure(lambda: cover_once(cut(ORDER, 8), N, SIZE))
    none, _ = failure(lambda: cover_once([], N, SIZE))
    once, _ = failure(lambda: cover_once(repeated, N, SIZE))

    assert lengths == "23 examples in batches of 5: found batches of 8, 8, 7."
    assert none == "23 examples in batches of 5: found batches of none."
    assert once == "each of 23 examples must come once in a pass."


def test_parts_that_do_not_hold_each_example_once_are_told() -> None:
    """In one of them, whichever it is."""
    divide_once([ORDER[:5], ORDER[5:]], N)

    assert failure(lambda: divide_once([ORDER[:5], ORDER[6:]], N)) == (
        "each of 23 examples must be in one part, once.",
        [
            (
                "batches:one lost",
                (
                    "One example comes never: look at where a batch begins, and at "
                    "where the last ends."
                ),
            )
        ],
    )


@pytest.mark.parametrize(
    ("order", "code", "said"),
    [
        (
            PLACES,
            "as given",
            "The examples come in the order in which they were given: shuffle them.",
        ),
        (
            PLACES[::-1],
            "reversed",
            (
                "The examples come in the given order from the last to the first: "
                "shuffle them."
            ),
        ),
        (
            np.roll(PLACES, 7),
            "rotated",
            (
                "The given order is only turned to another beginning: draw a place for "
                "each example."
            ),
        ),
        (
            np.concatenate([np.roll(each, 2) for each in cut(PLACES)]),
            "within batches",
            (
                "Examples are shuffled inside of their batch only: shuffle all of them "
                "first, and cut afterwards."
            ),
        ),
        (
            np.concatenate([cut(PLACES)[k] for k in (2, 0, 3, 1, 4)]),
            "whole blocks",
            (
                "Whole blocks are moved, and neighbours stay neighbours: shuffle the "
                "examples first, and cut afterwards."
            ),
        ),
    ],
)
def test_the_rule_behind_an_order_is_named(
    order: NDArray[np.int64], code: str, said: str
) -> None:
    """Of an order that is not fair."""
    assert failure(lambda: is_mixed(order, SIZE)) == (
        "the examples must come in a random order.",
        [(f"order:{code}", said)],
    )


def test_a_fair_order_is_mixed() -> None:
    """So is one of few, of which chance leaves some as it was; and of other numbers."""
    is_mixed(ORDER, SIZE)
    is_mixed(PLACES[:5])
    is_mixed(np.repeat(PLACES, 2))
    is_mixed(np.concatenate([cut(PLACES)[k] for k in (2, 0, 3, 1, 4)]), blocks=False)


def test_passes_of_one_order_are_told() -> None:
    """One pass has none to compare with."""
    orders_differ([ORDER])
    orders_differ([ORDER, ORDER[::-1]])

    assert failure(lambda: orders_differ([ORDER, ORDER, ORDER])) == (
        "3 passes must have 3 orders, found one.",
        [
            (
                "order:same again",
                (
                    "All passes have one and the same order: draw a new one in each, "
                    "from the generator that is given and goes on."
                ),
            )
        ],
    )


@pytest.mark.parametrize(
    ("others", "code", "said"),
    [
        (
            ORDER[::-1],
            "apart",
            "x and t are put into two orders: draw one, and choose from both by it.",
        ),
        (
            ORDER + 1,
            "other rows",
            (
                "x and t are not chosen by the same places: choose from both by one "
                "array of them."
            ),
        ),
    ],
)
def test_pairs_that_are_torn_are_told(
    others: NDArray[np.int64], code: str, said: str
) -> None:
    """What belongs together is at the same place."""
    stay_together(ORDER, ORDER, ("x", "t"))

    assert failure(lambda: stay_together(ORDER, others, ("x", "t"))) == (
        "each row of t must be at the place of its row of x.",
        [(f"order:{code}", said)],
    )


def test_a_loop_that_goes_backwards_is_told() -> None:
    """What must come out comes out of the examples turned around."""
    takes_in_order(lambda turned: [2.0 + turned], [2.0])
    takes_in_order(lambda _: [5.0], [2.0])
    takes_in_order(lambda _: [2.0], [2.0])

    assert failure(lambda: takes_in_order(lambda turned: [3.0 - turned], [2.0])) == (
        "examples must be taken in the order in which they are given.",
        [("order:backwards", "The examples are taken from the last to the first.")],
    )


@pytest.mark.parametrize(
    ("group", "code", "said"),
    [
        (
            [3, 2, 1],
            "turned",
            (
                "Of two equals the later comes first: a list that is sorted and then "
                "turned around turns equals around, too."
            ),
        ),
        (
            [1, 3, 2],
            "mixed",
            (
                "Equals are mixed, as by a sort that is not stable, or by one that "
                "goes on to compare something else."
            ),
        ),
    ],
)
def test_equals_that_change_places_are_told(
    group: list[int], code: str, said: str
) -> None:
    """The earlier comes first."""
    equals_keep_order([np.array([1, 2, 3]), np.array([4])])

    assert failure(lambda: equals_keep_order([np.array(group)])) == (
        "what is equal must keep the order in which it came.",
        [(f"ties:{code}", said)],
    )
