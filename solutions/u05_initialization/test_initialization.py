"""Hidden checks of unit 5: normal numbers of a given spread.

Weights are random, so they are judged by what must hold for nearly all draws. Each
bound fails right work with probability 2 exp(-20) = 4.1e-9 at most, whatever is drawn:
the mean by Hoeffding's inequality for signs, the variance by Lemma 1 of Laurent and
Massart (2000), the distribution by that of Dvoretzky, Kiefer and Wolfowitz in Massart's
form. A run judges 5 arrays here, by three bounds each: below 7e-8 in all.
"""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    drawn_by,
    exercise,
    generator,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
GRID = np.array([NormalDist().inv_cdf(k / 40) for k in range(1, 40)])
LEVELS = np.arange(1, 40) / 40
LONG_TAIL = 2.8  # of 10 000 normal numbers one lies beyond, but for exp(-35)
EVEN = 1.8  # times the spread: where numbers end that are all equally likely
EDGES = pytest.mark.parametrize(
    "shape", [(1, 1), (1, 7), (5, 1), (1, 1, 1, 1), (1, 3, 1, 5)], ids="shape {}".format
)
POSITIVE = (
    "No weight is below 0: rng.random gives numbers from 0 to 1, rng.standard_normal "
    "gives them around 0."
)
AXES_LOST = "Axes of length 1 got lost: leave the array as the generator gives it."
SMALLEST = (
    "With std = 0 all weights must be 0: multiply by std as it is given, without a "
    "smallest value."
)
CENTRE = "The weights do not lie around 0: is something added, or a sign taken away?"
REPEATED = (
    "Weights are repeated: give the whole shape to the generator, so that every entry "
    "is drawn by itself, and round nothing."
)
CONSTANT = "All weights are the same number: draw them from the generator."
SHORT_TAILS = (
    "Large weights are cut off: normal numbers may be of any size, so clip none."
)
NOT_NORMAL = "The weights are not normally distributed: draw with rng.standard_normal."
RESCALED = (
    "The weights are rescaled until their own mean is 0 or their own spread is std: "
    "leave them as they were drawn, chance included."
)
SPREADS = {
    "std is taken for a variance: multiply by std itself, not by its root.": 0.5,
    "std is squared: multiply by it once.": 2.0,
    "std is divided by: multiply by it.": -1.0,
    "std makes no difference: multiply the numbers by it.": 0.0,
}  # sentence -> the power of std that is found


@exercise("5.2", weight=3)
@pytest.mark.parametrize(
    "shape", [(103, 101), (7, 11, 13, 11)], ids=["matrix", "filters"]
)
def test_normal_numbers(student: Student, rng: Rng, shape: Shape) -> None:
    """normal_init gives a bell curve around 0 with the standard deviation std."""
    std, seed = float(rng.uniform(0.2, 0.5)), int(rng.integers(1 << 32))

    found = array(student.normal_init(shape, std, generator(seed)), shape)

    with drawn_by(found, "std * z", {"std": std}, seed):
        require_normal(found, std)


@exercise("5.2")
@pytest.mark.parametrize(
    "std", [1e-4, 1.0, 300.0], ids=["tiny std", "std 1", "huge std"]
)
def test_normal_of_any_spread(student: Student, rng: Rng, std: float) -> None:
    """normal_init gives the normal distribution for any std, small or large."""
    found = student.normal_init((101, 103), std, seeded(rng))

    require_normal(array(found, (101, 103)), std)


@exercise("5.2")
def test_normal_without_spread(student: Student, rng: Rng) -> None:
    """normal_init with std = 0 gives zeros."""
    found = student.normal_init((5, 3), 0.0, seeded(rng))

    close(found, np.zeros((5, 3)), "the weights", clues=Clues(cause=SMALLEST))


