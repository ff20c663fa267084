"""The purity check: nothing that was passed in is changed."""

import numpy as np

from grader.checks import text
from grader.checks.clues import cause_of
from grader.checks.objects import resident
from grader.checks.passes import (
    At,
    Setting,
    called,
    flatten,
    is_layer,
    require_real,
    setting,
)
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle, Method, line_of
from grader.sandbox.messages import Value
from grader.sandbox.recipes import again
from grader.sandbox.several import Answers, calling, looking, together


def unchanged(
    subject: Handle | Method,
    *,
    at: At,
    upstream: Value = None,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
    cause: str = "",
) -> None:
    """Check that forward and backward, or a function, leave their arguments alone.

    Args:
        subject: a fresh object with forward and backward, or a function.
        at: the input, or the inputs by name in the order they are taken.
        upstream: the gradient for the output, a tuple where there are several, or a
            dict by the names of backward's parameters;
            None to look at forward only.
        fixed: further positional arguments.
        train: passed to forward by keyword; None for a forward without it.
        cause: what a change means here, in a sentence for the student.

    Raises:
        CheckFailed: an argument was changed; the message says which.
    """
    given = setting(at, upstream, fixed, train=train)
    try:
        _leave_alone(subject, given, both=upstream is not None)
    except CheckFailed as error:
        error.findings = (*cause_of(cause), *error.findings)
        raise


def _leave_alone(subject: Handle | Method, given: Setting, *, both: bool) -> None:
    arguments = {name: array.copy() for name, array in given.inputs.items()}
    if is_layer(subject):
        layer = again(subject)  # type: ignore[arg-type]  # `is_layer` has just said so
        _layer_leaves_alone(layer, given, arguments, both=both)
        return
    subject(*arguments.values(), *given.fixed)
    compare_arguments(called(subject), arguments, given.inputs)


def _layer_leaves_alone(
    layer: Handle, given: Setting, arguments: dict[str, np.ndarray], *, both: bool
) -> None:
    """Run forward, and backward with `both`, and look at all that they could reach."""
    line_of(layer).settle()  # what the constructor raises must not be taken for less
    held = {name: resident(layer, array) for name, array in arguments.items()}
    handed_back = given.by_name if both else {}
    given_back = {name: np.array(each) for name, each in handed_back.items()}
    gradients = {name: resident(layer, g) for name, g in given_back.items()}
    looks = [*map(looking, held.values()), looking(layer, "params", optional=True)]
    back = calling(layer, "backward", *gradients.values())
    answers = together(
        looking(layer, "params", optional=True),
        calling(layer, "forward", *held.values(), *given.fixed, **given.kwargs),
        *looks,
        *([back, *map(looking, gradients.values()), *looks] if both else []),
    )
    before = {**given.inputs, **_arrays(answers[0])}
    for output in flatten(answers[1]):
        require_real("forward must return", output)
    compare_arguments("forward", _seen(answers, 2, held), before)
    if not both:
        return
    start = 2 + len(looks)
    for gradient in flatten(answers[start]):
        require_real("backward must return", gradient)
    after = {name: answers[start + 1 + n] for n, name in enumerate(gradients)}
    compare_arguments("backward", after, given_back)
    compare_arguments(
        "backward", _seen(answers, start + 1 + len(gradients), held), before
    )


def _seen(
    answers: Answers, start: int, held: dict[str, Handle]
) -> dict[str, np.ndarray]:
    """Return the inputs and the parameters as they are after a pass."""
    inputs = {name: np.asarray(answers[start + n]) for n, name in enumerate(held)}
    return {**inputs, **_arrays(answers[start + len(held)])}


def _arrays(params: Value) -> dict[str, np.ndarray]:
    """Return the parameters, as far as they are arrays."""
    found = params.items() if isinstance(params, dict) else ()
    return {f'params["{k}"]': v for k, v in found if isinstance(v, np.ndarray)}


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
                "on a copy (slices, .T and reshape make none); functions that it calls "
                "count, too."
            )
            finding = Finding(f"changed:{name}:{function}", msg)
            raise CheckFailed(msg, (finding,), text.inputs(before))
