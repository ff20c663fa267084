"""Checks of batches and orders: each example once, mixed, with what belongs to it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.errors import CheckFailed, Finding
from grader.numerics.diagnosis.orders import explain_batches, explain_order

Places = NDArray[np.integer]


def cover_once(batches: Sequence[Places], n: int, size: int) -> None:
    """Check that batches hold each of n examples once, `size` at a time.

    Args:
        batches: the numbers of the examples in each batch, from 0.
        n: how many examples there are.
        size: of a batch; the last one may have fewer.

    Raises:
        CheckFailed: they do not.
    """
    full = [size] * (n // size) + [n % size] * bool(n % size)
    lengths = [len(batch) for batch in batches]
    places = np.sort(np.concatenate(batches)) if batches else np.zeros(0, np.int64)
    if lengths != full or not np.array_equal(places, np.arange(n)):
        listed = ", ".join(map(str, lengths)) or "none"
        msg = f"{n} examples in batches of {size}: found batches of {listed}."
        if lengths == full:
            msg = f"each of {n} examples must come once in a pass."
        raise CheckFailed(msg, tuple(explain_batches(batches, n, size)))


def is_mixed(order: Places, size: int = 0) -> None:
    """Name the rule by which an order was made that is not mixed.

    A fair order of 20 or more fails this with probability below 1e-15. Whether an order
    is fair is up to the suite: this is for `narrowed`.

    Args:
        order: the numbers of the examples, each once, in the order they came.
        size: of a batch, 0 where there are none.

    Raises:
        CheckFailed: the order is as it was given, turned, kept in blocks, or the like.
    """
    found = tuple(explain_order(order, size))
    if found:
        msg = "the examples must come in a random order."
        raise CheckFailed(msg, found)


def orders_differ(orders: Sequence[Places]) -> None:
    """Check that passes have orders of their own.

    Raises:
        CheckFailed: all have the same one.
    """
    first = orders[0] if orders else np.zeros(0, np.int64)
    if len(orders) > 1 and all(np.array_equal(first, each) for each in orders[1:]):
        msg = f"{len(orders)} passes must have {len(orders)} orders, found one."
        said = "All passes have one and the same order: draw a new one in each, from "
        said += "the generator that is given and goes on."
        raise CheckFailed(msg, (Finding("order:same again", said),))


def stay_together(places: Places, others: Places, names: tuple[str, str]) -> None:
    """Check that what belongs together is at the same place in two arrays.

    Args:
        places: the numbers of the examples in the one, in the order they came.
        others: those in the other.
        names: what the arrays are called: ("x", "t").

    Raises:
        CheckFailed: two that belong together are parted.
    """
    if np.array_equal(places, others):
        return
    one, two = names
    msg = f"each row of {two} must be at the place of its row of {one}."
    if np.array_equal(np.sort(places), np.sort(others)):
        said = f"{one} and {two} are put into two orders: draw one, and choose from "
        raise CheckFailed(msg, (Finding("order:apart", f"{said}both by it."),))
    said = f"{one} and {two} are not chosen by the same places: choose from both by "
    raise CheckFailed(msg, (Finding("order:other rows", f"{said}one array of them."),))
