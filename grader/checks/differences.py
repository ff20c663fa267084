"""Checks of measured slopes: at which points a function is asked."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checks import text
from grader.errors import CheckFailed, Finding
from grader.numerics.diagnosis.formulas import explain_formula

Array = NDArray[np.float64]
NEAR = 1e-9  # of a step


def moves_one_entry(points: Sequence[Array], x: Array, h: float) -> None:
    """Check that each point has one entry moved, by h, and all others in place.

    Args:
        points: where the function was asked, in order.
        x: where the slope is measured.
        h: how far an entry must be moved.

    Raises:
        CheckFailed: a point is another one, or of another shape.
    """
    others = [np.shape(point) for point in points if np.shape(point) != x.shape]
    if others:
        wanted, found = text.shape(x.shape), text.shape(others[0])
        msg = f"f must be called with arrays of shape {wanted}, found {found}."
        said = f"f gets arrays of shape {found}: hand it a copy of x in its own shape."
        raise CheckFailed(msg, (Finding("points:shape", said),))
    moves = np.array(points, np.float64) - x
    rows = np.abs(moves).reshape(len(points), -1)
    counts, distances = (rows > NEAR * h).sum(axis=1), rows.max(axis=1)
    if counts.max() > 1 or not np.allclose(distances[counts == 1], h, rtol=1e-7):
        msg = f"each point must have one entry of x moved by {h:g}, found up to "
        msg += f"{counts.max()} moved by {distances.max():g}."
        raise CheckFailed(msg, tuple(_explain(moves, counts, distances, h)))


def _explain(
    moves: Array, counts: NDArray[np.int64], distances: Array, h: float
) -> Iterator[Finding]:
    """Yield how points were made that are not one step away."""
    if counts.max() > 1:
        ever = np.abs(moves[counts > 0]).reshape(int((counts > 0).sum()), -1) > 0
        if counts[counts > 0][0] == 1 and not (ever[-1] < ever[0]).any():
            said = "Entries stay where they were moved to: move a fresh copy of x, or "
            yield Finding("points:left moved", f"{said}move each one back.")
        else:
            said = "Several entries are moved at once: move one, and leave the others."
            yield Finding("points:together", said)
        return
    steps = distances[counts == 1]
    if np.ptp(steps) > NEAR * steps.max():
        said = "The step is not the same for all entries: it is h, whatever x is."
        yield Finding("points:steps differ", said)
        return
    size = np.array(float(f"{steps[0]:.12g}"))
    yield from explain_formula(size, "h", {"h": h}, name="The step")
    said = "The step is another one than the h that is given."
    yield Finding("points:other step", said)
