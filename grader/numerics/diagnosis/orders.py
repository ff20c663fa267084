"""What is wrong with an order, or with batches, of examples known by number."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding

Places = NDArray[np.integer]
ENOUGH = 12  # examples: 1 / 12! is the chance that a fair order leaves them sorted
MANY_PAIRS = 0.5  # of all neighbours are still side by side


def explain_batches(batches: Sequence[Places], n: int, size: int) -> Iterator[Finding]:
    """Yield why batches do not cover n examples once, `size` at a time.

    Args:
        batches: the numbers of the examples in each, from 0.
        n: how many examples there are.
        size: of a batch; the last may have fewer.
    """
    lengths = [len(batch) for batch in batches]
    places = np.concatenate(batches) if batches else np.zeros(0, np.int64)
    kinds, rest = np.unique(places).size, n % size
    if not places.size:
        yield Finding("batches:none", "No batch comes: is there a yield in the loop?")
    elif set(lengths) == {size} and rest and kinds == places.size == n - rest:
        text = "The last, short batch is left out: its examples belong to a pass too."
        yield Finding("batches:last dropped", text)
    elif set(lengths) == {size} and rest and kinds == n:
        text = "The last batch is filled up with examples that came before: it has as "
        yield Finding("batches:filled up", f"{text}many as are left.")
    elif kinds < places.size or kinds < n:
        yield not_once(places, n)
    else:
        yield from _of_other_sizes(lengths, size)


def not_once(places: Places, n: int) -> Finding:
    """Return what there is to say of examples that come twice, or never."""
    kinds = np.unique(places).size
    if kinds < places.size:
        text = "Some examples come more than once"
        text += " and others never" if kinds < n else ""
        text += ": draw one order of all of them, as rng.permutation does."
        return Finding("batches:repeated", text)
    text = f"{_examples(n - kinds)} never: look at where a batch begins, and at "
    return Finding(f"batches:{_word(n - kinds)} lost", f"{text}where the last ends.")


def _of_other_sizes(lengths: Sequence[int], size: int) -> Iterator[Finding]:
    if 0 in lengths:
        yield Finding("batches:empty", "There is a batch without an example.")
        return
    off = max(lengths) - size
    code = f"{off:+d}" if abs(off) == 1 else "other"
    text = f"The batches have up to {max(lengths)} examples, and {size} were asked for."
    if not off:
        text = "A batch in the middle is too short: only the last one may be."
    yield Finding(f"batches:size {code}", text)


def _examples(count: int) -> str:
    return "One example comes" if count == 1 else f"{count} examples come"


def _word(count: int) -> str:
    return "one" if count == 1 else "some"


def explain_order(
    order: Places, size: int = 0, *, blocks: bool = True
) -> Iterator[Finding]:
    """Yield by which rule an order was made that is not mixed.

    Args:
        order: the numbers of the examples, all of them or some, in the order they came.
        size: of a batch, 0 where there are none.
        blocks: whether neighbours that stay neighbours mean something.
    """
    n = order.size
    if n < ENOUGH or np.unique(order).size < n:
        return
    order = np.argsort(np.argsort(order))
    steps = np.diff(order)
    if (steps == 1).all():
        text = "The examples come in the order in which they were given: shuffle them."
        yield Finding("order:as given", text)
    elif (steps == -1).all():
        text = "The examples come in the given order from the last to the first: "
        yield Finding("order:reversed", f"{text}shuffle them.")
    elif (np.diff(order, append=order[0]) % n == 1).all():
        text = "The given order is only turned to another beginning: draw a place for "
        yield Finding("order:rotated", f"{text}each example.")
    elif size and _stay_in_batches(order, size):
        text = "Examples are shuffled inside of their batch only: shuffle all of them "
        yield Finding("order:within batches", f"{text}first, and cut afterwards.")
    elif blocks and (np.abs(steps) == 1).mean() > MANY_PAIRS:
        text = "Whole blocks are moved, and neighbours stay neighbours: shuffle the "
        yield Finding(
            "order:whole blocks", f"{text}examples first, and cut afterwards."
        )


def _stay_in_batches(order: Places, size: int) -> bool:
    return all(
        set((order[start : start + size] // size).tolist()) == {start // size}
        for start in range(0, order.size, size)
    )
