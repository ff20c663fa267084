"""Derivatives good to nine digits: by complex step, or by extrapolated differences.

A central difference at one step is good to about seven digits, so that an error of
1e-7 in a gradient hides in it. A complex step has no cancellation at all, and
differences extrapolated to step zero have little.
"""

import warnings
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # float64, or complex128 along a complex step
Loss = Callable[[Array], complex]

RTOL = 1e-9  # of the leaf's largest entry: a hundred times below what hides elsewhere
COMPLEX_STEP = 1e-100  # its square underflows beside anything
FIRST_STEP = 0.05  # halved at each level, down to 1e-4
LEVELS = 10
REFUSALS = (TypeError, ValueError, np.exceptions.ComplexWarning)


class Method(StrEnum):
    """How a derivative was found."""

    COMPLEX = "complex step"
    DIFFERENCES = "extrapolated differences"


class Certificate(msgspec.Struct, frozen=True):
    """How well one analytic gradient agrees with a derivative that can be trusted.

    Attributes:
        method: the weaker one of those that were needed for its entries.
        error: the largest disagreement, over the largest entry.
        index: where that is.
        claimed: what the analytic gradient has there.
        found: the derivative there.
        is_settled: whether the derivative could be found at all.
    """

    method: Method
    error: float
    index: tuple[int, ...]
    claimed: float
    found: float
    is_settled: bool = True

    @property
    def holds(self) -> bool:
        """Whether the gradient is certified."""
        return self.is_settled and self.error <= RTOL


def certify(
    loss: Loss, value: Array, claimed: Array, floor: float = 0.0
) -> Certificate:
    """Return how well `claimed` agrees with the derivative of `loss` at `value`.

    Args:
        loss: takes arrays of the shape of `value`, complex ones too if it can.
        value: the point.
        claimed: the analytic gradient, of the same shape.
        floor: errors are relative to the largest entry, or to this if it is more.
    """
    scale = max(float(np.abs(claimed).max(initial=0.0)), floor) or 1.0
    exact = by_complex_step(loss, value)
    entries = [
        _entry(loss, value, claimed, index, (exact, scale))
        for index in np.ndindex(value.shape)
    ]
    worst = max(entries, key=lambda one: (not one.is_settled, one.error))
    methods = {entry.method for entry in entries}
    method = Method.DIFFERENCES if Method.DIFFERENCES in methods else Method.COMPLEX
    return msgspec.structs.replace(worst, method=method)


def by_complex_step(loss: Loss, value: Array) -> Array | None:
    """Return the derivative by complex step, None where the code refuses it."""
    found = np.empty(value.shape)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            for index in np.ndindex(value.shape):
                moved = value.astype(np.complex128)
                moved[index] += COMPLEX_STEP * 1j
                found[index] = np.imag(loss(moved)) / COMPLEX_STEP
    except REFUSALS:
        return None
    return found


def estimates(
    loss: Callable[[float], float], at: float
) -> Iterator[tuple[float, float]]:
    """Yield derivatives extrapolated from ever smaller steps, each with its error.

    This is the tableau of Ridders: row k has step h / 2^k, column j is free of
    the first j terms of the truncation error.
    """
    before: list[float] = []
    for level in range(LEVELS):
        step = FIRST_STEP * max(1.0, abs(at)) / 2**level
        up, down = at + step, at - step
        row = [(loss(up) - loss(down)) / (up - down)]
        for column, old in enumerate(before):
            new = row[-1] + (row[-1] - old) / (4 ** (column + 1) - 1)
            yield new, max(abs(new - row[-1]), abs(new - old))
            row.append(new)
        before = row


def _entry(
    loss: Loss,
    value: Array,
    claimed: Array,
    index: tuple[int, ...],
    known: tuple[Array | None, float],
) -> Certificate:
    exact, scale = known
    claim = float(claimed[index])
    if exact is not None:
        found = float(exact[index])
        error = abs(found - claim) / scale
        if error <= RTOL:
            return Certificate(Method.COMPLEX, error, index, claim, found)

    # Code may take complex numbers and yet treat them wrongly, as abs does.
    def along(entry: float) -> float:
        moved = value.copy()
        moved[index] = entry
        return float(np.real(loss(moved)))

    return _by_differences(
        list(estimates(along, float(value[index]))), index, claim, scale
    )


def _by_differences(
    tried: list[tuple[float, float]], index: tuple[int, ...], claim: float, scale: float
) -> Certificate:
    settled = [found for found, error in tried if error <= RTOL * scale]
    nearest = min(
        settled or [min(tried, key=lambda one: one[1])[0]],
        key=lambda found: abs(found - claim),
    )
    error = abs(nearest - claim) / scale
    return Certificate(
        Method.DIFFERENCES, error, index, claim, nearest, is_settled=bool(settled)
    )
