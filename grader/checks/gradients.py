"""The gradient check: backward against central differences of the same forward."""

import dataclasses

import numpy as np

from grader.checks import causes, intermediates, text
from grader.checks.clues import NO_CLUES, Clues
from grader.checks.measuring import SAME_RTOL, Asked, Measured, flat, measure
from grader.checks.passes import At, Passes, run, setting, unheard
from grader.checks.shrinking import smaller
from grader.errors import CheckFailed, Finding
from grader.numerics import differences
from grader.numerics.closeness import GRADIENT_RTOL, difference
from grader.numerics.comparing import comparison
from grader.numerics.diagnosis.gradients import signature
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

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
    clues: Clues = NO_CLUES,
) -> None:
    """Check `backward` against central differences of the student's own forward pass.

    Args:
        layer: a fresh object of the submission's with forward and backward; it
            is made again for every evaluation and left as it is.
        at: the input, or the inputs by name in the order forward takes them.
        upstream: the gradient for the output, a tuple where there are several, or a
            dict by the names of backward's parameters.
        fixed: further positional arguments of forward, not differentiated.
        train: passed to forward by keyword; None for a forward without it.
        inputs: whether the gradients that backward returns are judged.
        parameters: whether the entries of `grads` are judged.
        clues: what helps to name the cause; axes by the names of inputs and
            parameters and "out" ("out0", "out1", ... where there are several).

    Raises:
        BadOutput: a gradient is missing or has the wrong shape.
        CheckFailed: a gradient is wrong: the first one on the way back is named.
    """
    given = setting(at, upstream, fixed, train=train)
    measured = measure(Asked(layer, given, inputs, parameters, clues))
    found = differences.judge(measured.problem, np.random.default_rng(DIRECTIONS_SEED))
    if found is not None:
        with unheard(layer):
            _require_measurable(measured, found)
            failure = _failure(measured, found)
        raise failure


def _require_measurable(measured: Measured, wrong: differences.WrongLeaf) -> None:
    """Refuse to call a gradient wrong where it cannot be told."""
    asked = measured.asked
    if _differs(measured.seen, run(asked.layer, asked.given)):
        msg = (
            "backward gives different gradients for the same input and a fresh layer, "
            "so they cannot be judged."
        )
        why = (
            "Something outside the layer changes from call to call: a global that "
            "adds up, or a random generator of its own."
        )
        raise CheckFailed(msg, (Finding("backward-differs", why),), asked.shown)
    if differences.moves_in_jumps(measured.problem, wrong):
        leaf = measured.leaves[wrong.name]
        moved = leaf.key if isinstance(leaf.place, int) else f'params["{leaf.key}"]'
        msg = (
            f"The output of your forward pass stands still while {moved} changes a "
            "little, then jumps: it has no derivative that could be measured."
        )
        why = (
            "Something in forward rounds, compares or casts, such as round, >, or "
            "astype to integers or float16: compute with the numbers as they are."
        )
        raise CheckFailed(msg, (Finding("forward-jumps", why),), asked.shown)
    if differences.works_in_single_precision(measured.problem, wrong):
        msg = (
            "Your forward pass works in single precision (float32) inside, so its "
            "derivative cannot be measured this finely: keep the dtype of the input."
        )
        why = (
            "A cast with astype, or an array made with dtype float32, loses half of "
            "the digits: make arrays in the dtype of the input."
        )
        raise CheckFailed(msg, (Finding("single-precision", why),), asked.shown)


def _differs(first: Passes, second: Passes) -> bool:
    pairs = [(first.inputs[name], second.inputs[name]) for name in first.inputs]
    pairs += [(value, second.grads.get(key)) for key, value in first.grads.items()]
    return any(
        isinstance(left, np.ndarray) and _differ(left, right) for left, right in pairs
    )


def _differ(left: np.ndarray, right: Value) -> bool:
    if not isinstance(right, np.ndarray) or left.shape != right.shape:
        return True
    return difference(flat(left), flat(right), SAME_RTOL) is not None


def _of_leaf(found: Finding, name: str) -> Finding:
    """Return a finding that names the leaf, for other arrays were named before it."""
    if not found.text.startswith("It is "):
        return found
    text = f"{name} {found.text.removeprefix('It ')}"
    return dataclasses.replace(found, text=text)


def _failure(measured: Measured, found: differences.WrongLeaf) -> CheckFailed:
    asked, name = measured.asked, found.name
    small = smaller(measured, found)
    symptom = (
        f"{name} disagrees with a numerical derivative of your own forward pass.\n\n"
        + text.table(found.discrepancy, name, "by central differences", GRADIENT_RTOL)
    )
    if small.told:
        symptom += f"\n\n{small.told}"
    full = causes.findings(measured, found)
    look = signature(
        measured.problem.analytic[name],
        found.numeric,
        causes.scene(measured, measured.leaves[name]),
    )
    advice = intermediates.first_wrong(measured)  # last, for it may end the worker
    told = causes.merged(full, small.findings, asked.clues)
    if advice:
        symptom += f"\n\n{advice}"
        told = tuple(_of_leaf(each, name) for each in told)
    return CheckFailed(
        symptom,
        told,
        asked.shown,
        look,
        about=name,
        is_measured=True,
        comparison=comparison(
            name, measured.problem.analytic[name], found.numeric, found.outside
        ),
    )
