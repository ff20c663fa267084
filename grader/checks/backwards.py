"""Checks that a backward belongs to the latest forward, and does not use it up.

Each check compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks.conventions import convention, finite
from grader.checks.passes import flatten
from grader.checks.values import attempt, close
from grader.errors import BadOutput, CheckFailed, Finding, StudentException
from grader.sandbox.handles import Handle

Array = NDArray[np.floating]
Results = dict[str, Array]
Make = Callable[[], Handle]
RTOL = 1e-9  # the same code on the same numbers


def backward_twice(layer: Handle, *, at: Array, upstream: Array, train: bool) -> None:
    """Check that a second backward gives what the first one gave.

    Args:
        layer: a fresh one, which is used up.
        at: the input.
        upstream: the gradient for the output.
        train: passed to forward.

    Raises:
        CheckFailed: it raises, adds to `grads`, or gives something else.
    """
    layer.forward(at.copy(), train=train)
    first = results(layer, upstream)
    try:
        second = results(layer, upstream)
    except StudentException as error:
        where = f" at {error.where}" if error.where else ""
        msg = f"a second backward after one forward raises {error.kind}{where}."
        raise CheckFailed(msg, (Finding("state:used-up", _USED_UP),)) from error
    for name, right in first.items():
        is_sum = name != "dx" and np.allclose(second[name], 2 * right, RTOL, 0.0)
        code, said = ("added", _ADDED) if is_sum else ("spoiled", _SPOILED)
        with convention(f"state:{code}", said):
            close(second[name], right, f"{name} of a second backward", RTOL)


_USED_UP = (
    "A backward uses up what forward kept, so that a second one finds nothing: read "
    "it and leave it where it is."
)
_ADDED = "A second backward adds to grads in place of assigning them."
_SPOILED = (
    "A backward changes what the next one needs: read what forward kept, and write "
    "into new arrays."
)


def backward_is_of_latest_forward(
    make: Make,
    *,
    at: Array,
    upstream: Array,
    earlier: Array,
    train: bool,
    reset: Callable[[Handle], None] | None = None,
) -> None:
    """Check that earlier forwards, and other objects, have no say in a backward.

    Args:
        make: returns a fresh layer, always the same.
        at: the input of the latest forward.
        upstream: the gradient for its output.
        earlier: the input of forwards before it, and in another object.
        train: passed to the latest forward, and `not train` to the one before.
        reset: undoes what a training forward leaves in a layer for good.

    Raises:
        CheckFailed: it gives something else than in a fresh layer.
    """
    latest = _Latest(make, at, upstream, earlier, reset)
    right = latest.of_fresh(train=train)
    try:
        _compare(latest.after(train, train=train), right, ("earlier", _EARLIER))
    except CheckFailed as failed:
        if not latest.is_right(train=not train):
            raise
        finding = Finding("state:mode", _MODE)
        raise CheckFailed(failed.symptom, (finding,), failed.inputs) from failed
    _compare(latest.after(not train, train=train), right, ("mode", _MODE))
    layer, other = make(), make()
    layer.forward(at.copy(), train=train)
    other.forward(earlier.copy(), train=train)
    _compare(latest.backward(layer), right, ("shared", _SHARED))


_EARLIER = (
    "What backward needs comes from an earlier forward than the latest: keep it anew "
    "in each forward."
)
_MODE = (
    "What backward needs is kept with one value of train only: keep it in each "
    "forward, whatever train is."
)
_SHARED = (
    "Another object changes what this one keeps: keep it on self, not on the class or "
    "in the module."
)


@dataclass(frozen=True)
class _Latest:
    """What `backward_is_of_latest_forward` was asked."""

    make: Make
    at: Array
    upstream: Array
    earlier: Array
    reset: Callable[[Handle], None] | None

    def of_fresh(self, *, train: bool) -> Results:
        """Return what a backward gives in a layer that has seen one forward."""
        layer = self.make()
        layer.forward(self.at.copy(), train=train)
        try:
            return results(layer, self.upstream)
        except StudentException as error:
            if attempt(lambda: self._of_one(train=not train)) is None:
                raise
            msg = (
                f"backward raises {error.kind} after a forward with train={train}, and "
                f"after one with train={not train} it does not."
            )
            raise CheckFailed(msg, (Finding("state:mode", _MODE),)) from error

    def _of_one(self, *, train: bool) -> Results:
        layer = self.make()
        layer.forward(self.at.copy(), train=train)
        return results(layer, self.upstream)

    def after(self, before: bool, *, train: bool) -> Results | StudentException:  # noqa: FBT001 - a mode, not a switch
        """Return what a backward gives after an earlier forward in some mode."""
        layer = self.make()
        layer.forward(self.earlier.copy(), train=before)
        if self.reset is not None:
            self.reset(layer)
        layer.forward(self.at.copy(), train=train)
        return self.backward(layer)

    def backward(self, layer: Handle) -> Results | StudentException:
        """Return what a backward gives, or what it raises."""
        try:
            return results(layer, self.upstream)
        except StudentException as error:
            return error

    def is_right(self, *, train: bool) -> bool:
        """Whether an earlier forward in the same mode makes no difference."""
        right, found = self._of_one(train=train), self.after(train, train=train)
        return isinstance(found, dict) and all(
            np.allclose(found[name], each, RTOL, RTOL) for name, each in right.items()
        )


def _compare(
    found: Results | StudentException, right: Results, cause: tuple[str, str]
) -> None:
    """Hold a backward against that of a fresh layer, and name the cause."""
    code, said = f"state:{cause[0]}", cause[1]
    if isinstance(found, StudentException):
        where = f" at {found.where}" if found.where else ""
        msg = f"backward raises {found.kind}{where}, and in a fresh layer it does not."
        raise CheckFailed(msg, (Finding(code, said),)) from found
    with convention(code, said):
        for name, expected in right.items():
            close(found.get(name), expected, name, RTOL)


def results(layer: Handle, upstream: Array) -> Results:
    """Return what a backward gives: dx and every entry of `grads`, by name.

    Raises:
        BadOutput: one of them is no array of real numbers.
    """
    parts = flatten(layer.backward(upstream.copy()))
    names = ["dx"] if len(parts) == 1 else [f"dx{n}" for n in range(len(parts))]
    grads = layer.grads
    if not isinstance(grads, dict):
        msg = "grads must be a dict"
        raise BadOutput(msg)
    stored = {f'grads["{key}"]': value for key, value in grads.items()}
    found = {**dict(zip(names, parts, strict=True)), **stored}
    return {name: finite(value, name) for name, value in found.items()}
