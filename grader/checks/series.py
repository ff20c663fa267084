"""Checks of loops: a number for each turn, and the calls that each turn makes."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.checks.clues import NO_CLUES, Clues
from grader.checks.formulas import with_findings
from grader.checks.values import VALUE_RTOL, close
from grader.errors import BadOutput, CheckFailed, Finding
from grader.numerics.diagnosis.series import explain_series
from grader.sandbox.messages import Value


def numbers_in_turn(
    got: Value,
    expected: ArrayLike,
    name: str,
    rtol: float = VALUE_RTOL,
    *,
    is_fixed: bool = True,
    clues: Clues = NO_CLUES,
) -> None:
    """Check a list of numbers, one for each turn of a loop.

    Args:
        got: what the submission gave: a list, tuple or array of numbers.
        expected: (T,) what is right.
        name: what the list is called in the message.
        rtol: as in `close`.
        is_fixed: whether it is known beforehand how many turns there are, so that
            another length is a cause and no effect.
        clues: as in `close`.

    Raises:
        BadOutput: it is no list of numbers, or has another length.
        CheckFailed: a number is wrong.
    """
    right = np.asarray(expected, np.float64)
    found = _numbers(got, name)
    told = explain_series(found, right, name)
    if found.shape != right.shape:
        msg = f"{name} must have {right.size} numbers, found {found.size}"
        if is_fixed and not told:
            told = (off_by(found.size - right.size, right.size),)
        raise BadOutput(msg, told, name)
    try:
        close(found, right, name, rtol, clues=clues)
    except CheckFailed as failed:
        raise with_findings(failed, told) from failed


def _numbers(got: Value, name: str) -> np.ndarray:
    """Return a list of numbers as an array.

    Raises:
        BadOutput: it is something else.
    """
    if got is None:
        msg = f"{name} must be a list of numbers, found None"
        said = f"{name[0].upper()}{name[1:]} is None: is a return missing?"
        raise BadOutput(msg, (Finding("not-returned", said),), name)
    kinds = (int, float, np.generic)
    parts = list(got) if isinstance(got, (list, tuple, np.ndarray)) else [None]
    flat = [each for each in parts if isinstance(each, kinds) or _is_bare(each)]
    if len(flat) != len(parts):
        odd = next((p for p in parts if not isinstance(p, kinds)), got)
        what = text.kind(got) if parts == [None] else f"{text.kind(odd)} in it"
        msg = f"{name} must be a list of numbers, found {what}"
        said = f"{name[0].upper()}{name[1:]} must hold single numbers: float(value) "
        raise BadOutput(msg, (Finding("kind:no numbers", f"{said}makes one."),), name)
    return np.asarray([float(np.asarray(each)) for each in flat], np.float64)


def _is_bare(value: object) -> bool:
    is_array = isinstance(value, np.ndarray) and not value.ndim
    return is_array and np.asarray(value).dtype.kind in "fiub"


def off_by(more: int, length: int) -> Finding:
    """Return what a wrong length says.

    Args:
        more: how many entries there are too many; too few where it is below 0.
        length: how many there must be.
    """
    if more == -length:
        return Finding("length:empty", "It is empty: nothing is ever put into it.")
    if more == 1:
        said = "There is one entry too many: is there one from before the first turn "
        return Finding("length:1 more", f"{said}of the loop, or one turn too many?")
    if more == -1:
        said = "There is one entry too few: does a loop begin too late, or end too "
        return Finding("length:1 less", f"{said}early?")
    many, code = ("many", "more") if more > 0 else ("few", "less")
    said = f"There are too {many} entries, {length + more} in place of {length}: look "
    return Finding(f"length:{code}", f"{said}at what is put in, and how often.")


def calls_in_turn(got: Sequence[str], turn: Sequence[str], turns: int) -> None:
    """Check that each turn of a loop makes the same calls, in their order.

    The suite's own objects note what is called, and with what, in one list of words:
    "net.backward(loss.backward())" where it is the very array that came back, and
    "net.backward(something else)" where it is not.

    Args:
        got: what was noted.
        turn: the calls of one turn.
        turns: how many turns there are.

    Raises:
        CheckFailed: a call is missing, comes too often, or at another time.
    """
    calls, right = list(got), list(turn) * turns
    if calls == right:
        return
    first = next(
        (i for i, (a, b) in enumerate(zip(calls, right, strict=False)) if a != b),
        min(len(calls), len(right)),
    )
    found = calls[first] if first < len(calls) else "no call"
    wanted = right[first] if first < len(right) else "no call"
    msg = f"call {first + 1} must be {wanted}, found {found}."
    raise CheckFailed(msg, tuple(_explain(calls, list(turn), turns)))


def _explain(calls: list[str], turn: list[str], turns: int) -> Iterator[Finding]:
    """Yield what is wrong with calls, the plainest first."""
    counted = Counter(calls)
    yield from _others(counted, turn)
    rare = [call for call in turn if counted[call] < turns]
    often = [call for call in turn if counted[call] > turns]
    if rare and max(counted.values(), default=0) == turns:
        said = f"`{rare[0]}` is called in some turns only: it belongs inside of the "
        yield Finding(f"calls:rare:{rare[0]}", f"{said}innermost loop.")
    elif often and _is_even(counted, turns):
        times = counted[often[0]] // turns
        said = f"`{often[0]}` is called {times} times as often as there are turns."
        yield Finding(f"calls:{times} times:{often[0]}", said)
    elif often and len(often) < len(turn) and not rare:
        said = f"`{often[0]}` is called more than once in a turn."
        yield Finding(f"calls:often:{often[0]}", said)
    elif rare or often:
        few = "few" if rare else "many"
        yield Finding(f"calls:too {few}", f"There are too {few} turns of the loop.")
    else:
        yield from _out_of_order(calls, turn)


def _is_even(counted: Counter[str], turns: int) -> bool:
    """Whether all calls come the same number of times, a multiple of the turns."""
    times = set(counted.values())
    return len(times) == 1 and not max(times) % turns


def _others(counted: Counter[str], turn: list[str]) -> Iterator[Finding]:
    """Yield calls that are never made, are made otherwise, or do not belong there."""
    for call in turn:
        others = [c for c in counted if c not in turn and _name(c) == _name(call)]
        if not counted[call] and others:
            said = f"`{_name(call)}` is called, but not as `{call}`: found "
            yield Finding(f"calls:other:{call}", f"{said}`{min(others)}`.")
        elif not counted[call]:
            yield Finding(f"calls:missing:{call}", f"`{call}` is never called.")
    for call in counted:
        if call not in turn:
            yield Finding(f"calls:extra:{call}", f"`{call}` must not be called.")


def _out_of_order(calls: list[str], turn: list[str]) -> Iterator[Finding]:
    first = calls[: len(turn)]
    for one, other in itertools.pairwise(turn):
        if one in first and other in first and first.index(one) > first.index(other):
            said = f"`{other}` is called before `{one}`, and needs what that does."
            yield Finding(f"calls:order:{one}:{other}", said)
            return
    yield Finding("calls:order", "The calls come in another order than they must.")


def _name(call: str) -> str:
    return call.partition("(")[0]
