"""What a submission answered during one check, and when two of them answered alike.

Two modules that answer every call of a check with the same numbers, on inputs drawn
at random, made the same mistake: that is how a known one is recognised.
"""

import re

import msgspec
import numpy as np

from grader.errors import NameMissing, StudentError, StudentException
from grader.sandbox.messages import Absent, Raised, Ref, Returned, Value
from grader.sandbox.workerline import Reply

ALIKE_RTOL = 1e-9  # the same wrong formula, computed in another order
ALIKE_ATOL = 1e-12  # what rounding leaves where the answer is zero
_PLACE = re.compile(r" at \S+:\d+$")


class Trace(msgspec.Struct, frozen=True):
    """One run of one check.

    Attributes:
        error: how it ended, None if it passed.
        replies: what the submission answered, in order.
        called: the module's functions and classes that the check called.
    """

    error: StudentError | None
    replies: tuple[Reply, ...]
    called: frozenset[str] = frozenset()


def alike(left: Trace, right: Trace) -> bool:
    """Whether two submissions answered a check with the same numbers."""
    if type(left.error) is not type(right.error):
        return False
    ours, theirs = _told(left.replies), _told(right.replies)
    return len(ours) == len(theirs) and all(map(_same_reply, ours, theirs))


def _told(replies: tuple[Reply, ...]) -> list[Reply]:
    """Return the replies that carry numbers: not those that only name an object."""
    return [reply for reply in replies if not _is_bare(reply)]


def _is_bare(reply: Reply) -> bool:
    return (
        isinstance(reply, Returned)
        and not (reply.arrays or reply.containers or reply.warned or reply.failed)
        and (reply.value is None or type(reply.value) is Ref)
    )


def _same_reply(left: Reply, right: Reply) -> bool:
    if isinstance(left, Returned) and isinstance(right, Returned):
        return _failure(left) == _failure(right) and all(
            _same(ours, theirs)
            for ours, theirs in (
                (left.value, right.value),
                (left.arrays, right.arrays),
                (left.containers, right.containers),
                (_warnings(left), _warnings(right)),
            )
        )
    return _ending(left) == _ending(right)


def _warnings(reply: Returned) -> list[str]:
    return [_PLACE.sub("", text) for text in reply.warned]


def _failure(reply: Returned) -> tuple[str, str]:
    """Return what ended several steps, as `_ending` does."""
    failed = reply.failed
    if failed is None:
        return "", ""
    told = failed.kind if isinstance(failed, Raised) else ""
    if isinstance(failed, Absent):
        told = failed.name
    return type(failed).__name__, told


def _ending(reply: Reply) -> tuple[str, str]:
    """Return what an error is, without the line and the words of one submission."""
    if isinstance(reply, StudentException):
        return type(reply).__name__, reply.kind
    if isinstance(reply, NameMissing):
        return type(reply).__name__, str(reply)
    return type(reply).__name__, ""


def _same(left: Value, right: Value) -> bool:
    if _is_numeric(left) and _is_numeric(right):
        return _same_numbers(left, right)
    if type(left) is not type(right):
        return False
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(
            _same(value, right[key]) for key, value in left.items()
        )
    return isinstance(left, Ref) or left == right


def _is_numeric(value: Value) -> bool:
    return isinstance(value, (np.ndarray, np.generic, float))


def _same_numbers(left: Value, right: Value) -> bool:
    ours, theirs = np.asarray(left), np.asarray(right)
    if (ours.shape, ours.dtype) != (theirs.shape, theirs.dtype):
        return False
    if ours.dtype.kind not in "fc":
        return bool(np.array_equal(ours, theirs))
    finite = np.isfinite(theirs)
    if not np.array_equal(ours[~finite], theirs[~finite], equal_nan=True):
        return False
    scale = float(np.abs(theirs[finite]).max(initial=0.0))
    error = np.abs(ours[finite] - theirs[finite])  # where theirs is finite
    return not bool((~(error <= ALIKE_RTOL * scale + ALIKE_ATOL)).any())
