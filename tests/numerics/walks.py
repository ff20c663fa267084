"""Steps of momentum that go wrong, for the rules that say which and how."""

from collections.abc import Callable

import numpy as np

from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.trajectories import Walk

STEPS = 6
RTOL = 1e-9
LR, MOMENTUM = 0.2, 0.7
RATES = {"lr": LR, "momentum": MOMENTUM}
Step = Callable[[int, Array, Array], Array]  # number, velocity, gradient: velocity


def right(_: int, velocity: Array, gradient: Array) -> Array:
    """Return what a step of momentum adds."""
    return MOMENTUM * velocity - LR * gradient


def walked(step: Step, start: Array, gradients: Array) -> tuple[Array, Array]:
    """Return (T, ...) places after, and velocities before, each step."""
    places, velocities, velocity, place = [], [], np.zeros_like(start), start
    for number, gradient in enumerate(gradients):
        velocities.append(velocity)
        velocity = step(number, velocity, gradient)
        place = place + velocity
        places.append(place)
    return np.stack(places), np.stack(velocities)


def walk_of(got: Array, expected: Array, **clues: object) -> Walk:
    """Return a walk with the first wrong step, as a check finds it."""
    wrong = np.abs(got - expected).reshape(len(got), -1).max(axis=1) > RTOL
    return Walk(
        name='params["W"]',
        got=got,
        expected=expected,
        wrong=int(wrong.argmax()),
        **clues,  # type: ignore[arg-type]  # each test gives what it needs
    )


def plain(change: Callable[[Array, Array], Array]) -> Callable[[int], Walk]:
    """Return a plant: right places, changed as a whole; nothing but a start known."""

    def plant(seed: int) -> Walk:
        rng = np.random.default_rng(seed)
        start, gradients = rng.normal(size=(3, 5)), rng.normal(size=(STEPS, 3, 5))
        expected, _ = walked(right, start, gradients)
        return walk_of(change(expected, start), expected, start=start, constants=RATES)

    return plant


def stepped(step: Step, **terms: Array) -> Callable[[int], Walk]:
    """Return a plant: every step goes wrong, its terms are known."""

    def plant(seed: int) -> Walk:
        rng = np.random.default_rng(seed)
        start, gradients = rng.normal(size=(3, 5)), rng.normal(size=(STEPS, 3, 5))
        expected, velocities = walked(right, start, gradients)
        got, _ = walked(step, start, gradients)
        known = {"velocity": velocities, "gradient": gradients, **terms}
        return walk_of(got, expected, start=start, terms=known, constants=RATES)

    return plant


def bare(step: Step) -> Callable[[int], Walk]:
    """Return a plant: every step goes wrong, and only the start is known."""

    def plant(seed: int) -> Walk:
        rng = np.random.default_rng(seed)
        start, gradients = rng.normal(size=(3, 5)), rng.normal(size=(STEPS, 3, 5))
        expected, _ = walked(right, start, gradients)
        got, _ = walked(step, start, gradients)
        return walk_of(got, expected, start=start, constants=RATES)

    return plant


def per_step(factors: Array) -> Callable[[Array, Array], Array]:
    """Return a change: each step is so many times as long."""

    def change(places: Array, start: Array) -> Array:
        ways = np.diff(places, axis=0, prepend=start[np.newaxis])
        return np.asarray(start + (ways * factors.reshape(-1, 1, 1)).cumsum(axis=0))

    return change


def two_wrong_ways(places: Array, start: Array) -> Array:
    """Return places of which only the first two were reached in another way."""
    ways = np.diff(places, axis=0, prepend=start[np.newaxis])
    ways[:2] += ways[:2] ** 3
    return np.asarray(start + ways.cumsum(axis=0))
