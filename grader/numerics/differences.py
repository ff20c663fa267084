"""Judge an analytic gradient by central differences of the same forward pass.

Two random projections screen all leaves at once. Where they disagree, every
entry is differenced, and entries that still disagree are looked at again with
shrinking steps, so that a kink beside the point is not taken for a mistake.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.numerics.closeness import (
    GRADIENT_RTOL,
    Array,
    Discrepancy,
    gradient_outside,
    worst,
)

EPS = float(np.finfo(np.float64).eps)
STEP = EPS ** (1 / 3)  # per entry: balances truncation against rounding
PROJECTION_STEP = 1e-6  # along a direction whose entries are about 1
REDRAW_STEP = 1e-7
PROJECTIONS = 2
REDRAWS = 2
PROJECTION_RTOL = 1e-7  # tight, because a projection dilutes an error in one entry
PROJECTION_ATOL = 1e-9
ROUNDING = 16.0  # how many roundings of the weighted outputs a difference may carry
KINK_STEPS = (STEP, 1e-7, 1e-9)
TINY = 1e-10  # relative change: far above float64's rounding, below float32's
VISIBLE = 1e-12  # a change of an output that float64 shows for certain
WAY = 256  # steps on which an output that is rounded to three digits jumps
MOST = 0.5  # of the outputs that move at all
MOVED = 0.1  # of the outputs: a few float32 roundings may tip over by accident
KINK_NOISE = 3e-15  # rounding of a difference quotient is about this over the step

Leaves = Mapping[str, Array]
Entries = Sequence[tuple[str, NDArray[np.int64], Array]]
# (whole variants, single-entry variants) -> (1 + variants, outputs); row 0 unchanged
Evaluate = Callable[[Sequence[dict[str, Array]], Entries], Array]


@dataclass(frozen=True)
class Gradient:
    """A gradient to be judged.

    Attributes:
        leaves: what was differentiated for, in the order it is reported.
        analytic: what backward returned for each leaf, same shapes.
        upstream: (outputs,) the gradient that was handed to backward, flattened.
        evaluate: the forward pass at variants of the leaves.
    """

    leaves: Leaves
    analytic: Leaves
    upstream: Array
    evaluate: Evaluate


@dataclass(frozen=True)
class WrongLeaf:
    """The first leaf whose gradient is wrong.

    Attributes:
        name: the leaf.
        discrepancy: where, and by how much.
        numeric: the whole numeric gradient of the leaf.
        jacobian: (outputs, leaf.size) the derivatives it is made of.
        outside: which entries are wrong, in the leaf's shape.
    """

    name: str
    discrepancy: Discrepancy
    numeric: Array
    jacobian: Array
    outside: NDArray[np.bool_]


def judge(gradient: Gradient, rng: np.random.Generator) -> WrongLeaf | None:
    """Return the first wrong leaf, or None where the gradient is right.

    Args:
        gradient: the gradient and the forward pass it belongs to.
        rng: draws the directions of the projections.
    """
    if not suspicious(gradient, rng):
        return None
    return first_wrong_leaf(gradient)


def suspicious(gradient: Gradient, rng: np.random.Generator) -> bool:
    """Whether a random projection disagrees, also when redrawn at a smaller step."""
    directions = [_direction(gradient, rng) for _ in range(PROJECTIONS)]
    for off in _disagree(gradient, directions, PROJECTION_STEP):
        if off:
            redrawn = [_direction(gradient, rng) for _ in range(REDRAWS)]
            if all(_disagree(gradient, redrawn, REDRAW_STEP)):
                return True
    return False


def first_wrong_leaf(gradient: Gradient) -> WrongLeaf | None:
    """Difference every entry; return the first leaf that is wrong, or None."""
    for name in gradient.leaves:
        numeric, noise, jacobian = _numeric(gradient, name)
        analytic = gradient.analytic[name]
        outside = gradient_outside(analytic, numeric, noise)
        for flat in np.flatnonzero(outside):
            if not _wrong(gradient, name, int(flat), numeric):
                outside.reshape(-1)[flat] = False
        found = worst(np.abs(analytic - numeric), outside, analytic, numeric)
        if found is not None:
            return WrongLeaf(name, found, numeric, jacobian, outside)
    return None


def _direction(gradient: Gradient, rng: np.random.Generator) -> dict[str, Array]:
    return {
        name: rng.standard_normal(leaf.shape) for name, leaf in gradient.leaves.items()
    }


def _disagree(
    gradient: Gradient, directions: Sequence[dict[str, Array]], step: float
) -> list[bool]:
    variants = [
        {
            name: leaf + sign * step * along[name]
            for name, leaf in gradient.leaves.items()
        }
        for along in directions
        for sign in (1.0, -1.0)
    ]
    rows = gradient.evaluate(variants, ())
    size = np.sqrt(sum(float((g**2).sum()) for g in gradient.analytic.values()))
    noise = ROUNDING * EPS * float(np.linalg.norm(rows[0] * gradient.upstream)) / step
    allowed = PROJECTION_RTOL * size + max(PROJECTION_ATOL, noise)
    result = []
    for high, low, up, down in zip(
        rows[1::2], rows[2::2], variants[::2], variants[1::2], strict=True
    ):
        found = float((high - low) @ gradient.upstream) / (2 * step)
        # The step that was really taken, after rounding, not the one asked for.
        claimed = sum(
            float((g * ((up[n] - down[n]) / (2 * step))).sum())
            for n, g in gradient.analytic.items()
        )
        result.append(not abs(found - claimed) <= allowed)
    return result


def numeric_gradient(gradient: Gradient, name: str) -> Array:
    """Return the numeric gradient of one leaf, whatever its analytic one is."""
    return _numeric(gradient, name)[0]


def works_in_single_precision(gradient: Gradient, wrong: WrongLeaf) -> bool:
    """Whether the forward pass does not see a change below float32's resolution.

    A function in double precision moves with such a change wherever its
    derivative is not zero.

    Args:
        gradient: the gradient and the forward pass it belongs to.
        wrong: the leaf whose gradient was found wrong.
    """
    leaf = gradient.leaves[wrong.name]
    change = TINY * np.maximum(1.0, np.abs(leaf))
    rows = gradient.evaluate([{wrong.name: leaf + change}], ())
    expected = np.abs(wrong.jacobian @ change.reshape(-1))
    seen = expected > VISIBLE * np.maximum(1.0, np.abs(rows[0]))
    moved = (rows[1] != rows[0])[seen]
    return bool(moved.size) and float(moved.mean()) < MOVED


def moves_in_jumps(gradient: Gradient, wrong: WrongLeaf) -> bool:
    """Whether outputs stand still, jump, and stand still again on a straight way.

    What rounds its numbers does. A continuous function does not: where it begins to
    move, or ends, it moves at the next step or the one before as well.

    Args:
        gradient: the gradient and the forward pass it belongs to.
        wrong: the leaf whose gradient was found wrong.
    """
    leaf = gradient.leaves[wrong.name]
    step = STEP * np.maximum(1.0, np.abs(leaf))
    way = [{wrong.name: leaf + k * step} for k in range(1, WAY)]
    rows = gradient.evaluate(way, ())
    moves = np.abs(np.diff(rows, axis=0)) > VISIBLE * np.maximum(1.0, np.abs(rows[0]))
    alone = moves[1:-1] & ~moves[:-2] & ~moves[2:]
    has_jumped, has_moved = alone.any(axis=0), moves.any(axis=0)
    return bool(has_moved.any()) and bool(has_jumped[has_moved].mean() > MOST)


def _numeric(gradient: Gradient, name: str) -> tuple[Array, float, Array]:
    """Return a leaf's numeric gradient, the size of its noise, and its Jacobian."""
    leaf = gradient.leaves[name]
    flat = leaf.reshape(-1)
    steps = STEP * np.maximum(1.0, np.abs(flat))
    indices = np.arange(flat.size)
    up, down = flat + steps, flat - steps
    rows = gradient.evaluate((), ((name, indices, up), (name, indices, down)))
    high, low = rows[1 : 1 + flat.size], rows[1 + flat.size :]
    jacobian = (high - low).T / (up - down)
    numeric = gradient.upstream @ jacobian
    weighted = float(np.linalg.norm(rows[0] * gradient.upstream))
    return numeric.reshape(leaf.shape), ROUNDING * EPS * weighted / STEP, jacobian


def _wrong(gradient: Gradient, name: str, flat: int, numeric: Array) -> bool:
    """Whether one entry is wrong, rather than beside or at a kink."""
    value = float(gradient.leaves[name].reshape(-1)[flat])
    claimed = float(gradient.analytic[name].reshape(-1)[flat])
    points = np.array([value + s * h for h in KINK_STEPS for s in (1.0, -1.0)])
    places = np.full(points.size, flat)
    rows = gradient.evaluate((), ((name, places, points),)) @ gradient.upstream
    scale = float(np.abs(numeric).max(initial=0.0))
    right = left = tolerance = 0.0
    for k, step in enumerate(KINK_STEPS):
        up, down = points[2 * k] - value, value - points[2 * k + 1]
        right = float(rows[1 + 2 * k] - rows[0]) / up
        left = float(rows[0] - rows[2 + 2 * k]) / down
        central = float(rows[1 + 2 * k] - rows[2 + 2 * k]) / (up + down)
        tolerance = max(GRADIENT_RTOL, KINK_NOISE / step) * scale
        if abs(central - claimed) <= 3 * tolerance:
            return False
    low, high = min(left, right) - tolerance, max(left, right) + tolerance
    return not (abs(right - left) > 50 * tolerance and low <= claimed <= high)
