"""Hidden checks of unit 5, second part: the normal weights of Xavier and He.

Each bound fails right work with probability 2 exp(-20) = 4.1e-9 at most: that of the
mean by Hoeffding's inequality for signs, that of the variance by Lemma 1 of Laurent
and Massart (2000), that of the distribution by the inequality of Dvoretzky, Kiefer and
Wolfowitz in Massart's form. A run judges 13 arrays here, by three bounds each: below
1.7e-7 in all.

Whoever has a wrong fan or normal_init has paid for it in 5.1 or 5.2: what is built on
it is right here where it fits the student's own.
"""

from collections.abc import Callable, Mapping
from functools import partial
from statistics import NormalDist

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
Formulas = Mapping[str, Callable[[Fan], float]]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
LEVELS = np.arange(1, 40) / 40
GRID = np.array([NormalDist().inv_cdf(k / 40) for k in range(1, 40)])
SHORT = 2.5  # times the spread: even numbers end at 1.73
SHAPES = pytest.mark.parametrize("shape", ["wide", "tall", "filters"])
POSITIVE = (
    "No weight is below 0: rng.random gives numbers from 0 to 1, rng.standard_normal "
    "gives them around 0."
)
CENTRE = "The weights do not lie around 0: is something added, or a sign taken away?"
REPEATED = (
    "Weights are repeated: give the whole shape to the generator, so that every entry "
    "is drawn by itself, and round nothing."
)
NOT_NORMAL = "The weights are not normally distributed: draw with rng.standard_normal."
CUT_OFF = "Many weights lie exactly at an end: leave them as they are drawn."
AXES = (
    "The first two axes are taken for the fans: fan counts the window of filters, and "
    "knows that their outputs come first."
)
TOO_LARGE = (
    "The weights are far too large: is something multiplied that belongs below the "
    "line, or do parentheses lack there?"
)
IGNORED = "alpha makes no difference: the variance has 1 + alpha^2 below."
SLOPE = "sqrt(2 / ((1 + alpha ** 2) * fan_in)) * z"
XAVIER: Formulas = {  # variances, the right one under ""
    "": lambda f: 2 / (f[0] + f[1]),
    "This is the variance 1 / fan_in: fan_out counts, too.": lambda f: 1 / f[0],
    "This is the variance 1 / fan_out: fan_in counts, too.": lambda f: 1 / f[1],
    "This is the variance of he_normal, 2 / fan_in.": lambda f: 2 / f[0],
    "The 2 is missing in the variance.": lambda f: 1 / (f[0] + f[1]),
    "The variance is used as standard deviation: its root is missing.": (
        lambda f: (2 / (f[0] + f[1])) ** 2
    ),
    "The bound of xavier_uniform is used as standard deviation.": (
        lambda f: 6 / (f[0] + f[1])
    ),
}
HE: Formulas = {
    "": lambda f: 2 / f[0],
    "fan_out is used: it is fan_in that He's variance divides by.": lambda f: 2 / f[1],
    "The 2 is missing in the variance: a ReLU drops half of what comes in.": (
        lambda f: 1 / f[0]
    ),
    "This is the variance of xavier_normal: fan_out has no say here.": (
        lambda f: 2 / (f[0] + f[1])
    ),
    "The variance is used as standard deviation: its root is missing.": (
        lambda f: (2 / f[0]) ** 2
    ),
}


@exercise("5.3", weight=2)
@SHAPES
def test_xavier_normal_scale(student: Student, rng: Rng, shape: str) -> None:
    """xavier_normal gives normal weights of variance 2 / (fan_in + fan_out)."""
    drawn, seed = sizes(rng, shape), int(rng.integers(1 << 32))

    found = student.xavier_normal(drawn, generator(seed))

    require_scaled(student, array(found, drawn), seed, XAVIER)


@exercise("5.5", weight=2)
@SHAPES
def test_he_normal_scale(student: Student, rng: Rng, shape: str) -> None:
    """he_normal without alpha gives normal weights of variance 2 / fan_in."""
    drawn, seed = sizes(rng, shape), int(rng.integers(1 << 32))

    found = student.he_normal(drawn, generator(seed))

    require_scaled(student, array(found, drawn), seed, HE)


@exercise("5.6")
@SHAPES
@pytest.mark.parametrize("how", ["by name", "by place"])
def test_he_normal_for_a_slope(
    student: Student, rng: Rng, shape: str, how: str
) -> None:
    """he_normal with alpha has its variance divided by 1 + alpha^2."""
    drawn, seed = sizes(rng, shape), int(rng.integers(1 << 32))
    alpha = float(rng.uniform(0.4, 0.6))
    args, kwargs = {"by name": ((), {"alpha": alpha}), "by place": ((alpha,), {})}[how]

    found = student.he_normal(drawn, generator(seed), *args, **kwargs)

    plain = array(student.he_normal(drawn, generator(seed)), drawn)
    fans = fans_of(student, drawn)
    slopes = [2 / ((1 + alpha**2) * each[0]) for each in fans]
    is_built = any(is_own(student, array(found, drawn), s, seed) for s in slopes)
    parts = {**named_parts(fans[0]), "alpha": alpha}
    with drawn_by(found, SLOPE, parts, seed):
        require_slope(array(found, drawn), plain, slopes[0], alpha, is_built=is_built)


@exercise("5.6")
def test_he_normal_of_a_negative_slope(student: Student, rng: Rng) -> None:
    """he_normal with alpha < 0 has its variance divided by 1 + alpha^2 as well."""
    drawn, seed = sizes(rng, "tall"), int(rng.integers(1 << 32))

    found = student.he_normal(drawn, generator(seed), alpha=-0.5)

    plain = array(student.he_normal(drawn, generator(seed)), drawn)
    slope = 1.6 / fans_of(student, drawn)[0][0]
    is_built = is_own(student, array(found, drawn), slope, seed)
    require_slope(array(found, drawn), plain, slope, -0.5, is_built=is_built)


