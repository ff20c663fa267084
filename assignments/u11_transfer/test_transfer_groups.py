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


def look(params, grads):
    for key in grads:
        if key not in params:
            said = f"update(params, grads) of an optimizer got grads with {key}, but "
            raise ValueError(f"{said}no such key in params: params comes first")


class SGD:
    def __init__(self, lr):
        self.lr, self.calls = lr, 0

    def update(self, params, grads):
        look(params, grads)
        self.calls += 1
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


def calls(student, scales, params, each):
    """Return how often each optimizer is called in some updates."""
    made = []

    def make(lr):
        made.append(SGD(lr))
        return made[-1]

    optimizer = student.GroupedOptimizer(make, 0.5, scales)
    for grads in each:
        optimizer.update(params, grads)
    return [one.calls for one in made]
'''
UNSCALED = "The factor makes no difference: the learning rate is lr itself."
NO_LR = "lr is left out: the learning rate of a group is lr times its factor."
FORGETS = "The velocity is lost between updates: make the optimizers once."
STILL = "It does not move: what has no factor has an optimizer too, with lr itself."
STILL_SCALED = (
    "It does not move: the optimizer of its group must be updated too, with the arrays "
    "of params themselves."
)
DIVIDED = "lr is divided by the factor: the learning rate of a group is their product."
OF_ANOTHER = (
    "It moves by the factor of another group: are the groups mixed up, or do they "
    "share one optimizer?"
)
ALIKE = (
    "All layers move by the same factor: make an optimizer of its own for each group."
)
FACTOR_TWICE = (
    "The factor is in twice: it belongs to the learning rate, and the gradients are "
    "handed on as they are."
)
REST_TOO = (
    "The optimizer of the keys without a prefix moves it as well: it must be given the "
    "gradients of those keys alone."
)
BOTH_GROUPS = (
    "The optimizers of both prefixes move it: each must be given the gradients of its "
    "own group alone."
)
ONE_KEY = (
    "Another key of its group moves, and it does not: gather the gradients of all keys "
    "of a group in one dictionary."
)
TOO_MANY = (
    "More optimizers are made than groups: is one made anew in each turn of a loop?"
)
MADE_ANEW = "The optimizers are made anew in every update: make each of them once."
NO_CALL = (
    "An optimizer is not called where no gradient is of its group: call it with an "
    "empty dictionary, since some count their calls."
)
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


@exercise("11.6")
def test_three_groups_by_hand(student: Student) -> None:
    """GroupedOptimizer with SGD moves each of three layers by lr times its factor."""
    factors = {"0.W": 0.1, "0.b": 0.1, "2.W": 0.5, "4.W": 1, "4.b": 1}
    params = {key: np.array([1.0]) for key in factors}
    grads = {key: np.array([1.0]) for key in params}
    kit, scales = support(student, "groups", KIT), {"0.": 0.1, "2.": 0.5}

    optimizer = student.GroupedOptimizer(kit.SGD, 0.5, scales)
    optimizer.update(params, grads)

    still = [key for key in factors if np.array_equal(params.get(key, 0), [1.0])]
    alike = {str(params.get(key)) for key in factors}
    for key, factor in factors.items():
        others = {each for each in factors if each[:2] == key[:2]} - set(still)
        wrong = moves_of(factor, alone=not others, alike=len(alike) == 1)
        name = f'"{key}" (start 1, gradient 1, lr = 0.5, factor {factor})'
        clues = Clues(suspects={code: (s, 1.0 - m) for code, (s, m) in wrong.items()})
        close(params.get(key), [1.0 - 0.5 * factor], name, clues=clues)
    some = [grads, {"0.W": np.array([1.0])}]
    calls = kit.calls(student, scales, params, some)
    must = 'In two updates, the second with a gradient for "0.W" alone, each optimizer '
    must += f"must be called 2 times, found {', '.join(map(str, calls))}."
    cause = NO_CALL if set(calls) == {1, 2} else ""
    cause = MADE_ANEW if set(calls) == {1} and len(calls) > 3 else cause
    cause = TOO_MANY if set(calls) == {0, 2} and len(calls) > 3 else cause
    require(set(calls) == {2}, must, cause=cause)


@exercise("11.6")
def test_groups_of_drawn_factors(student: Student, rng: Rng) -> None:
    """GroupedOptimizer moves each layer as a Momentum with its learning rate would."""
    factors = dict(
        zip(("0.", "2."), rng.uniform(0.2, 0.8, size=2).tolist(), strict=True)
    )
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
        factor = factors.get(key[:2], 1.0)
        other = sum(factors.values()) - factor
        wrong = rates_of(factor, other) if key[:2] in factors else {}
        wrong["group:all"] = EVERY_ONE, 1 + sum(factors.values())
        suspects = {
            code: (text, w - np.cumsum(0.3 * rate * rolling(g), axis=0))
            for code, (text, rate) in wrong.items()
        }
        rate = 0.3 * factor
        suspects["group:forgets"] = FORGETS, w - np.cumsum(rate * g, axis=0)
        suspects["group:params"] = PARAMS_GIVEN, rolled(w, None, rate)
        for n, often in OFTEN.items():
            again = rolled(w, g.repeat(n, axis=0), rate)[n - 1 :: n]
            suspects[f"group:{often}"] = TWICE.format(often), again
        right = w - np.cumsum(rate * rolling(g), axis=0)
        name = f'"{key}" (lr = 0.3, factors {{{spoken}}})'
        steps(found[key], right, name, start=w, clues=Clues(suspects=suspects))


def rates_of(factor: float, other: float) -> dict[str, tuple[str, float]]:
    """Return what may stand in place of a factor, beside that of another group."""
    return {
        "group:unscaled": (UNSCALED, 1.0),
        "group:no-lr": (NO_LR, factor / 0.3),
        "group:divided": (DIVIDED, 1.0 / factor),
        "group:other": (OF_ANOTHER, other),
        "group:squared": (FACTOR_TWICE, factor * factor),
        "group:rest": (REST_TOO, factor + 1.0),
        "group:both": (BOTH_GROUPS, factor + other),
    }


def moves_of(factor: float, *, alone: bool, alike: bool) -> Suspects:
    """Return what a layer by hand may move by: lr is 0.5, the factors 0.1, 0.5 and 1.

    Args:
        factor: that of its group.
        alone: whether no other key of its group moves.
        alike: whether all layers move by the same.
    """
    still = STILL if factor == 1 else STILL_SCALED
    moves = {"still": (still if alone else ONE_KEY, 0.0)}
    if factor != 1:
        moves["unscaled"] = UNSCALED, 0.5
        moves["no-lr"] = NO_LR, factor
        moves["divided"] = DIVIDED, 0.5 / factor
        moves["other"] = ALIKE if alike else OF_ANOTHER, 0.05 / (2 * factor)
        moves["squared"] = FACTOR_TWICE, 0.5 * factor * factor
        moves["rest"] = REST_TOO, 0.5 * (factor + 1)
        moves["both"] = BOTH_GROUPS, 0.5 * (0.1 + 0.5)
    else:
        moves |= {often: (TWICE.format(often), 0.5 * n) for n, often in OFTEN.items()}
    moves["all"] = EVERY_ONE, 0.5 * (0.1 + 0.5 + 1)
    return {f"group:{code}": (s, np.array([move])) for code, (s, move) in moves.items()}


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
