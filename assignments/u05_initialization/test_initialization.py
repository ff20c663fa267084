"""Open checks of unit 5: numbers to redo on paper, and properties of what is drawn.

Weights are random, so no check compares them with others. It asks what must hold for
nearly every draw, with bounds so wide that right work misses one with a probability of
2 exp(-20) = 4.1e-9 at most: for the mean by Hoeffding's inequality, for the spread by
Lemma 1 of Laurent and Massart (2000). A run judges 5 arrays: below 5e-8 in all.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
GIVEN = '''
class Given:
    """An init that hands out given matrices in turn."""

    def __init__(self, weights):
        self.weights, self.calls = list(weights), 0

    def __call__(self, shape, rng):
        self.calls += 1
        return self.weights[self.calls - 1]


def leaky(x):
    return (x + abs(x)) / 2 + (x - abs(x)) / 4
'''
EXCHANGED = "fan_in and fan_out are exchanged: look at which axis is what comes in."
POSITIVE = (
    "No weight is below 0: rng.random gives numbers from 0 to 1, rng.standard_normal "
    "gives them around 0."
)
CENTRE = "The weights do not lie around 0: is something added to them?"
REPEATED = (
    "Weights are repeated: give the whole shape to the generator, so that every entry "
    "is drawn by itself."
)
IGNORED = "alpha makes no difference: the variance has 1 + alpha^2 below."
BELL = (
    "The weights are normally distributed: rng.random gives numbers that are all "
    "equally likely."
)


@exercise("5.1")
def test_fan_of_a_matrix(student: Student) -> None:
    """A (3, 5) matrix takes 3 numbers in and gives 5 out."""
    found = student.fan((3, 5))

    clues = Clues(suspects={"fan:exchanged": (EXCHANGED, [5, 3])})
    close(pair(found), [3, 5], "fan_in and fan_out", clues=clues)


@exercise("5.1")
def test_fan_of_filters(student: Student) -> None:
    """Handout 2: 4 filters of 3 rows and 5 columns, over 2 channels."""
    found = student.fan((4, 2, 3, 5))

    suspects = {
        "fan:exchanged": (EXCHANGED, [60, 30]),
        "fan:no-kernel": (
            "The size of the filter is left out: each of its places takes part.",
            [2, 4],
        ),
        "fan:as-matrix": (
            "Filters are taken for a matrix: their first axis is what comes out.",
            [4, 2],
        ),
    }
    clues = Clues(suspects=suspects)
    close(pair(found), [30, 60], "fan_in and fan_out", clues=clues)


@exercise("5.1")
def test_fan_of_drawn_filters(student: Student, rng: Rng) -> None:
    """Both fans count every place of the filter."""
    f, c, kh, kw = (int(n) for n in rng.integers(2, 9, size=4))

    found = student.fan((f, c, kh, kw))

    close(pair(found), [c * kh * kw, f * kh * kw], "fan_in and fan_out")


@exercise("5.2")
def test_normal_numbers_of_a_spread(student: Student, rng: Rng) -> None:
    """Around 0, with the standard deviation that is asked for."""
    std, shape = float(rng.uniform(0.2, 0.5)), (100, 120)

    found = student.normal_init(shape, std, seeded(rng))

    wrong = {
        "std is squared: multiply by it once.": std**2,
        "std is taken for a variance: multiply by std itself.": std**0.5,
        "std makes no difference: multiply the numbers by it.": 1.0,
    }
    require_spread(array(found, shape), std, wrong)


@exercise("5.3")
def test_xavier_normal_of_a_matrix(student: Student, rng: Rng) -> None:
    """Variance 2 / (fan_in + fan_out), and so its root is the spread."""
    d, m = drawn(rng)

    found = student.xavier_normal((d, m), seeded(rng))

    variance = 2 / (d + m)
    wrong = {
        "The variance is used as standard deviation: its root is missing.": variance,
        "fan_out has no say: the variance is 1 / fan_in.": d**-0.5,
        "The 2 is missing in the variance.": (variance / 2) ** 0.5,
        "This is the variance of he_normal, 2 / fan_in.": (2 / d) ** 0.5,
    }
    require_spread(array(found, (d, m)), variance**0.5, wrong)


@exercise("5.4")
def test_xavier_uniform_of_a_matrix(student: Student, rng: Rng) -> None:
    """All between two bounds, and out to both of them."""
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
    }
    require_even(found, bound, wrong)


@exercise("5.5")
def test_he_normal_of_a_matrix(student: Student, rng: Rng) -> None:
    """Variance 2 / fan_in: twice as much, for the half that a ReLU drops."""
    d, m = drawn(rng)

    found = student.he_normal((d, m), seeded(rng))

    wrong = {
        "fan_out is used: it is fan_in that He's variance divides by.": (2 / m) ** 0.5,
        "The 2 is missing in the variance.": d**-0.5,
        "The variance is used as standard deviation: its root is missing.": 2 / d,
        "The root is of fan_in alone: the 2 stands under it as well.": 2 / d**0.5,
    }
    require_spread(array(found, (d, m)), (2 / d) ** 0.5, wrong)


@exercise("5.6")
def test_he_normal_with_alpha(student: Student, rng: Rng) -> None:
    """With alpha = 3 the spread is sqrt(10) times smaller than without."""
    seed, shape = int(rng.integers(1 << 32)), (100, 120)

    found = array(student.he_normal(shape, generator(seed), alpha=3.0), shape)

    plain = array(student.he_normal(shape, generator(seed)), shape)
    require(not np.array_equal(found, plain), "alpha must matter", cause=IGNORED)
    wrong = {
        "alpha is not squared: the variance has 1 + alpha^2 below.": spread(plain) / 2,
        "1 + alpha is squared: only alpha is.": spread(plain) / 4,
        "1 + alpha^2 stands outside the root: it belongs under it.": spread(plain) / 10,
    }
    require_spread(found, spread(plain) / 10**0.5, wrong)


@exercise("5.7")
def test_two_layers_by_hand(student: Student, rng: Rng) -> None:
    """Handout 6.2: what comes out of the first layer makes the second."""
    weights = [np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[2.0, 4.0], [-1.0, 1.0]])]

    first, second = layers(student, weights, rng, n_samples=1)

    a, b = first[0]
    z = np.array([[2 * a - b, 4 * a + b]])
    clues = Clues(known={"what goes into its activation": z})
    close(second, leaky(z), "what comes out of the second layer", clues=clues)


@exercise("5.7")
def test_three_layers_in_turn(student: Student, rng: Rng) -> None:
    """Each output is the activation of (what came before @ weights)."""
    weights = rng.normal(size=(3, 5, 5))

    outs = layers(student, list(weights), rng, n_samples=7)

    right = leaky(outs[:-1] @ weights[1:])
    suspects = {
        "layers:transposed": (
            "The weights are transposed: multiply by them from the right.",
            leaky(outs[:-1] @ weights[1:].swapaxes(1, 2)),
        ),
        "layers:before": (
            "The list holds what goes into the activations: append what comes out.",
            leaky(outs[:-1]) @ weights[1:],
        ),
        "layers:linear": (
            "The activation is never applied: it follows each product.",
            outs[:-1] @ weights[1:],
        ),
    }
    clues = Clues(axes={"the outputs": "L N D"}, suspects=suspects)
    close(outs[1:], right, "the outputs", clues=clues)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in your code's process."""
    return generator(int(rng.integers(1 << 32)))


