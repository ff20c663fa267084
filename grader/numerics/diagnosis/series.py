"""What is wrong with a list of numbers, one for each turn of a loop."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding

Array = NDArray[np.float64]
RTOL = 1e-9
MOST_DIGITS = 7
FEW = 3  # numbers: with fewer of them, any list is the end of another one


def explain_series(found: Array, right: Array, name: str) -> tuple[Finding, ...]:
    """Return what turns the right numbers into those that were found.

    Args:
        found: one number for each turn, as many as there are.
        right: what they must be.
        name: what the list is called.
    """
    if found.ndim != 1 or right.ndim != 1 or not found.size or not right.size:
        return ()
    if not np.isfinite(found).all() or _alike(found, right):
        return ()
    it = name[0].upper() + name[1:]
    if found.size != right.size:
        return tuple(_of_another_length(found, right, it))
    if np.unique(right).size < FEW:
        return ()
    rules = _rearranged, _counted, _one_turn_off, _of_one_turn, _rounded, _moved
    told = (finding for rule in rules for finding in rule(found, right, name))
    return tuple(told)[:1]


def _of_another_length(found: Array, right: Array, it: str) -> Iterator[Finding]:
    n, more = right.size, found.size - right.size
    if more > 0 and _alike(found[:n], right):
        text = f"{it} goes on too long, by {more}: look at what ends the loop."
        yield Finding("series:goes on", text)
    elif more > 0 and n >= FEW and _alike(found[-n:], right):
        text = f"{it} begins too early, by {more}: nothing belongs in front of the "
        yield Finding("series:begins early", f"{text}first turn's number.")
    elif more < 0 and found.size > 1 and _alike(found, right[: found.size]):
        text = f"{it} ends too early: the last {_turns(-more)} not in it."
        yield Finding("series:ends early", text)
    elif more < 0 and found.size >= FEW and _alike(found, right[-found.size :]):
        text = f"{it} begins too late: the first {_turns(-more)} not in it."
        yield Finding("series:begins late", text)


def _turns(count: int) -> str:
    return "one is" if count == 1 else f"{count} are"


def _rearranged(found: Array, right: Array, name: str) -> Iterator[Finding]:
    """Sums of what came so far, and other orders."""
    if _alike(found, np.cumsum(right)):
        text = f"Each number of {name} holds all earlier ones as well: start at 0 in "
        yield Finding("series:running", f"{text}every turn.")
    elif _alike(found, right[::-1]):
        text = f"The order of {name} is turned around: the last comes first."
        yield Finding("series:reversed", text)
    elif _alike(found, np.sort(right)):
        text = f"The numbers of {name} are sorted, the smallest first, and must not be."
        yield Finding("series:sorted", text)


def _counted(found: Array, right: Array, name: str) -> Iterator[Finding]:
    """The others are counted."""
    total = found + right
    if np.ptp(total) == 0.0:
        text = f"Each number of {name} is {total[0]:g} less the right one: what is "
        yield Finding("series:the others", f"{text}counted is the opposite.")


def _one_turn_off(found: Array, right: Array, name: str) -> Iterator[Finding]:
    if _alike(found[1:], right[:-1]):
        text = f"Each number of {name} is that of the turn before: it is noted one "
        yield Finding("series:late", f"{text}turn too late.")
    elif _alike(found[:-1], right[1:]):
        text = f"Each number of {name} is that of the turn after: it is noted one turn "
        yield Finding("series:early", f"{text}too early.")


def _of_one_turn(found: Array, right: Array, name: str) -> Iterator[Finding]:
    """Every number is that of one and the same turn."""
    if np.ptp(found) > 0.0:
        return
    if _alike(found, np.full_like(right, right[0])):
        text = f"Every number of {name} is that of the first turn: no turn has an "
        yield Finding("series:all first", f"{text}effect on the next, or none is new.")
    elif _alike(found, np.full_like(right, right[-1])):
        text = f"Every number of {name} is that of the last turn: is one object put in "
        yield Finding("series:all last", f"{text}each time, which every turn changes?")


def _rounded(found: Array, right: Array, name: str) -> Iterator[Finding]:
    for digits in range(MOST_DIGITS):
        if np.array_equal(found, np.round(right, digits)):
            many = "whole numbers" if not digits else f"{digits} decimals"
            text = f"The numbers of {name} are rounded to {many}: keep all digits."
            yield Finding(f"series:rounded {digits}", text)
            return


def _moved(found: Array, right: Array, name: str) -> Iterator[Finding]:
    if np.array_equal(np.sort(found), np.sort(right)):
        places = np.flatnonzero(found == right)
        text = f"The numbers of {name} are right, and stand in other places"
        if places.tolist() == [0]:
            text += ": only the first is where it belongs"
        elif places.tolist() == [found.size - 1]:
            text += ": only the last is where it belongs"
        yield Finding("series:other places", f"{text}.")


def _alike(left: Array, right: Array) -> bool:
    if left.shape != right.shape:
        return False
    scale = float(np.abs(right).max(initial=0.0))
    return bool((np.abs(left - right) <= RTOL * scale).all())
