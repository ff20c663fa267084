"""The same gradient on smaller inputs: from which size on is it wrong?"""

import dataclasses
from collections.abc import Sequence

import msgspec
import numpy as np

from grader.checks.causes import Findings, findings
from grader.checks.clues import Clues
from grader.checks.measuring import Asked, Measured, measure, output_axes
from grader.checks.passes import Setting
from grader.errors import StudentError
from grader.numerics import differences
from grader.numerics.closeness import Array
from grader.numerics.diagnosis.wrong import and_of
from grader.numerics.differences import WrongLeaf
from grader.sandbox.messages import Value

STEPS, BATCH = "T", "N"
UNNAMED = "factor:other"
TWO_STEPS = 2
ZERO = 1e-9  # of the largest entry: what rounding leaves of a sum that is zero


class Smaller(msgspec.Struct, frozen=True):
    """What smaller inputs told.

    Attributes:
        told: the sentence, "" where they told nothing.
        findings: the causes found on the smallest inputs that still fail.
    """

    told: str = ""
    findings: Findings = ()


class _Found(msgspec.Struct, frozen=True):
    wrong: bool
    findings: Findings = ()
    others: tuple[str, ...] = ()


def smaller(measured: Measured, wrong: WrongLeaf) -> Smaller:
    """Return from which size on a leaf's gradient is wrong.

    Args:
        measured: the gradient that is wrong.
        wrong: its first wrong leaf.
    """
    found = _fewer_steps(measured, wrong)
    return found if found.told else _one_example(measured, wrong)


def _fewer_steps(measured: Measured, wrong: WrongLeaf) -> Smaller:
    full = _extent(measured, STEPS)
    first = _again(measured, wrong, STEPS, 1) if full > 1 else None
    if first is None:
        return Smaller()
    if first.wrong:
        told = (
            "It is wrong for T = 1 already: look at the formula of one step, and at "
            "what it begins with"
        )
        is_kept = wrong.name.startswith("grads[")
        told += (
            "."
            if not is_kept
            else (
                ". Or do grads grow with each call of backward, which has several here?"
            )
        )
        return Smaller(told, _said_with("T = 1", first.findings))
    second = _again(measured, wrong, STEPS, TWO_STEPS) if full > TWO_STEPS else None
    if second is not None and not second.wrong:
        return Smaller(
            f"It is right for T = 1 and T = 2 and wrong for T = {full}: look at what "
            "passes over more than one step."
        )
    if second is None and full > TWO_STEPS:
        return Smaller()
    told = (
        f"It is right for T = 1 and wrong from T = 2{_beside(measured, wrong, first)}"
    )
    # A factor without a name at T = 2 would be said to be the same for every T.
    found = second.findings if second else ()
    named = tuple(one for one in found if one.code != UNNAMED)
    return Smaller(told, _said_with("T = 2", named))


def _beside(measured: Measured, wrong: WrongLeaf, first: _Found) -> str:
    """Return what the other gradients say of one that is wrong from T = 2 on.

    Args:
        measured: the gradient, for all steps.
        wrong: its first wrong leaf.
        first: what became of it for one step.
    """
    inputs = [n for n, leaf in measured.leaves.items() if isinstance(leaf.place, int)]
    if not inputs:
        return (
            ": look at what passes from one step to the next, at what is added up over "
            "the steps, and at what each step keeps of its own forward."
        )
    early = [name for name in inputs if name in first.others]
    if early:
        return (
            f", but {_are(early)} wrong for T = 1 already: look at what a step hands "
            "back to the one before."
        )
    late = [name for name in inputs if name in _wrong_leaves(measured)]
    if not late:
        return (
            f", and {_are(inputs)} right: look at what is added up over the steps, and "
            "at which step's arrays it is made of."
        )
    said = f", and so {_be(late)} {and_of(late)}" if wrong.name not in late else ""
    return (
        f"{said}: look at what passes from one step to the next, and at what each step "
        "keeps of its own forward."
    )


def _are(names: list[str]) -> str:
    return f"{and_of(names)} {_be(names)}"