def drawn(rng: Rng) -> Shape:
    """Return the sizes of some 10 000 weights, whose two fans lie far apart."""
    return int(rng.integers(31, 41)), int(rng.integers(290, 320))


def pair(found: object) -> Array:
    """Return two numbers that fan gave."""
    is_pair = isinstance(found, (tuple, list, np.ndarray)) and np.shape(found) == (2,)
    require(is_pair, "fan must return two numbers, fan_in and fan_out.")
    return np.asarray(found, np.float64)


def array(found: object, shape: Shape) -> Array:
    """Return weights after a look at their kind and shape."""
    if not isinstance(found, np.ndarray) or found.shape != shape:
        close(found, np.zeros(shape), "the weights")  # which says what is wrong
    return np.asarray(found, np.float64)


def spread(found: Array) -> float:
    """Return the spread around 0."""
    return float(np.sqrt(np.mean(found**2)))


def require_drawn(found: Array) -> None:
    """Refuse weights that are repeated, or do not lie around 0."""
    kinds, n = np.unique(np.abs(found)).size, found.size
    must = f"{n} weights must be as many numbers, found {kinds} different ones."
    require(kinds > n - 6, must, cause=REPEATED)
    offset, most = abs(float(found.mean())), np.sqrt(2 * T / n) * spread(found)
    must = (
        f"the mean of {n} weights must be within {most:.4g} of 0, found {offset:.4g}."
    )
    require(offset <= most, must, cause=POSITIVE if found.min() >= 0 else CENTRE)


def require_spread(found: Array, std: float, wrong: Mapping[str, float]) -> None:
    """Refuse weights that lie not around 0, or have another spread."""
    require_drawn(found)
    n, own = found.size, spread(found)
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    must = f"the spread of {n} weights must be near {std:.4g}, found {own:.4g}."
    near = [said for said, value in wrong.items() if abs(own / value - 1) < 0.05]
    is_near = abs((own / std) ** 2 - 1) <= slack
    require(is_near, must, cause=near[0] if len(near) == 1 else "")


def require_even(found: Array, bound: float, wrong: Mapping[str, float]) -> None:
    """Refuse numbers that do not reach from -bound to bound, or pass one of them."""
    require_drawn(found)
    n, longest = found.size, float(np.abs(found).max())
    is_bell = longest > 2.2 * spread(found)
    require(not is_bell, "the weights must all be equally likely.", cause=BELL)
    near = [said for said, value in wrong.items() if abs(longest / value - 1) < 0.01]
    must = f"the weights must reach out to {bound:.4g}, found {longest:.4g}."
    is_near = 1 - T / n <= longest / bound <= 1 + 1e-9
    require(is_near, must, cause=near[0] if len(near) == 1 else "")


def leaky(x: Array) -> Array:
    """Return x where it is positive, and half of it elsewhere."""
    return np.where(x > 0, x, x / 2)


def layers(
    student: Student, weights: list[Array], rng: Rng, *, n_samples: int
) -> Array:
    """Return what comes out of layers with these weights, (L, N, D)."""
    module = support(student, "given_in_the_suite", GIVEN)
    count, width = len(weights), len(weights[0])
    sizes = {"n_layers": count, "width": width, "n_samples": n_samples}

    found = student.activation_statistics(
        module.Given(weights), module.leaky, seeded(rng), **sizes
    )

    is_row = isinstance(found, (list, tuple)) and len(found) == count
    require(is_row, f"there must be a list of {count} arrays.")
    return np.stack([array(each, (n_samples, width)) for each in found])
