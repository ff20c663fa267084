"""Checks of batches and orders: each example once, mixed, with what belongs to it."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.errors import CheckFailed, Finding
from grader.numerics.diagnosis.orders import explain_batches, explain_order, not_once

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


def divide_once(parts: Sequence[Places], n: int) -> None:
    """Check that parts together hold each of n examples once.

    Args:
        parts: the numbers of the examples in each part, from 0.
        n: how many examples there are.

    Raises:
        CheckFailed: one comes twice, or never.
    """
    places = np.concatenate(parts)
    if not np.array_equal(np.sort(places), np.arange(n)):
        msg = f"each of {n} examples must be in one part, once."
        raise CheckFailed(msg, (not_once(places, n),))


def equals_keep_order(groups: Sequence[Places]) -> None:
    """Check that what is equal keeps its order in a sorted list.

    Args:
        groups: for each value the places, before sorting, of those that have it, in
            the order in which they come afterwards.

    Raises:
        CheckFailed: equals change places.
    """
    steps = np.concatenate([np.diff(group) for group in groups])
    if (steps >= 0).all():
        return
    msg = "what is equal must keep the order in which it came."
    if (steps <= 0).all():
        said = "Of two equals the later comes first: a list that is sorted and then "
        said += "turned around turns equals around, too."
        raise CheckFailed(msg, (Finding("ties:turned", said),))
    said = "Equals are mixed, as by a sort that is not stable, or by one that goes on "
    said += "to compare something else."
    raise CheckFailed(msg, (Finding("ties:mixed", said),))


def is_mixed(order: Places, size: int = 0, *, blocks: bool = True) -> None:
    """Name the rule by which an order was made that is not mixed.

    A fair order of 12 is named with probability below 1e-8. Whether an order is fair is
    up to the suite: this is for `narrowed`.

    Args:
        order: the numbers of the examples, all or some, in the order they came.
        size: of a batch, 0 where there are none.
        blocks: whether neighbours that stay neighbours mean something; not where one
            part of the order may be as it was given, and another not.

    Raises:
        CheckFailed: the order is as it was given, turned, kept in blocks, or the like.
    """
    found = tuple(explain_order(order, size, blocks=blocks))
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


def takes_in_order(run: Callable[[bool], object], right: object) -> None:
    """Name a loop that goes through its examples backwards, for use in `narrowed`.

    Args:
        run: returns what comes out, of the examples or, for True, of the same from the
            last to the first.
        right: what must come out of the examples.

    Raises:
        CheckFailed: what must come out comes out of the examples turned around.
    """
    found, turned = (np.asarray(run(each), np.float64) for each in (False, True))
    wanted = np.asarray(right, np.float64)
    is_turned = turned.shape == wanted.shape and np.allclose(turned, wanted, 1e-9, 1e-9)
    if is_turned and not np.allclose(found, wanted, 1e-9, 1e-9):
        msg = "examples must be taken in the order in which they are given."
        said = "The examples are taken from the last to the first."
        raise CheckFailed(msg, (Finding("order:backwards", said),))


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
