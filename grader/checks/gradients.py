"""The gradient check: backward against central differences of the same forward."""

import functools

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.checks.passes import (
    At,
    Passes,
    Setting,
    flatten,
    require_real,
    run,
    setting,
)
from grader.errors import BadOutput, CheckFailed
from grader.numerics import differences
from grader.numerics.closeness import GRADIENT_RTOL, difference
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value
from grader.sandbox.recipes import Point, evaluate

Array = NDArray[np.float64]
SAME_RTOL = 1e-12  # the same code on the same numbers, elsewhere in memory
DIRECTIONS_SEED = 1  # the directions need not be secret: they are drawn in the judge


def gradient(  # noqa: PLR0913 - a suite names only what it needs
    layer: Handle,
    *,
    at: At,
    upstream: Value,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
    inputs: bool = True,
    parameters: bool = True,
) -> None:
    """Check `backward` against central differences of the student's own forward pass.

    Args:
        layer: a fresh object of the submission's with forward and backward; it
            is made again for every evaluation and left as it is.
        at: the input, or the inputs by name in the order forward takes them.
        upstream: the gradient for the output, a tuple where there are several.
        fixed: further positional arguments of forward, not differentiated.
        train: passed to forward by keyword; None for a forward without it.
        inputs: whether the gradients that backward returns are judged.
        parameters: whether the entries of `grads` are judged.

    Raises:
        BadOutput: a gradient is missing or has the wrong shape.
        CheckFailed: a gradient is wrong: the first one on the way back is named.
    """
    given = setting(at, upstream, fixed, train=train)
    seen = run(layer, given)
    shown = text.inputs({**given.inputs, **_named_upstream(given)})
    _require_finite("the output of forward", seen.outputs, shown)
    leaves = _leaves(seen, given, inputs=inputs, parameters=parameters)
    evaluate_at = functools.partial(
        _evaluate, layer, _point(given, leaves), _flat(seen.outputs)
    )
    problem = differences.Gradient(
        leaves.values, leaves.analytic, _flat(given.upstream), evaluate_at
    )
    found = differences.judge(problem, np.random.default_rng(DIRECTIONS_SEED))
    if found is not None:
        raise _failure(found, leaves.places, shown)


class Leaves(msgspec.Struct, frozen=True):
    """What a gradient is taken for.

    Attributes:
        values: each leaf as the forward pass sees it.
        analytic: what backward gave for it.
        places: where it goes: a position among the arguments, a parameter's key.
    """

    values: dict[str, Array]
    analytic: dict[str, Array]
    places: dict[str, int | str]


def _point(given: Setting, leaves: Leaves) -> Point:
    arguments = (*given.inputs.values(), *given.fixed)
    return Point("forward", arguments, given.kwargs, leaves.values, leaves.places)


def _leaves(seen: Passes, given: Setting, *, inputs: bool, parameters: bool) -> Leaves:
    """Return the leaves, their gradients, and their places, parameters first."""
    leaves: dict[str, Array] = {}
    analytic: dict[str, Array] = {}
    places: dict[str, int | str] = {}
    for key, value in _in_order(seen.parameters if parameters else {}):
        leaves[key] = np.asarray(value, np.float64)
        name = f'grads["{key}"]'
        analytic[key] = _gradient_array(seen.grads.get(key), leaves[key], name)
        places[key] = key
    for position, (name, array) in enumerate(given.inputs.items()):
        if inputs:
            leaf = f"d{name}"
            leaves[leaf] = np.asarray(array, np.float64)
            analytic[leaf] = _gradient_array(seen.inputs[name], leaves[leaf], leaf)
            places[leaf] = position
    return Leaves(leaves, analytic, places)


def _in_order(parameters: dict[str, Value]) -> list[tuple[str, Value]]:
    """Return vectors before matrices: the order in which an error travels back."""
    for key, value in parameters.items():
        if not isinstance(key, str):
            msg = f"the keys of params must be text, found {key!r}"
            raise BadOutput(msg)
        if not isinstance(value, np.ndarray):
            msg = f'params["{key}"] must be an array, found {text.kind(value)}'
            raise BadOutput(msg)
    return sorted(parameters.items(), key=lambda item: (item[1].ndim, item[0]))


def _gradient_array(got: Value, leaf: Array, name: str) -> Array:
    if not isinstance(got, (np.ndarray, np.generic)):
        msg = (
            f"{name} must be an array of shape {text.shape(leaf.shape)}, found "
            f"{text.kind(got)}"
        )
        raise BadOutput(msg)
    require_real(f"{name} must be", got)
    if got.shape != leaf.shape:
        msg = (
            f"{name} must have shape {text.shape(leaf.shape)}, found "
            f"{text.shape(got.shape)}"
        )
        raise BadOutput(msg)
    _require_finite(name, [got], "")
    return np.asarray(got, np.float64)


def _require_finite(name: str, values: list[Value], shown: str) -> None:
    for value in values:
        if not np.isfinite(value).all():
            bad = np.argwhere(~np.isfinite(np.asarray(value)))[0]
            where = text.place(name, tuple(int(i) for i in bad))
            msg = f"{where} is not finite (nan or inf)."
            raise CheckFailed(msg, inputs=shown)


def _evaluate(
    layer: Handle,
    point: Point,
    outputs: Array,
    whole: list[dict[str, Array]],
    entries: differences.Entries,
) -> Array:
    rows = evaluate(layer, point, whole, entries)
    if rows.shape[1] != outputs.size or difference(rows[0], outputs, SAME_RTOL):
        msg = (
            "forward gives different results for the same input and a fresh layer, so "
            "its derivative cannot be judged."
        )
        raise CheckFailed(msg)
    return rows


def _failure(
    found: differences.WrongLeaf, places: dict[str, int | str], shown: str
) -> CheckFailed:
    name = found.name
    if isinstance(places[name], str):
        name = f'grads["{name}"]'
    symptom = (
        f"{name} disagrees with a numerical derivative of your own forward pass.\n\n"
    )
    table = text.table(found.discrepancy, name, "by central differences", GRADIENT_RTOL)
    return CheckFailed(symptom + table, inputs=shown)


def _named_upstream(given: Setting) -> dict[str, Value]:
    if len(given.upstream) == 1:
        return {"dout": given.upstream[0]}
    return {f"dout{i}": array for i, array in enumerate(given.upstream)}


def _flat(values: Value) -> Array:
    return np.concatenate(
        [np.asarray(v, np.float64).reshape(-1) for v in flatten(values)]
    )
