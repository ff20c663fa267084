"""What a gradient must be before its numbers are compared."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.checks.clues import NO_CLUES
from grader.checks.passes import require_real
from grader.errors import BadOutput, CheckFailed, Finding
from grader.numerics.diagnosis.value_shapes import explain_form
from grader.sandbox.messages import Value

Array = NDArray[np.float64]
Explain = Callable[[Array], tuple[Finding, ...]]


def gradient_array(
    got: Value,
    shape: tuple[int, ...],
    name: str,
    axes: tuple[str, ...],
    explain: Explain,
) -> Array:
    """Return what backward gave as an array of the shape it must have.

    Args:
        got: what backward gave.
        shape: of what it is the gradient for.
        name: "dx", 'grads["W"]'.
        axes: the names of its axes, () where they are not known.
        explain: says what turns a wrong shape into the right one.

    Raises:
        BadOutput: it is missing, no array of real numbers, or of another shape.
        CheckFailed: it is not finite.
    """
    if not isinstance(got, (np.ndarray, np.generic)):
        found = "None" if got is None else text.kind(got)
        msg = f"{name} must be an array of shape {text.shape(shape)}, found {found}"
        raise BadOutput(msg, (_absent(got, name),))
    require_real(f"{name} must be", got)
    if got.shape != shape:
        raise _wrong_shape(np.asarray(got, np.float64), shape, name, axes, explain)
    require_finite(name, [got], "")
    return np.asarray(got, np.float64)


def require_finite(name: str, values: list[Value], shown: str) -> None:
    """Require that no number is nan or infinite.

    Raises:
        CheckFailed: one is; its place is named.
    """
    for value in values:
        if not np.isfinite(value).all():
            bad = np.argwhere(~np.isfinite(np.asarray(value)))[0]
            at = f" at {text.place('', tuple(map(int, bad)))}" if bad.size else ""
            why = (
                "A division by zero, the log of zero or an overflow makes such "
                "numbers: look for the first operation that gives one."
            )
            msg = f"{name} is not finite (nan or inf){at}."
            raise CheckFailed(msg, (Finding("not-finite", why),), inputs=shown)


def _absent(got: Value, name: str) -> Finding:
    if got is not None:
        return Finding("not-an-array", f"{name} must be an array: do not convert it.")
    if name.startswith("grads"):
        told = f"backward leaves nothing in {name}: store the gradient there."
        return Finding("not-stored", told)
    return Finding("not-returned", f"backward ends without {name}: return it.")


def _wrong_shape(
    got: Array,
    shape: tuple[int, ...],
    name: str,
    axes: tuple[str, ...],
    explain: Explain,
) -> BadOutput:
    named = f" ({', '.join(axes)})" if axes else ""
    msg = (
        f"{name} must have shape {text.shape(shape)}{named}, found "
        f"{text.shape(got.shape)}"
    )
    rule = "A gradient has the shape of the array that it is the gradient for."
    known = (
        *explain(got),
        *explain_form(got.shape, shape, NO_CLUES.scene(name, shape)),
    )
    return BadOutput(msg, (*known, Finding("wrong-shape", rule)))
