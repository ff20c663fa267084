"""Checks of running averages: moved by training only, in the arrays that are there."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention, finite
from grader.checks.objects import live
from grader.checks.values import close
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.several import being, calling, looking, together

Array = NDArray[np.floating]


def averages_keep_arrays(layer: Handle, names: Sequence[str], *, at: Array) -> None:
    """Check that training writes into the arrays of running averages and keeps them.

    Args:
        layer: a fresh one, which is used up.
        names: the attributes that hold the averages.
        at: a batch.

    Raises:
        CheckFailed: another array takes the place of one of them.
    """
    before = {name: live(layer, name) for name in names}

    _, *kept = together(
        calling(layer, "forward", at, train=True),
        *(being(layer, name, other=old) for name, old in before.items()),
    )

    for name, is_kept in zip(before, kept, strict=True):
        if is_kept is not True:
            msg = f"{name} must be updated in place, found another array."
            said = f"A new array takes the place of {name}: write into the one that is "
            said += "there, as `*=` and `+=` do."
            raise CheckFailed(msg, (Finding(f"averages:rebound:{name}", said),))


def averages_move_in_training(
    layer: Handle, names: Sequence[str], *, at: Array, upstream: Array
) -> None:
    """Check that backward and evaluation leave running averages as they are.

    Args:
        layer: one that was not used before; it is used up.
        names: the attributes that hold the averages.
        at: a batch, which is evaluated; half of it is trained before.
        upstream: the gradient for its output.

    Raises:
        CheckFailed: one of them moves.
    """
    looks = [looking(layer, name) for name in names]
    answers = together(
        calling(layer, "forward", at / 2, train=True),
        *looks,
        calling(layer, "backward", upstream),
        *looks,
        calling(layer, "forward", at, train=False),
        *looks,
    )
    _, each = answers[0], len(names) + 1
    before = [finite(answers[1 + n], name) for n, name in enumerate(names)]
    for start, what in ((1 + each, "backward"), (1 + 2 * each, "an evaluation")):
        _ = answers[start - 1]
        said = f"{what[0].upper()}{what[1:]} moves {{}}: only a forward with "
        for n, name in enumerate(names):
            told = said.format(name) + "train=True may."
            with convention(f"averages:{what}", told):
                close(answers[start + n], before[n], f"{name} after {what}", rtol=0)
