"""Hidden checks of unit 5, third part: even weights, for Xavier's variance.

Each bound fails right work with probability 2 exp(-20) = 4.1e-9 at most: that of the
mean by Hoeffding's inequality for signs, the ends of the interval by (1 - e)^n, the
distribution by the inequality of Dvoretzky, Kiefer and Wolfowitz in Massart's form. A
run judges 3 arrays here, by four bounds each: below 5e-8 in all.

Whoever has a wrong fan has paid for it in 5.1: a bound that fits it is right here.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    attempt,
    close,
    drawn_by,
    exercise,
    generator,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
Fan = tuple[float, float]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
LEVELS = np.arange(1, 40) / 40
FLAT = 2.2  # times the spread: even numbers end at 1.73, 10 000 normal ones beyond 2.8
BY_BOUND = "sqrt(6 / (fan_in + fan_out)) * (2 * u - 1)"
AXES_LOST = "Axes of length 1 got lost: leave the array as the generator gives it."
HALF = "No weight is below 0: they must lie between -bound and bound."
CENTRE = "The weights do not lie around 0: is something added, or a sign taken away?"
REPEATED = (
    "Weights are repeated: give the whole shape to the generator, so that every entry "
    "is drawn by itself, and round nothing."
)
CUT_OFF = (
    "Many weights lie exactly at an end: rng.random needs no cutting, for its numbers "
    "go from 0 to 1."
)
FEW = 0.01
NOT_EVEN = (
    "The weights are normally distributed: rng.random gives numbers that are all "
    "equally likely."
)
NEITHER = "The weights are not equally likely between -bound and bound."
BOUND: Mapping[str, Callable[[Fan], float]] = {  # squares of what the bound may be
    "The standard deviation is used as bound: the variance of an even interval is a "
    "third of bound^2.": lambda f: 2 / (f[0] + f[1]),
    "A 3 stands where 6 belongs: 3 times the variance 2 / (fan_in + fan_out).": (
        lambda f: 3 / (f[0] + f[1])
    ),
    "This is the bound of 6 / fan_in: fan_out must have a say, too.": lambda f: (
        6 / f[0]
    ),
    "This is the bound of 6 / fan_out: fan_in must have a say, too.": lambda f: (
        6 / f[1]
    ),
    "This is the bound sqrt(3 / fan_in): fan_out must have a say, too.": lambda f: (
        3 / f[0]
    ),
    "This is the bound 1 / sqrt(fan_in): both fans must have a say.": lambda f: (
        1 / f[0]
    ),
    "The root of 6 / (fan_in + fan_out) is missing.": (
        lambda f: (6 / (f[0] + f[1])) ** 2
    ),
    "The root is of 6 alone: the sum of the fans must stand under it, too.": (
        lambda f: 6 / (f[0] + f[1]) ** 2
    ),
    "The numbers reach half of the bound: from -bound to bound is 2 bound long.": (
        lambda f: 1.5 / (f[0] + f[1])
    ),
    "The numbers reach twice the bound.": lambda f: 24 / (f[0] + f[1]),
    "12 stands where 6 belongs.": lambda f: 12 / (f[0] + f[1]),
}


@exercise("5.4", weight=2)
@pytest.mark.parametrize("shape", ["wide", "tall", "filters"])
def test_xavier_uniform_bound(student: Student, rng: Rng, shape: str) -> None:
    """xavier_uniform is even from -b to b, where b = sqrt(6 / (fan_in + fan_out))."""
    drawn = sizes(rng, shape)

    seed = int(rng.integers(1 << 32))

    found = array(student.xavier_uniform(drawn, generator(seed)), drawn)

    right = {fans: 6 / sum(fans) for fans in fans_of(student, drawn)}
    fans = dict(zip(("fan_in", "fan_out"), next(iter(right)), strict=True))
    with drawn_by(found, BY_BOUND, fans, seed):
        require_even(found, right)


@exercise("5.4")
@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 7), (5, 1), (1, 3, 1, 5)], ids="shape {}".format
)
def test_xavier_uniform_of_narrow_shapes(
    student: Student, rng: Rng, shape: Shape
) -> None:
    """xavier_uniform keeps the axes of length 1."""
    found = student.xavier_uniform(shape, generator(int(rng.integers(1 << 32))))

    size = found.shape if isinstance(found, np.ndarray) else "no array"
    must = f"the weights must have shape {shape}, found {size}."
    require(size == shape, must, cause=AXES_LOST)
    array(found, shape)


def require_even(found: Array, right: dict[Fan, float]) -> None:
    """Refuse numbers that do not fill the interval from -bound to bound evenly.

    Args:
        found: the weights.
        right: the square of the bound by the fans it belongs to, the true ones first.
    """
    n, spread = found.size, float(np.sqrt(np.mean(found**2)))
    kinds = np.unique(np.abs(found)).size
    must = f"{n} weights must all differ in size; sizes: {kinds}."
    longest, offset = float(np.abs(found).max()), abs(float(found.mean()))
    at_ends = float(np.mean(np.abs(found) >= longest * (1 - 1e-9)))
    require(kinds > n - 6, must, cause=CUT_OFF if at_ends > FEW else REPEATED)
    most = np.sqrt(2 * T / n) * spread
    must = (
        f"the mean of {n} weights must be within {most:.4g} of 0, found {offset:.4g}."
    )
    cause = HALF if found.min() >= 0 else CENTRE
    require(offset <= most, must, cause=cause)
    is_bell = longest > FLAT * spread
    must = "weights between two bounds must all be equally likely, found a bell."
    require(not is_bell, must, cause=NOT_EVEN)
    fans, square = next(iter(right.items()))
    bounds = [np.sqrt(each) for each in right.values() if is_end(longest, each, n)]
    must = f"the weights must reach out to {np.sqrt(square):.4g}, found {longest:.4g}."
    require(bounds, must, cause=named(longest, fans))
    shares = np.searchsorted(np.sort(found, axis=None), bounds[0] * (2 * LEVELS - 1))
    gap = float(np.abs(shares / n - LEVELS).max())
    must = f"the share of weights below some limit is off by {gap:.3f}."
    require(gap <= np.sqrt(T / 2 / n), must, cause=NEITHER)


def is_end(longest: float, square: float, n: int) -> bool:
    """Whether the longest of n even numbers may be this, for the bound's square.

    It is below bound (1 - e) with probability (1 - e)^n, at most exp(-T) for e = T / n.
    """
    ratio = longest / float(np.sqrt(square))
    return 1 - T / n <= ratio <= 1 + 1e-9


def named(longest: float, fans: Fan) -> str:
    """Return the sentence whose bound is found, "" unless it is one alone."""
    ratios = {said: longest / np.sqrt(of(fans)) for said, of in BOUND.items()}
    near = [said for said, ratio in ratios.items() if 0.99 < ratio < 1.001]
    return near[0] if len(near) == 1 else ""


def sizes(rng: Rng, shape: str) -> Shape:
    """Return the sizes of about 10 000 weights, whose two fans lie far apart."""
    few, many = int(rng.integers(31, 41)), int(rng.integers(280, 320))
    c, f = int(rng.integers(5, 9)), int(rng.integers(90, 120))
    known: dict[str, Shape] = {
        "wide": (few, many),
        "tall": (many, few),
        "filters": (f, c, 3, 5),
    }
    return known[shape]


def fans_of(student: Student, shape: Shape) -> list[Fan]:
    """Return the fans of a shape, and those that the student's own fan gives."""
    first, second, *kernel = shape
    places = int(np.prod(kernel)) if kernel else 1
    true = (second * places, first * places) if kernel else (first, second)
    own = attempt(lambda: student.fan(shape))
    numbers = list(own) if isinstance(own, (tuple, list)) else []
    are_numbers = all(isinstance(each, (int, float, np.number)) for each in numbers)
    if len(numbers) != 2 or not are_numbers or not all(0 < n < np.inf for n in numbers):
        return [true]
    return [true, (float(numbers[0]), float(numbers[1]))]


def array(found: object, shape: Shape) -> Array:
    """Return weights after a look at their kind and shape."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), "the weights")  # which says what is wrong
    close(
        np.isfinite(np.asarray(found)) * 1.0, np.ones(shape), "whether all are finite"
    )
    return np.asarray(found, np.float64)
