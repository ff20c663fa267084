"""One gradient taken down: what backward gave, and forward ready to be measured."""

import dataclasses
import functools
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.checks.clues import Clues
from grader.checks.forms import gradient_array, require_finite
from grader.checks.passes import Passes, Setting, flatten, run
from grader.errors import BadOutput, CheckFailed, Finding
from grader.numerics import differences
from grader.numerics.closeness import difference
from grader.numerics.diagnosis.shapes import explain_shape
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value
from grader.sandbox.recipes import Point, evaluate

Array = NDArray[np.float64]
SAME_RTOL = 1e-12  # the same code on the same numbers, elsewhere in memory


class Asked(msgspec.Struct, frozen=True):
    """What a gradient check is asked to judge.

    Attributes:
        layer: a fresh object of the submission's.
        given: what its passes are called with.
        inputs: whether the gradients that backward returns are judged.
        parameters: whether the entries of `grads` are judged.
        clues: what the suite knows about the numbers.
    """

    layer: Handle
    given: Setting
    inputs: bool
    parameters: bool
    clues: Clues

    @property
    def shown(self) -> str:
        """The inputs, as a message lists them."""
        return text.inputs({**self.given.inputs, **self.given.by_name})


class Leaf(msgspec.Struct, frozen=True):
    """One array that is differentiated for.

    Attributes:
        key: an input's name, or a parameter's key.
        name: what its gradient is called: "dx", 'grads["W"]'.
        place: where it goes: a position among the arguments, a parameter's key.
        value: what the forward pass sees.
    """

    key: str
    name: str
    place: int | str
    value: Array


class Measured(msgspec.Struct, frozen=True):
    """A gradient with the forward pass it is to be held against.

    Attributes:
        asked: what was asked for.
        seen: what came out of the two passes.
        leaves: what is differentiated for, by the gradient's name.
        problem: the same for the numerics.
    """

    asked: Asked
    seen: Passes
    leaves: dict[str, Leaf]
    problem: differences.Gradient


def measure(asked: Asked) -> Measured:
    """Run both passes and return what is to be compared.

    Raises:
        BadOutput: a gradient is missing or has the wrong shape.
        CheckFailed: something is not finite, or backward measures its gradient.
    """
    seen = run(asked.layer, asked.given)
    require_finite("The output of forward", seen.outputs, asked.shown)
    _require_derived(seen)
    leaves = {leaf.name: leaf for leaf in _leaves(seen, asked)}
    values = {name: leaf.value for name, leaf in leaves.items()}
    point = Point(
        "forward",
        (*asked.given.inputs.values(), *asked.given.fixed),
        asked.given.kwargs,
        values,
        {name: leaf.place for name, leaf in leaves.items()},
    )
    evaluate_at = functools.partial(_evaluate, asked.layer, point, flat(seen.outputs))
    bare = differences.Gradient(values, {}, flat(asked.given.upstream), evaluate_at)
    analytic = {
        name: _analytic(asked, seen, leaf, bare) for name, leaf in leaves.items()
    }
    problem = differences.Gradient(values, analytic, bare.upstream, evaluate_at)
    return Measured(asked, seen, leaves, problem)


def output_axes(asked: Asked) -> tuple[tuple[str, ...], ...]:
    """Return the axis names of each output: "out", or "out0", "out1", ..."""
    upstream = asked.given.upstream
    names = ["out"] if len(upstream) == 1 else [f"out{i}" for i in range(len(upstream))]
    return tuple(
        asked.clues.axes_of(name, np.ndim(each))
        for name, each in zip(names, upstream, strict=True)
    )


def sizes(asked: Asked, seen: Passes) -> dict[str, int]:
    """Return the extent of every axis that the clues name."""
    found: dict[str, int] = {}
    for name, array in {**asked.given.inputs, **seen.parameters}.items():
        axes = asked.clues.axes_of(name, np.ndim(array))
        found |= zip(axes, np.shape(array), strict=False)
    for axes, each in zip(output_axes(asked), asked.given.upstream, strict=True):
        found |= zip(axes, np.shape(each), strict=False)
    return found


def flat(values: Value) -> Array:
    """Return nested arrays and numbers as one vector."""
    return np.concatenate(
        [np.asarray(v, np.float64).reshape(-1) for v in flatten(values)]
    )


def _require_derived(seen: Passes) -> None:
    if seen.calls > 1:
        msg = (
            f"backward called forward {seen.calls} times: derive the gradient instead "
            "of measuring it."
        )
        said = "A gradient is a formula that forward does not appear in."
        raise CheckFailed(msg, (Finding("measured", said),))


def _leaves(seen: Passes, asked: Asked) -> Iterator[Leaf]:
    """Yield what is differentiated for, parameters first."""
    for key, value in _in_order(seen.parameters if asked.parameters else {}):
        yield Leaf(key, f'grads["{key}"]', key, np.asarray(value, np.float64))
    if asked.inputs:
        for place, (key, value) in enumerate(asked.given.inputs.items()):
            yield Leaf(key, f"d{key}", place, np.asarray(value, np.float64))


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


def _analytic(
    asked: Asked, seen: Passes, leaf: Leaf, bare: differences.Gradient
) -> Array:
    """Return what backward gave for a leaf, once it has the leaf's form."""
    is_parameter = isinstance(leaf.place, str)
    got = (seen.grads if is_parameter else seen.inputs).get(leaf.key)

    def explain(found: Array) -> tuple[Finding, ...]:
        if is_parameter and (other := _exchanged(seen, leaf, found.shape)):
            return (other,)
        numeric = differences.numeric_gradient(bare, leaf.name)
        scene = asked.clues.scene(leaf.key, leaf.value.shape)
        named = {**scene.sizes, **sizes(asked, seen)}
        return explain_shape(found, numeric, dataclasses.replace(scene, sizes=named))

    axes = asked.clues.axes_of(leaf.key, leaf.value.ndim)
    return gradient_array(got, leaf.value.shape, leaf.name, axes, explain)


def _exchanged(seen: Passes, leaf: Leaf, shape: tuple[int, ...]) -> Finding | None:
    """Return that two gradients are exchanged, if each has the other one's shape."""
    for key, value in seen.parameters.items():
        its = getattr(seen.grads.get(key), "shape", None)
        if np.shape(value) == shape and its == leaf.value.shape:
            said = (
                f'{leaf.name} and grads["{key}"] are exchanged: each has the shape '
                "that belongs to the other."
            )
            return Finding("shape:exchanged", said)
    return None


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
        why = (
            "Something outside the layer changes from call to call: a global, or a "
            "random generator that is not the one it was given."
        )
        raise CheckFailed(msg, (Finding("not-deterministic", why),))
    return rows
