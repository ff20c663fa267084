"""Conventions of results: new arrays in every call, apart from each other, so many."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.checks.conventions import convention
from grader.checks.objects import support
from grader.checks.series import off_by
from grader.checks.values import close, require
from grader.errors import BadOutput, CheckFailed, Finding
from grader.sandbox.handles import Handle, Method
from grader.sandbox.messages import Value

MODULE = "results_of_the_suite"
SOURCE = '''
import numpy as np


def twice(function, *args):
    """Return what a first call gave, before and after a second, and if they share."""
    first = function(*args)
    kept = np.copy(first)
    second = function(*args)
    return kept, np.copy(first), np.shares_memory(first, second)


def sharing(function, *args):
    """Return the first two results that share memory, by their places."""
    parts = list(function(*args))
    if not all(isinstance(part, np.ndarray) for part in parts):
        return None
    for i, left in enumerate(parts):
        for j in range(i + 1, len(parts)):
            if np.shares_memory(left, parts[j]):
                return i, j
    return ()
'''


def are_alike(first: Value, second: Value) -> bool:
    """Return whether two results are the same, whatever they are.

    For results that are not known to be arrays yet: NumPy's own comparison raises an
    error where one of them cannot become an array.

    Args:
        first: any result.
        second: another one.

    Returns:
        Whether all entries agree; of results that hold none, whether they read the
        same.
    """
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return bool(np.array_equal(first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        both = first.keys() == second.keys()
        return both and all(are_alike(first[key], second[key]) for key in first)
    left, right = _row(first), _row(second)
    if left is not None and right is not None:
        return len(left) == len(right) and all(map(are_alike, left, right))
    return repr(first) == repr(second)


def _row(got: Value) -> list[Value] | None:
    if isinstance(got, np.ndarray):
        return list(got) if got.ndim else None
    return list(got) if isinstance(got, (list, tuple)) else None


def gives_new_arrays(student: Handle, function: Method, *args: Value) -> None:
    """Check that a call leaves what an earlier call gave as it is.

    Args:
        student: the submission's module.
        function: one that returns an array.
        args: its arguments, the same in both calls.

    Raises:
        CheckFailed: a second call writes into the result of the first.
    """
    module = support(student, MODULE, SOURCE)
    kept, now, is_shared = module.twice(function, *args)
    if not np.array_equal(kept, now) or is_shared is not False:
        msg = f"{function.name} must make a new array in each call."
        said = (
            "A later call writes into the array that an earlier one gave: make a new "
            "one in each call, and keep none for the next."
        )
        raise CheckFailed(msg, (Finding("results:kept", said),))


def gives_arrays_apart(student: Handle, function: Method, *args: Value) -> None:
    """Check that no two arrays of a list share memory.

    Args:
        student: the submission's module.
        function: one that returns a list or tuple of arrays.
        args: its arguments.

    Raises:
        BadOutput: something in the list is no array.
        CheckFailed: two arrays share memory.
    """
    pair = support(student, MODULE, SOURCE).sharing(function, *args)
    if pair is None:
        msg = f"{function.name} must return arrays"
        raise BadOutput(
            msg, (Finding("not-an-array", f"{msg}: look at the line that makes it."),)
        )
    if pair:
        msg = f"the results {pair[0]} and {pair[1]} must not share memory."
        said = (
            "Two results are one array, or views of it, so writing into one changes "
            "the other: make a new array for each."
        )
        raise CheckFailed(msg, (Finding("results:one array", said),))


def is_given(got: Value, before: ArrayLike, right: Value, name: str) -> None:
    """Check that the array which was given was written into, and no other.

    Args:
        got: what it holds afterwards.
        before: what it held.
        right: what stands afterwards under its name, which may be another array.
        name: what the array is called in the message.

    Raises:
        CheckFailed: it holds something else, or what it held before.
    """
    said = (
        "A new array is put in the place of the given one, which stays as it was: "
        "write into the array itself, as `+=` does."
    )
    old = np.asarray(before)
    with convention("given:another array", said):
        require(not np.array_equal(np.asarray(got), old), f"{name} must change.")
    close(got, np.asarray(right), name)


def in_this_order(found: Sequence[str], right: Sequence[str]) -> None:
    """Check in which order results come.

    Args:
        found: what each of them is, as far as that can be told.
        right: what each must be.

    Raises:
        CheckFailed: they come in another order.
    """
    if list(found) != list(right):
        msg = f"the order must be {', '.join(right)}, found {', '.join(found)}."
        findings: tuple[Finding, ...] = ()
        if sorted(found) == sorted(right):
            said = f"They come in the order {', '.join(found)}, and must come in the "
            said += f"order {', '.join(right)}."
            findings = (Finding(f"results:order:{','.join(found)}", said),)
        raise CheckFailed(msg, findings)


def has_length(got: Value, length: int, name: str) -> Sequence[Value]:
    """Return a list, tuple or array once it is as long as it must be.

    Raises:
        BadOutput: it is none of these, or has another length.
    """
    is_array = isinstance(got, np.ndarray) and got.ndim > 0
    if not is_array and not isinstance(got, (list, tuple)):
        msg = f"{name} must be a list, found {text.kind(got)}"
        said = f"{name} is {text.kind(got)} and must be a list: look at the line that "
        said += "makes it."
        raise BadOutput(msg, (Finding("kind:no list", said),), name)
    entries = list(got)
    if len(entries) != length:
        msg = f"{name} must have {length} entries, found {len(entries)}"
        raise BadOutput(msg, (off_by(len(entries) - length, length),), name)
    return entries
