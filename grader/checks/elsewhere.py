"""A right gradient in a wrong place: of another parameter, or at another point."""

import dataclasses
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from grader.checks.measuring import Measured, measure
from grader.errors import Finding, StudentError
from grader.numerics.diagnosis.wrong import near
from grader.numerics.differences import WrongLeaf, numeric_gradient

Array = NDArray[np.float64]
ENOUGH = 2  # entries: one number is like another by accident


def of_another_place(measured: Measured, wrong: WrongLeaf) -> tuple[Finding, ...]:
    """Return where a wrong leaf's gradient would be right.

    Args:
        measured: the gradient.
        wrong: its first wrong leaf.
    """
    got = measured.problem.analytic[wrong.name]
    if got.size < ENOUGH:
        return ()
    found = (*_of_another_leaf(measured, wrong, got), *_at_the_output(measured, wrong))
    return tuple(dataclasses.replace(each, is_fit=True) for each in found[:1])


def _of_another_leaf(
    measured: Measured, wrong: WrongLeaf, got: Array
) -> Iterator[Finding]:
    """Yield the leaf whose gradient it is."""
    problem = measured.problem
    for name, leaf in measured.leaves.items():
        if name == wrong.name or leaf.value.shape != got.shape:
            continue
        right = numeric_gradient(problem, name)
        if not near(got, right) or near(wrong.numeric, right):
            continue
        text = f"It is exactly what {name} must be"
        if near(problem.analytic[name], wrong.numeric):
            yield Finding(f"exchanged:{name}", f"{text}: the two are exchanged.")
        elif near(problem.analytic[name], right):
            said = f"{text}, which is right: what sets the two apart is missing here."
            yield Finding(f"same-as:{name}", said)
        else:
            yield Finding(f"is:{name}", f"{text}: it is stored in a wrong place.")


def _at_the_output(measured: Measured, wrong: WrongLeaf) -> Iterator[Finding]:
    """Yield that the slope is taken at the output, as if it were the input."""
    asked, outputs = measured.asked, measured.seen.outputs
    inputs = list(asked.given.inputs.items())
    if len(inputs) != 1 or len(outputs) != 1 or wrong.name != f"d{inputs[0][0]}":
        return
    name, x = inputs[0]
    y = np.asarray(outputs[0], np.float64)
    if y.shape != x.shape:
        return
    given = msgspec.structs.replace(asked.given, inputs={name: y})
    try:
        there = measure(msgspec.structs.replace(asked, given=given)).problem
        slope = numeric_gradient(there, wrong.name)
    except StudentError:
        return  # an extra question: what it does with it is not judged
    got = measured.problem.analytic[wrong.name]
    if near(got, slope) and not near(wrong.numeric, slope):
        text = (
            "It is the gradient at the output of forward, in place of its input: the "
            "output has been through the function already, so do not apply it again."
        )
        yield Finding("slope:at-the-output", text)
