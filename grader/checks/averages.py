"""Checks of running averages: moved by training only, in the arrays that are there."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention, finite
from grader.checks.objects import live, same
from grader.checks.values import close
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle

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

    layer.forward(at.copy(), train=True)

    for name, old in before.items():
        if not same(live(layer, name), old):
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
    layer.forward(at / 2, train=True)
    before = {name: finite(getattr(layer, name), name) for name in names}
    layer.backward(upstream.copy())
    _compare(layer, before, "backward")
    layer.forward(at.copy(), train=False)
    _compare(layer, before, "an evaluation")


def _compare(layer: Handle, before: Mapping[str, Array], what: str) -> None:
    for name, right in before.items():
        said = f"{what[0].upper()}{what[1:]} moves {name}: only a forward with "
        with convention(f"averages:{what}", f"{said}train=True may."):
            close(getattr(layer, name), right, f"{name} after {what}", rtol=0)
