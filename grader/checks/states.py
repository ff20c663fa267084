"""Conventions of state for code that is no layer: a loss, a network, a function.

The suite calls the code, and says what is compared with what; the sentences are those
that hold in every unit.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention
from grader.checks.objects import same
from grader.checks.purity import compare_arguments
from grader.checks.values import close, require
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

Array = NDArray[np.floating]
RTOL = 1e-9  # the same code on the same numbers


def same_again(second: Value, first: Array, name: str) -> None:
    """Check that a second call gives what the first one gave.

    Raises:
        BadOutput: it gives no such array.
        CheckFailed: it gives something else.
    """
    said = (
        "A call changes what the next one needs: read what was kept, and write into "
        "new arrays."
    )
    with convention("state:spoiled", said):
        close(second, first, name, RTOL)


def begins_anew(again: Value, first: Array | Sequence[float], name: str) -> None:
    """Check that a call gives what it gave before another one came in between.

    Raises:
        BadOutput: it gives no such numbers.
        CheckFailed: it gives something else.
    """
    said = (
        "What an earlier call left is still there: make everything anew in each call, "
        "and keep nothing in the module, on a class, or in a default argument."
    )
    found, right = np.asarray(again), np.asarray(first)
    with convention("state:kept", said):
        require(found.shape == right.shape, f"{name} must be as many as before.")
        close(found, right, name, RTOL)


def as_in_floats(narrow: Value, wide: Array, name: str) -> None:
    """Check that whole numbers lead to what the same numbers in float64 lead to.

    Raises:
        BadOutput: they lead to no such array.
        CheckFailed: they lead to something else.
    """
    said = (
        "With whole numbers something is cut to whole numbers, or leaves their range, "
        "on the way, as 0 - 1 of bytes does: make floats of them first."
    )
    with convention("integers:on the way", said):
        close(narrow, wide, name, RTOL)


def untouched_by_others(after: Value, before: Array | Sequence[str], name: str) -> None:
    """Check that what an object gives is not changed by what another one does.

    Args:
        after: what it gives afterwards: an array, or names.
        before: what it gave before.
        name: what that is called in the message.

    Raises:
        BadOutput: it gives no such array.
        CheckFailed: it gives something else than before.
    """
    said = (
        "Another object changes what this one keeps: keep it on self, not on the class "
        "or in the module."
    )
    with convention("state:shared", said):
        if isinstance(before, np.ndarray):
            close(after, before, name, RTOL)
        else:
            require(after == before, f"{name} must stay as they are.")


def left_alone(
    function: str, after: Mapping[str, np.ndarray], before: Mapping[str, np.ndarray]
) -> None:
    """Check that a function left the arrays that it was given as they were.

    Args:
        function: its name.
        after: the arrays that it was given, by name, as they are now.
        before: copies from before the call.

    Raises:
        CheckFailed: an array was changed; the message says which.
    """
    compare_arguments(function, dict(after), dict(before))


def lists_left_alone(function: str, after: Value, before: Value, name: str) -> None:
    """Check that a function only reads a list that it was handed.

    Args:
        function: its name.
        after: the list, or several, as they are now.
        before: what they were.
        name: what a list is called: "a history".

    Raises:
        CheckFailed: one was changed.
    """
    if after != before:
        msg = f"{function} must leave {name} as it is."
        said = f"{function} changes {name} that it was handed, as pop, sort and append "
        said += "do: only read it, or work on a copy."
        raise CheckFailed(msg, (Finding(f"changed:{name}:{function}", said),))


def holds_itself(held: Handle, own: Handle, name: str, owner: str) -> None:
    """Check that an object holds the very array of another one.

    Args:
        held: what it holds, as `live` gives it.
        own: the array of the other one.
        name: where it is held, such as 'params["0.W"]'.
        owner: whose array it is: "the layer".

    Raises:
        CheckFailed: it holds another one.
    """
    if not same(held, own):
        msg = f"{name} must be the array of {owner} itself."
        said = f"{name} is a copy, or an array that {owner} had earlier: put its own "
        said += "array there, for whoever writes into one must reach the other."
        raise CheckFailed(msg, (Finding("holds:a copy", said),))
