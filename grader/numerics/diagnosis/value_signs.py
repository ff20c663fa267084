"""What a wrong array looks like, in words without numbers: for grouping failures."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.numerics.diagnosis.comparison import alike
from grader.numerics.diagnosis.scene import Scene


def signature(got: ArrayLike, expected: ArrayLike, scene: Scene, rtol: float) -> str:
    """Return a text such as "out (N, D): all entries wrong, ratio not constant".

    Args:
        got: what was found.
        expected: what is right, of the same shape.
        scene: the name of the array and of its axes.
        rtol: the tolerance, relative to the largest entry or 1.
    """
    found, right = _numbers(got), _numbers(expected)
    names = scene.axes or tuple(f"axis {k}" for k in range(right.ndim))
    head = f"{scene.name} ({', '.join(names)}): " if names else f"{scene.name}: "
    same = (found == right) | (np.isnan(found) & np.isnan(right))
    if not np.isfinite(found[~same]).all():
        return head + "not finite"
    with np.errstate(all="ignore"):  # both may hold numbers near the largest
        finite = np.where(np.isfinite(right), np.abs(right), 0.0)
        allowed = rtol * max(1.0, float(finite.max(initial=0.0)))
        wrong = np.asarray(~same & ~(np.abs(found - right) <= allowed))
        constant = "" if _is_factor(found, right) else "not "
        return f"{head}{_extent(wrong, names)} wrong, ratio {constant}constant"


def _numbers(value: ArrayLike) -> NDArray[Any]:
    """Return an array that can be subtracted: bytes wrap around, truth has no minus."""
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind in ("b", "u") else array


def _extent(wrong: NDArray[np.bool_], names: tuple[str, ...]) -> str:
    if wrong.all():
        return "all entries"
    for axis, name in enumerate(names):
        others = tuple(k for k in range(wrong.ndim) if k != axis)
        if np.array_equal(wrong.any(axis=others), wrong.all(axis=others)) and others:
            return f"whole slices along {name}"
    return "some entries"


def _is_factor(found: NDArray[np.generic], right: NDArray[np.generic]) -> bool:
    if "c" in found.dtype.kind + right.dtype.kind:
        return False
    left, wide = found.astype(np.float64), right.astype(np.float64)
    square = float((wide**2).sum())
    return square > 0 and alike(left, float((left * wide).sum()) / square * wide)
