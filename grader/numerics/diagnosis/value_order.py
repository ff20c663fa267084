"""Right numbers in wrong places: axes swapped, entries reversed, shifted, mixed up."""

import itertools
from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import Comparison, alike
from grader.numerics.diagnosis.scene import Array

MOST_AXES = 5  # of 5 axes there are 120 orders
FEWEST = 3  # two entries have too few orders for one of them to say anything


def swapped(case: Comparison) -> Iterator[Finding]:
    """Axes stand in another order, or reshape was taken for a transpose."""
    rank = case.got.ndim
    if not 1 < rank <= MOST_AXES:
        return
    for order in itertools.permutations(range(rank)):
        if any(order[k] != k for k in range(rank) if case.got.shape[k] == 1):
            continue
        turned = case.expected.transpose(order)
        if not case.explained_by(turned.reshape(case.got.shape)):
            continue
        moved = tuple(k for k in range(rank) if order[k] != k)
        names = case.named(moved)
        if turned.shape != case.got.shape:
            text = (
                f"The numbers are right but in another order, as if {names} had been "
                "exchanged with reshape: reshape only cuts the row of numbers anew, "
                "transpose exchanges axes."
            )
            yield Finding(f"reshaped:{names}", text)
            return
        text = (
            f"It would be right after exchanging {names}: a transpose is missing, or "
            "one "
        )
        yield Finding(f"swapped:{names}", text + "too many.")
        return


def reversed_along(case: Comparison) -> Iterator[Finding]:
    """Entries along some axes run backwards."""
    axes = case.long_axes(2) if case.got.size >= FEWEST else []
    for count in range(1, len(axes) + 1):
        for some in itertools.combinations(axes, count):
            if case.explained_by(np.flip(case.expected, some)):
                names = case.named(some)
                text = (
                    f"It is right, but backwards along {names}: something is read or "
                )
                yield Finding(f"reversed:{names}", text + "written from the wrong end.")
                return


def shifted(case: Comparison) -> Iterator[Finding]:
    """Entries stand one place too early or too late along an axis."""
    for axis in case.long_axes(FEWEST):
        got, right = np.moveaxis(case.got, axis, 0), np.moveaxis(case.expected, axis, 0)
        if alike(right[1:], right[:-1]):
            continue
        name = case.axis(axis)
        if alike(got[1:], right[:-1]):
            yield _shift(name, "late", "what belongs to one is found at the next")
        elif alike(got[:-1], right[1:]):
            yield _shift(
                name, "early", "what belongs to one is found at the one before"
            )


def mixed(case: Comparison) -> Iterator[Finding]:
    """The same numbers, in an order that no other rule knows."""
    for axis in case.long_axes(FEWEST) if case.got.ndim > 1 else ():
        if _same_slices(case, axis):
            name = case.axis(axis)
            text = (
                f"All slices along {name} are right, but they stand in another order."
            )
            yield Finding(f"order:{name}", text)
            return
    if np.unique(case.expected).size * 2 < case.expected.size:
        return  # labels, or a one-hot array: equal numbers stand anywhere
    if case.got.size >= FEWEST and case.explained_by(_in_the_order_of(case)):
        text = (
            "All the right numbers are there, but in other places: look at reshapes, "
        )
        yield Finding("order", text + "transposes and indices.")


def _shift(name: str, way: str, said: str) -> Finding:
    text = f"It comes one place too {way} along {name}: {said}. Look for an index that "
    text += f"is off by one, or for a step that is done too {way}."
    return Finding(f"shifted:{way}:{name}", text)


def _same_slices(case: Comparison, axis: int) -> bool:
    got, right = (np.moveaxis(a, axis, 0) for a in (case.got, case.expected))
    size = len(got)
    rows, others = got.reshape(size, -1), right.reshape(size, -1)
    if rows.shape[1] < 2:  # noqa: PLR2004 - single numbers are not slices
        return False
    nearest = [int(np.abs(others - row).sum(axis=1).argmin()) for row in rows]
    claim = np.moveaxis(others[nearest].reshape(right.shape), 0, axis)
    return len(set(nearest)) == size and case.explained_by(claim)


def _in_the_order_of(case: Comparison) -> Array:
    """Return the right numbers, put where what was found has its small and large."""
    claim = np.empty_like(case.expected)
    order = np.argsort(case.got, axis=None, kind="stable")
    claim.flat[order] = np.sort(case.expected, axis=None)
    return claim
