"""Open checks of unit 8, second part: the numbers that are drawn.

What is drawn at random is judged by what must hold for nearly every draw. Right work
misses the bound of a check of shares with probability 2 exp(-20) = 4.1e-9 at most, by
Hoeffding's inequality. A run has twelve such shares: below 5e-8 in all.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Student, attempt, exercise, generator, require, support

Numbers = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each bound allows
DRAWS = 1000
NAMES = ("weight_decay", "lr")
GIVEN = """
import numpy as np


def numbers(function, low, high, times, rng):
    given = [function(low, high, rng) for _ in range(times)]
    found = [np.ravel(each) for each in given]
    is_plain = all(x.shape == (1,) and x.dtype.kind in "fiu" for x in found)
    return np.concatenate(found) if is_plain else type(given[0]).__name__


def own(student, seed):
    # What the two functions draw from one seed, weight decay first and lr first.
    found = student.sample_hyperparameters(np.random.default_rng(seed)).values()
    spans = [(-8.0, -4.0), (-6.0, -2.0)]
    rows = [[float(np.ravel(each)[0]) for each in found]]
    for order in (spans, spans[::-1]):
        rng = np.random.default_rng(seed)
        draws = [np.ravel(student.log_uniform(*span, rng))[0] for span in order]
        rows.append([float(each) for each in draws])
    return rows


def samples(function, times, rng):
    found = [function(rng) for _ in range(times)]
    is_plain = all(isinstance(each, dict) for each in found)
    if not is_plain:
        return None
    return [{k: float(np.ravel(v)[0]) for k, v in x.items()} for x in found]
"""
EVEN = "The numbers are uniform, so hardly any is small: raise 10 to a drawn exponent."
BASE = "The base is not 10: raise 10 to the exponent."
EXPONENT = "It is the exponent that is returned: raise 10 to it."
GRID = "Numbers are repeated: draw any exponent, not a whole one or one of a list."
BELL = "The exponents heap in the middle: they must be uniform, as of rng.uniform."
MINUS = "It is 10 to minus the exponent: its sign is turned around."
NO_LOW = "low_exp is left out: the exponents run from 0 to high_exp - low_exp."
BRACKETS = (
    "The exponents run from -low_exp to high_exp - low_exp, as u * high_exp - low_exp "
    "does: the width needs brackets, and low_exp is added to it."
)
DOWN = (
    "The exponents run down from low_exp to 2 low_exp - high_exp: their width must be "
    "high_exp - low_exp, and not the other way around."
)
POWER = "Base and exponent are exchanged: raise 10 to the drawn number."
HIGH_WIDTH = (
    "The exponents run from low_exp to low_exp + high_exp: their width must be "
    "high_exp - low_exp."
)
WIDTH = "The exponents end at 2 low_exp + high_exp: their width is high_exp - low_exp."
TWICE = "It is 10 to the power of numbers from {:.3g} to {:.3g}: exponents are wanted."
SAME = "It is the same number in each call: draw from the rng that is given, as it is."
SWAPPED = "The two ranges are exchanged."
KEYS = 'The dictionary must have the keys "weight_decay" and "lr".'


@exercise("8.3")
def test_half_below_the_middle(student: Student, rng: Rng) -> None:
    """log_uniform: half of what it draws from -7 to -4 is below 10^-5.5."""
    found = drawn(student, rng, -7.0, -4.0)

    require_half(found, -7.0, -4.0)


@exercise("8.3")
def test_half_below_a_drawn_middle(student: Student, rng: Rng) -> None:
    """log_uniform: half of the draws are below 10 to the middle exponent."""
    low = float(rng.uniform(-1.0, 0.0))
    high = low + float(rng.uniform(2.5, 3.5))

    found = drawn(student, rng, low, high)

    require_half(found, low, high)


@exercise("8.4")
def test_two_names(student: Student) -> None:
    """sample_hyperparameters returns a dictionary with the keys weight_decay and lr."""
    found = student.sample_hyperparameters(generator(1))

    must = f"It must return a dictionary, found {type(found).__name__}."
    require(isinstance(found, dict), must)
    names = sorted(map(str, found))
    shown = ", ".join(names) or "none"
    must = f"There must be lr and weight_decay, found {shown}."
    require(names == ["lr", "weight_decay"], must, cause=KEYS)


@exercise("8.4")
def test_two_ranges(student: Student, rng: Rng) -> None:
    """sample_hyperparameters draws from the two ranges of handout section 3.3."""
    module = support(student, "given", GIVEN)

    found = module.samples(student.sample_hyperparameters, DRAWS, seeded(rng))

    is_list = isinstance(found, list) and all(len(each) == 2 for each in found)
    require(is_list, "There must be a dictionary of two numbers.")
    rows = [[x.get(name, list(x.values())[k]) for x in found] for k, name in pairs()]
    decay, lr = (np.array(row) for row in rows)
    is_swapped = inside(decay, -6, -2) and inside(lr, -8, -4)
    must = "The ranges must be 1e-8 to 1e-4 and 1e-6 to 1e-2."
    require(not is_swapped, must, cause=SWAPPED)
    if drawn_by_own(module, student, rng):
        return
    require_half(decay, -8.0, -4.0)
    require_half(lr, -6.0, -2.0)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in your code's process."""
    return generator(int(rng.integers(1 << 32)))


