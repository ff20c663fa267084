"""Rules for right numbers in wrong places: transposed, reversed, shifted, exchanged."""

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.wrong import Wrong, index_along, near

Findings = tuple[Finding, ...]
LONG = 4  # an axis shorter than this has too little inside to recognize a shift


def swapped(wrong: Wrong) -> Findings:
    """Two axes are exchanged, or the entries are read off in another order."""
    right = wrong.numeric
    for first, second in itertools.combinations(range(right.ndim), 2):
        if wrong.equals(np.swapaxes(right, first, second)):
            names = f"{wrong.axis(first)} and {wrong.axis(second)}"
            if wrong.axis(first) == wrong.axis(second):  # weights (H, H), say
                names = f"axes {first} and {second}"
            text = f"The numbers are right, and {names} are exchanged: transpose."
            return (Finding(f"swapped:{names}", text),)
    for order in itertools.permutations(range(right.ndim)):
        if wrong.equals(right.transpose(order).reshape(right.shape)):
            text = (
                "The numbers are right and stand in another order, as after a reshape "
                "where a transpose belongs."
            )
            return (Finding("order", text),)
    return ()


def reversed_axes(wrong: Wrong) -> Findings:
    """One axis runs backwards, or two do, as in a kernel that is not flipped."""
    axes = range(wrong.numeric.ndim)
    for count in (1, 2):
        for some in itertools.combinations(axes, count):
            if wrong.equals(np.flip(wrong.numeric, some)):
                return (_reversed([wrong.axis(i) for i in some]),)
    return ()


def _reversed(names: list[str]) -> Finding:
    along = " and ".join(names)
    text = f"The numbers are right and run backwards along {along}."
    if len(names) > 1:
        text += " Look for a kernel that is flipped once too often, or not at all."
    return Finding(f"reversed:{along}", text)


def shifted(wrong: Wrong) -> Findings:
    """Along one axis or two, everything stands one place too far."""
    for count in (1, 2):
        for some in itertools.combinations(range(wrong.numeric.ndim), count):
            if any(_is_shift(wrong, some, by) for by in _steps(count)):
                names = " and ".join(wrong.axis(i) for i in some)
                text = (
                    f"The numbers are right and stand one place off along {names}: "
                    "an index, a slice, a crop or a padding is off by one."
                )
                return (Finding(f"shifted:{names}", text),)
    return ()


def _steps(count: int) -> Iterator[tuple[int, ...]]:
    yield from itertools.product((1, -1), repeat=count)


def _is_shift(wrong: Wrong, axes: tuple[int, ...], by: tuple[int, ...]) -> bool:
    if any(wrong.numeric.shape[axis] < LONG for axis in axes):
        return False
    moved = np.roll(wrong.numeric, by, axes)
    inside = _inside(moved, axes)
    middle = dataclasses.replace(
        wrong,
        analytic=_inside(wrong.analytic, axes),
        numeric=_inside(wrong.numeric, axes),
    )
    is_visible = inside.size > LONG and not near(middle.analytic, middle.numeric)
    return wrong.equals(moved) or (is_visible and middle.equals(inside))


def _inside(array: Array, axes: tuple[int, ...]) -> Array:
    for axis in axes:
        array = index_along(array, axis, slice(1, -1))
    return array


def exchanged_blocks(wrong: Wrong) -> Findings:
    """The blocks of an axis, such as gates, stand in another order."""
    for axis, name in enumerate(wrong.scene.axes):
        names = wrong.scene.blocks.get(name, ())
        if not names or wrong.numeric.shape[axis] % len(names):
            continue
        order = _order(wrong, axis, len(names))
        if order and order != list(range(len(names))):
            found = ", ".join(names[i] for i in order)
            text = (
                f"The blocks of {name} are right and stand in another order: they "
                f"must be {', '.join(names)}, and they are {found}."
            )
            return (Finding(f"blocks:{found.replace(' ', '')}", text),)
    return ()


def _order(wrong: Wrong, axis: int, count: int) -> list[int]:
    """Return which right block each block found is, [] where one is none of them."""
    found = np.split(wrong.analytic, count, axis)
    right = np.split(wrong.numeric, count, axis)
    order = []
    for block in found:
        same = [k for k, other in enumerate(right) if near(block, other)]
        if not same:
            return []
        order.append(same[0])
    return order if len(set(order)) == count else []
