"""The purity check: nothing that was passed in is changed."""

import numpy as np

from grader.checks import text
from grader.checks.objects import fetch, resident
from grader.checks.passes import At, Setting, flatten, is_layer, require_real, setting
from grader.checks.values import attempt
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle, Method, line_of
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
        compare_arguments(_name(subject), arguments, given.inputs)
        return
    layer = again(subject)  # type: ignore[arg-type]  # `is_layer` has just said so
    _layer_leaves_alone(layer, given, arguments, both=upstream is not None)


def _layer_leaves_alone(
    layer: Handle, given: Setting, arguments: dict[str, np.ndarray], *, both: bool
) -> None:
    """Run forward, and backward with `both`, and look at all that they could reach."""
    line_of(layer).settle()  # what the constructor raises must not be taken for less
    held = {name: resident(layer, array) for name, array in arguments.items()}
    parameters = _arrays(layer)
    outputs = flatten(layer.forward(*held.values(), *given.fixed, **given.kwargs))
    for output in outputs:
        require_real("forward must return", output)
    compare_arguments("forward", _fetched(held), given.inputs)
    compare_arguments("forward", _arrays(layer), parameters)
    if not both:
        return
    names = ["dout"] if len(outputs) == 1 else [f"dout{i}" for i in range(len(outputs))]
    before = dict(zip(names, map(np.array, given.upstream), strict=False))
    gradients = {name: array.copy() for name, array in before.items()}
    for gradient in flatten(layer.backward(*gradients.values())):
        require_real("backward must return", gradient)
    compare_arguments("backward", gradients, before)
    compare_arguments("backward", _fetched(held), given.inputs)
    compare_arguments("backward", _arrays(layer), parameters)


def _fetched(held: dict[str, Handle]) -> dict[str, np.ndarray]:
    return {name: np.asarray(fetch(handle)) for name, handle in held.items()}


def _arrays(layer: Handle) -> dict[str, np.ndarray]:
    """Return copies of the parameters, as far as they are arrays."""
    params = attempt(lambda: layer.params)
    found = params.items() if isinstance(params, dict) else ()
    return {f'params["{k}"]': v for k, v in found if isinstance(v, np.ndarray)}


def _name(subject: object) -> str:
    return subject.name if isinstance(subject, Method) else "the function"


def _bits(array: np.ndarray) -> np.ndarray:
    """Return the entries so that a NaN is equal to itself, and 0.0 not to -0.0."""
    return np.ascontiguousarray(array).reshape(-1).view(f"V{array.itemsize}")


def compare_arguments(
    function: str, after: dict[str, np.ndarray], before: dict[str, np.ndarray]
) -> None:
    """Refuse arrays that a function was given and that it changed.

    Raises:
        CheckFailed: an array was changed; the message says which.
    """
    for name in after.keys() & before.keys():
        array = after[name]
        old = before[name]
        if (array.shape, array.dtype) == (old.shape, old.dtype):
            entries = int((_bits(array) != _bits(old)).sum())
        else:
            entries = array.size
        if entries:
            msg = (
                f"{function} changed {name}, an array it was given: {entries} of "
                f"{array.size} entries differ after the call. Work on a new array, or "
                "on a copy."
            )
            finding = Finding(f"changed:{name}:{function}", msg)
            raise CheckFailed(msg, (finding,), text.inputs(before))
