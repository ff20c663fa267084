"""Hidden checks of unit 4: rates by place, Adam's first step, and its count."""

import functools
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    require,
    snapshots,
    steps,
    takes_by_place,
    takes_zero,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rates = Mapping[str, float]
Rng = np.random.Generator

WITH_ZERO: dict[str, Rates] = {  # in the order in which they are given by place
    "Momentum": {"lr": 0.3, "momentum": 0.0},
    "AdaGrad": {"lr": 0.3, "eps": 0.0},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.0},
    "Adam": {"lr": 0.3, "beta1": 0.0, "beta2": 0.6, "eps": 0.0},
}
LR, BETA1, BETA2, EPS = 0.3, 0.8, 0.6, 0.5  # none is 1 minus another
OTHER = 0.45  # in place of a rate of 0 where the order is judged
TINY = 1e-8  # gradients as small as the default eps show which eps is used
MANY = 30
COMPANY = (
    "A parameter moves otherwise when others are in the update with it: count once "
    "for each update, not for each key, and keep a memory for each key."
)
ENTRIES = (
    "An entry moves otherwise when others are beside it in the array: all is entry by "
    "entry, so nothing is summed or averaged over an array."
)
EACH_IN_ITS_EXERCISE = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, id=name, marks=pytest.mark.exercise(f"4.{number}"))
        for number, name in enumerate(WITH_ZERO, 2)
    ],
)


@EACH_IN_ITS_EXERCISE
def test_rates_by_place(student: Student, rng: Rng, name: str) -> None:
    """The optimizer takes its rates by position, and a rate of 0 as 0."""
    rates, make = WITH_ZERO[name], getattr(student, name)
    size = 1.0 if name == "Momentum" else TINY
    grads = [{"b": size * g} for g in rng.normal(size=(3, 5))]

    def run(*args: float, **kwargs: float) -> Array:
        return _seen(make(*args, **kwargs), {"b": np.zeros(5)}, grads, rng)["b"][-1]

    for zero in (key for key, rate in rates.items() if not rate):
        takes_zero(functools.partial(run, **_but(rates, zero)), zero)
    takes_by_place(run, {key: rate or OTHER for key, rate in rates.items()})


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, id=name, marks=pytest.mark.exercise(number))
        for number, name in (("4.3", "AdaGrad"), ("4.4", "RMSProp"), ("4.5", "Adam"))
    ],
)
def test_each_entry_for_itself(student: Student, rng: Rng, name: str) -> None:
    """The optimizer moves each entry as if it were alone in its array."""
    make, g = getattr(student, name), rng.normal(size=(3, 5))

    together = _seen(make(), {"b": np.zeros(5)}, [{"b": each} for each in g], rng)
    first = {"b": np.zeros(1)}, [{"b": each[:1]} for each in g]
    alone = _seen(make(), *first, rng)

    clues = Clues(cause=ENTRIES)
    close(together["b"][-1][:1], alone["b"][-1], 'params["b"][:1]', clues=clues)


@exercise("4.5")
def test_adam_adds_eps(student: Student, rng: Rng) -> None:
    """Adam.update with beta1 = 0 divides by sqrt(v_hat) + eps in step 1."""
    g = rng.uniform(0.5, 2.0, size=7)
    adam = student.Adam(lr=LR, beta1=0.0, beta2=BETA2, eps=EPS)
    (moved,) = _seen(adam, {"b": np.zeros(7)}, [{"b": g}], rng)["b"]
    require(np.all(moved), 'every entry of params["b"] must move in step 1.')

    divisor = LR * g / -moved

    roots = {
        "sqrt(1 - beta2)": np.sqrt(1 - BETA2),
        "sqrt(1 + beta2)": np.sqrt(1 + BETA2),
    }
    clues = Clues(
        terms={"the root of v_hat": g, "eps": np.full(7, EPS)},
        constants=roots,
        suspects={
            "form:no-root": ("The root of v_hat is left out.", g**2 + EPS),
            "form:eps-in-root": (
                "eps stands under the root: take the root first, then add eps.",
                np.sqrt(g**2 + EPS),
            ),
        },
    )
    close(divisor, g + EPS, "what step 1 divides by", clues=clues)


@exercise("4.5")
def test_adams_first_step_is_lr_long(student: Student, rng: Rng) -> None:
    """Adam.update with eps = 0 moves every entry by lr in step 1."""
    g = rng.normal(size=7)
    adam = student.Adam(lr=LR, beta1=BETA1, beta2=BETA2, eps=0.0)

    (moved,) = _seen(adam, {"b": np.zeros(7)}, [{"b": g}], rng)["b"]

    clues = Clues(
        constants={
            "1 - beta1": 1 - BETA1,
            "sqrt(1 - beta2)": np.sqrt(1 - BETA2),
            "(1 - beta1) / sqrt(1 - beta2)": (1 - BETA1) / np.sqrt(1 - BETA2),
        },
        suspects={
            "form:no-root": ("The root of v_hat is left out.", -1 / g),
        },
    )
    close(moved / LR, -np.sign(g), "step 1 over lr", clues=clues)


@exercise("4.5")
def test_adam_counts_updates(student: Student, rng: Rng) -> None:
    """Adam.update moves a parameter as it does alone, however many keys there are."""
    params = {key: rng.normal(size=5) for key in "abc"}
    grads = [{key: rng.normal(size=5) for key in "abc"} for _ in range(3)]
    last = {"c": params["c"]}, [{"c": g["c"]} for g in grads]

    together = _seen(_adam(student), params, grads, rng)
    alone = _seen(_adam(student), *last, rng)

    close(together["c"][-1], alone["c"][-1], 'params["c"]', clues=Clues(cause=COMPANY))


@exercise("4.5")
def test_adam_goes_on_counting(student: Student, rng: Rng) -> None:
    """Adam.update makes thirty equal steps under a constant gradient."""
    adam = student.Adam(lr=LR, beta1=0.9998, beta2=0.9999, eps=EPS)
    g, start = rng.normal(size=5), np.zeros(5)
    step = -LR * g / (np.abs(g) + EPS)

    seen = _seen(adam, {"b": start}, [{"b": g}] * MANY, rng)["b"]

    right = np.arange(1, MANY + 1)[:, np.newaxis] * step
    steps(seen, right, 'params["b"]', start=start)


def _but(rates: Rates, name: str) -> Rates:
    """Return all rates but one."""
    return {key: rate for key, rate in rates.items() if key != name}


def _adam(student: Student) -> Student:
    adam: Student = student.Adam(lr=LR, beta1=BETA1, beta2=BETA2, eps=EPS)
    return adam


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
