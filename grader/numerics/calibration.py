"""How often a right solution fails a threshold that a few of its runs must reach.

A check trains `seeds` times and passes if `need` of the runs reach the threshold.
What one run gives varies with its start. Two estimates say how often it misses:

- from the fit: a further run is taken to lie around the runs seen as Student's t
  says for a normal spread (prediction interval); it sees beyond the worst run,
  and leans on the normal shape;
- without a fit: the upper end of Clopper and Pearson's interval for the share of
  runs that miss; it assumes no shape, and is never below 3 / runs or so.

Both take the runs to be independent, and larger numbers to be better.
"""

import math
from collections.abc import Sequence

CONFIDENCE = 0.95  # of the bound that assumes no shape
TOLERATED = 1e-4  # false failures of a whole check, from the fit
STEP = 0.01  # thresholds are round numbers
_HALVINGS = 60  # of an interval of length 1: below what a float can tell


def false_fail(miss_rate: float, seeds: int, need: int) -> float:
    """Return the probability that fewer than `need` of `seeds` runs reach.

    For two of three it is 3 p^2 (1 - p) + p^3.

    Args:
        miss_rate: p, the probability that one run misses the threshold.
        seeds: how many runs a check makes.
        need: how many of them must reach it.
    """
    return math.fsum(
        math.comb(seeds, reached)
        * (1 - miss_rate) ** reached
        * miss_rate ** (seeds - reached)
        for reached in range(need)
    )


def upper_rate(misses: int, runs: int, confidence: float = CONFIDENCE) -> float:
    """Return the one-sided upper bound of Clopper and Pearson for a rate.

    Args:
        misses: how many of the runs missed.
        runs: how many there were.
        confidence: how often the bound holds, at least.
    """
    if misses >= runs:
        return 1.0
    low, high = misses / runs, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        # At the bound, as few misses as these have probability 1 - confidence.
        if false_fail(1 - middle, runs, misses + 1) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def fitted_rate(values: Sequence[float], threshold: float) -> float:
    """Return the probability that a further run misses, from Student's t.

    Args:
        values: what the runs so far gave, two or more.
        threshold: what a run must reach.
    """
    runs = len(values)
    if not all(map(math.isfinite, values)):
        return 1.0
    mean = math.fsum(values) / runs
    variance = math.fsum((value - mean) ** 2 for value in values) / (runs - 1)
    if variance == 0.0:
        return 0.0 if threshold <= mean else 1.0
    spread = math.sqrt(variance * (1 + 1 / runs))
    return student_below((threshold - mean) / spread, runs - 1)


def student_below(bound: float, freedom: int) -> float:
    """Return P(T < bound) for Student's t with a whole number of degrees of freedom.

    The finite sums of Abramowitz and Stegun, 26.7.3 (odd) and 26.7.4 (even).
    """
    theta = math.atan(bound / math.sqrt(freedom))
    cosine, odd = math.cos(theta), freedom % 2
    term = cosine if odd else 1.0
    terms = [term] if freedom > 1 else []
    for k in range(2 + odd, freedom - 1, 2):
        term *= cosine**2 * (k - 1) / k
        terms.append(term)
    between = math.sin(theta) * math.fsum(terms)
    if odd:
        between = 2 / math.pi * (theta + between)
    return min(max((1 + between) / 2, 0.0), 1.0)


def proposed_threshold(
    values: Sequence[float],
    seeds: int,
    need: int,
    *,
    tolerated: float = TOLERATED,
    step: float = STEP,
) -> float:
    """Return the highest round threshold that right solutions fail rarely enough.

    Args:
        values: what the runs of one right solution gave.
        seeds: how many runs a check makes.
        need: how many of them must reach the threshold.
        tolerated: the largest probability of a false failure, from the fit.
        step: the threshold is a multiple of it.

    Returns:
        the threshold; minus infinity where a run gave no finite number.
    """
    if not all(map(math.isfinite, values)):
        return -math.inf
    high = math.floor(max(values) / step) + 2  # rounding may cost one
    gap = 1
    while _fails(values, _multiple(high - gap, step), seeds, need) > tolerated:
        gap *= 2
    low = high - gap
    while high - low > 1:
        middle = (low + high) // 2
        if _fails(values, _multiple(middle, step), seeds, need) > tolerated:
            high = middle
        else:
            low = middle
    return _multiple(low, step)


def _multiple(count: int, step: float) -> float:
    """Return 0.57 for 57 steps of 0.01, where the product has one more last bit."""
    return float(f"{count * step:.12g}")


def _fails(values: Sequence[float], threshold: float, seeds: int, need: int) -> float:
    return false_fail(fitted_rate(values, threshold), seeds, need)
