"""Hidden checks of unit 4: a dozen steps of each optimizer, and their rates.

Expected values are closed forms: sums over all gradients, weighted by their age.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    exercise,
    require,
    snapshots,
    steps,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rates = Mapping[str, float]
Rng = np.random.Generator
Suspects = dict[str, tuple[str, Array]]

CHANGED: dict[str, Rates] = {  # no rate is another's complement: each has one name
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.6},
    "AdaGrad": {"lr": 0.3, "eps": 0.5},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.5},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.5},
}
DEFAULTS: dict[str, Rates] = {
    "SGD": {"lr": 0.01},
    "Momentum": {"lr": 0.01, "momentum": 0.9},
    "AdaGrad": {"lr": 0.01, "eps": 1e-8},
    "RMSProp": {"lr": 0.01, "decay_rate": 0.99, "eps": 1e-8},
    "Adam": {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
}
STEPS = 12
LINEAR = {"SGD", "Momentum"}  # twice the gradients, twice the way
TINY = 1e-8  # gradients as small as the default eps show which eps is used
FORMS: dict[str, tuple[str, Callable[[Array, float], Array]]] = {
    "form:no-root": (
        "The step is divided by the squares themselves: the root is left out.",
        lambda s, eps: s + eps,
    ),
    "form:eps-in-root": (
        "eps stands under the root: take the root first, then add eps.",
        lambda s, eps: np.sqrt(s + eps),
    ),
    "form:no-eps": (
        "The step is divided by the root alone: eps is left out.",
        lambda s, _eps: np.sqrt(s),
    ),
}
UNCORRECTED = "The means are used as they are: both corrections are left out."
EXCHANGED = "beta1 stands where beta2 belongs, and beta2 where beta1 does."
with_rates = pytest.mark.parametrize(
    "rates", [CHANGED, DEFAULTS], ids=["rates given", "default rates"]
)


@exercise("4.1")
@with_rates
def test_sgd(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """SGD.update is right at each of twelve steps with changing gradients."""
    _reaches(student, "SGD", rng, rates)


@exercise("4.2")
@with_rates
def test_momentum(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Momentum.update is right at each of twelve steps with changing gradients."""
    _reaches(student, "Momentum", rng, rates)


