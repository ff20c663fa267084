"""Checks of what holds for every layer, whatever its formula is.

A layer has `forward(x, train=...)`, `backward(dout)`, `params` and `grads`. Each check
compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention, finite
from grader.checks.objects import resident
from grader.checks.values import close
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.several import Answers, being, calling, looking, together

Array = NDArray[np.floating]
Arrays = Mapping[str, Array]
Make = Callable[[], Handle]
RTOL = 1e-9  # the same code on the same numbers


def keeps_given_arrays(
    make: Callable[..., Handle], given: Arrays, *, at: Array, upstream: Array
) -> None:
    """Check that `params` holds the very arrays that were given, and reads them.

    Args:
        make: makes a layer of the arrays, in their order.
        given: the parameters by key.
        at: an input.
        upstream: a gradient for its output.

    Raises:
        CheckFailed: `params` holds others, or what is written into them has no effect.
    """
    answers = _edited(make, given, at, upstream)
    _, right = (finite(answers[n], "the output") for n in range(2))
    keys = list(given)
    copied = "copied", "The constructor keeps a copy of {} in "
    _require_same(answers, 2, keys, copied)
    copies = f"a copy of {' or '.join(given)} that was made earlier"
    said = f"forward works with {copies}: read params in each forward."
    out = answers[3 + 2 * len(keys)]
    with convention("params:an old copy", said):
        close(out, right, f"out after {_listed(given)} were edited in place", RTOL)
    replaced = "replaced", "A pass puts another array for {} into "
    _require_same(answers, 5 + 2 * len(keys), keys, replaced)


def _edited(
    make: Callable[..., Handle], given: Arrays, at: Array, upstream: Array
) -> Answers:
    """Ask a layer for out twice, and one whose parameters were edited in between.

    The answers: out twice; whether each parameter is the given array; out of zeros,
    a None for each edit, out, what backward gave; each parameter again.
    """
    fresh = make(*(array.copy() for array in given.values()))
    held = {key: resident(fresh, 0 * array) for key, array in given.items()}
    layer = make(*held.values())
    same = [being(layer, "params", key, other=one) for key, one in held.items()]
    return together(
        *[calling(fresh, "forward", at, train=True)] * 2,
        *same,
        calling(layer, "forward", at, train=True),
        *(calling(held[k], "__setitem__", ..., array) for k, array in given.items()),
        calling(layer, "forward", at, train=True),
        calling(layer, "backward", upstream),
        *same,
    )


def _require_same(
    answers: Answers, start: int, names: Sequence[str], cause: tuple[str, str]
) -> None:
    code, said = cause
    others = [key for n, key in enumerate(names) if answers[start + n] is not True]
    if others:
        keys = _listed(others)
        msg = f"params must hold the arrays that were given, not others for {keys}."
        told = said.format(keys) + "params: keep the array that was given."
        raise CheckFailed(msg, (Finding(f"params:{code}", told),))


def gradients_start_at_zero(layer: Handle, given: Arrays, *, at: Array) -> None:
    """Check that before the first backward `grads` holds zeros for each parameter.

    Args:
        layer: a fresh one, which is used up.
        given: its parameters by key.
        at: an input.

    Raises:
        CheckFailed: it does not.
    """
    forward = calling(layer, "forward", at, train=True)
    _, found = together(forward, looking(layer, "grads"))
    said = "Before the first backward grads must hold zeros, one "
    said += "array for each parameter"
    if not isinstance(found, dict) or set(found) != set(given):
        msg = (
            f"grads must be a dict with the keys {_listed(given)}, also before a "
            "backward."
        )
        raise CheckFailed(msg, (Finding("grads:keys", f"{said}, under its key."),))
    for key, array in given.items():
        with convention("grads:not zero", f"{said}: make them with zeros_like."):
            close(found[key], np.zeros(array.shape), f'grads["{key}"] before backward')


def learns_nothing(layer: Handle, *, at: Array, upstream: Array) -> None:
    """Check that `params` and `grads` are empty, also after both passes.

    Raises:
        CheckFailed: they are not.
    """
    _, _, *both = together(
        calling(layer, "forward", at, train=True),
        calling(layer, "backward", upstream),
        looking(layer, "params"),
        looking(layer, "grads"),
    )
    for name, found in zip(("params", "grads"), both, strict=True):
        if not isinstance(found, dict) or found:
            msg = f"{name} must be an empty dict, also after backward."
            said = f"This layer has nothing to learn, so {name} stays empty: keep what "
            said += "backward needs on self."
            raise CheckFailed(msg, (Finding(f"{name}:not empty", said),))


def whole_numbers(make: Make, *, at: NDArray[np.integer], upstream: Array) -> None:
    """Check that whole numbers give what the same numbers give in float64.

    Args:
        make: returns a fresh layer, always the same.
        at: the input, of a dtype of whole numbers.
        upstream: the gradient for its output, float64.

    Raises:
        BadOutput: a result is not float64.
        CheckFailed: a result is another one.
    """
    layer, wide = make(), make()
    answers = together(
        calling(layer, "forward", at, train=True),
        calling(layer, "backward", upstream),
        calling(wide, "forward", at.astype(np.float64), train=True),
        calling(wide, "backward", upstream),
    )
    out, dx = answers[0], answers[1]
    right = finite(answers[2], "the output")
    said = (
        "With whole numbers something is cut to whole numbers, or leaves their range, "
        "on the way: take the dtype of a result, not of x, and make x a float first."
    )
    with convention("integers:on the way", said):
        close(out, right, "out", RTOL, "float64")
        back = finite(answers[3], "dx")
        close(dx, back, "dx", RTOL, "float64")


def _listed(keys: Sequence[str] | Arrays) -> str:
    names = list(keys)
    head = ", ".join(names[:-1])
    return f"{head} and {names[-1]}" if head else names[-1]
