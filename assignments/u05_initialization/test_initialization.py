"""Open checks of unit 5: numbers to redo on paper, and properties of what is drawn.

Weights are random, so no check compares them with others. It asks what must hold for
nearly every draw, with bounds so wide that right work misses one with a probability of
2 exp(-20) = 4.1e-9 at most: for the mean by Hoeffding's inequality, for the spread by
Lemma 1 of Laurent and Massart (2000). A run judges 5 arrays: below 5e-8 in all.

Where your weights are exactly what your own normal_init makes of the right spread, they
are right here, whatever 5.2 says about normal_init.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Student, attempt, close, exercise, generator, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
ONE_SIDED = (
    "All weights lie on one side of 0, and half of them must lie below it: rng.random "
    "gives numbers from 0 to 1, rng.standard_normal gives them around 0."
)
ONE_SIDED_EVEN = (
    "All weights lie on one side of 0: rng.random gives numbers from 0 to 1, of which "
    "0 must land on -b, 0.5 on 0, and 1 on b."
)
ZEROS = (
    "All weights are 0: is what they are multiplied by a difference of equal numbers, "
    "or cut to a whole number? 2 // 3 is 0, and 2 / 3 is not."
)
CENTRE = (
    "The weights do not lie around 0: is something added, a sign taken away, or std "
    "given as the mean?"
)
REPEATED = (
    "Weights are repeated: give the whole shape to the generator, so that every entry "
    "is drawn by itself."
)
CONSTANT = (
    "All weights are the same number: each must be drawn. (rng.normal takes the mean "
    "first, and then the spread.)"
)
TWO_NUMBERS = (
    "Only two numbers come out, one the opposite of the other: leave the weights as "
    "they are drawn, and neither round them nor take their signs alone."
)
ROUNDED = "All weights are multiples of {:.2g}: they must not be rounded."
CUT_OFF = "Many weights lie exactly at an end: leave them as they are drawn."
NOT_NORMAL = "The weights are not normally distributed: draw with rng.standard_normal."
SHORT_TAILS = "Large weights are cut off, or drawn again: leave them as they come."
AXES_LOST = (
    "Give the whole shape to the generator, which gives an array of that shape, and "
    "leave that as it is: no index, no squeeze."
)
TOO_LARGE = (
    "The weights are far too large: is something multiplied that belongs below the "
    "line, or do parentheses lack there?"
)
BELL = (
    "The weights are normally distributed: rng.random gives numbers that are all "
    "equally likely."
)


@exercise("5.2")
def test_normal_numbers_of_a_spread(student: Student, rng: Rng) -> None:
    """normal_init gives normal numbers around 0 with standard deviation std."""
    std, shape = float(rng.uniform(0.2, 0.5)), (100, 120)

    found = student.normal_init(shape, std, seeded(rng))

    wrong = {
        "std is squared: multiply by it once.": std**2,
        "std is taken for a variance: multiply by std itself.": std**0.5,
        "std is divided by: multiply by it.": 1 / std,
        "std makes no difference: return the numbers times std.": 1.0,
    }
    require_spread(array(found, shape), std, wrong)


@exercise("5.3")
def test_xavier_normal_of_a_matrix(student: Student, rng: Rng) -> None:
    """xavier_normal gives a matrix of variance 2 / (fan_in + fan_out)."""
    (d, m), seed = drawn(rng), int(rng.integers(1 << 32))

    found = array(student.xavier_normal((d, m), generator(seed)), (d, m))

    variance = 2 / (d + m)
    wrong = {
        "The variance is used as standard deviation: its root is missing.": variance,
        "This is the variance 1 / fan_in: fan_out must have a say, too.": d**-0.5,
        "This is the variance 1 / fan_out: fan_in must have a say, too.": m**-0.5,
        "The fans are multiplied: add them.": (2 / (d * m)) ** 0.5,
        "The 2 and the root of the variance are missing.": variance / 2,
        "The root is taken twice: the variance has one.": variance**0.25,
        "The 2 is missing in the variance.": (variance / 2) ** 0.5,
        "This is the variance of he_normal, 2 / fan_in.": (2 / d) ** 0.5,
        "The 6 belongs to the bound of xavier_uniform: here it is a 2.": (3 * variance)
        ** 0.5,
        "The root is of 2 alone: the sum of the fans must stand under it, too.": (
            2**0.5 / (d + m)
        ),
    }
    require_built(student, found, variance**0.5, seed, wrong)


@exercise("5.3")
def test_xavier_normal_of_filters(student: Student, rng: Rng) -> None:
    """xavier_normal takes both fans of filters from fan."""
    shape = (60, 40, 3, 3)

    found = student.xavier_normal(shape, seeded(rng))

    wrong = {"The lengths of the shape are added: take both fans from fan.": 2 / 106}
    near = {said: variance**0.5 for said, variance in wrong.items()}
    require_spread(array(found, shape), (2 / 900) ** 0.5, near)


@exercise("5.4")
def test_xavier_uniform_of_a_matrix(student: Student, rng: Rng) -> None:
    """xavier_uniform fills -b to b, where b = sqrt(6 / (fan_in + fan_out))."""
    d, m = drawn(rng)

    found = array(student.xavier_uniform((d, m), seeded(rng)), (d, m))

    bound = (6 / (d + m)) ** 0.5
    wrong = {
        "The standard deviation is used as bound: the bound is sqrt(3) times that.": (
            bound / 3**0.5
        ),
        "The numbers reach half of the bound: from -bound to bound is 2 bound long.": (
            bound / 2
        ),
        "The root of 6 / (fan_in + fan_out) is missing.": bound**2,
        "The root is of 6 alone: the sum of the fans must stand under it, too.": (
            6**0.5 / (d + m)
        ),
        "A 3 stands where 6 belongs.": bound / 2**0.5,
        "This is the bound sqrt(3 / fan_in): both fans must have a say.": (3 / d)
        ** 0.5,
        "This is the bound of 6 / fan_in: both fans must have a say.": (6 / d) ** 0.5,
        "This is the bound 1 / sqrt(fan_in): both fans must have a say.": d**-0.5,
    }
    require_even(found, bound, wrong)


@exercise("5.5")
def test_he_normal_of_a_matrix(student: Student, rng: Rng) -> None:
    """he_normal gives a matrix of variance 2 / fan_in."""
    (d, m), seed = drawn(rng), int(rng.integers(1 << 32))

    found = array(student.he_normal((d, m), generator(seed)), (d, m))

    wrong = {
        "fan_out is used: it is fan_in that He's variance divides by.": (2 / m) ** 0.5,
        "The 2 is missing in the variance.": d**-0.5,
        "The variance is used as standard deviation: its root is missing.": 2 / d,
        "The root is of fan_in alone: the 2 must stand under it, too.": 2 / d**0.5,
        "The root is of 2 alone: fan_in must stand under it, too.": 2**0.5 / d,
        "The root is taken twice: the variance has one.": (2 / d) ** 0.25,
        "1 / fan_in is no standard deviation: take the root of the variance.": 1 / d,
        "This is the variance of xavier_normal: take fan_in alone.": (
            (2 / (d + m)) ** 0.5
        ),
        "This is 2 divided by the mean of both fans: take fan_in alone.": (
            (4 / (d + m)) ** 0.5
        ),
        "fan_in is lost where alpha is 0: 1 + alpha^2 needs parentheses.": 2**0.5,
    }
    stds = [(2 / fans[0]) ** 0.5 for fans in ((d, m), own_fan(student, (d, m)))]
    std = min(stds, key=lambda each: abs(spread(found) / each - 1))
    require_built(student, found, std, seed, wrong)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in your code's process."""
    return generator(int(rng.integers(1 << 32)))