@exercise("4.3")
@with_rates
def test_adagrad(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """AdaGrad.update is right at each of twelve steps with changing gradients."""
    _reaches(student, "AdaGrad", rng, rates)


@exercise("4.4")
@with_rates
def test_rmsprop(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """RMSProp.update is right at each of twelve steps with changing gradients."""
    _reaches(student, "RMSProp", rng, rates)


@exercise("4.5")
@with_rates
def test_adam(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Adam.update is right at each of twelve steps with changing gradients."""
    _reaches(student, "Adam", rng, rates)


def _reaches(student: Student, name: str, rng: Rng, settings: dict[str, Rates]) -> None:
    """Take steps from a fresh object, and compare each with the closed form."""
    params, rates = _drawn(rng), settings[name]
    has_rates = settings is CHANGED
    size = 1.0 if has_rates or name in LINEAR else TINY
    grads = [{key: size * g for key, g in _drawn(rng).items()} for _ in range(STEPS)]
    optimizer = getattr(student, name)(**rates if has_rates else {})

    seen = _seen(optimizer, params, grads, rng)

    defaults = {f"the default {key}": rate for key, rate in DEFAULTS[name].items()}
    constants = {**rates, **(defaults if has_rates else {})}
    for key, p in params.items():
        g = np.stack([each[key] for each in grads])
        clues = _clues(name, p, g, rates, constants)
        right = p + np.cumsum(_moves(name, g, rates), 0)
        steps(seen[key], right, f'params["{key}"]', start=p, clues=clues)


def _clues(name: str, p: Array, g: Array, rates: Rates, constants: Rates) -> Clues:
    """Return what a step is made of, or the wrong forms that it may have."""
    if name not in LINEAR:
        return Clues(
            terms={"gradient": g},
            constants=rates,
            suspects=_wrong_forms(name, p, g, rates),
        )
    if name == "SGD":
        return Clues(terms={"gradient": g}, constants=constants)
    velocity = -rates["lr"] * _faded(g, rates["momentum"])
    before = np.concatenate([np.zeros_like(g[:1]), velocity[:-1]])
    return Clues(
        terms={"gradient": g, "old velocity": before},
        constants={**constants, "1 + momentum": 1 + rates["momentum"]},
    )


def _wrong_forms(name: str, p: Array, g: Array, rates: Rates) -> Suspects:
    """Return where wrong forms of AdaGrad, RMSProp and Adam lead."""
    moves = {
        code: (said, _moves(name, g, rates, form))
        for code, (said, form) in FORMS.items()
    }
    if name == "Adam":
        ages = np.arange(1, len(g) + 1).reshape(-1, *[1] * p.ndim)
        m, v = (
            (1 - rates[beta] ** ages) * _mean(x, rates[beta])
            for beta, x in (("beta1", g), ("beta2", g**2))
        )
        plain = -rates["lr"] * m / _divisor(v, rates["eps"])
        other = {**rates, "beta1": rates["beta2"], "beta2": rates["beta1"]}
        moves["form:uncorrected"] = UNCORRECTED, plain
        moves["form:exchanged"] = EXCHANGED, _moves(name, g, other)
    return {code: (said, p + np.cumsum(m, 0)) for code, (said, m) in moves.items()}


def _divisor(s: Array, eps: float) -> Array:
    return np.asarray(np.sqrt(s) + eps)


def _moves(
    name: str,
    g: Array,
    rates: Rates,
    divisor: Callable[[Array, float], Array] = _divisor,
) -> Array:
    """Return all moves, from all gradients."""
    lr = rates["lr"]
    if name in LINEAR:
        return -lr * _faded(g, rates.get("momentum", 0.0))
    if name == "AdaGrad":
        pushes, squares = g, np.cumsum(g**2, 0)
    elif name == "RMSProp":
        rate = rates["decay_rate"]
        pushes, squares = g, (1 - rate) * _faded(g**2, rate)
    else:
        pushes, squares = _mean(g, rates["beta1"]), _mean(g**2, rates["beta2"])
    return np.asarray(-lr * pushes / divisor(squares, rates["eps"]))


def _faded(x: Array, rate: float) -> Array:
    """Return, for each step t, the sum over i <= t of rate**(t - i) x[i]."""
    ages = np.subtract.outer(np.arange(len(x)), np.arange(len(x)))
    return np.tensordot(np.tril(rate ** np.abs(ages)), x, 1)


def _mean(x: Array, rate: float) -> Array:
    return _faded(x, rate) / _faded(np.ones_like(x), rate)


def _drawn(rng: Rng) -> Arrays:
    shapes = {"W": (3, 5), "b": (5,), "c": (5,)}
    return {key: rng.normal(size=shape) for key, shape in shapes.items()}


def _seen(
    optimizer: Student, params: Arrays, grads: list[Arrays], rng: Rng
) -> dict[str, list[Array]]:
    """Return where copies of the parameters are after each step.

    The keys are new ones each time: a memory kept on the class goes unseen here.
    """
    names = {key: f"{rng.integers(10**9)}.{key}" for key in params}
    named = {names[key]: p.copy() for key, p in params.items()}
    each = [{names[key]: g.copy() for key, g in step.items()} for step in grads]
    seen = snapshots(optimizer.update, named, each=each)
    return {
        key: [_array(after, p.shape) for after in seen[names[key]]]
        for key, p in params.items()
    }


def _array(found: object, shape: tuple[int, ...]) -> Array:
    kept = isinstance(found, np.ndarray) and found.shape == shape
    require(kept, f"params must still hold an array of shape {shape} after an update.")
    return np.asarray(found)
