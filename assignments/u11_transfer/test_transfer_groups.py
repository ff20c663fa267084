"""Open checks of unit 11: learning rates by layer.

The optimizers are given here: SGD, and Momentum that keeps half of its velocity.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
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
DIVIDED = "lr is divided by the factor: the learning rate of a group is their product."
OF_ANOTHER = "It moves by the factor of another group."
TAKEN_OUT = "Make a new dictionary of the gradients of each group."
SCALED = "The factor belongs to the learning rate: hand on the gradients as they are."
PARAMS_GIVEN = (
    "The optimizer is given the numbers of params: it must be given the gradients."
)
TWICE = (
    "It moves as if its optimizer were called {} in one update: is the call inside of "
    "the loop?"
)
OFTEN = {2: "twice", 3: "three times"}
EVERY_ONE = "Every optimizer moves it: hand each the gradients of its own group alone."
PRODUCT = (
    "The factors of all prefixes that fit are multiplied: the longest decides alone."
)


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
        else:
            for n, often in OFTEN.items():
                wrong[f"group:{often}"] = TWICE.format(often), np.array([1 - 0.5 * n])
        wrong["group:all"] = EVERY_ONE, np.array([1.0 - 0.5 * (0.1 + 0.5 + 1)])
        name = f'"{key}" (start 1, gradient 1, lr = 0.5, factor {factor})'
        close(params.get(key), [right], name, clues=Clues(suspects=wrong))


@exercise("11.6")
def test_groups_of_drawn_factors(student: Student, rng: Rng) -> None:
    """GroupedOptimizer moves each layer as a Momentum with its learning rate would."""
    factors = dict(
        zip(("0.", "2."), rng.uniform(0.2, 0.8, size=2).tolist(), strict=True)
    )
    others = {"0.": factors["2."], "2.": factors["0."]}
    start = {f"{layer}.W": rng.normal(size=(3, 2)) for layer in (0, 2, 4)}
    each = [{key: rng.normal(size=(3, 2)) for key in start} for _ in range(3)]
    given = [{key: g.copy() for key, g in grads.items()} for grads in each]
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.3, factors)
    found = snapshots(optimizer.update, start, each=given)

    require_alone(given, each)
    spoken = ", ".join(f'"{prefix}": {f:.3g}' for prefix, f in factors.items())
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
        suspects["group:params"] = PARAMS_GIVEN, rolled(w, None, rate)
        for n, often in OFTEN.items():
            again = rolled(w, g.repeat(n, axis=0), rate)[n - 1 :: n]
            suspects[f"group:{often}"] = TWICE.format(often), again
        right = w - np.cumsum(rate * rolling(g), axis=0)
        name = f'"{key}" (lr = 0.3, factors {{{spoken}}})'
        steps(found[key], right, name, start=w, clues=Clues(suspects=suspects))


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
    given = '(start 1, gradient 1, lr = 1, scales {"1": 0.5, "10.": 0.25})'
    clues = Clues(suspects=wrong)
    close(params.get("10.W"), [0.75], f'"10.W" {given}', clues=clues)
    close(params.get("12.W"), [0.5], f'"12.W" {given}')


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
        spoken = ", ".join(f'"{p}": {f:.3g}' for p, f in factors.items())
        name = f'"{key}" (start 1, gradient 1, lr = 1, scales {{{spoken}}})'
        close(params.get(key), [fit[prefix]], name, clues=clues)


@exercise("11.8")
def test_a_factor_of_zero(student: Student, rng: Rng) -> None:
    """GroupedOptimizer keeps a group with the factor 0 as it is and moves the rest."""
    w, v = rng.normal(size=(2, 3))
    params = {"0.W": w.copy(), "2.W": v.copy()}

    moved(student, params, {"0.": 0.0})

    clues = Clues(suspects={"zero:one": (NO_FACTOR, w - 1.0)})
    given = '(gradient 1, lr = 1, scales {"0.": 0})'
    close(params.get("0.W"), w, f'"0.W" {given}', rtol=0, clues=clues)
    close(params.get("2.W"), v - 1.0, f'"2.W" {given}')


@exercise("11.8")
def test_a_gradient_that_is_no_number(student: Student) -> None:
    """GroupedOptimizer keeps a group of factor 0 where its gradient is nan or inf."""
    params = {"0.W": np.array([1.0, 2.0])}
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.5, {"0.": 0.0})
    optimizer.update(params, {"0.W": np.array([np.nan, np.inf])})

    cause = "0 times nan is nan: a group with the factor 0 needs no optimizer."
    kept: object = params.get("0.W")
    is_kept = isinstance(kept, np.ndarray) and kept.tolist() == [1.0, 2.0]
    must = f'"0.W" must stay [1, 2] bit for bit, found {kept}.'
    require(is_kept, must, cause=cause)


def rolled(start: Array, g: Array | None, rate: float) -> Array:
    """Return where steps of Momentum lead; without gradients, by the numbers."""
    w, v, found = start, 0 * start, []
    for step in range(3 if g is None else len(g)):
        v = 0.5 * v - rate * (w if g is None else g[step])
        w = w + v
        found.append(w)
    return np.array(found)


def require_alone(given: list[Arrays], before: list[Arrays]) -> None:
    """Check that the gradients are those that were handed over."""
    for grads, old in zip(given, before, strict=True):
        must = "update removed keys from grads, which must be left alone"
        require(not old.keys() - grads.keys(), must, cause=TAKEN_OUT)
        must = "update added keys to grads, which must be left alone"
        require(not grads.keys() - old.keys(), must)
        for key, g in old.items():
            found: object = grads[key]
            is_same = isinstance(found, np.ndarray) and np.array_equal(found, g)
            must = f'update changed grads["{key}"], which must be left alone'
            require(is_same, must, cause=SCALED)


def rolling(g: Array) -> Array:
    """Return the sum of all gradients so far, each halved once for every step since."""
    ages = np.subtract.outer(np.arange(len(g)), np.arange(len(g)))
    return np.tensordot(np.tril(0.5 ** np.abs(ages)), g, 1)


def moved(student: Student, params: Arrays, scales: dict[str, float]) -> None:
    """Move each entry by its factor: the learning rate is 1, and so are gradients."""
    kit = support(student, "groups", KIT)
    optimizer = student.GroupedOptimizer(kit.SGD, 1.0, scales)
    optimizer.update(params, {key: np.ones_like(w) for key, w in params.items()})
