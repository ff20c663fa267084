"""Hidden checks of unit 5: fan, and normal numbers of a given spread.

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
    follows,
    generator,
    in_turn,
    require,
    told_by,
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


@exercise("5.1")
def test_fan_of_any_matrix(student: Student, rng: Rng) -> None:
    """fan((D, M)) gives D for fan_in and M for fan_out."""
    d, m = rng.integers(2, 100, size=(2, 7))

    found = [pair(each) for each in all_fans(student, np.transpose([d, m]))]

    fan_in, fan_out = np.transpose(found)
    clues = Clues(suspects={"fan:exchanged": (EXCHANGED_MATRIX, m)})
    follows(fan_in, "D", {"D": d, "M": m}, "fan_in of 7 matrices", clues=clues)
    follows(fan_out, "M", {"D": d, "M": m}, "fan_out of 7 matrices")


@exercise("5.1", weight=2)
@pytest.mark.parametrize("k", [(1, 1), (2, 5), (7, 3)], ids="window {}".format)
def test_fan_of_any_filters(student: Student, rng: Rng, k: tuple[int, int]) -> None:
    """fan((F, C, kh, kw)) gives C kh kw and F kh kw."""
    f, c = (int(n) for n in 2 + 2 * rng.choice(20, 2, replace=False))

    found = student.fan((f, c, *k))

    right = [c * k[0] * k[1], f * k[0] * k[1]]
    clues = Clues(suspects=wrong_fans(f, c, k))
    close(pair(found), right, "the fans of filters", clues=clues)


@exercise("5.1", weight=2)
def test_fans_of_many_filters(student: Student, rng: Rng) -> None:
    """fan(shape) is right for many shapes of filters."""
    shapes = rng.integers(2, 30, size=(7, 4))

    found = [pair(each) for each in all_fans(student, shapes)]

    parts = dict(zip(("F", "C", "kh", "kw"), shapes.T, strict=True))
    fan_in, fan_out = np.transpose(found)
    with told_by(fan_out, "F * (kh * kw)", parts, name="fan_out"):
        follows(fan_in, "C * (kh * kw)", parts, "fan_in of 7 filters")
    follows(fan_out, "F * (kh * kw)", parts, "fan_out of 7 filters")


@exercise("5.1")
@pytest.mark.parametrize(
    ("shape", "right"),
    [
        ((1, 6), [1, 6]),
        ((6, 1), [6, 1]),
        ((5, 1, 1, 4), [4, 20]),
        ((1, 6, 1, 1), [6, 1]),
    ],
    ids=["(1, 6)", "(6, 1)", "(5, 1, 1, 4)", "(1, 6, 1, 1)"],
)
def test_fan_of_narrow_shapes(student: Student, shape: Shape, right: list[int]) -> None:
    """fan(shape) treats an axis of length 1 like any other."""
    found = student.fan(shape)

    close(pair(found), right, "the fans")


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

    must = f"the weights must have shape {shape}, found {np.shape(found)}."
    require(np.shape(found) == shape, must, cause=AXES_LOST)
    require(np.isfinite(array(found, shape)).all(), "the weights must be finite.")


EXCHANGED_MATRIX = "fan_in and fan_out are exchanged: D of (D, M) is what comes in."


def wrong_fans(f: int, c: int, k: tuple[int, int]) -> dict[str, tuple[str, list[int]]]:
    """Return what fan may give for filters in place of what it must."""
    places = k[0] * k[1]
    suspects = {
        "fan:as-matrix": (
            "Filters are taken for a matrix: their first axis is what comes out.",
            [f, c],
        ),
        "fan:rows": (
            "fan_in is the first axis and fan_out all others: F is what goes out.",
            [f, c * places],
        ),
        "fan:both": (
            "fan_out counts the channels as well: one input lies in one channel.",
            [c * places, f * c * places],
        ),
        "fan:added": (
            "kh and kw are added: a filter has kh times kw places.",
            [c * sum(k), f * sum(k)],
        ),
    }
    return suspects if places > 1 else {}


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def all_fans(student: Student, shapes: NDArray[np.integer]) -> list[object]:
    """Return what fan gives for each shape."""
    return in_turn(student.fan, each=[(tuple(each),) for each in shapes.tolist()])


def pair(found: object) -> Array:
    """Return two numbers that fan gave; 5.10 judges what kind they are."""
    is_pair = isinstance(found, (tuple, list, np.ndarray)) and np.shape(found) == (2,)
    require(is_pair, "fan must return two numbers, fan_in and fan_out")
    return np.asarray(found, np.float64)


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
