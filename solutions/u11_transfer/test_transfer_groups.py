"""Hidden checks of unit 11: an optimizer for each group.

The optimizers are the suite's own. Expected steps are closed forms, sums over all
gradients, with a learning rate for each key that is worked out here by hand.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    counts_updates,
    exercise,
    moves_only_given_keys,
    require,
    snapshots,
    steps,
    support,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = '''
class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * grad


class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        for key, grad in grads.items():
            self.v[key] = 0.6 * self.v.get(key, 0.0) - self.lr * grad
            params[key] += self.v[key]


class Signs:
    """Steps of one length, as Adam's first: the size of a gradient does not count."""

    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * (2.0 * (grad > 0) - 1.0)


class Fading:
    """Steps that get shorter with every update, whichever keys are in it."""

    def __init__(self, lr):
        self.lr, self.t = lr, 0

    def update(self, params, grads):
        self.t += 1
        for key, grad in grads.items():
            params[key] -= self.lr * grad / self.t


class Maker:
    """Makes SGD and notes each learning rate that it is asked for."""

    def __init__(self):
        self.rates = []

    def make(self, lr):
        self.rates.append(float(lr))
        return SGD(lr)
'''
UNSCALED = "The factor makes no difference: the learning rate is lr itself."
NO_LR = "lr is left out: the learning rate of a group is lr times its factor."
STILL = "It stays where it is: keys without a prefix are a group with the factor 1."
FORGETS = "What the optimizer remembers is lost: make it once, in the constructor."
OTHERS = "It has the factor of another prefix."
BY_GRADIENT = (
    "The factor is put on the gradient: an optimizer that divides by the size of its "
    "gradients does not notice that. Put it on the learning rate."
)
ALONE = "Without scales there is one group, and it moves as its optimizer does alone."
EVERY_TIME = "An optimizer is made in every update: it forgets what it remembers."
TOO_MANY = "More optimizers are made than there are groups: one for each prefix."
RATES = "The learning rate of a group is lr times its factor."


@exercise("11.6", weight=3)
def test_six_steps_of_momentum_in_groups(student: Student, rng: Rng) -> None:
    """GroupedOptimizer matches one Momentum for each group over six updates."""
    scales = {"0.": 0.3, "2.W": 0.45, "head": 1.7}
    shapes = {"0.W": (3, 5), "0.b": (5,), "2.W": (5, 2), "2.b": (2,), "head.W": (7,)}
    factors = {"0.W": 0.3, "0.b": 0.3, "2.W": 0.45, "head.W": 1.7}
    start = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    each = [{key: rng.normal(size=s) for key, s in shapes.items()} for _ in range(6)]
    kit = support(student, "optimizers", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.2, scales)
    drawn = {key: np.stack([grads[key] for grads in each]) for key in start}
    found = snapshots(optimizer.update, start, each=each)

    for key, w in start.items():
        g, factor = drawn[key], factors.get(key, 1.0)
        rates = {other: 0.2 * f for other, f in scales.items() if f != factor}
        moves = {f"group:as-{p}": (OTHERS, r * faded(g)) for p, r in rates.items()}
        moves["group:forgets"] = FORGETS, 0.2 * factor * g
        moves["group:still"] = STILL, 0 * g
        if factor != 1:
            moves["group:unscaled"] = UNSCALED, 0.2 * faded(g)
            moves["group:no-lr"] = NO_LR, factor * faded(g)
        suspects = {
            code: (t, w - np.cumsum(m, axis=0)) for code, (t, m) in moves.items()
        }
        right = w - np.cumsum(0.2 * factor * faded(g), axis=0)
        clues = Clues(suspects=suspects)
        steps(found[key], right, f'"{key}"', start=w, clues=clues)


@exercise("11.6", weight=2)
def test_factors_on_learning_rates(student: Student, rng: Rng) -> None:
    """GroupedOptimizer puts the factor on the learning rate, not on the gradient."""
    start = {"0.W": rng.normal(size=(3, 2)), "2.W": rng.normal(size=5)}
    g = {key: rng.normal(size=w.shape) for key, w in start.items()}
    params = {key: w.copy() for key, w in start.items()}
    kit = support(student, "optimizers", KIT)

    optimizer = student.GroupedOptimizer(kit.Signs, 0.3, {"0.": 0.4})
    optimizer.update(params, {key: grad.copy() for key, grad in g.items()})

    wrong = {"group:gradient": (BY_GRADIENT, start["0.W"] - 0.3 * np.sign(g["0.W"]))}
    right, clues = start["0.W"] - 0.12 * np.sign(g["0.W"]), Clues(suspects=wrong)
    close(params.get("0.W"), right, '"0.W"', clues=clues)
    close(params.get("2.W"), start["2.W"] - 0.3 * np.sign(g["2.W"]), '"2.W"')


@exercise("11.6")
def test_without_scales(student: Student, rng: Rng) -> None:
    """GroupedOptimizer whose prefixes fit no key equals the plain optimizer."""
    start = {"0.W": rng.normal(size=(3, 2)), "10.b": rng.normal(size=5)}
    each = [{k: rng.normal(size=w.shape) for k, w in start.items()} for _ in range(3)]
    drawn = {key: np.stack([grads[key] for grads in each]) for key in start}
    kit = support(student, "optimizers", KIT)

    for scales in ({}, {"7.": 0.5}):
        optimizer = student.GroupedOptimizer(kit.Momentum, 0.3, scales)
        found = snapshots(optimizer.update, start, each=[dict(one) for one in each])

        for key, w in start.items():
            right = w - np.cumsum(0.3 * faded(drawn[key]), axis=0)
            steps(found[key], right, f'"{key}"', start=w, clues=Clues(cause=ALONE))


@exercise("11.6")
def test_learning_rates_that_are_made(student: Student, rng: Rng) -> None:
    """GroupedOptimizer calls make_optimizer once a group, with lr times its factor."""
    maker = support(student, "optimizers", KIT).Maker()
    scales = {"0.": 0.3, "2.": 0.7, "4.": 2.0}
    params = {f"{layer}.W": rng.normal(size=3) for layer in (0, 2, 4, 6)}
    grads = {key: rng.normal(size=3) for key in params}
    maker.make(1.0)  # so that the list of rates is never empty

    optimizer = student.GroupedOptimizer(maker.make, 0.2, scales)
    optimizer.update(params, grads)
    first = rates_of(maker)
    optimizer.update(params, grads)
    second = rates_of(maker)

    must = f"four groups need four optimizers, found that {len(first)} were made"
    require(len(first) <= 4, must, cause=TOO_MANY)
    must = "the second update must use the optimizers of the first"
    require(first == second, must, cause=EVERY_TIME)
    close(
        np.array(first), [0.06, 0.14, 0.2, 0.4], "the rates", clues=Clues(cause=RATES)
    )


@exercise("11.6")
def test_updates_without_a_group(student: Student, rng: Rng) -> None:
    """GroupedOptimizer calls every group's optimizer once in every update."""
    kit, last = support(student, "optimizers", KIT), rng.normal(size=3)

    def make() -> Student:
        fading: Student = student.GroupedOptimizer(kit.Fading, 0.5, {"": 0.5})
        return fading

    before = [{"a": rng.normal(size=3)}, {"c": rng.normal(size=3)}]
    instead = [{"b": np.full(3, 1e-150)}] * 2
    counts_updates(make, before, instead, last, rng)
    params = {"0.W": np.zeros(3), "1.W": np.zeros(3)}
    optimizer = student.GroupedOptimizer(kit.Fading, 0.5, {"0.": 0.4})

    optimizer.update(params, {"1.W": last.copy()})
    optimizer.update(params, {"0.W": last.copy()})

    said = "It moves as in a first update: the group was left out of the one before."
    clues = Clues(suspects={"group:skipped": (said, -0.2 * last)})
    close(params.get("0.W"), -0.1 * last, '"0.W" after two updates', clues=clues)


@exercise("11.6")
def test_keys_that_have_no_gradient(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update leaves a key alone that grads does not have."""
    params = {key: rng.normal(size=3) for key in "abc"}
    each = [{k: rng.normal(size=3) for k in keys} for keys in ("ab", "c", "", "ca")]
    kit = support(student, "optimizers", KIT)

    def make() -> Student:
        made: Student = student.GroupedOptimizer(
            kit.Momentum, 0.5, {"a": 0.3, "c": 2.0}
        )
        return made

    moves_only_given_keys(make, params, each, rng)


def rates_of(maker: Student) -> list[float]:
    """Return the learning rates of the optimizers that were made, in rising order."""
    rates: object = maker.rates
    require(isinstance(rates, list) and len(rates) > 1, "make_optimizer must be called")
    return sorted(
        float(rate) for rate in (rates if isinstance(rates, list) else [])[1:]
    )


def faded(g: Array) -> Array:
    """Return, for each step t, the sum over i <= t of 0.6**(t - i) g[i]."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    return np.tensordot(np.tril(0.6 ** np.abs(ages)), g, 1)
