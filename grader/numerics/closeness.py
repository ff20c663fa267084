"""When two arrays of numbers count as equal, and where they differ most.

Errors are judged against the largest entry, never each entry against itself:
a per-entry relative error fails right code wherever the true value is nearly zero.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
GRADIENT_RTOL = 1e-6  # a wrong term of 1e-4 in any visible entry is seen
FAR = 1e-3  # of an entry: so far from a whole number is no matter of a tolerance
GRADIENT_ATOL = 1e-9  # the noise of central differences where the gradient is zero


@dataclass(frozen=True)
class Discrepancy:
    """Where two arrays differ.

    Attributes:
        index: the place of the largest difference, () for a scalar.
        expected: the value there.
        got: what was found there.
        count: how many entries are outside the tolerance.
        size: how many there are.
        is_plain: whether whole numbers were expected, and no tolerance matters.
    """

    index: tuple[int, ...]
    expected: complex
    got: complex
    count: int
    size: int
    is_plain: bool = False


def difference(
    got: NDArray[np.number], expected: NDArray[np.number], rtol: float
) -> Discrepancy | None:
    """Return where `got` is outside rtol * max(1, max|expected|), or None.

    Non-finite entries must be the same on both sides.

    Args:
        got: values of any numeric dtype.
        expected: values of the same shape.
        rtol: the tolerance, relative to the largest expected entry or 1.
    """
    wide = np.complex128 if "c" in got.dtype.kind + expected.dtype.kind else np.float64
    left, right = got.astype(wide), expected.astype(wide)
    finite = np.isfinite(right)
    scale = max(1.0, float(np.abs(right[finite]).max(initial=0.0)))
    error = _error(left, right)
    outside = error > rtol * scale
    found = worst(error, outside, left, right)
    is_plain = _is_whole(right) and bool((error[outside] > FAR).all())
    return found and replace(found, is_plain=is_plain)


def gradient_outside(
    analytic: Array, numeric: Array, floor: float = 0.0
) -> NDArray[np.bool_]:
    """Return which entries of `analytic` are not within tolerance of `numeric`.

    |a - n| <= 1e-6 |n| + max(1e-9, 1e-7 max|n|, floor), entry by entry.

    Args:
        analytic: the gradient that code returned.
        numeric: central differences, same shape.
        floor: the rounding noise of the differences, where it is larger.
    """
    largest = float(np.abs(numeric).max(initial=0.0))
    allowed = max(GRADIENT_ATOL, 0.1 * GRADIENT_RTOL * largest, floor)
    outside = _error(analytic, numeric) > GRADIENT_RTOL * np.abs(numeric) + allowed
    return np.asarray(outside)


def worst(
    error: Array,
    outside: NDArray[np.bool_],
    got: NDArray[np.generic],
    expected: NDArray[np.generic],
) -> Discrepancy | None:
    """Return the largest error among the entries marked `outside`, or None."""
    if not outside.any():
        return None
    flat = int(np.where(outside, error, -1.0).argmax())
    index = tuple(int(i) for i in np.unravel_index(flat, error.shape))
    return Discrepancy(
        index,
        expected[index].item(),
        got[index].item(),
        int(outside.sum()),
        outside.size,
    )


def _is_whole(array: NDArray[np.number]) -> bool:
    """Whether all entries are whole numbers, such as 0 and 1."""
    return bool(np.isfinite(array).all() and (array == np.round(array)).all())


def _error(got: NDArray[np.number], expected: NDArray[np.number]) -> Array:
    """Return |got - expected|; 0 where both are the same non-finite value."""
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got - expected)
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return np.where(same, 0.0, np.where(np.isnan(error), np.inf, error))
