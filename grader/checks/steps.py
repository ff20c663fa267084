"""The check of a sequence: the values of a parameter after each of several steps.

An optimizer is checked in three lines. `right` comes from a closed form, and the
clues say of what a right step is made:

    seen = snapshots(student.Momentum(lr=0.3).update, {"W": w}, each=gradients)
    clues = Clues(terms={"velocity": v, "gradient": g}, constants={"lr": 0.3, ...})
    steps(seen["W"], right, 'params["W"]', start=w, clues=clues)

Then a wrong weight is named: "In step 2 the velocity is missing."
Draw rates of which none is another's complement: of lr = 0.3 beside momentum = 0.7
nobody knows whether a 0.3 is lr or 1 - momentum.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.checks.clues import NO_CLUES, Clues, cause_of
from grader.checks.objects import in_turn
from grader.checks.passes import require_real
from grader.checks.values import VALUE_RTOL, numeric
from grader.errors import BadOutput, CheckFailed, CourseError
from grader.numerics.closeness import Discrepancy, difference
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.trajectories import Walk, explain_steps
from grader.sandbox.handles import Method
from grader.sandbox.messages import Value

_LINE = 63  # characters, beside the label in 80 columns


def steps(
    got: Sequence[Value],
    expected: ArrayLike,
    name: str,
    *,
    start: ArrayLike | None = None,
    rtol: float = VALUE_RTOL,
    clues: Clues = NO_CLUES,
) -> None:
    """Check a value after each of several steps, and name the first wrong one.

    Args:
        got: what the submission had after each step, as `snapshots` gives it.
        expected: (T, ...) what is right there.
        name: what the value is called in the message.
        start: what it was before the first step; without it little is said about
            a first step that is wrong.
        rtol: tolerance relative to the largest expected entry of a step, or to 1.
        clues: here all arrays are (T, ...). A right step, not the value after it,
            is a sum of the terms with weights, which are made of the constants.

    Raises:
        BadOutput: a value is no array, or has the wrong shape.
        CheckFailed: a step is wrong.
        CourseError: the sequences are not of one length.
    """
    right = np.asarray(expected, np.float64)
    _require_length(name, right, {"got": np.empty(len(got))})
    left = [
        _real(each, right.shape[1:], f"{name} after step {number}")
        for number, each in enumerate(got, 1)
    ]
    first = next(_differences(left, right, rtol), None)
    if first is not None:
        walk = _walk(name, (left, right, start), first[0], clues)
        table = text.table(first[1], name, f"after step {first[0] + 1}", rtol)
        given = _given(walk, first[1].index, clues.shown)
        raise _failure(walk, f"{table}{given}", clues.cause)


def snapshots(
    update: Method, params: Mapping[str, ArrayLike], each: Sequence[Value]
) -> dict[str, list[Value]]:
    """Return what each entry of a dict held after each of several calls.

    Args:
        update: called as `update(params, item)`.
        params: arrays by name; the calls change a copy.
        each: the second argument of each call.

    Returns:
        for each name what it held after each call.

    Raises:
        BadOutput: an entry is gone after a call.
    """
    held = {name: np.array(array) for name, array in params.items()}
    found: dict[str, list[Value]] = {name: [] for name in params}
    turns = in_turn(update, held, each=each, snapshots=True)
    for number, (_, after) in enumerate(turns, 1):
        for name, values in found.items():
            if not isinstance(after, dict) or name not in after:
                msg = f'params must still hold "{name}" after step {number}'
                raise BadOutput(msg)
            values.append(after[name])
    return found


def _differences(
    got: list[np.ndarray], expected: Array, rtol: float
) -> Iterator[tuple[int, Discrepancy]]:
    """Yield each wrong step, from 0, with its largest difference."""
    for step, (left, right) in enumerate(zip(got, expected, strict=True)):
        found = difference(left, right, rtol)
        if found is not None:
            yield step, found


def _walk(
    name: str,
    places: tuple[list[np.ndarray], Array, ArrayLike | None],
    wrong: int,
    clues: Clues,
) -> Walk:
    """Return all that is known of a sequence; lazy clues are computed now.

    Args:
        name: what walks.
        places: those found, those that are right, and the start.
        wrong: the first wrong step, from 0.
        clues: the suite's.
    """
    got, right, start = places
    scene = clues.scene(name, right.shape)
    paths = {suspect.code: suspect.result for suspect in scene.suspects}
    _require_length(name, right, {**scene.terms, **paths})
    return Walk(
        name=name,
        got=np.stack(got).astype(np.float64),
        expected=right,
        wrong=wrong,
        start=None if start is None else np.asarray(start, np.float64),
        terms=scene.terms,
        constants=scene.constants,
        suspects=scene.suspects,
    )


def _given(walk: Walk, index: tuple[int, ...], shown: Mapping[str, ArrayLike]) -> str:
    """Return the line of a table that says from what its wrong number comes, or ""."""
    parts = []
    if not shown:
        return ""
    if walk.start is not None:
        start = text.number(float(walk.start[index]))
        parts.append(f"{text.place(walk.name, index)} = {start} at the start")
    for name, value in shown.items():
        array = np.asarray(value, np.float64)
        where, few = name, array[None]
        if array.ndim:
            where = text.place(name, index)
            few = np.array([each[index] for each in array[: walk.wrong + 1]])
        parts.append(f"{where} = {', then '.join(text.number(float(x)) for x in few)}")
    label, margin = "\n    input      ", f"\n{' ' * 15}"
    return label + margin.join(textwrap.wrap("; ".join(parts), _LINE))


def _failure(walk: Walk, table: str, cause: str) -> CheckFailed:
    return CheckFailed(
        f"{_symptom(walk.name, walk.wrong)}\n\n{table}",
        (*explain_steps(walk), *cause_of(cause)),
        signature=_signature(walk.name, walk.wrong),
    )


def _symptom(name: str, step: int) -> str:
    if step:
        return f"{name} is right after step {step} and wrong after step {step + 1}."
    return f"{name} is wrong after step 1 already."


def _signature(name: str, step: int) -> str:
    return f"{name}: wrong from {'a later' if step else 'the first'} step on"


def _real(value: Value, shape: tuple[int, ...], name: str) -> np.ndarray:
    array = numeric(value, shape, name)
    require_real(f"{name} must be", array)
    return array


def _require_length(name: str, right: Array, given: Mapping[str, Array]) -> None:
    for what, array in given.items():
        if len(array) != len(right):
            wanted = f"{what!r} must have {len(right)} entries"
            msg = f"steps of {name}: {wanted}, found {len(array)}."
            raise CourseError(msg)
