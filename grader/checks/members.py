"""Checks of what is chosen: keys of a dict, and entries that are dropped or kept."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from grader.errors import CheckFailed, Finding
from grader.numerics.diagnosis.members import explain_members, explain_names

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
SAME: Mapping[str, int] = MappingProxyType({})


def are_chosen(
    found: Collection[str],
    right: Collection[str],
    what: str,
    *,
    order: Collection[str],
    axes: Mapping[str, int] = SAME,
) -> None:
    """Check which keys are chosen, and say by what rule if they are others.

    Args:
        found: the keys that the submission chose.
        right: those that must be.
        what: what is done to them, "decay", for the message.
        order: all keys there are, in the order of the dict.
        axes: how many axes the array of each key has, if they differ.

    Raises:
        CheckFailed: other keys are chosen.
    """
    if set(found) != set(right):
        shown = ", ".join(f'"{key}"' for key in order if key in found) or "none"
        wanted = ", ".join(f'"{key}"' for key in order if key in right) or "none"
        msg = f"{what} must: {wanted}. Found: {shown}."
        raise CheckFailed(msg, explain_members(found, right, order, axes))


def are_named(found: Collection[str], right: Collection[str], name: str) -> None:
    """Check under which names a dict holds what it holds.

    Args:
        found: its keys.
        right: what they must be, such as "3.W": a place and a name.
        name: what the dict is called in the message.

    Raises:
        CheckFailed: they are others.
    """
    if set(found) != set(right):
        shown = ", ".join(f'"{key}"' for key in sorted(map(str, found))) or "none"
        wanted = ", ".join(f'"{key}"' for key in sorted(right))
        msg = f"{name} must have the keys {wanted}, found {shown}."
        names = [str(key) for key in found]
        raise CheckFailed(msg, tuple(explain_names(names, right)))


def keeps_keys(found: Collection[str], before: Collection[str], name: str) -> None:
    """Check that a dict has the keys that it had.

    Raises:
        CheckFailed: a key is new, or gone.
    """
    new, gone = sorted(set(found) - set(before)), sorted(set(before) - set(found))
    if new:
        said = f'"{new[0]}" is put into {name}, where it was not: pass over what '
        said += "is not there."
        msg = f'{name} must get no new key, found "{new[0]}".'
        raise CheckFailed(msg, (Finding("keys:new", said),))
    if gone:
        said = f'"{gone[0]}" is taken out of {name}: it belongs to the caller.'
        msg = f'{name} must keep its keys, "{gone[0]}" is gone.'
        raise CheckFailed(msg, (Finding("keys:gone", said),))


def are_apart(masks: Mask, name: str = "the entries") -> None:
    """Check that entries are chosen one by one: never as a whole row, or as so many.

    For masks so large that chance brings none of this about; the suite says with what
    probability.

    Args:
        masks: (T, ...) what each of T draws chose; T may be 1.
        name: what is chosen, for the message.

    Raises:
        CheckFailed: draws agree, choose equally many, or choose along an axis.
    """
    count = len(masks)
    if count > 1 and len(np.unique(masks.reshape(count, -1), axis=0)) == 1:
        said = "Each draw chooses the same entries: draw anew in each call."
        _refuse("masks:same", f"{count} draws must choose other entries.", said)
    for axis in range(1, masks.ndim):
        n = masks.shape[axis]
        rows = np.moveaxis(masks, axis, 0).reshape(n, -1)
        if len(np.unique(rows, axis=0)) < n:
            msg = f"all {n} places along axis {axis - 1} must differ in what is chosen."
            said = f"{name[0].upper()}{name[1:]} are chosen together along axis "
            said += f"{axis - 1}: draw one number for each entry, in the whole shape."
            _refuse(f"masks:axis {axis - 1}", msg, said)
    if count > 1 and len(np.unique(masks.reshape(count, -1).sum(axis=1))) == 1:
        said = "Each draw chooses equally many entries: choose each entry by itself, "
        said += "by a number of its own, so that their count varies."
        msg = f"{count} draws must not all choose equally many of {name}."
        _refuse("masks:count", msg, said)


def ignores_values(mask: Mask, values: Array, name: str = "the entries") -> None:
    """Name a choice that is made by the values themselves, for use in `narrowed`.

    Args:
        mask: what was chosen.
        values: the value of each entry, of both signs.
        name: what is chosen, for the message.

    Raises:
        CheckFailed: all chosen ones are smaller than all others, or larger.
    """
    if not mask.any() or mask.all():
        return
    for said, size in (("size", np.abs(values)), ("value", values)):
        for word, numbers in (("smallest", size), ("largest", -size)):
            if numbers[mask].max() < numbers[~mask].min():
                by = f"Those of the {word} {said} are chosen: draw a number for each "
                text = f"{by}entry, and compare that in place of the entry."
                msg = f"{name} must be chosen whatever their values are."
                _refuse(f"masks:{word} {said}", msg, text)


def _refuse(code: str, must: str, said: str) -> None:
    raise CheckFailed(must, (Finding(code, said),))
