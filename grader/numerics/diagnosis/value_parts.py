"""Wrong in one part only: at an end, in a block, on one side, beyond a limit."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import Comparison, is_visible
from grader.numerics.diagnosis.scene import Array
from grader.numerics.ratios import name_of

Mask = NDArray[np.bool_]
FEW = 3  # wrong and right entries: fewer could lie on one side by chance
ENOUGH = 8  # entries: of fewer, some end is wrong by chance
PAIR = 2
MANY = 24  # entries from which wrong ones stand in a row by no chance
ORDERED = {"edges", "later"}  # where the order of an axis means nothing: chance


def ends(case: Comparison) -> Iterator[Finding]:
    """Only the first or the last of an ordered axis is wrong, or all but the first."""
    for code, name in _ends(case):
        advice = _ADVICE[code].get(name)
        if advice:
            said = _ENDS[code].format(name=name)
            yield Finding(f"{code}:{name}", f"{said}: {advice}.")


def ends_of_any_axis(case: Comparison) -> Iterator[Finding]:
    """The same of an axis whose order may mean nothing: the place, and no advice."""
    for code, name in _ends(case):
        if code not in ORDERED and name not in _ADVICE[code]:
            yield Finding(f"{code}:{name}", f"{_ENDS[code].format(name=name)}.")


def _ends(case: Comparison) -> Iterator[tuple[str, str]]:
    """Yield what is wrong of an axis, and its name."""
    if case.got.size < ENOUGH:
        return
    for axis in case.long_axes(FEW):
        rows = np.moveaxis(case.wrong, axis, 0).reshape(case.got.shape[axis], -1)
        share = rows.mean(axis=1)
        is_wrong = np.asarray(share > 0)
        if is_wrong.all() or share[is_wrong].min() <= 0.5:  # noqa: PLR2004 - half
            continue
        code = _pattern(is_wrong)
        if code:
            yield code, case.axis(axis)


def _pattern(is_wrong: Mask) -> str:
    """Return what is wrong of an axis, "" where that has no name."""
    if not is_wrong[1:].any():
        return "first"
    if not is_wrong[:-1].any():
        return "last"
    if is_wrong[1:].all():
        return "after-first"
    if is_wrong[:-1].all():
        return "before-last"
    if is_wrong[0] and is_wrong[-1] and not is_wrong[1:-1].any():
        return "edges"
    start = int(is_wrong.argmax())
    return "later" if is_wrong[start:].all() else ""


_ENDS = {
    "first": "Only the first along {name} is wrong",
    "last": "Only the last along {name} is wrong",
    "after-first": "Only the first along {name} is right",
    "before-last": "Only the last along {name} is right",
    "edges": "Only the first and the last along {name} are wrong",
    "later": "It is right at the start of {name} and wrong from some place on",
}
_CARRY = {"T": "look at what is handed on from each step to the next"}
_BORDER = dict.fromkeys(
    ("H", "W", "OH", "OW"), "look at the padding and at what happens at the border"
)
_ADVICE: dict[str, dict[str, str]] = {  # only for axes whose order means something
    "first": {"T": "look at how it starts", **_BORDER},
    "last": {
        "T": "look at how it ends, and at whether the loop stops early",
        **_BORDER,
    },
    "after-first": _CARRY,
    "before-last": {"T": "look for a value that every turn overwrites"},
    "edges": _BORDER,
    "later": _CARRY,
}


def in_blocks(case: Comparison) -> Iterator[Finding]:
    """Some of the named blocks of an axis are wrong, or stand in other places."""
    for position, axis in enumerate(case.scene.axes):
        names = case.scene.blocks.get(axis, ())
        if not names or case.got.shape[position] % len(names):
            continue
        got, right = (
            np.array_split(a, len(names), position) for a in (case.got, case.expected)
        )
        wrong = np.array_split(case.wrong, len(names), position)
        bad = [k for k in range(len(names)) if wrong[k].any()]
        if not all(wrong[k].all() for k in bad):
            continue
        if len(bad) == PAIR and _exchanged(case, got, right, bad):
            both = " and ".join(names[k] for k in bad)
            yield Finding(f"blocks:{both}", f"The blocks {both} are exchanged.")
        elif len(bad) < len(names):
            listed = " and ".join(names[k] for k in bad)
            some = f"block {listed} is" if len(bad) == 1 else f"blocks {listed} are"
            text = f"Only the {some} wrong, the others are right."
            yield Finding(f"block:{listed}", text)


def _exchanged(
    case: Comparison, got: list[Array], right: list[Array], bad: list[int]
) -> bool:
    scale = float(np.abs(case.expected).max())
    return all(
        np.allclose(got[i], right[j], rtol=0.0, atol=1e-6 * scale)
        for i, j in (bad, bad[::-1])
    )


def clipped(case: Comparison) -> Iterator[Finding]:
    """Values beyond a limit have been set to it."""
    low, high = float(case.got.min()), float(case.got.max())
    above = int((case.wrong & (case.expected > high)).sum()) >= PAIR
    below = int((case.wrong & (case.expected < low)).sum()) >= PAIR
    limits = low if below else -np.inf, high if above else np.inf
    if not (above or below) or case.wrong.all() or low == high:
        return
    if len(np.unique(case.expected[case.wrong])) < PAIR:
        return  # one number in place of another: a factor does that as well
    if not case.explained_by(np.clip(case.expected, *limits)):
        return
    if above and below:
        text = f"It is cut off below {low:.4g} and above {high:.4g}: values beyond "
        yield Finding("clipped:both", text + "must not be clipped here.")
    elif above:
        text = (
            f"It is cut off above {high:.4g}: larger values must not be clipped here."
        )
        yield Finding("clipped:above", text)
    else:
        text = (
            f"It is cut off below {low:.4g}: smaller values must not be clipped here."
        )
        yield Finding("clipped:below", text)


def one_number(case: Comparison) -> Iterator[Finding]:
    """The same number stands everywhere, and is wrong everywhere."""
    first = float(case.got.flat[0])
    if case.got.size < FEW or not case.wrong.all() or first == 0.0:
        return
    if np.ptp(case.got) == 0.0 and np.ptp(case.expected) > 0.0:
        text = f"Every entry is {first:.5g}, where the right ones differ: is that a "
        text += "bound, what an array starts from or is filled with, or a number in "
        text += "place of an array?"
        yield Finding(f"one number:{first:.5g}", text)


def signs(case: Comparison) -> Iterator[Finding]:
    """The sizes are right, but some signs are not."""
    wrong, right = int(case.wrong.sum()), int((~case.wrong).sum())
    flipped = np.where(case.wrong, -case.expected, case.expected)
    if min(wrong, right) < PAIR or not case.explained_by(flipped):
        return
    if np.ptp(np.abs(case.expected)) <= 1e-6 * np.abs(case.expected).max():
        return  # of -1 and 1 the size says nothing
    if case.got.min() >= 0.0:
        text = "It has lost its sign: negative values have become positive."
        yield Finding("sign:lost", text)
    else:
        text = "The sizes are right, but some entries have the opposite sign."
        yield Finding("sign:some", text)


def on_one_side(case: Comparison) -> Iterator[Finding]:
    """Only entries that meet a condition are wrong, and all of them are."""
    wrong = case.wrong
    if min(int(wrong.sum()), int((~wrong).sum())) < FEW:
        return
    for said, mask in _conditions(case):
        if np.array_equal(mask, wrong):
            extra, text = _there(case)
            text = f"It is wrong only where {said}: look at what happens there.{text}"
            yield Finding(f"where:{said}{extra}", text)
            return
    size = np.abs(case.expected)
    fewest = min(int(wrong.sum()), int((~wrong).sum()))
    if fewest < ENOUGH or any(_are_slices(wrong, k) for k in case.long_axes(PAIR)):
        return
    if size[wrong].min() > size[~wrong].max():
        text = "It is wrong only where the right value is large in size."
        yield Finding("where:large", text)


def in_a_range(case: Comparison) -> Iterator[Finding]:
    """Wrong only while a known array lies in a range, or only while it does not."""
    wrong = case.wrong
    least = min(int(wrong.sum()), int((~wrong).sum()))
    if wrong.size < MANY or least < FEW:
        return
    for name, array in case.scene.known.items():
        if array.shape != wrong.shape or np.unique(array).size < array.size:
            continue
        order = np.argsort(array, axis=None)
        turns = np.flatnonzero(np.diff(wrong.flat[order].astype(int)))
        if turns.size == 2:  # noqa: PLR2004 - one range has two ends
            ends = [float(array.flat[order[turn + 1]]) for turn in turns]
            where = "inside" if wrong.flat[order[turns[0] + 1]] else "outside"
            said = (
                f"lies between about {ends[0]:.2g} and {ends[1]:.2g}"
                if where == "inside"
                else f"is below about {ends[0]:.2g} or above about {ends[1]:.2g}"
            )
            text = f"It is wrong only where {name} {said}: look for a limit there."
            text += _there(case)[1]
            yield Finding(f"where:{name}:{where}", text)
            return


def _are_slices(wrong: Mask, axis: int) -> bool:
    """Whether whole slices along an axis are wrong, so that size is no reason."""
    others = tuple(k for k in range(wrong.ndim) if k != axis)
    is_long = wrong.size > wrong.shape[axis]
    return is_long and np.array_equal(wrong.any(axis=others), wrong.all(axis=others))


def _conditions(case: Comparison) -> Iterator[tuple[str, Mask]]:
    arrays = {
        name: array
        for name, array in case.scene.known.items()
        if array.shape == case.got.shape
    }
    arrays["the right value"] = case.expected
    for name, array in arrays.items():
        is_word = " " in name
        yield f"{name} is negative" if is_word else f"{name} < 0", array < 0
        yield f"{name} is positive" if is_word else f"{name} > 0", array > 0
        yield f"{name} is 0" if is_word else f"{name} = 0", array == 0
        yield f"{name} is not 0" if is_word else f"{name} != 0", array != 0


def _there(case: Comparison) -> tuple[str, str]:
    """Return what stands at the wrong entries, for the code and for the text."""
    got, right = case.got[case.wrong], case.expected[case.wrong]
    if not got.any():
        return ":zero", " It is zero there."
    if int(is_visible(right).sum()) < FEW:
        return "", ""
    ratio = float(got @ right / (right @ right))
    if np.abs(got - ratio * right).max() > 1e-6 * np.abs(right).max():
        return "", ""
    name = name_of(ratio, case.scene.sizes, case.scene.constants)
    if not name or " or " in name:
        return ":factor", f" It is the right value times {ratio:.4g} there."
    return f":factor:{name}", f" It is the right value times {name} there."
