"""Rules for gradients that are right in some places and wrong in others."""

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding
from grader.numerics.closeness import gradient_outside
from grader.numerics.diagnosis.wrong import (
    CLAIM_RTOL,
    NOTHING,
    Wrong,
    and_of,
    multiple,
    near,
    norm,
)
from grader.numerics.ratios import name_ratio

Findings = tuple[Finding, ...]
Mask = NDArray[np.bool_]
ZERO_FOUND = 1e-12  # of the largest: what code leaves at zero is zero
ZERO_RIGHT = 1e-8  # of the largest: a difference quotient is never exactly zero
SEVERAL = 3  # right entries from which "right elsewhere" is no accident


def wrong_blocks(wrong: Wrong) -> Findings:
    """Some blocks of an axis, such as gates, are wrong and the others are right."""
    outside = wrong_entries(wrong)
    for axis, name in enumerate(wrong.scene.axes):
        names = wrong.scene.blocks.get(name, ())
        if not names or wrong.numeric.shape[axis] % len(names):
            continue
        parts = np.split(outside, len(names), axis)
        bad = [k for k, part in enumerate(parts) if part.any()]
        # A block of zeros is right whatever the formula: it shows nothing.
        blocks = np.split(wrong.numeric, len(names), axis)
        shown = [k for k, block in enumerate(blocks) if norm(block) > NOTHING]
        good = [names[k] for k in shown if k not in bad]
        if bad and good:
            found = [names[k] for k in bad]
            return (_blocks(found, good, _factor_there(wrong, axis, len(names), bad)),)
    return ()


def _blocks(found: list[str], right: list[str], factor: Finding | None) -> Finding:
    text = f"{_are(found)} wrong; {_lowered(_are(right))} right."
    code = f"gate:{','.join(found)}"
    if factor is None:
        return Finding(code, text)
    return Finding(
        f"{code}:{factor.code}", f"{text} Where it is wrong, {_lowered(factor.text)}"
    )


def _are(blocks: list[str]) -> str:
    """Return "Block i is", "Blocks i and f are"."""
    one = len(blocks) == 1
    return f"{'Block' if one else 'Blocks'} {and_of(blocks)} {'is' if one else 'are'}"


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _factor_there(
    wrong: Wrong, axis: int, count: int, bad: list[int]
) -> Finding | None:
    pairs = zip(
        np.split(wrong.analytic, count, axis),
        np.split(wrong.numeric, count, axis),
        strict=True,
    )
    ratios = [multiple(a, n) for k, (a, n) in enumerate(pairs) if k in bad]
    first = ratios[0]
    if first is None or any(
        each is None or abs(each - first) > CLAIM_RTOL * abs(first) for each in ratios
    ):
        found = np.concatenate(
            [np.split(wrong.analytic, count, axis)[k].reshape(-1) for k in bad]
        )
        return None if found.any() else Finding("zero", "It is zero everywhere.")
    return name_ratio(first, wrong.scene.sizes, wrong.constants())


def wrong_ends(wrong: Wrong) -> Findings:
    """Only the first or last place of an axis is wrong, or only it is right."""
    outside = wrong_entries(wrong)
    silent = (wrong.numeric == 0.0) | (wrong.analytic == 0.0)
    for axis in range(outside.ndim):
        others = tuple(i for i in range(outside.ndim) if i != axis)
        bad = np.asarray(outside.any(axis=others))
        # Half-wrong places have another cause, and are whole or empty by accident.
        whole = (outside | silent).all(axis=others) | ~bad
        is_clear = outside.size > bad.size and whole.all()
        finding = _end(wrong, axis, bad) if is_clear else None
        if finding is not None:
            return (finding,)
    return ()


def _end(wrong: Wrong, axis: int, bad: Mask) -> Finding | None:
    name, places = wrong.axis(axis), np.flatnonzero(bad)
    if bad.size < SEVERAL - 1 or bad.all() or not bad.any():
        return None
    if name == "T" and _are_first(bad):
        return _before(bad.size - places.size)
    if bad.size < SEVERAL:
        return None
    for which, place in (("first", 0), ("last", bad.size - 1)):
        if places.tolist() == [place]:
            text = f"Only the {which} {name} is wrong; everything else is right."
            return Finding(f"only:{which}:{name}", text)
        if not bad[place] and places.size == bad.size - 1:
            text = f"Only the {which} {name} is right; all the others are wrong."
            return Finding(f"but:{which}:{name}", text)
    return None


def _are_first(bad: Mask) -> bool:
    """Whether the first places are wrong: all but the last one, or more than one."""
    count = int(bad.sum())
    return bool(bad[:count].all()) and (count > 1 or bad.size == count + 1)


def _before(right: int) -> Finding:
    steps = "the last step" if right == 1 else f"the last {right} steps"
    text = (
        f"It is right at {steps} and wrong before: look at what is carried back from "
        "one step to the one before."
    )
    return Finding("before:T", text)


def zero_patterns(wrong: Wrong) -> Findings:
    """Zeros are missing, or there are too many; what is not zero is right."""
    largest = float(np.abs(wrong.numeric).max(initial=0.0))
    found = np.abs(wrong.analytic) <= ZERO_FOUND * largest
    right = np.abs(wrong.numeric) <= ZERO_RIGHT * largest
    dropped = found & (np.abs(wrong.numeric) > CLAIM_RTOL * largest)
    kept = right & (np.abs(wrong.analytic) > CLAIM_RTOL * largest)
    both = ~found & ~right
    if not (dropped | kept).any() or both.sum() < SEVERAL:
        return ()
    factor = multiple(wrong.analytic[both], wrong.numeric[both])
    if factor is None:
        return ()
    if near(wrong.analytic[both], wrong.numeric[both]):
        return (_mask(dropped, kept, "right", ""),)
    named = wrong.name_of(factor)
    rest = f"{named or f'{factor:.4g}'} times the right number"
    return (_mask(dropped, kept, rest, f":{named or 'factor'}"),)


def _mask(dropped: Mask, kept: Mask, rest: str, code: str) -> Finding:
    if not dropped.any():
        text = (
            "It is not zero in places where it must be zero, as if the mask of the "
            f"forward pass were not applied. Where it must not be zero, it is {rest}."
        )
        return Finding(f"mask:missing{code}", text)
    if not kept.any():
        text = (
            "It is zero in places where it must not be zero: entries are dropped. "
            f"Elsewhere it is {rest}."
        )
        return Finding(f"mask:dropped{code}", text)
    text = (
        "It is zero in other places than it must be, as if backward used another mask "
        f"than forward. Elsewhere it is {rest}."
    )
    return Finding(f"mask:other{code}", text)


def wrong_entries(wrong: Wrong) -> Mask:
    """Return which entries are wrong beyond the noise of the whole."""
    floor = CLAIM_RTOL * 0.1 * norm(wrong.numeric) / max(1.0, wrong.numeric.size**0.5)
    return gradient_outside(wrong.analytic, wrong.numeric, floor)
