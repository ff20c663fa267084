"""Open checks of unit 11: a new head, and learning rates by layer.

The optimizers are given here: SGD, and Momentum that keeps half of its velocity.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    require,
    snapshots,
    steps,
    support,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Suspects = dict[str, tuple[str, Array]]
Rng = np.random.Generator
KIT = '''
"""Optimizers as unit 4 makes them."""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, g in grads.items():
            params[key] -= self.lr * g


class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        for key, g in grads.items():
            self.v[key] = 0.5 * self.v.get(key, 0.0) - self.lr * g
            params[key] += self.v[key]
'''
D, M = 97, 61
UNSCALED = "The factor makes no difference: the learning rate is lr itself."
NO_LR = "lr is left out: the learning rate of a group is lr times its factor."
SHORTER = "A shorter prefix decides: of those that begin a key the longest wins."
FORGETS = "The velocity is lost between updates: make the optimizers once."
STILL = "It does not move: what has no factor has an optimizer too, with lr itself."
STILL_SCALED = (
    "It does not move: the optimizer of its group must be updated too, with the arrays "
    "of params themselves."
)
NO_FACTOR = "It moved as with the factor 1: is the factor 0 taken for no factor?"
EACH_PREFIX = "It moved once for every prefix that fits: a key belongs to one group."
NO_EMPTY = (
    'It moved with the factor 1, as a key without a prefix: "" is a prefix, too, and '
    "begins every key."
)
OLD_SHAPE = "It has as many classes as the old head: n_classes says how many."
TWO_DOTS = (
    'Here the old head still stands, and there is a key with two dots: "4." and "4" '
    'both mean "4.W".'
)
BODY = (
    "Only the head is made anew: under the other keys the arrays of params come back."
)
DIVIDED = "lr is divided by the factor: the learning rate of a group is their product."
OF_ANOTHER = "It moves by the factor of another group."
EVERY_ONE = "Every optimizer moves it: hand each the gradients of its own group alone."
PRODUCT = (
    "The factors of all prefixes that fit are multiplied: the longest decides alone."
)
OLD_CLASSES = (
    "Its rows are as many as the old classes: D is what goes into the layer, the first "
    "axis of the old W."
)
SPREADS = {  # sentence -> the standard deviation that is found
    "2 / D is the variance: the standard deviation is its root.": 2 / D,
    "Yours has the variance 1 / D: it must be twice as much.": (1 / D) ** 0.5,
    "Yours has the variance 2 / n_classes: it must be 2 / D.": (2 / M) ** 0.5,
    "Yours has the variance 2 / (D + n_classes): that is Glorot's.": (2 / (D + M))
    ** 0.5,
    "The numbers are used as they are drawn, with variance 1.": 1.0,
}


@exercise("11.5")
def test_a_head_for_three_classes(student: Student) -> None:
    """reinitialize_head for 3 classes gives W (2, 3), b of zeros and the old body."""
    params = {"0.W": np.array([[7.0, 8.0]]), "2.W": np.ones((2, 5)), "2.b": np.ones(5)}

    found = head(student, params, "2", 3, 1)

    suspects = {"head:zeros": ("The biases start at 0, not at 1.", np.ones(3))}
    size = getattr(found.get("2.b"), "shape", None)
    cause = TWO_DOTS if "2..b" in found else OLD_SHAPE
    must = f'"2.b" must have shape (3,), found {size}.'
    require(size != (5,), must, cause=cause)
    clues = Clues(suspects=suspects)
    close(found.get("2.b"), np.zeros(3), '"2.b"', clues=clues)
    close(found.get("0.W"), params["0.W"], '"0.W"', clues=Clues(cause=BODY))
    require(set(found) == set(params), f"the keys must stay, found {sorted(found)}")
    weights = np.asarray(array(found, "2.W", (2, 3), classes=5))
    must = 'the six numbers of "2.W" must be drawn, and differ'
    require(len(np.unique(weights)) == weights.size, must)


@exercise("11.5")
def test_spread_of_a_drawn_head(student: Student, rng: Rng) -> None:
    """reinitialize_head draws weights with mean 0 and variance 2 / D."""
    old = {"4.W": rng.normal(size=(D, 3)), "4.b": rng.normal(size=3)}

    found = head(student, old, "4.", M, int(rng.integers(1 << 32)))

    weights, std = array(found, "4.W", (D, M), classes=3), (2 / D) ** 0.5
    spread, centre = float(weights.std()), float(weights.mean())
    causes = {said for said, s in SPREADS.items() if abs(spread / s - 1) < 0.05}
    near = abs(spread / std - 1) < 6 / (2 * weights.size) ** 0.5
    must = f"the standard deviation of W must be near {std:.3g}, found {spread:.3g}"
    require(near, must, cause=min(causes, default=""))
    must = f"the mean of W must be near 0, found {centre:.3g}"
    require(abs(centre) < 6 * std / weights.size**0.5, must)


@exercise("11.6")
def test_three_groups_by_hand(student: Student) -> None:
    """GroupedOptimizer with SGD moves each of three layers by lr times its factor."""
    params = {key: np.array([1.0]) for key in ("0.W", "2.W", "4.W")}
    grads = {key: np.array([1.0]) for key in params}
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.SGD, 0.5, {"0.": 0.1, "2.": 0.5})
    optimizer.update(params, grads)

    for key, right, factor in (("0.W", 0.95, 0.1), ("2.W", 0.75, 0.5), ("4.W", 0.5, 1)):
        still = STILL if factor == 1 else STILL_SCALED
        wrong = {"group:still": (still, np.array([1.0]))}
        if factor != 1:
            wrong["group:unscaled"] = UNSCALED, np.array([0.5])
            wrong["group:no-lr"] = NO_LR, np.array([1.0 - factor])
            wrong["group:divided"] = DIVIDED, np.array([1.0 - 0.5 / factor])
            wrong["group:other"] = OF_ANOTHER, np.array([1.0 - 0.05 / (2 * factor)])
        wrong["group:all"] = EVERY_ONE, np.array([1.0 - 0.5 * (0.1 + 0.5 + 1)])
        close(params.get(key), [right], f'"{key}"', clues=Clues(suspects=wrong))


@exercise("11.6")
def test_groups_of_drawn_factors(student: Student, rng: Rng) -> None:
    """GroupedOptimizer moves each layer as a Momentum with its learning rate would."""
    factors = dict(
        zip(("0.", "2."), rng.uniform(0.2, 0.8, size=2).tolist(), strict=True)
    )
    others = {"0.": factors["2."], "2.": factors["0."]}
    start = {f"{layer}.W": rng.normal(size=(3, 2)) for layer in (0, 2, 4)}
    each = [{key: rng.normal(size=(3, 2)) for key in start} for _ in range(3)]
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.3, factors)
    found = snapshots(optimizer.update, start, each=each)

    for key, w in start.items():
        g = np.stack([grads[key] for grads in each])
        rate = 0.3 * factors.get(key[:2], 1.0)
        moves = {
            "group:unscaled": (UNSCALED, 0.3 * rolling(g)),
            "group:no-lr": (NO_LR, rate / 0.3 * rolling(g)),
            "group:forgets": (FORGETS, rate * g),
            "group:divided": (DIVIDED, 0.3 / factors.get(key[:2], 1.0) * rolling(g)),
            "group:all": (EVERY_ONE, 0.3 * (1 + sum(factors.values())) * rolling(g)),
            "group:other": (OF_ANOTHER, 0.3 * others.get(key[:2], 1.0) * rolling(g)),
        }
        suspects = {
            code: (text, w - np.cumsum(move, axis=0))
            for code, (text, move) in moves.items()
            if code in ("group:forgets", "group:all") or key[:2] in factors
        }
        right = w - np.cumsum(rate * rolling(g), axis=0)
        steps(found[key], right, f'"{key}"', start=w, clues=Clues(suspects=suspects))


@exercise("11.7")
def test_the_longest_of_two_prefixes(student: Student) -> None:
    """GroupedOptimizer moves "10.W" by the factor of "10.", not of "1"."""
    params = {"10.W": np.array([1.0]), "12.W": np.array([1.0])}

    moved(student, params, {"1": 0.5, "10.": 0.25})

    wrong = {
        "prefix:shorter": (SHORTER, np.array([0.5])),
        "prefix:each": (EACH_PREFIX, np.array([0.25])),
        "prefix:product": (PRODUCT, np.array([0.875])),
    }
    close(params.get("10.W"), [0.75], '"10.W"', clues=Clues(suspects=wrong))
    close(params.get("12.W"), [0.5], '"12.W"')


@exercise("11.7")
def test_prefixes_in_a_drawn_order(student: Student, rng: Rng) -> None:
    """GroupedOptimizer uses the longest prefix's factor in any order of scales."""
    prefixes = rng.permutation(["branch", "branch.1", "branch.12.", ""]).tolist()
    factors = dict(zip(prefixes, rng.uniform(0.2, 0.8, size=4).tolist(), strict=True))
    keys = ("branch.12.W", "branch.1.W", "branch.2.W", "0.W")
    longest = ("branch.12.", "branch.1", "branch", "")
    params = {key: np.array([1.0]) for key in keys}

    moved(student, params, factors)

    for key, prefix in zip(keys, longest, strict=True):
        fit = {p: 1.0 - f for p, f in factors.items() if key.startswith(p)}
        wrong = {
            f"prefix:{p}": (SHORTER, np.array([to]))
            for p, to in fit.items()
            if p != prefix
        }
        if key == "0.W":  # only "" begins it
            wrong["prefix:no-empty"] = NO_EMPTY, np.array([0.0])
        else:
            total = sum(factors[p] for p in fit)
            wrong["prefix:each"] = EACH_PREFIX, np.array([1.0 - total])
            product = float(np.prod([factors[p] for p in fit]))
            wrong["prefix:product"] = PRODUCT, np.array([1.0 - product])
        clues = Clues(suspects=wrong)
        close(params.get(key), [fit[prefix]], f'"{key}"', clues=clues)


