"""What is wrong with a list of numbers, one for each turn of a loop."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding

Array = NDArray[np.float64]
RTOL = 1e-9
MOST_DIGITS = 7
FEW = 3  # numbers that differ: with fewer, any order is another one's


def explain_series(found: Array, right: Array) -> tuple[Finding, ...]:
    """Return what turns the right numbers into those that were found.

    Args:
        found: one number for each turn, as many as there are.
        right: what they must be.
    """
    if found.ndim != 1 or right.ndim != 1 or not np.isfinite(found).all():
        return ()
    if _alike(found, right) or not found.size:
        return ()
    return tuple(_longer_or_shorter(found, right)) or tuple(_as_long(found, right))


def _longer_or_shorter(found: Array, right: Array) -> Iterator[Finding]:
    n = right.size
    if found.size < n:
        if _alike(found, right[: found.size]):
            text = f"It ends too early: the last {_turns(n - found.size)} not in it."
            yield Finding("series:ends early", text)
        elif _alike(found, right[-found.size :]):
            text = f"It begins too late: the first {_turns(n - found.size)} not in it."
            yield Finding("series:begins late", text)
    elif found.size > n:
        more = found.size - n
        if n and _alike(found[:n], right):
            text = f"It goes on too long, by {more}: look at what ends the loop."
            yield Finding("series:goes on", text)
        elif n and _alike(found[-n:], right):
            text = f"It begins too early, by {more}: nothing belongs in it before the "
            yield Finding("series:begins early", f"{text}first turn.")


def _turns(count: int) -> str:
    return "one is" if count == 1 else f"{count} are"


def _as_long(found: Array, right: Array) -> Iterator[Finding]:
    if found.size != right.size or np.unique(right).size < FEW:
        return
    for code, text, made in (
        (
            "running",
            "Each number holds all earlier ones as well: start at 0 in every turn.",
            np.cumsum(right),
        ),
        ("reversed", "Its order is turned around: the last comes first.", right[::-1]),
        (
            "sorted",
            "It is sorted, and must stay in the order of the turns.",
            np.sort(right),
        ),
    ):
        if _alike(found, made) and not _alike(made, right):
            yield Finding(f"series:{code}", text)
            return
    total = found + right
    if np.ptp(total) == 0.0:
        text = f"Each number is {total[0]:g} less the right one: the opposite of what "
        yield Finding("series:the others", f"{text}is asked for is counted.")
    elif _alike(found[1:], right[:-1]):
        text = "Each number is that of the turn before: it is noted one turn late."
        yield Finding("series:late", text)
    elif _alike(found[:-1], right[1:]):
        text = "Each number is that of the turn after: it is noted one turn early."
        yield Finding("series:early", text)
    elif np.ptp(found) == 0.0 and np.isclose(right, found[0], RTOL, 0.0).any():
        place = int(np.flatnonzero(np.isclose(right, found[0], RTOL, 0.0))[0])
        word = {0: "first", right.size - 1: "last"}.get(place, "same")
        text = f"Every number is that of the {word} turn: compute it anew in each, and "
        text += "put no object into the list that a later turn changes."
        yield Finding(f"series:all {word}", text)
    else:
        yield from _rounded(found, right)
        yield from _moved(found, right)


def _alike(left: Array, right: Array) -> bool:
    if left.shape != right.shape:
        return False
    scale = float(np.abs(right).max(initial=0.0))
    return bool((np.abs(left - right) <= RTOL * max(scale, 1e-300)).all())


def _rounded(found: Array, right: Array) -> Iterator[Finding]:
    """Yield to how many decimals the right numbers were rounded."""
    for digits in range(MOST_DIGITS):
        if np.array_equal(found, np.round(right, digits)):
            many = "whole numbers" if not digits else f"{digits} decimals"
            text = f"It is rounded to {many}: keep all digits."
            yield Finding(f"series:rounded {digits}", text)
            return


def _moved(found: Array, right: Array) -> Iterator[Finding]:
    """Yield that the right numbers stand in other places."""
    if np.array_equal(np.sort(found), np.sort(right)):
        places = np.flatnonzero(found == right)
        text = "It has the right numbers in other places"
        if places.tolist() == [0]:
            text += ": only the first is where it belongs"
        elif places.tolist() == [found.size - 1]:
            text += ": only the last is where it belongs"
        yield Finding("series:other places", f"{text}.")
