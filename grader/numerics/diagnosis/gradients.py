"""The table of rules for a wrong gradient, the most specific first."""

import dataclasses
from collections.abc import Callable

import numpy as np

from grader.errors import Finding
from grader.numerics.closeness import gradient_outside
from grader.numerics.diagnosis import layout, paths, places, sides, slices, terms, whole
from grader.numerics.diagnosis.scene import Array, Flow, Scene
from grader.numerics.diagnosis.wrong import Wrong, multiple

Findings = tuple[Finding, ...]
Rule = Callable[[Wrong], Findings]

RULES: tuple[Rule, ...] = (  # after the wrong formulas that a suite knows
    whole.zero,
    paths.upstream_ignored,
    paths.output_ignored,
    whole.factor,
    paths.not_carried,
    paths.counted,
    layout.swapped,
    layout.reversed_axes,
    layout.exchanged_blocks,
    layout.shifted,
    terms.terms,
    places.wrong_blocks,
    places.wrong_ends,
    places.zero_patterns,
    sides.wrong_side,
    whole.equals_known,
    whole.product,
    slices.missing_or_added,
    slices.factor_per_slice,
    slices.along_axis,
    whole.signs,
)

OF_NAMED_AXES = frozenset(  # "for every axis 0" helps nobody
    {
        paths.not_carried,
        paths.counted,
        places.wrong_ends,
        slices.factor_per_slice,
        slices.along_axis,
    }
)


def explain_gradient(
    analytic: Array, numeric: Array, scene: Scene, flow: Flow | None
) -> Findings:
    """Return the causes that a wrong gradient agrees with, the likeliest first.

    Args:
        analytic: what backward gave.
        numeric: the right gradient, same shape.
        scene: what is known around it.
        flow: how the outputs depend on the leaf, None where it was not measured.
    """
    if not (np.isfinite(analytic).all() and np.isfinite(numeric).all()):
        return ()
    wrong = Wrong(np.asarray(analytic, float), np.asarray(numeric, float), scene, flow)
    if flow is not None and not paths.is_consistent(wrong):
        wrong = Wrong(wrong.analytic, wrong.numeric, scene, None)
    found = {finding.code: finding for finding in whole.suspects(wrong)}
    # Beside a gradient that must be zero, no formula means anything.
    for rule in (paths.unused,) if paths.unused(wrong) else RULES:
        for finding in rule(wrong):
            found.setdefault(finding.code, dataclasses.replace(finding, is_fit=True))
    return tuple(found.values())


def signature(analytic: Array, numeric: Array, scene: Scene) -> str:
    """Return what a wrong gradient looks like, the same for every seed.

    Args:
        analytic: what backward gave.
        numeric: the right gradient, same shape.
        scene: its name and its axes.
    """
    names = scene.axes or tuple(map(str, numeric.shape))
    outside = gradient_outside(analytic, numeric)
    kind = "all entries" if outside.all() else "some entries"
    along = [
        name
        for axis, name in enumerate(names)
        if not outside.all() and _in_slices(outside, axis)
    ]
    where = f" at some {', '.join(along)}" if along and scene.axes else ""
    ratio = "not constant" if multiple(analytic, numeric) is None else "constant"
    return f"{scene.name} ({', '.join(names)}): {kind} wrong{where}, ratio {ratio}"


def _in_slices(outside: np.ndarray, axis: int) -> bool:
    others = tuple(i for i in range(outside.ndim) if i != axis)
    return bool((outside.any(axis=others) == outside.all(axis=others)).all())