def _be(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"


def _wrong_leaves(measured: Measured) -> list[str]:
    """Return the names of all wrong leaves, all there are if that cannot be told."""
    try:
        return [name for name in measured.leaves if _wrong_in(measured, name)]
    except StudentError:
        return list(measured.leaves)  # an extra question: what it does is not judged


def _wrong_in(measured: Measured, name: str) -> WrongLeaf | None:
    """Return what is wrong with one leaf, None if it is right."""
    problem = measured.problem
    alone = dataclasses.replace(problem, leaves={name: problem.leaves[name]})
    return differences.first_wrong_leaf(alone)


def _said_with(size: str, found: Findings) -> Findings:
    """Return findings that say at which size they hold: others read another table."""
    return tuple(
        dataclasses.replace(
            one,
            text=f"With {size} it{one.text[2:]}"
            if one.text.startswith("It ")
            else f"With {size}: {one.text}",
        )
        for one in found
    )


def _one_example(measured: Measured, wrong: WrongLeaf) -> Smaller:
    full = _extent(measured, BATCH)
    found = _again(measured, wrong, BATCH, 1) if full > 1 else None
    if found is None or found.wrong:
        return Smaller()
    return Smaller(
        f"It is right for N = 1 and wrong for N = {full}: look at what runs over the "
        "batch, such as sums, means and divisions by N."
    )


def _again(measured: Measured, wrong: WrongLeaf, axis: str, size: int) -> _Found | None:
    """Return what becomes of a leaf on smaller inputs, None where they do not fit."""
    asked = _cut(measured, axis, size)
    if asked is None:
        return None
    try:
        small = measure(asked)
        problem = small.problem
        found = _wrong_in(small, wrong.name)
        if found is None and _is_nothing(problem.analytic[wrong.name], wrong.numeric):
            return None  # zero is right whatever the formula
        if found is None:
            return _Found(wrong=False, others=tuple(_wrong_leaves(small)))
        return _Found(wrong=True, findings=findings(small, found))
    except StudentError:
        return None  # an extra question: what it does with it is not judged


def _is_nothing(gradient: Array, beside: Array) -> bool:
    """Whether a gradient is zero, as small as another one of the layer's may be."""
    size = np.abs(gradient).max(initial=0.0)
    return bool(size <= ZERO * max(1.0, np.abs(beside).max(initial=0.0)))


def _extent(measured: Measured, axis: str) -> int:
    given, clues = measured.asked.given, measured.asked.clues
    for name, array in given.inputs.items():
        axes = clues.axes_of(name, array.ndim)
        if axis in axes:
            return int(array.shape[axes.index(axis)])
    return 0


def _cut(measured: Measured, axis: str, size: int) -> Asked | None:
    """Return the question with the first `size` places of an axis, or None."""
    asked, full = measured.asked, _extent(measured, axis)
    given, clues = asked.given, asked.clues
    for key, value in measured.seen.parameters.items():
        if axis in clues.axes_of(key, np.ndim(value)):
            return None  # a layer that is made for one size
    named = {name: clues.axes_of(name, a.ndim) for name, a in given.inputs.items()}
    outputs = zip(given.upstream, output_axes(asked), strict=True)
    setting = Setting(
        {
            name: _first(array, named[name], (axis, full, size))
            for name, array in given.inputs.items()
        },
        tuple(_first(each, (), (axis, full, size)) for each in given.fixed),
        given.kwargs,
        tuple(_first(each, axes, (axis, full, size)) for each, axes in outputs),
        given.names,
    )
    return Asked(
        asked.layer, setting, asked.inputs, asked.parameters, _fitting(clues, axis)
    )


def _fitting(clues: Clues, axis: str) -> Clues:
    """Return the clues that hold at every size: arrays with the axis do not."""
    known = {
        name: array
        for name, array in clues.known.items()
        if clues.axes.get(name) and axis not in clues.axes[name].split()
    }
    return dataclasses.replace(clues, known=known, terms={}, suspects={})


def _first(value: Value, axes: Sequence[str], cut: tuple[str, int, int]) -> Value:
    """Return the first places along an axis; unnamed axes are told by their extent."""
    axis, full, size = cut
    if not isinstance(value, np.ndarray):
        return value
    places = [i for i, name in enumerate(axes) if name == axis]
    if not axes:
        places = [i for i, extent in enumerate(value.shape) if extent == full]
    if len(places) != 1:
        return value
    return value.take(range(size), axis=places[0])
