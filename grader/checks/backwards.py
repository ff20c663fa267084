"""Checks that a backward belongs to the latest forward, and does not use it up.

Each check compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.checks.conventions import convention, finite
from grader.checks.passes import flatten
from grader.checks.values import attempt, close
from grader.errors import (
    BadOutput,
    CheckFailed,
    Finding,
    StudentError,
    StudentException,
)
from grader.numerics.closeness import difference
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value
from grader.sandbox.several import Answers, Asked, calling, looking, together

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
    back = calling(layer, "backward", upstream), looking(layer, "grads")
    answers = together(calling(layer, "forward", at, train=train), *back, *back)
    _ = answers[0]
    first = results(answers[1], answers[2])
    try:
        second = results(answers[3], answers[4])
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
    if latest.is_always_right(train=train):
        return
    right = latest.of_fresh(train=train)
    try:
        _compare(latest.after(train, train=train), right, ("earlier", _EARLIER))
    except CheckFailed as failed:
        if not latest.is_right(train=not train):
            raise
        finding = Finding("state:mode", _EARLIER_OF_MODE.format(train))
        raise CheckFailed(failed.symptom, (finding,), failed.inputs) from failed
    _compare(latest.after(not train, train=train), right, ("mode", _MODE))
    _compare(latest.beside_another(train=train), right, ("shared", _SHARED))


_EARLIER = (
    "What backward needs comes from an earlier forward than the latest: keep it anew "
    "in each forward."
)
_EARLIER_OF_MODE = (
    "With train={}, what backward needs comes from another forward than the latest: "
    "keep it anew in each forward, whatever train is."
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
        answers = together(self._forward(layer, train=train), *self._back(layer))
        _ = answers[0]
        try:
            return results(answers[1], answers[2])
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
        _, *back = together(self._forward(layer, train=train), *self._back(layer))
        return results(*back)

    def after(self, before: bool, *, train: bool) -> Results | StudentException:  # noqa: FBT001 - a mode, not a switch
        """Return what a backward gives after an earlier forward in some mode."""
        layer = self.make()
        _ = together(self._earlier(layer, train=before))[0]
        if self.reset is not None:
            self.reset(layer)
        answers = together(self._forward(layer, train=train), *self._back(layer))
        _ = answers[0]
        return _or_error(answers, 1)

    def beside_another(self, *, train: bool) -> Results | StudentException:
        """Return what a backward gives after a forward in another object."""
        layer, other = self.make(), self.make()
        asked = self._forward(layer, train=train), self._earlier(other, train=train)
        answers = together(*asked, *self._back(layer))
        _ = answers[0], answers[1]
        return _or_error(answers, 2)

    def is_always_right(self, *, train: bool) -> bool:
        """Whether nothing makes a difference, asked in two messages.

        Where something does, or raises, the single steps tell what.
        """
        fresh, trained, evaluated, beside, other = (self.make() for _ in range(5))
        first = together(
            self._forward(fresh, train=train),
            *self._back(fresh),
            self._earlier(trained, train=train),
            self._earlier(evaluated, train=not train),
        )
        for layer in (trained, evaluated) if self.reset is not None else ():
            self.reset(layer)  # type: ignore[misc]  # not None, just above
        then = together(
            self._forward(trained, train=train),
            *self._back(trained),
            self._forward(evaluated, train=train),
            *self._back(evaluated),
            self._forward(beside, train=train),
            self._earlier(other, train=train),
            *self._back(beside),
        )
        try:
            right, _ = results(first[1], first[2]), first[4]
            found = [results(then[at], then[at + 1]) for at in (1, 4, 8)]
        except StudentError:
            return False
        return all(_are_alike(each, right) for each in found)

    def _forward(self, layer: Handle, *, train: bool) -> Asked:
        return calling(layer, "forward", self.at, train=train)

    def _earlier(self, layer: Handle, *, train: bool) -> Asked:
        return calling(layer, "forward", self.earlier, train=train)

    def _back(self, layer: Handle) -> tuple[Asked, Asked]:
        return calling(layer, "backward", self.upstream), looking(layer, "grads")

    def is_right(self, *, train: bool) -> bool:
        """Whether an earlier forward in the same mode makes no difference."""
        right, found = self._of_one(train=train), self.after(train, train=train)
        return isinstance(found, dict) and _are_alike(found, right)


def _are_alike(found: Results, right: Results) -> bool:
    """Whether a backward gave the same as in a fresh layer, as `_compare` has it."""
    return found.keys() >= right.keys() and all(
        found[name].shape == each.shape and difference(found[name], each, RTOL) is None
        for name, each in right.items()
    )


def _or_error(answers: Answers, start: int) -> Results | StudentException:
    """Return what a backward gave, or what it raised."""
    try:
        return results(answers[start], answers[start + 1])
    except StudentException as error:
        return error


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


def results(dx: Value, grads: Value) -> Results:
    """Return what a backward gave: dx and every entry of `grads`, by name.

    Raises:
        BadOutput: one of them is no array of real numbers.
    """
    parts = flatten(dx)
    names = ["dx"] if len(parts) == 1 else [f"dx{n}" for n in range(len(parts))]
    if not isinstance(grads, dict):
        msg = f"grads must be a dict, found {text.kind(grads)}"
        raise BadOutput(msg)
    stored = {f'grads["{key}"]': value for key, value in grads.items()}
    found = {**dict(zip(names, parts, strict=True)), **stored}
    return {name: finite(value, name) for name, value in found.items()}
