"""Hidden checks of unit 8, second part: what is drawn, and how it is distributed.

No draw is compared with another stream. A sample of independent numbers has shares of
numbers below 39 levels that are all near what they must be; by the inequality of
Dvoretzky, Kiefer and Wolfowitz, with Massart's constant, right work misses the bound
with probability 2 exp(-20) = 4.1e-9 at most. A run judges 5 samples here: below 2.1e-8.

Uniform numbers, and powers of e in place of 10, are off by eight times the bound and
more, so no such sample passes.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    are_drawn_apart,
    are_named,
    attempt,
    close,
    drawn_by,
    exercise,
    generator,
    in_this_order,
    narrowed,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Range = tuple[float, float]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
DRAWS, SEEDS = 1000, 8
LEVELS = np.arange(1, 40) / 40
SLACK = 1e-9  # for the rounding of powers and logarithms
RANGES = {"weight_decay": (-8.0, -4.0), "lr": (-6.0, -2.0)}
EACH = pytest.mark.parametrize("name", list(RANGES))
DRAW = '''
"""Draws many numbers, and hands them over at once."""

import numpy as np


def numbers(function, low, high, times, rng):
    found = [np.ravel(function(low, high, rng)) for _ in range(times)]
    is_plain = all(x.shape == (1,) and x.dtype.kind in "fiu" for x in found)
    return np.concatenate(found) if is_plain else found


def samples(function, times, rng):
    return [plain(function(rng)) for _ in range(times)]


def plain(sample):
    if not isinstance(sample, dict):
        return {}
    return {k: float(v) if isinstance(v, np.floating) else v for k, v in sample.items()}


def sampled(function, seeds):
    return [plain(function(np.random.default_rng(seed))) for seed in seeds]


def own(function, ranges, seeds):
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        found.append([float(function(low, high, rng)) for low, high in ranges])
    return np.array(found)
'''
LAW = "10 ** (low + (high - low) * u)"
EVEN = (
    "The numbers themselves are uniform, so hardly any is small: draw the exponent, "
    "and raise 10 to it."
)
BASE_E = "The powers are those of e, as np.exp takes them: raise 10 to the exponent."
WHOLE = "All exponents are whole numbers: draw any number, with rng.uniform."
GRID = "Numbers are repeated: draw any exponent, not one from a list."
BELL = "The exponents heap in the middle: they are uniform, as rng.uniform draws them."
ONE_RANGE = "This is the range of the other one: look at handout 3.3."
NAMES = 'The names must be "weight_decay" and "lr", as evaluate knows them.'


class Law(NamedTuple):
    """A way to draw, and what to say to those who draw so."""

    said: str
    share: Callable[[Array], Array]  # of numbers below x, where it is 0 to 1


@exercise("8.3", weight=3)
@pytest.mark.parametrize(
    ("low", "width"),
    [((-7.0, -5.0), (2.0, 4.0)), ((-1.5, -0.5), (1.5, 2.5)), ((0.4, 1.2), (2.0, 3.0))],
    ids=["below one", "around one", "above one"],
)
def test_orders_of_magnitude(
    student: Student, rng: Rng, low: Range, width: Range
) -> None:
    """log_uniform: log10 of the draws is uniform from low_exp to high_exp."""
    a = float(rng.uniform(*low))
    b = a + float(rng.uniform(*width))
    module, seed = support(student, "draws", DRAW), int(rng.integers(1 << 32))

    found = module.numbers(student.log_uniform, a, b, DRAWS, generator(seed))

    with drawn_by(found, LAW, {"low": a, "high": b}, seed):
        require_log_uniform(flat(found), (a, b), {})


@exercise("8.3")
@pytest.mark.parametrize("exponent", [-3, 0, 2.5], ids=str)
def test_range_of_one_number(student: Student, exponent: float) -> None:
    """log_uniform: where low_exp equals high_exp, 10 to that exponent comes back."""
    module = support(student, "draws", DRAW)

    found = module.numbers(student.log_uniform, exponent, exponent, 2, generator(1))

    right = [10.0**exponent] * 2
    close(flat(found), right, "two numbers of a range of one", rtol=1e-9)


@exercise("8.4")
def test_names_of_hyperparameters(student: Student, rng: Rng) -> None:
    """sample_hyperparameters returns a dict with lr, weight_decay and nothing else."""
    found = student.sample_hyperparameters(seeded(rng))

    kind = type(found).__name__
    must = f"sample_hyperparameters must return a dictionary, found {kind}"
    require(isinstance(found, dict), must)
    are_named(found, {"lr", "weight_decay"}, "the dictionary")


@exercise("8.4", weight=3)
@EACH
def test_range_of_hyperparameters(student: Student, rng: Rng, name: str) -> None:
    """sample_hyperparameters draws the value log-uniformly from its own range."""
    module = support(student, "draws", DRAW)

    found = module.samples(student.sample_hyperparameters, DRAWS, seeded(rng))

    others, is_own = {ONE_RANGE: other(name)}, drawn_by_own(student, rng, name)
    with narrowed(lambda: in_this_order(owners(found), list(RANGES))):
        require_log_uniform(column(found, name), RANGES[name], others, is_own=is_own)


@exercise("8.4", weight=2)
def test_hyperparameters_are_independent(student: Student, rng: Rng) -> None:
    """sample_hyperparameters draws weight_decay and lr independently.

    The product of two independent uniform numbers, each less 1/2, has the variance
    1 / 144 and is 1/4 at most. By Bernstein's inequality the mean of 1000 of them is
    beyond 0.0185 with probability 2 exp(-20) = 4.1e-9 at most.
    """
    module = support(student, "draws", DRAW)

    found = module.samples(student.sample_hyperparameters, DRAWS, seeded(rng))

    decay, lr = (ranks(column(found, name)) for name in RANGES)
    together = abs(float(np.mean(decay * lr)))
    must = "weight_decay and lr must be independent, found a correlation of "
    must += f"{12 * together:.2f}"
    names = "weight_decay", "lr"
    one, two = (column(found, name) for name in names)
    with narrowed(lambda: are_drawn_apart(one, two, names)):
        require(together < 0.0185, must)


def owners(found: object) -> list[str]:
    """Return for each name whose range its numbers are in."""
    inside = {
        name: [
            key
            for key, (low, high) in RANGES.items()
            if gap((np.log10(column(found, name)) - low) / (high - low)) < 1
        ]
        for name in RANGES
    }
    return [keys[0] if keys else name for name, keys in inside.items()]


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def flat(found: object) -> Array:
    """Return numbers once they are known to be real ones."""
    several = list(found) if isinstance(found, np.ndarray) and found.ndim else []
    row = found if isinstance(found, list) else several
    kinds = int, float, np.number, np.ndarray
    parts = [np.ravel(each) for each in row if isinstance(each, kinds)]
    numbers = [each for each in parts if each.dtype.kind in "fiu" and each.size == 1]
    is_right = len(numbers) == len(row) > 0
    require(is_right, "each draw must be one real number")
    return np.concatenate(numbers).astype(np.float64)


def column(found: object, name: str) -> Array:
    """Return all values of a name; a wrong name is judged elsewhere."""
    rows, place = found if isinstance(found, list) else [], list(RANGES).index(name)
    are_pairs = all(isinstance(row, dict) and len(row) == 2 for row in rows)
    require(are_pairs, "sample_hyperparameters must return a dictionary of two numbers")
    return flat([row.get(name, list(row.values())[place]) for row in rows])


def other(name: str) -> Range:
    """Return the range of the other hyperparameter."""
    return next(each for key, each in RANGES.items() if key != name)


def ranks(numbers: Array) -> Array:
    """Return the place of each number among all, from -1/2 to 1/2."""
    return np.argsort(np.argsort(numbers)) / (numbers.size - 1) - 0.5


def drawn_by_own(student: Student, rng: Rng, name: str) -> bool:
    """Whether the student's own log_uniform, given the right range, draws the same.

    Who has an error there pays for it once; who ignores the range there does not
    pass here by it.
    """
    module = support(student, "draws", DRAW)
    seeds = [int(seed) for seed in rng.integers(1 << 32, size=SEEDS)]
    found = column(module.sampled(student.sample_hyperparameters, seeds), name)
    orders = list(RANGES.values()), list(RANGES.values())[::-1]
    made = [
        attempt(partial(module.own, student.log_uniform, order, seeds))
        for order in orders
    ]
    first, second = (
        each if isinstance(each, np.ndarray) else np.zeros((SEEDS, 2)) for each in made
    )
    place = list(RANGES).index(name)
    is_own = np.array_equal(first[:, place], found)
    is_own = is_own or np.array_equal(second[:, 1 - place], found)
    return is_own and not np.array_equal(first, second)


def laws(span: Range) -> list[Law]:
    """Return the wrong ways to draw that are told apart."""
    low, high = span
    ends, width = 10.0 ** np.array(span), high - low
    return [
        Law(EVEN, lambda x: (x - ends[0]) / (ends[1] - ends[0])),
        Law(BASE_E, lambda x: (np.log(x) - low) / width),
    ]


def gap(share: Array) -> float:
    """Return how far from uniform on 0 to 1 numbers are, inf beyond both ends."""
    is_inside = np.isfinite(share) & (share >= -SLACK) & (share <= 1 + SLACK)
    if not is_inside.all():
        return float("inf")
    return float(np.abs(below(share) - LEVELS).max())


def below(share: Array) -> Array:
    """Return the share of numbers below each level."""
    return np.searchsorted(np.sort(share), LEVELS) / share.size


def require_log_uniform(
    numbers: Array, span: Range, others: Mapping[str, Range], *, is_own: bool = False
) -> None:
    """Refuse numbers whose logarithms are not uniform over the range."""
    n, most = numbers.size, float(np.sqrt(T / 2 / numbers.size))
    with np.errstate(all="ignore"):
        share = (np.log10(numbers) - span[0]) / (span[1] - span[0])
        near = [law.said for law in laws(span) if gap(law.share(numbers)) <= most]
        near += [
            said
            for said, (low, high) in others.items()
            if gap((np.log10(numbers) - low) / (high - low)) <= most
        ]
        whole = bool((np.abs(np.log10(numbers) % 1 - 0.5) > 0.5 - SLACK).all())
    named = WHOLE if whole else near[0] if len(near) == 1 else ""
    ends = " to ".join(f"{10.0**end:.3g}" for end in span)
    found = " to ".join(f"{end:.3g}" for end in (numbers.min(), numbers.max()))
    must = f"{n} numbers must be in {ends}, found them in {found}"
    require(is_own or np.isfinite(gap(share)), must, cause=named)
    kinds = np.unique(numbers).size
    must = f"{n} draws must be as many numbers, found {kinds} different ones"
    require(is_own or kinds > n - 3, must, cause=WHOLE if whole else GRID)
    off = below(share) - LEVELS
    worst = int(np.abs(off).argmax())
    heaped = BELL if off[9] < 0 < off[29] else ""  # few below a quarter, and above
    limit = 10.0 ** (span[0] + LEVELS[worst] * (span[1] - span[0]))
    must = (
        f"{LEVELS[worst]:.1%} of {n} numbers must be below {limit:.3g}, "
        f"found {LEVELS[worst] + off[worst]:.1%}"
    )
    require(is_own or gap(share) <= most, must, cause=named or heaped)
