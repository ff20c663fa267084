"""Checks of what holds for every layer, whatever its formula is.

A layer has `forward(x, train=...)`, `backward(dout)`, `params` and `grads`. Each check
compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention, finite
from grader.checks.objects import live, resident, same
from grader.checks.values import close
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle

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
    fresh = make(*(array.copy() for array in given.values()))
    for _ in range(2):
        right = finite(fresh.forward(at.copy(), train=True), "the output")
    held = {key: resident(fresh, 0 * array) for key, array in given.items()}
    layer = make(*held.values())
    _require_same(layer, held, ("copied", "The constructor keeps a copy of {} in "))
    layer.forward(at.copy(), train=True)
    for key, array in given.items():
        held[key][...] = array
    said = (
        f"forward works with copies of {_listed(given)} that were made earlier: read "
        "params in each forward."
    )
    out = layer.forward(at.copy(), train=True)
    with convention("params:an old copy", said):
        close(out, right, f"out after {_listed(given)} were edited in place", RTOL)
    layer.backward(upstream.copy())
    _require_same(layer, held, ("replaced", "A pass puts another array for {} into "))


def _require_same(
    layer: Handle, held: Mapping[str, Handle], cause: tuple[str, str]
) -> None:
    code, said = cause
    others = [key for key, one in held.items() if not same(_param(layer, key), one)]
    if others:
        keys = _listed(others)
        msg = f"params must hold the arrays that were given, not others for {keys}."
        told = said.format(keys) + "params: keep the array that was given."
        raise CheckFailed(msg, (Finding(f"params:{code}", told),))


def _param(layer: Handle, key: str) -> Handle:
    return live(layer, "params", key)


def gradients_start_at_zero(layer: Handle, given: Arrays, *, at: Array) -> None:
    """Check that before the first backward `grads` holds zeros for each parameter.

    Args:
        layer: a fresh one, which is used up.
        given: its parameters by key.
        at: an input.

    Raises:
        CheckFailed: it does not.
    """
    layer.forward(at.copy(), train=True)
    found, said = layer.grads, "Before the first backward grads must hold zeros, one "
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
    layer.forward(at.copy(), train=True)
    layer.backward(upstream.copy())
    for name, found in (("params", layer.params), ("grads", layer.grads)):
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
    out = layer.forward(at.copy(), train=True)
    dx = layer.backward(upstream.copy())
    right = finite(wide.forward(at.astype(np.float64), train=True), "the output")
    said = (
        "With whole numbers something is cut to whole numbers, or leaves their range, "
        "on the way: take the dtype of a result, not of x, and make x a float first."
    )
    with convention("integers:on the way", said):
        close(out, right, "out", RTOL, "float64")
        back = finite(wide.backward(upstream.copy()), "dx")
        close(dx, back, "dx", RTOL, "float64")


def _listed(keys: Sequence[str] | Arrays) -> str:
    names = list(keys)
    head = ", ".join(names[:-1])
    return f"{head} and {names[-1]}" if head else names[-1]
