"""Hidden check of unit 8: over many splits, every example has the same chance."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Student,
    differ,
    exercise,
    generator,
    narrowed,
    require,
    support,
)

Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each bound allows
TIMES, FEW, THIRD = 400, 11, 0.3  # splits, examples, the share that makes 3 of them
CHANCES = '''
"""Splits again and again, and notes which examples are for validation."""


def validated(split, x, t, rate, times, rng):
    found = []
    for _ in range(times):
        four = split(x.copy(), t.copy(), rate, rng)
        found.append([part for part in four if part.ndim == 1][-1])
    return found
'''
UNFAIR = (
    "Some examples are for validation far too often, or never: every place must have "
    "the same chance, in each call."
)


@exercise("8.2")
def test_each_example_has_its_chance(student: Student, rng: Rng) -> None:
    """split: over many calls, each example is equally often in the validation part.

    By Hoeffding's inequality one of them misses the bound with probability 2 exp(-20)
    at most, and any of the 11 with 4.6e-8.
    """
    t = np.arange(FEW)
    x = np.stack([t, -t], axis=1) * 1.0
    module = support(student, "chances", CHANCES)

    drawn = module.validated(
        student.split, x, t, THIRD, TIMES, generator(int(rng.integers(1 << 32)))
    )

    counts, size = counted(drawn)
    off = float(np.abs(counts / TIMES - size / FEW).max())
    must = f"one example is for validation by {off:.2f} too often or too seldom"
    with narrowed(lambda: differ(np.sort(drawn[0]), np.sort(drawn[1]), "two splits")):
        require(off <= np.sqrt(T / 2 / TIMES), must, cause=UNFAIR)


def counted(drawn: object) -> tuple[NDArray[np.int64], int]:
    """Return how often each of FEW places was drawn, and how many at once."""
    rows = drawn if isinstance(drawn, list) else []
    sizes = {np.size(row) for row in rows}
    are_places = all(
        isinstance(row, np.ndarray) and row.dtype.kind in "iu" for row in rows
    )
    is_right = are_places and len(sizes) == 1 and 0 not in sizes
    require(is_right, "the validation part must always have the same size, and labels")
    places = np.concatenate(rows).astype(np.int64) % FEW
    return np.bincount(places, minlength=FEW), sizes.pop()