def drawn(rng: Rng) -> Shape:
    """Return the sizes of some 10 000 weights, whose two fans lie far apart."""
    return int(rng.integers(31, 41)), int(rng.integers(290, 320))


def own_fan(student: Student, shape: Shape) -> Shape:
    """Return what the student's fan gives, which 5.1 judges, if it is two numbers."""
    own = attempt(lambda: student.fan(shape))
    numbers = own if isinstance(own, tuple) and len(own) == 2 else ()
    are_usable = numbers and all(isinstance(n, int) and n > 0 for n in numbers)
    return numbers if are_usable else shape


def array(found: object, shape: Shape) -> Array:
    """Return weights after a look at their kind and shape."""
    if isinstance(found, (np.ndarray, np.number)) and found.ndim != len(shape):
        must = f"the weights must have shape {shape}, found {found.shape}."
        require(False, must, cause=AXES_LOST)  # noqa: FBT003 - it has another
    if not isinstance(found, np.ndarray) or found.shape != shape:
        close(found, np.zeros(shape), "the weights")  # which says what is wrong
    return np.asarray(found, np.float64)


def spread(found: Array) -> float:
    """Return the spread around 0."""
    return float(np.sqrt(np.mean(found**2)))


def require_drawn(
    found: Array, one_sided: str = ONE_SIDED, off_centre: str = CENTRE
) -> None:
    """Refuse weights that are repeated, or do not lie around 0."""
    kinds, n = np.unique(np.abs(found)).size, found.size
    must = f"{n} weights must all differ in size, found 0 for all of them."
    require(found.any(), must, cause=ZEROS)
    must = f"{n} weights must all differ in size; different sizes: {kinds}."
    require(kinds > n - 6, must, cause=why_repeated(found))
    mean, most = float(found.mean()), np.sqrt(2 * T / n) * spread(found)
    must = f"the mean of {n} weights must be within {most:.4g} of 0, found {mean:.4g}."
    is_even = 1.9 < np.abs(found).max() / abs(mean) < 2.1
    is_one_sided = is_even and bool((found * mean >= 0).all())
    require(abs(mean) <= most, must, cause=one_sided if is_one_sided else off_centre)


