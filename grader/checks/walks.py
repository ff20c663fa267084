"""Walks of an optimizer: where parameters are after updates, under new keys."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import finite
from grader.checks.objects import in_turn
from grader.checks.text import shape as shown
from grader.checks.values import require
from grader.errors import BadOutput
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

Array = NDArray[np.floating]
Arrays = Mapping[str, Array]
Rng = np.random.Generator
_EACH_KEY = (
    "Go through the keys of grads in every update, those too that were not there in "
    "the first one: each gets its memory when it is first seen."
)


def walked(
    optimizer: Handle, params: Arrays, each: Sequence[Arrays], rng: Rng
) -> dict[str, Array]:
    """Return where copies of the parameters are after updates, under new keys.

    Args:
        optimizer: a fresh one, which is used up.
        params: the start, by key.
        each: the gradients of each update, by key.
        rng: draws the keys.

    Raises:
        BadOutput: an update leaves something else under a key.
    """
    block = rng.integers(10**9)
    names = {key: f"{block}.{key}.W" for key in params}
    moved: dict[str, Value] = {names[key]: p.copy() for key, p in params.items()}
    named = [{names[key]: g.copy() for key, g in grads.items()} for grads in each]
    in_turn(optimizer.update, moved, each=named)
    return {key: kept(moved.get(names[key]), p.shape) for key, p in params.items()}


def last_move(optimizer: Handle, each: Sequence[Arrays], rng: Rng) -> Array:
    """Return the last move of the key "b"; every update starts from zeros.

    Raises:
        CheckFailed: it does not move.
    """
    block, size = rng.integers(10**9), next(iter(each[-1].values())).shape
    names = {key: f"{block}.{key}.W" for grads in each for key in [*grads, "b"]}
    turns = [
        (
            {name: np.zeros(size) for name in names.values()},
            {names[key]: g.copy() for key, g in grads.items()},
        )
        for grads in each
    ]
    in_turn(optimizer.update, each=turns)
    moved = kept(turns[-1][0].get(names["b"]), size)
    require(np.any(moved), "A key that has a gradient must move.", cause=_EACH_KEY)
    return moved


def fresh_key(rng: Rng) -> str:
    """Return a key that no walk before had."""
    return f"made_up_{rng.integers(10**9)}"  # a KeyError shows it to a student


def kept(value: Value, size: tuple[int, ...]) -> Array:
    """Return what an update left under a key, once it is an array of this shape.

    Raises:
        BadOutput: it is something else.
        CheckFailed: it is not finite.
    """
    if not isinstance(value, np.ndarray) or value.shape != size:
        wanted = f"an array of shape {shown(size)}"
        msg = f"params must still hold {wanted} after an update"
        raise BadOutput(msg)
    finite(value, "a parameter after an update")
    return value
