"""The purity check: nothing that was passed in is changed."""

import numpy as np

from grader.checks import text
from grader.checks.passes import At, flatten, is_layer, require_real, setting
from grader.errors import CheckFailed
from grader.sandbox.handles import Handle, Method
from grader.sandbox.messages import Value
from grader.sandbox.recipes import again


def unchanged(
    subject: Handle | Method,
    *,
    at: At,
    upstream: Value = None,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
) -> None:
    """Check that forward and backward, or a function, leave their arguments alone.

    Args:
        subject: a fresh object with forward and backward, or a function.
        at: the input, or the inputs by name in the order they are taken.
        upstream: the gradient for the output, a tuple where there are several;
            None to look at forward only.
        fixed: further positional arguments.
        train: passed to forward by keyword; None for a forward without it.

    Raises:
        CheckFailed: an argument was changed; the message says which.
    """
    given = setting(at, upstream, fixed, train=train)
    arguments = {name: array.copy() for name, array in given.inputs.items()}
    if not is_layer(subject):
        subject(*arguments.values(), *given.fixed)
        _compare(_name(subject), arguments, given.inputs)
        return
    layer = again(subject)  # type: ignore[arg-type]  # `is_layer` has just said so
    outputs = flatten(layer.forward(*arguments.values(), *given.fixed, **given.kwargs))
    for output in outputs:
        require_real("forward must return", output)
    _compare("forward", arguments, given.inputs)
    if upstream is None:
        return
    names = ["dout"] if len(outputs) == 1 else [f"dout{i}" for i in range(len(outputs))]
    before = dict(zip(names, map(np.array, given.upstream), strict=False))
    gradients = {name: array.copy() for name, array in before.items()}
    for gradient in flatten(layer.backward(*gradients.values())):
        require_real("backward must return", gradient)
    _compare("backward", gradients, before)


def _name(subject: object) -> str:
    return subject.name if isinstance(subject, Method) else "the function"


def _bits(array: np.ndarray) -> np.ndarray:
    """Return the entries so that a NaN is equal to itself, and 0.0 not to -0.0."""
    return np.ascontiguousarray(array).reshape(-1).view(f"V{array.itemsize}")


def _compare(
    function: str, after: dict[str, np.ndarray], before: dict[str, np.ndarray]
) -> None:
    for name, array in after.items():
        entries = int((_bits(array) != _bits(before[name])).sum())
        if entries:
            msg = (
                f"{function} changed {name}, an array it was given: {entries} of "
                f"{array.size} entries differ after the call. Work on a new array, or "
                "on a copy."
            )
            raise CheckFailed(msg, inputs=text.inputs(before))
