"""What was done to an array that has the right numbers in a wrong shape."""

import dataclasses
import itertools
from collections.abc import Callable

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.wrong import and_of, near

Findings = tuple[Finding, ...]
Rule = Callable[[Array, Array, Scene], Findings]


def explain_shape(analytic: Array, numeric: Array, scene: Scene) -> Findings:
    """Return what turns a gradient of a wrong shape into the right one.

    Args:
        analytic: what backward gave.
        numeric: the right gradient, of another shape.
        scene: the names and sizes of the leaf's axes, and of the problem's.
    """
    if analytic.shape == numeric.shape or not np.isfinite(analytic).all():
        return ()
    for rule in (transposed, reshaped, not_summed, summed_too_much):
        found = rule(analytic, numeric, scene)
        if found:
            return tuple(dataclasses.replace(each, is_fit=True) for each in found)
    return ()


def transposed(analytic: Array, numeric: Array, scene: Scene) -> Findings:
    """The axes stand in another order."""
    if analytic.ndim != numeric.ndim:
        return ()
    for order in itertools.permutations(range(analytic.ndim)):
        if near(analytic.transpose(order), numeric):
            wanted = f" to ({', '.join(scene.axes)})" if scene.axes else ""
            text = (
                f"The numbers are right and the axes are exchanged: transpose{wanted}."
            )
            return (Finding("shape:transposed", text),)
    return ()


def reshaped(analytic: Array, numeric: Array, scene: Scene) -> Findings:
    """Only the shape is wrong."""
    if analytic.size != numeric.size or not near(
        analytic.reshape(numeric.shape), numeric
    ):
        return ()
    shape = f"({', '.join(scene.axes)})" if scene.axes else "the shape of its array"
    text = f"The numbers are right and only the shape is not: reshape it to {shape}."
    return (Finding("shape:reshape", text),)


def not_summed(analytic: Array, numeric: Array, scene: Scene) -> Findings:
    """A sum over some axes was forgotten."""
    for gone in _subsets(analytic.ndim):
        total = analytic.sum(axis=gone)
        if total.size == numeric.size and near(total.reshape(numeric.shape), numeric):
            names = and_of([_name(analytic, i, scene) for i in gone])
            text = (
                f"It becomes right when it is summed over {names}: every {names} uses "
                "the same numbers, so their contributions add up."
            )
            return (Finding(f"shape:not-summed:{names}", text),)
    return ()


def summed_too_much(analytic: Array, numeric: Array, scene: Scene) -> Findings:
    """A sum or a mean was taken over an axis that must stay."""
    for gone in _subsets(numeric.ndim):
        for word, total in (("sum", numeric.sum(gone)), ("mean", numeric.mean(gone))):
            if total.size == analytic.size and near(
                total.reshape(analytic.shape), analytic
            ):
                names = and_of([_leaf_name(i, scene) for i in gone])
                text = f"It is the {word} over {names} of the right gradient: keep "
                text += f"{names} as an axis."
                return (Finding(f"shape:{word}:{names}", text),)
    return ()


def _subsets(ndim: int) -> list[tuple[int, ...]]:
    return [
        some
        for count in range(1, ndim + 1)
        for some in itertools.combinations(range(ndim), count)
    ]


def _name(array: Array, axis: int, scene: Scene) -> str:
    """Return the only axis name with this extent, or the axis's place."""
    names = [name for name, size in scene.sizes.items() if size == array.shape[axis]]
    return names[0] if len(names) == 1 else f"axis {axis}"


def _leaf_name(axis: int, scene: Scene) -> str:
    return scene.axes[axis] if axis < len(scene.axes) else f"axis {axis}"