@exercise("11.8")
def test_a_factor_of_zero(student: Student, rng: Rng) -> None:
    """GroupedOptimizer keeps a group with the factor 0 as it is and moves the rest."""
    w, v = rng.normal(size=(2, 3))
    params = {"0.W": w.copy(), "2.W": v.copy()}

    moved(student, params, {"0.": 0.0})

    clues = Clues(suspects={"zero:one": (NO_FACTOR, w - 1.0)})
    close(params.get("0.W"), w, '"0.W"', rtol=0, clues=clues)
    close(params.get("2.W"), v - 1.0, '"2.W"')


@exercise("11.8")
def test_a_gradient_that_is_no_number(student: Student) -> None:
    """GroupedOptimizer keeps a group of factor 0 where its gradient is nan or inf."""
    params = {"0.W": np.array([1.0, 2.0])}
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.5, {"0.": 0.0})
    optimizer.update(params, {"0.W": np.array([np.nan, np.inf])})

    cause = "0 times nan is nan: a group with the factor 0 needs no optimizer."
    is_kept = np.array_equal(params["0.W"], [1.0, 2.0])
    must = f'"0.W" must stay [1, 2] bit for bit, found {params["0.W"]}.'
    require(is_kept, must, cause=cause)


def head(
    student: Student, params: Arrays, prefix: str, n_classes: int, seed: int
) -> Arrays:
    """Return the network with a new head, once it is a dictionary."""
    found = student.reinitialize_head(params, prefix, n_classes, generator(seed))
    require(isinstance(found, dict), "reinitialize_head must return a dictionary.")
    return dict(found)


