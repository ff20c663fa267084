"""The numbers of two arrays side by side, few enough for a picture."""

import numpy as np
from numpy.typing import NDArray

from grader.errors import Comparison
from grader.numerics.closeness import Array

MOST = 256  # entries: more are no longer told apart in a picture
MOST_WRONG = 192  # of them, where there are right ones to show beside them
FEWEST = 2  # one number is told in words
DIGITS = 8  # of the largest entry: more than is shown, so that nothing is rounded twice
LONGEST_NAME = 60
SMALLEST, LARGEST = 1e-100, 1e100  # beyond, a picture's own arithmetic ends


def comparison(
    name: str, got: Array, expected: Array, outside: NDArray[np.bool_]
) -> Comparison | None:
    """Return what two arrays hold, None where there is nothing to draw.

    Of a large array some entries are kept, wrong and right ones, evenly spread.

    Args:
        name: what the array is called.
        got: what code gave.
        expected: what it was held against, same shape.
        outside: which entries are wrong, same shape.
    """
    if got.size < FEWEST or not _can_be_drawn(np.stack([got, expected])):
        return None
    wrong, right = np.flatnonzero(outside), np.flatnonzero(~outside)
    if got.size > MOST:
        wrong = _spread(wrong, max(MOST_WRONG, MOST - right.size))
        right = _spread(right, MOST - wrong.size)
    places = np.sort(np.concatenate([wrong, right]))
    both = np.stack([got.reshape(-1)[places], expected.reshape(-1)[places]])
    got_there, expected_there = _rounded(both).tolist()
    return Comparison(
        name=name[:LONGEST_NAME],
        shape=tuple(int(extent) for extent in got.shape),
        places=tuple(places.tolist()),
        got=tuple(got_there),
        expected=tuple(expected_there),
        wrong=tuple(wrong.tolist()),
    )


def _spread(places: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return at most so many places, evenly spread, with the first and the last."""
    if places.size <= most:
        return places
    return places[np.linspace(0, places.size - 1, most).round().astype(np.int64)]


def _can_be_drawn(values: Array) -> bool:
    """Whether all are finite, and the largest neither tiny nor huge."""
    return SMALLEST < float(np.abs(values).max()) < LARGEST  # NaN is neither


def _rounded(values: Array) -> Array:
    """Return values without what is small beside the largest; 0 has no sign."""
    largest = float(np.abs(values).max())
    return np.round(values, DIGITS - 1 - int(np.floor(np.log10(largest)))) + 0.0
