"""Hidden checks of unit 4: rates of zero, long walks, pauses, keys and views.

Expected values are closed forms; the checks of care compare a submission with itself.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    fetch,
    in_turn,
    live,
    require,
    resident,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Rng = np.random.Generator

CHANGED: dict[str, dict[str, float]] = {
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.7},
    "AdaGrad": {"lr": 0.3, "eps": 0.4},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.4},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.4},
}
STEPS = np.arange(1, 31)
TINY = 1e-8  # beside gradients of this size the default eps takes half of the way
SHAPE = 3, 5
of_every_kind = pytest.mark.parametrize("name", list(CHANGED))
with_memory = pytest.mark.parametrize("name", [n for n in CHANGED if n != "SGD"])


@exercise("4.2")
def test_momentum_of_zero(student: Student, rng: Rng) -> None:
    """Momentum takes lr and momentum in this order, and a momentum of 0 is 0."""
    _strides(student.Momentum(0.3, 0.0), 0.3 * np.ones(30), 1.0, rng)


@exercise("4.3")
def test_adagrad_without_eps(student: Student, rng: Rng) -> None:
    """AdaGrad takes lr and eps in this order, and an eps of 0 is 0."""
    _strides(student.AdaGrad(0.3, 0.0), 0.3 / np.sqrt(STEPS), TINY, rng)


@exercise("4.4")
def test_rmsprop_without_eps(student: Student, rng: Rng) -> None:
    """RMSProp takes lr, decay_rate and eps in this order, and an eps of 0 is 0."""
    _strides(student.RMSProp(0.3, 0.8, 0.0), 0.3 / np.sqrt(1 - 0.8**STEPS), TINY, rng)


@exercise("4.5")
def test_adam_without_eps(student: Student, rng: Rng) -> None:
    """Adam takes lr, beta1, beta2 and eps in this order, and a given 0 is 0."""
    _strides(student.Adam(0.3, 0.0, 0.6, 0.0), 0.3 * np.ones(30), TINY, rng)


@exercise("4.5")
def test_adam_goes_on_counting(student: Student, rng: Rng) -> None:
    """Thirty steps of Adam under a steady gradient are thirty times the first."""
    adam = student.Adam(lr=0.3, beta1=0.9998, beta2=0.9999, eps=0.4)
    g, params = rng.normal(size=5), {"b": np.zeros(5)}

    in_turn(adam.update, params, each=[{"b": g.copy()} for _ in STEPS])

    close(params.get("b"), -30 * 0.3 * g / (np.abs(g) + 0.4), 'params["b"]')


@exercise("4.7")
@with_memory
def test_a_key_that_pauses(student: Student, rng: Rng, name: str) -> None:
    """A key that has no gradient for a while goes on with what was remembered."""
    before, other, after = ({key: _drawn(rng)} for key in ("first", "other", "first"))

    paused = _last_move(_fresh(student, name), [before, other, after], rng)
    alike = _last_move(_fresh(student, name), [other, before, after], rng)

    close(paused, alike, "the step of a key after its pause")


@exercise("4.7")
def test_adam_counts_an_empty_update(student: Student, rng: Rng) -> None:
    """An update whose grads are empty is one of Adam's steps."""
    other, after = {"other": _drawn(rng)}, {"first": _drawn(rng)}

    empty = _last_move(_fresh(student, "Adam"), [{}, after], rng)
    alike = _last_move(_fresh(student, "Adam"), [other, after], rng)

    close(empty, alike, "the step after an empty update")


@exercise("4.7")
@of_every_kind
def test_no_key_is_added(student: Student, rng: Rng, name: str) -> None:
    """An update leaves both dictionaries the keys that they had."""
    params, grads = {"W": _drawn(rng), "b": _drawn(rng)}, {"b": _drawn(rng)}
    before = params["b"].copy()

    _fresh(student, name).update(params, grads)

    require(set(params) == {"W", "b"}, "params must keep its keys and get no others.")
    require(set(grads) == {"b"}, "grads must keep its keys and get no others.")
    _moved(params["b"], before)


@exercise("4.8")
@of_every_kind
def test_a_transposed_parameter(student: Student, rng: Rng, name: str) -> None:
    """A parameter that is the transpose of another array moves in that array."""
    before, g = _drawn(rng), _drawn(rng)
    held, plain = resident(student, before.T.copy()), {"plain": before.copy()}

    _fresh(student, name).update({"view": live(held, "T")}, {"view": g.copy()})
    _fresh(student, name).update(plain, {"plain": g.copy()})

    moved = _moved(plain.get("plain"), before)
    close(fetch(held), moved.T, "the array whose transpose was in params")


def _strides(optimizer: Student, strides: Array, size: float, rng: Rng) -> None:
    """Take a step of each length, against gradients that differ in sign alone."""
    signs = rng.choice([-1.0, 1.0], size=(len(strides), 5))
    params = {"b": np.zeros(5)}

    in_turn(optimizer.update, params, each=[{"b": size * row} for row in signs])

    close(params.get("b"), -strides @ signs, 'params["b"]')


def _fresh(student: Student, name: str) -> Student:
    return getattr(student, name)(**CHANGED[name])  # type: ignore[no-any-return]


def _drawn(rng: Rng) -> Array:
    return rng.normal(size=SHAPE)


def _last_move(optimizer: Student, steps: list[Arrays], rng: Rng) -> Array:
    """Return the last move of the first key; every step starts from zeros.

    The keys are new ones each time: a memory kept on the class goes unseen here.
    They differ in the middle alone: a memory goes by the whole key.
    """
    block = rng.integers(10**9)
    names = {key: f"{block}.{key}.W" for key in ("first", "other")}
    turns = [
        (
            {name: np.zeros(SHAPE) for name in names.values()},
            {names[key]: g.copy() for key, g in grads.items()},
        )
        for grads in steps
    ]
    in_turn(optimizer.update, each=turns)
    return _moved(turns[-1][0].get(names["first"]), np.zeros(SHAPE))


def _moved(found: object, before: Array) -> Array:
    """Return a parameter after an update that had a gradient for it."""
    kept = isinstance(found, np.ndarray) and found.shape == before.shape
    require(kept, f"params must still hold an array of shape {SHAPE} after an update.")
    after = np.asarray(found)
    require(not np.array_equal(after, before), "a key with a gradient must move.")
    return after
