"""What was found beside what is right, and when a claim explains the difference."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene, one_of

RESIDUAL = 1e-6  # of the norm: a claim reproduces what was found this well
SHARE = 1e-3  # of the error: else a claim next to the right value explains anything
RIGHT = 1e-9  # of the largest entry: so close an entry is right
FAINT = 1e-3  # of the largest entry: smaller ones do not fix a factor


@dataclass(frozen=True)
class Comparison:
    """One wrong array of finite numbers, and what is known around it.

    Attributes:
        got: what was found.
        expected: what is right, of the same shape.
        scene: names, constants and arrays that a claim may use.
    """

    got: Array
    expected: Array
    scene: Scene

    @cached_property
    def error(self) -> Array:
        """Return got - expected."""
        return self.got - self.expected

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """Return which entries are wrong."""
        size = np.abs(self.error)
        largest = max(1.0, float(np.abs(self.expected).max(initial=0.0)))
        allowed = max(RIGHT * largest, RESIDUAL * float(size.max(initial=0.0)))
        return np.asarray(size > allowed)

    def explained_by(self, claim: Array) -> bool:
        """Whether a claim reproduces what was found, and the error with it."""
        scale = max(_norm(self.expected), _norm(self.got))
        allowed = min(RESIDUAL * scale, SHARE * _norm(self.error))
        return bool(_norm(self.got - claim) <= allowed)

    def axis(self, position: int) -> str:
        """Return the name of an axis, "axis 1" where it has none."""
        names = self.scene.axes
        return names[position] if names else f"axis {position}"

    def long_axes(self, least: int) -> list[int]:
        """Return the axes with at least so many entries."""
        return [k for k, size in enumerate(self.got.shape) if size >= least]

    def named(self, axes: tuple[int, ...]) -> str:
        """Return "N", or "H and W"."""
        return " and ".join(self.axis(k) for k in axes)

    def one_of(self, axes: tuple[int, ...]) -> str:
        """Return "feature (D)", or "channel (C) and height"."""
        return " and ".join(one_of(self.axis(k)) for k in axes)


Rule = Callable[[Comparison], Iterator[Finding]]


def kept_axes(case: Comparison) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield (kept, other) axes: each choice that leaves two entries to compare."""
    axes = case.long_axes(2)
    for count in range(1, len(axes)):
        for kept in itertools.combinations(axes, count):
            others = tuple(k for k in range(case.got.ndim) if k not in kept)
            yield kept, others


def alike(left: Array, right: Array) -> bool:
    """Whether two arrays of one shape are the same but for rounding, and not zero."""
    return bool(right.any() and _norm(left - right) <= RESIDUAL * _norm(right))


def is_visible(expected: Array) -> NDArray[np.bool_]:
    """Return which entries are large enough to fix a factor."""
    size = np.abs(expected)
    return np.asarray(size > FAINT * size.max(initial=0.0))


def _norm(array: Array) -> float:
    return float(np.linalg.norm(array.ravel()))