@exercise("5.2")
def test_normal_as_drawn(student: Student, rng: Rng) -> None:
    """normal_init leaves its numbers as drawn, not rescaled to mean 0 or spread std.

    Nine of them have the mean 0 or the spread std to nine digits with probability below
    2e-8: the densities of the mean and of both spreads, in units of std, are below 2,
    and each window is 2e-9 wide.
    """
    seed = int(rng.integers(1 << 32))
    found = array(student.normal_init((3, 3), 0.7, generator(seed)), (3, 3)) / 0.7

    spreads = abs(found.std() - 1), abs(found.std(ddof=1) - 1), abs(found.mean())
    must = "nine weights must not have the mean 0 or the spread std exactly."
    with drawn_by(found, "z", {}, seed):
        require(min(spreads) > 1e-9, must, cause=RESCALED)


@exercise("5.2")
@EDGES
def test_normal_of_narrow_shapes(student: Student, rng: Rng, shape: Shape) -> None:
    """normal_init keeps the axes of length 1."""
    found = student.normal_init(shape, 0.3, seeded(rng))

    size = found.shape if isinstance(found, np.ndarray) else "no array"
    must = f"the weights must have shape {shape}, found {size}."
    require(size == shape, must, cause=AXES_LOST)
    require(np.isfinite(array(found, shape)).all(), "the weights must be finite.")


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def array(found: object, shape: Shape) -> Array:
    """Return weights after a look at their kind and shape."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), "the weights")  # which says what is wrong
    close(
        np.isfinite(np.asarray(found)) * 1.0, np.ones(shape), "whether all are finite"
    )
    return np.asarray(found, np.float64)


def require_normal(found: Array, std: float) -> None:
    """Refuse weights that are no normal numbers around 0 with this spread."""
    require_drawn(found)
    spread, n = float(np.sqrt(np.mean(found**2))), found.size
    offset, most = abs(float(found.mean())), np.sqrt(2 * T / n) * spread
    is_even = found.min() >= 0 and 1.9 < found.max() / found.mean() < 2.1
    cause = POSITIVE if is_even else CENTRE
    must = (
        f"the mean of {n} weights must be within {most:.4g} of 0, found {offset:.4g}."
    )
    require(offset <= most, must, cause=cause)
    require_bell(found, spread)
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    powers = {said: std**power for said, power in SPREADS.items()}
    must = f"the spread of {n} weights must be near {std:.4g}, found {spread:.4g}."
    is_near = abs((spread / std) ** 2 - 1) <= slack
    require(is_near, must, cause=named(spread, powers))
    require_form(found / std)


def require_drawn(found: Array) -> None:
    """Refuse weights of which many are the same number, or its opposite."""
    kinds = np.unique(np.abs(found)).size
    must = f"{found.size} weights must all differ in size; sizes: {kinds}."
    at_ends = float(np.mean(np.abs(found) >= np.abs(found).max() * (1 - 1e-9)))
    cut = SHORT_TAILS if 0.01 < at_ends < 1 else REPEATED
    require(kinds > found.size - 6, must, cause=cut if kinds > 1 else CONSTANT)


def require_bell(found: Array, spread: float) -> None:
    """Refuse weights of which none is large for their spread."""
    longest = float(np.abs(found).max()) / spread
    must = (
        f"the largest of {found.size} weights is only {longest:.3g} times the spread."
    )
    cause = NOT_NORMAL if longest < EVEN else SHORT_TAILS
    require(longest > LONG_TAIL, must, cause=cause)


def require_form(z: Array) -> None:
    """Refuse numbers of the right spread that are no standard normal ones."""
    gap, most = float(np.abs(below(z) - LEVELS).max()), np.sqrt(T / 2 / z.size)
    must = f"the share of weights below some limit is off by {gap:.3f}."
    require(gap <= most, must, cause=NOT_NORMAL)


def below(z: Array) -> Array:
    """Return the share of numbers below each limit of GRID."""
    return np.searchsorted(np.sort(z, axis=None), GRID) / z.size


def named(spread: float, wrong: Mapping[str, float]) -> str:
    """Return the sentence whose spread is found, "" unless it is one alone."""
    near = [said for said, value in wrong.items() if 0.96 < spread / value < 1.04]
    return near[0] if len(near) == 1 else ""
