"""Why a gradient is wrong: the scene around a leaf, and what the rules find in it."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from grader.checks.clues import Clues, cause_of
from grader.checks.elsewhere import of_another_place
from grader.checks.measuring import Leaf, Measured, output_axes, sizes
from grader.errors import Finding, Origin
from grader.numerics.diagnosis.gradients import explain_gradient
from grader.numerics.diagnosis.scene import Flow, Scene
from grader.numerics.differences import WrongLeaf
from grader.sandbox.handles import Handle, made

Array = NDArray[np.float64]
Findings = tuple[Finding, ...]


def findings(measured: Measured, wrong: WrongLeaf) -> Findings:
    """Return the causes that a wrong leaf's numbers agree with.

    Args:
        measured: the gradient.
        wrong: its first wrong leaf.
    """
    found = explain_gradient(
        measured.problem.analytic[wrong.name],
        wrong.numeric,
        scene(measured, measured.leaves[wrong.name]),
        flow(measured, wrong),
    )
    return (*of_another_place(measured, wrong), *found)


def merged(full: Findings, small: Findings, clues: Clues) -> Findings:
    """Return the findings of the full problem and of a smaller one, in order.

    What names the suite's own formulas and terms comes first; then what a smaller
    problem says, where less is left that could be wrong. What both say is said of
    the full one.

    Args:
        full: found on the check's own inputs.
        small: found on the smallest inputs that still fail.
        clues: the suite's.
    """
    special = tuple(f for f in full if f.origin is Origin.SUSPECT or _is_term(f, clues))
    whole = {finding.code: finding for finding in full}
    first = [whole.get(finding.code, finding) for finding in small]
    found: dict[str, Finding] = {}
    for finding in (*special, *first, *full, *cause_of(clues.cause)):
        found.setdefault(finding.code, finding)
    return tuple(found.values())


def scene(measured: Measured, leaf: Leaf) -> Scene:
    """Return what is known around one leaf."""
    asked = measured.asked
    base = asked.clues.scene(leaf.key, leaf.value.shape)
    arrays = {**asked.given.inputs, **measured.seen.parameters}
    known = {key: np.asarray(value, np.float64) for key, value in arrays.items()}
    return dataclasses.replace(
        base,
        name=leaf.name,
        sizes={**base.sizes, **sizes(asked, measured.seen)},
        constants={**made_with(asked.layer), **base.constants},
        known={**known, **base.known},
    )


def flow(measured: Measured, wrong: WrongLeaf) -> Flow:
    """Return how the outputs depend on a wrong leaf."""
    upstream = tuple(
        np.asarray(each, np.float64) for each in measured.asked.given.upstream
    )
    given = measured.asked.given
    names = given.names if "dout0" not in given.names else ()
    return Flow(wrong.jacobian, upstream, output_axes(measured.asked), names)


def made_with(layer: Handle) -> dict[str, float]:
    """Return the numbers that the suite gave the layer by name: "eps", "1 - eps"."""
    found: dict[str, float] = {}
    for name, value in made(layer).kwargs.items():
        if isinstance(value, float) and value not in {0.0, 1.0}:
            found[name] = value
            found[f"1 - {name}"] = 1.0 - value
    return found


def _is_term(finding: Finding, clues: Clues) -> bool:
    return bool(clues.terms) and finding.code.startswith("term:")