def why_repeated(found: Array) -> str:
    """Return why fewer numbers come out than there are weights."""
    sizes = np.unique(np.abs(found))
    if len(sizes) == 1:
        return TWO_NUMBERS if np.ptp(found) else CONSTANT
    step = float(np.diff(sizes).min())
    if np.allclose(sizes / step, np.rint(sizes / step), rtol=0, atol=1e-6):
        return ROUNDED.format(step)
    at_ends = float(np.mean(np.abs(found) >= sizes[-1] * (1 - 1e-9)))
    return CUT_OFF if 0.01 < at_ends < 1 else REPEATED


def require_built(
    student: Student, found: Array, std: float, seed: int, wrong: Mapping[str, float]
) -> None:
    """Refuse another spread, unless it is what the student's normal_init makes."""
    is_built = is_own(student, found, std, seed)
    require_spread(found, std, wrong, is_built=is_built)


def is_own(student: Student, found: Array, std: float, seed: int) -> bool:
    """Whether the student's own normal_init gives these weights for this spread."""
    own, twice = (
        attempt(partial(student.normal_init, found.shape, each, generator(seed)))
        for each in (std, 2 * std)
    )
    is_usable = isinstance(own, np.ndarray) and own.shape == found.shape
    depends = not np.array_equal(np.asarray(own), np.asarray(twice))
    return is_usable and depends and np.array_equal(np.asarray(own), found)


def require_spread(
    found: Array, std: float, wrong: Mapping[str, float], *, is_built: bool = False
) -> None:
    """Refuse weights that lie not around 0, or have another spread."""
    if is_built:
        return
    require_drawn(found)
    n, own = found.size, spread(found)
    far = float(np.abs(found).max()) / own
    must = f"some of {n} normal numbers must be beyond 2.5 times their spread, and "
    must += f"the largest found is {far:.3g} times the spread."
    require(far > 2.5, must, cause=NOT_NORMAL if far < 1.8 else SHORT_TAILS)
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    must = f"the spread of {n} weights must be near {std:.4g}, found {own:.4g}."
    near = [said for said, value in wrong.items() if abs(own / value - 1) < 0.05]
    large = TOO_LARGE if own > 3 * std else ""
    is_near = abs((own / std) ** 2 - 1) <= slack
    require(is_near, must, cause=near[0] if len(near) == 1 else large)


def require_even(found: Array, bound: float, wrong: Mapping[str, float]) -> None:
    """Refuse numbers that do not reach from -bound to bound, or pass one of them."""
    low, high = float(found.min()), float(found.max())
    off_centre = (
        f"The weights do not lie around 0: they run from {low:.3g} to {high:.3g}, and "
        f"they must run from -b to b, here from {-bound:.3g} to {bound:.3g}."
    )
    is_bell = float(np.abs(found - found.mean()).max()) > 2.2 * float(found.std())
    require_drawn(found, ONE_SIDED_EVEN, BELL if is_bell else off_centre)
    n, longest = found.size, float(np.abs(found).max())
    is_bell = longest > 2.2 * spread(found)
    require(not is_bell, "the weights must all be equally likely.", cause=BELL)
    near = [said for said, value in wrong.items() if abs(longest / value - 1) < 0.01]
    must = f"the weights must reach out to {bound:.4g}, found {longest:.4g}."
    is_near = 1 - T / n <= longest / bound <= 1 + 1e-9
    require(is_near, must, cause=near[0] if len(near) == 1 else "")
