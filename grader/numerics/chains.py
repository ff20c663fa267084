"""A forward pass as formulas, and what must come back to each array on its way.

A suite writes the formulas of the handout once more and names the gradient of each
array between input and output. No derivative is written anywhere: each of those
arrays is moved a little, entry by entry, and what the output does is measured.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from grader.numerics.closeness import Array
from grader.numerics.differences import EPS, ROUNDING, STEP

Output = ArrayLike | tuple[ArrayLike, ...]


@dataclass(frozen=True)
class Link:
    """One named array of a chain.

    Attributes:
        names: what a student may call it, the handout's own name first.
        value: the array on the way forward.
        is_gradient: whether the names are those of its gradient.
    """

    names: tuple[str, ...]
    value: Array
    is_gradient: bool


class Chain:
    """Notes the arrays that a forward pass goes through, by the handout's names."""

    def __init__(self, moved: int | None = None, step: Array | float = 0.0) -> None:
        """Add `step` to what the link number `moved` lets through."""
        self.links: list[Link] = []
        self._moved = moved
        self._step = step

    def through(self, value: ArrayLike, *names: str) -> Array:
        """Return an array to go on with; `names` are those of its gradient.

        Args:
            value: the array, or what it is made of.
            names: what its gradient is called, first as in the handout.
        """
        is_moved = len(self.links) == self._moved
        array = np.asarray(value, np.float64)
        self.links.append(Link(names, array, is_gradient=True))
        return array + self._step if is_moved else array

    def holds(self, value: ArrayLike, *names: str) -> None:
        """Say what an array is called that the way back may need as it is."""
        array = np.asarray(value, np.float64)
        self.links.append(Link(names, array, is_gradient=False))


Forward = Callable[[Mapping[str, Array], Chain], Output]


@dataclass(frozen=True)
class Laid:
    """A chain at one point.

    Attributes:
        forward: the formulas.
        at: their arrays by name.
        upstream: (outputs,) the gradient for the output.
        links: the named arrays, from the input to the output.
        output: (outputs,) what comes out.
    """

    forward: Forward
    at: Mapping[str, Array]
    upstream: Array
    links: tuple[Link, ...]
    output: Array


def lay(forward: Forward, at: Mapping[str, Array], upstream: Array) -> Laid:
    """Return a chain with its arrays at one point.

    Args:
        forward: the formulas.
        at: their arrays by name.
        upstream: (outputs,) the gradient for the output.
    """
    chain = Chain()
    output = _flat(forward, at, chain)
    return Laid(forward, at, upstream, tuple(chain.links), output)


def expected(laid: Laid, number: int) -> Array:
    """Return what the link of this number is right to hold: a value or a gradient."""
    link = laid.links[number]
    if not link.is_gradient:
        return link.value
    return _differenced(laid, link.value, lambda step: (laid.at, Chain(number, step)))


def expected_at_input(laid: Laid, name: str) -> Array:
    """Return what must come back to an array that the chain begins with."""
    value = laid.at[name]
    return _differenced(
        laid, value, lambda step: ({**laid.at, name: value + step}, Chain())
    )


def noise(laid: Laid) -> float:
    """Return how far rounding may take the differences from the gradient."""
    weighted = float(np.linalg.norm(laid.output * laid.upstream))
    return float(ROUNDING * EPS * weighted / STEP)


def _differenced(
    laid: Laid,
    value: Array,
    moved: Callable[[Array], tuple[Mapping[str, Array], Chain]],
) -> Array:
    """Return the gradient for an array by central differences, entry by entry."""
    gradient = np.empty(value.size)
    for entry, number in enumerate(value.reshape(-1)):
        step = np.zeros(value.size)
        step[entry] = STEP * max(1.0, abs(float(number)))
        up, down = (
            _flat(laid.forward, *moved(sign * step.reshape(value.shape)))
            for sign in (1.0, -1.0)
        )
        gradient[entry] = laid.upstream @ (up - down) / (2 * step[entry])
    return gradient.reshape(value.shape)


def _flat(forward: Forward, at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the output as one vector; what has no value is no reason to warn."""
    with np.errstate(all="ignore"):
        output = forward(at, chain)
    parts = output if isinstance(output, tuple) else (output,)
    return np.concatenate([np.asarray(part, np.float64).reshape(-1) for part in parts])