def array(found: Arrays, key: str, shape: tuple[int, int], classes: int) -> Array:
    """Return what is under a key, once it is an array of finite numbers."""
    wrong = {(shape[0], classes): OLD_SHAPE, (classes, shape[1]): OLD_CLASSES}
    weights: object = found.get(key)
    kind = getattr(getattr(weights, "dtype", None), "kind", "")
    must = f'"{key}" must be an array of real numbers'
    require(isinstance(weights, np.ndarray) and kind == "f", must)
    numbers = np.asarray(weights, float)
    must = f'"{key}" must have shape {shape}, found {numbers.shape}'
    cause = next((wrong[size] for size in wrong if size == numbers.shape), "")
    cause = TWO_DOTS if key.replace(".", "..") in found else cause
    require(numbers.shape == shape, must, cause=cause)
    require(np.isfinite(numbers).all(), f'"{key}" must hold finite numbers')
    return numbers


def rolling(g: Array) -> Array:
    """Return the sum of all gradients so far, each halved once for every step since."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    return np.tensordot(np.tril(0.5 ** np.abs(ages)), g, 1)


def moved(student: Student, params: Arrays, scales: dict[str, float]) -> None:
    """Move each entry by its factor: the learning rate is 1, and so are gradients."""
    kit = support(student, "groups", KIT)
    optimizer = student.GroupedOptimizer(kit.SGD, 1.0, scales)
    optimizer.update(params, {key: np.ones_like(w) for key, w in params.items()})