def pairs() -> list[tuple[int, str]]:
    """Return both names with their places."""
    return list(enumerate(NAMES))


def drawn(student: Student, rng: Rng, low: float, high: float) -> Numbers:
    """Return 1000 numbers that log_uniform draws."""
    module = support(student, "given", GIVEN)
    found = module.numbers(student.log_uniform, low, high, DRAWS, seeded(rng))
    if isinstance(found, str):
        shown = found.replace("NoneType", "None")
        cause = "A return is missing." if shown == "None" else ""
        require(0, f"log_uniform must return a number, found {shown}.", cause=cause)
    return np.asarray(found, np.float64)


def drawn_by_own(module: Student, student: Student, rng: Rng) -> bool:
    """Whether your own log_uniform, given the right ranges, draws the same."""
    seed = int(rng.integers(1 << 32))
    rows = attempt(lambda: module.own(student, seed)) or [[], [0.0], [0.0]]
    sampled, first, second = (list(row) for row in rows)
    is_own = sorted(sampled) in (sorted(first), sorted(second))
    return is_own and first != second[::-1]


def inside(found: Numbers, low: float, high: float) -> bool:
    """Whether all numbers lie in a range, given by its exponents."""
    ends = 10.0**low * (1 - 1e-9), 10.0**high * (1 + 1e-9)
    return bool((found >= ends[0]).all() and (found <= ends[1]).all())


def exponents(found: Numbers) -> str:
    """Return which exponents of 10 these numbers have."""
    low, high = np.log10([found.min(), found.max()])
    return f"of exponents from {low:.3g} to {high:.3g}"


def require_half(found: Numbers, low: float, high: float) -> None:
    """Refuse numbers out of the range, or with no half on each side of its middle."""
    middle, most = 10.0 ** ((low + high) / 2), float(np.sqrt(T / 2 / found.size))
    share, ends = float(np.mean(found < middle)), 10.0 ** np.array([low, high])
    even = (middle - ends[0]) / (ends[1] - ends[0])
    is_e = bool((found >= np.exp(low)).all() and (found <= np.exp(high)).all())
    within, cause = inside(found, low, high), BASE if is_e else ""
    span = f"With exponents from {low:.3g} to {high:.3g},"
    must = f"{span} all numbers must be from {ends[0]:.3g} to {ends[1]:.3g}, found "
    must += f"{found.min():.3g} to {found.max():.3g}"
    least = float(found.min())
    must += f", {exponents(found)}." if least > 0.0 else "."
    require(within, must, cause="" if within else beyond(found, low, high) or cause)
    cause = EVEN if abs(share - even) < most else BASE if is_e else ""
    quarters = 10.0 ** np.array([0.75 * low + 0.25 * high, 0.25 * low + 0.75 * high])
    outer = np.array([(found < quarters[0]).mean(), (found > quarters[1]).mean()])
    kinds = np.unique(found).size
    cause = SAME if kinds == 1 else GRID if kinds < found.size / 2 else cause
    must = f"{span} half of the numbers must be below {middle:.3g}, found {share:.0%}."
    require(abs(share - 0.5) < most, must, cause=cause)
    must = f"{found.size} draws must be as many numbers, found {kinds}."
    require(kinds > found.size - 3, must, cause=GRID)
    must = f"A quarter must be below {quarters[0]:.3g}, a quarter above "
    must += f"{quarters[1]:.3g}, found {outer[0]:.0%} and {outer[1]:.0%}."
    heaped = BELL if (outer < 0.25).all() else ""
    require((abs(outer - 0.25) < most).all(), must, cause=heaped)


def fills(numbers: Numbers, first: float, last: float) -> bool:
    """Whether numbers lie in a range, and reach over most of it."""
    is_in = numbers.min() >= first - 1e-9 and numbers.max() <= last + 1e-9
    return bool(is_in and np.ptp(numbers) > 0.9 * (last - first))


def beyond(found: Numbers, low: float, high: float) -> str:
    """Return why numbers lie out of their range, as far as they tell it."""
    wide = found.max() - found.min() > 0.9 * (high - low)
    if wide and bool((found >= low).all() and (found <= high).all()):
        return EXPONENT
    if not (found > 0).all() or not np.isfinite(found).all() or np.ptp(found) == 0:
        return ""
    exponents = np.log10(found)
    if inside(exponents, low, high) and exponents.max() > 10**low:
        return TWICE.format(10**low, 10**high)
    ends = sorted([low, 2 * low + high])
    spans = {
        MINUS: (-high, -low),
        BRACKETS: tuple(sorted([-low, high - low])),
        DOWN: (2 * low - high, low),
        NO_LOW: (0.0, high - low),
        HIGH_WIDTH: tuple(sorted([low, low + high])),
    }
    near = [said for said, span in spans.items() if fills(exponents, *span)]
    near += [POWER] if high < 0 and fills(found**0.1, -high, -low) else []
    if near:  # two of them may have one span: 2 * 4 is 8, from -8 to -4
        return " Or: ".join(near)
    wide = np.ptp(exponents) > 0.9 * abs(low + high)
    if wide and exponents.min() >= ends[0] and exponents.max() <= ends[1]:
        return WIDTH
    z = (exponents - (low + high) / 2) / np.std(exponents)
    return BELL if abs(z.mean()) < 0.2 and z.min() < -2.2 and z.max() > 2.2 else ""
