"""Open checks of unit 11: which group a key belongs to, and the factor 0.

The optimizers are given here: SGD, and Momentum that keeps half of its velocity.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = '''
"""Optimizers as unit 4 makes them."""


def look(params, grads):
    for key in grads:
        if key not in params:
            said = f"update(params, grads) of an optimizer got grads with {key}, but "
            raise ValueError(f"{said}no such key in params: params comes first")


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        look(params, grads)
        for key, g in grads.items():
            params[key] -= self.lr * g


class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        look(params, grads)
        for key, g in grads.items():
            self.v[key] = 0.5 * self.v.get(key, 0.0) - self.lr * g
            params[key] += self.v[key]
'''
SHORTER = "A shorter prefix decides: of those that begin a key the longest wins."
EACH_PREFIX = "It moved once for every prefix that fits: a key belongs to one group."
PRODUCT = (
    "The factors of all prefixes that fit are multiplied: the longest decides alone."
)
NO_EMPTY = (
    'It moved with the factor 1, as a key without a prefix: "" is a prefix, too, and '
    "begins every key."
)
NO_PREFIX = (
    'It moves as a key without a prefix does: "1" begins "12.W". A prefix need not end '
    "with a dot."
)
ANYWHERE = (
    'It moves by the factor of "1", which stands inside of its key: a prefix must '
    "stand at the beginning."
)
NO_FACTOR = "It moved as with the factor 1: is the factor 0 taken for no factor?"
SHORTER_ZERO = (
    'It does not move: the prefix "" has the factor 0, but "4." is longer and decides.'
)
BEHIND_ZERO = "It does not move: a factor of 0 must stop its own group alone."


@exercise("11.7")
def test_the_longest_of_two_prefixes(student: Student) -> None:
    """GroupedOptimizer moves "10.W" by the factor of "10.", not of "1"."""
    params = {key: np.array([1.0]) for key in ("10.W", "12.W", "21.W")}

    moved(student, params, {"1": 0.5, "10.": 0.25})

    wrong = {
        "prefix:shorter": (SHORTER, np.array([0.5])),
        "prefix:each": (EACH_PREFIX, np.array([0.25])),
        "prefix:product": (PRODUCT, np.array([0.875])),
    }
    given = '(start 1, gradient 1, lr = 1, scales {"1": 0.5, "10.": 0.25})'
    clues = Clues(suspects=wrong)
    close(params.get("10.W"), [0.75], f'"10.W" {given}', clues=clues)
    clues = Clues(suspects={"prefix:number": (NO_PREFIX, np.array([0.0]))})
    close(params.get("12.W"), [0.5], f'"12.W" {given}', clues=clues)
    clues = Clues(suspects={"prefix:anywhere": (ANYWHERE, np.array([0.5]))})
    close(params.get("21.W"), [0.0], f'"21.W" {given}', clues=clues)


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

    moved(student, params, {"0.": 0.0, "2.": 0.5})

    clues = Clues(suspects={"zero:one": (NO_FACTOR, w - 1.0)})
    given = '(gradient 1, lr = 1, scales {"0.": 0, "2.": 0.5})'
    close(params.get("0.W"), w, f'"0.W" {given}', rtol=0, clues=clues)
    clues = Clues(suspects={"zero:behind": (BEHIND_ZERO, v)})
    close(params.get("2.W"), v - 0.5, f'"2.W" {given}', clues=clues)
    params = {"0.W": w.copy(), "4.W": v.copy()}
    moved(student, params, {"": 0.0, "4.": 1.0})
    given = '(gradient 1, lr = 1, scales {"": 0, "4.": 1})'
    clues = Clues(suspects={"zero:shorter": (SHORTER_ZERO, v)})
    close(params.get("4.W"), v - 1.0, f'"4.W" {given}', clues=clues)
    close(params.get("0.W"), w, f'"0.W" {given}', rtol=0)


@exercise("11.8")
def test_a_gradient_that_is_no_number(student: Student) -> None:
    """GroupedOptimizer keeps a group of factor 0 where its gradient is nan or inf."""
    params = {"0.W": np.array([1.0, 2.0])}
    kit = support(student, "groups", KIT)

    optimizer = student.GroupedOptimizer(kit.Momentum, 0.5, {"0.": 0.0, "2.": 0.5})
    optimizer.update(params, {"0.W": np.array([np.nan, np.inf])})

    cause = "0 times nan is nan: a group with the factor 0 needs no optimizer."
    kept: object = params.get("0.W")
    is_kept = isinstance(kept, np.ndarray) and kept.tolist() == [1.0, 2.0]
    must = f'"0.W" must stay [1, 2] bit for bit, found {kept}.'
    require(is_kept, must, cause=cause)


def moved(student: Student, params: Arrays, scales: dict[str, float]) -> None:
    """Move each entry by its factor: the learning rate is 1, and so are gradients."""
    kit = support(student, "groups", KIT)
    optimizer = student.GroupedOptimizer(kit.SGD, 1.0, scales)
    optimizer.update(params, {key: np.ones_like(w) for key, w in params.items()})