def require_scaled(
    student: Student, found: Array, seed: int, formulas: Formulas
) -> None:
    """Refuse weights that are no normal numbers around 0 of the right variance.

    Args:
        student: the submission's module.
        found: the weights.
        seed: of their generator.
        formulas: the right variance and wrong ones, by what they mean.
    """
    fans = fans_of(student, found.shape)
    variances = [formulas[""](each) for each in fans]
    fitting = [each for each in variances if is_right(found, each)]
    if fitting or any(is_own(student, found, each, seed) for each in variances):
        return
    right = "sqrt(2 / (fan_in + fan_out))" if formulas is XAVIER else "sqrt(2 / fan_in)"
    with drawn_by(found, f"{right} * z", named_parts(fans[0]), seed):
        refuse(found, fans[0], variances[0], formulas)


def named_parts(fans: Fan) -> dict[str, float]:
    """Return the fans by their names in formulas."""
    return {"fan_in": fans[0], "fan_out": fans[1]}


def refuse(found: Array, fans: Fan, variance: float, formulas: Formulas) -> None:
    """Say what is wrong with weights that are not right."""
    n, spread, longest = found.size, rms(found), float(np.abs(found).max())
    require_drawn(found)
    must = f"of {n} normal numbers some must lie beyond 2.5 times the spread."
    require(longest > SHORT * spread, must, cause=NOT_NORMAL)
    right = float(np.sqrt(variance))
    wrong = {said: float(np.sqrt(of(fans))) for said, of in formulas.items() if said}
    if found.ndim > 2:
        wrong[AXES] = float(np.sqrt(formulas[""]((found.shape[0], found.shape[1]))))
    must = f"their spread must be near {right:.4g}, found {spread:.4g}."
    far = TOO_LARGE if spread > 3 * right else ""
    is_near = is_spread(spread, variance, n)
    require(is_near, must, cause=named(spread, wrong) or far)
    must = "their distribution must be that of normal numbers."
    require(False, must, cause=NOT_NORMAL)  # noqa: FBT003 - all else is right


def require_drawn(found: Array) -> None:
    """Refuse weights that are repeated, cut off, or do not lie around 0."""
    n, kinds, longest = found.size, np.unique(np.abs(found)).size, np.abs(found).max()
    at_ends = float(np.mean(np.abs(found) >= longest * (1 - 1e-9)))
    must = f"{n} weights must all differ in size; sizes: {kinds}."
    cause = CUT_OFF if 0.01 < at_ends < 1 else REPEATED
    require(kinds > n - 6, must, cause=cause)
    offset, most = abs(float(found.mean())), np.sqrt(2 * T / n) * rms(found)
    must = f"the mean of {n} weights must be within {most:.3g} of 0, not {offset:.3g}."
    is_even = found.min() >= 0 and 1.9 < found.max() / found.mean() < 2.1
    require(offset <= most, must, cause=POSITIVE if is_even else CENTRE)


def require_slope(
    found: Array, plain: Array, variance: float, alpha: float, *, is_built: bool
) -> None:
    """Refuse weights whose variance does not fit alpha, or their own without it.

    Args:
        found: the weights for alpha.
        plain: those without alpha.
        variance: the right one.
        alpha: the slope.
        is_built: whether they are what the student's own normal_init makes of it.
    """
    share, spread, own = 1 / (1 + alpha**2), rms(found), rms(plain)
    fits = [is_spread(spread, each, found.size) for each in (variance, own**2 * share)]
    must = (
        f"the spread for alpha = {alpha:.3g} must be {np.sqrt(share):.3f} times that "
        f"without alpha, found {spread / own if own else np.inf:.3f} times."
    )
    require(is_built or any(fits), must, cause=IGNORED if spread == own else "")


def is_right(found: Array, variance: float) -> bool:
    """Whether weights may be normal numbers around 0 of this variance."""
    n, spread = found.size, rms(found)
    shares = np.searchsorted(np.sort(found, axis=None), np.sqrt(variance) * GRID) / n
    return (
        np.unique(np.abs(found)).size > n - 6
        and abs(float(found.mean())) <= np.sqrt(2 * T / n) * spread
        and is_spread(spread, variance, n)
        and float(np.abs(shares - LEVELS).max()) <= np.sqrt(T / 2 / n)
    )


def is_spread(spread: float, variance: float, n: int) -> bool:
    """Whether n normal numbers of this variance may have this spread around 0."""
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    return bool(abs(spread**2 / variance - 1) <= slack)


def is_own(student: Student, found: Array, variance: float, seed: int) -> bool:
    """Whether the student's own normal_init gives these weights for this variance."""
    std = float(np.sqrt(variance))
    own, twice = (
        attempt(partial(student.normal_init, found.shape, each, generator(seed)))
        for each in (std, 2 * std)
    )
    if not isinstance(own, np.ndarray) or own.dtype.kind != "f":
        return False
    is_usable = own.shape == found.shape and np.ptp(own) > 0
    depends = not np.array_equal(own, np.asarray(twice))
    return is_usable and depends and np.allclose(found, own, rtol=1e-9, atol=0)


def rms(found: Array) -> float:
    """Return the spread of numbers around 0."""
    return float(np.sqrt(np.mean(found**2)))


def named(spread: float, wrong: Mapping[str, float]) -> str:
    """Return the sentence whose spread is found, "" unless it is one alone."""
    near = [said for said, value in wrong.items() if 0.965 < spread / value < 1.035]
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
