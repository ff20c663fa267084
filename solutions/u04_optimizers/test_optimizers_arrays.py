"""Hidden checks of unit 4: which arrays are written into, and their dtype.

Each compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    in_turn,
    keeps_no_gradient,
    leaves_gradients,
    moves_given_arrays,
    require,
    shares_no_memory,
    walked,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Rates = Mapping[str, float]
Pushes = tuple[list[float], list[float], list[float]]
Rng = np.random.Generator

CHANGED: dict[str, Rates] = {  # so that no step is lost in rounding
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.6},
    "AdaGrad": {"lr": 0.3, "eps": 0.5},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.5},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.5},
}
SHAPE = 3, 5
FLOAT32 = np.dtype(np.float32)
ROUGH_RTOL = 1e-4  # float32 keeps six digits
FADING: Pushes = [], [2.0**-60, 0.0, 0.0, 0.0, 0.0], [2.0**-75]
# Pushes of which the middle ones are too small for float32 to keep beside the rest.
CRUMBS: dict[str, tuple[Rates, Pushes]] = {
    "Momentum": ({"lr": 1.0, "momentum": 0.5}, ([-(2.0**24)], [0.2], [2.0**22])),
    "AdaGrad": ({}, ([2.0**12], [0.9] * 64, [1.0])),
    "RMSProp": ({"decay_rate": 2.0**-10, "eps": 2.0**-85}, FADING),
    "Adam": ({"beta1": 0.0, "beta2": 2.0**-10, "eps": 2.0**-85}, FADING),
    "Adam, first moment": ({"beta1": 0.5}, ([-(2.0**24)], [0.2], [2.0**22])),
}
BESIDE = 1 / (np.sqrt(1 - 2.0**-10) + 2.0**-10)  # what eps leaves of a step
SQUARES = 0.999**2 * 2.0**48 + 0.999 * 0.2**2 + 2.0**44
LAST: dict[str, float] = {  # the step after those pushes, in float64
    "Momentum": -0.1,
    "AdaGrad": -0.01 / np.sqrt(2.0**24 + 64 * 0.9**2 + 1),
    "RMSProp": -0.01 * BESIDE,
    "Adam": -0.001 * BESIDE,
    "Adam, first moment": -0.001
    * (0.05 / 0.875)
    / np.sqrt(SQUARES / (1 + 0.999 + 0.999**2)),
}
of_every_kind = pytest.mark.parametrize("name", list(CHANGED))
ANOTHER = (
    "Another array stands under the key now, as p = p - ... or .astype make one: write "
    "into the array that is there, in its own dtype."
)
UNMOVED = "They do not move at all: no dtype may be left out of the update."
WIDE = (
    "What is remembered of a float32 parameter is float64: zeros of a shape alone are "
    "float64, and zeros_like(p) is like p."
)


@exercise("4.8")
@of_every_kind
def test_gradients_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """The optimizer leaves the arrays in grads unchanged."""
    p, g = rng.normal(size=(2, *SHAPE))

    leaves_gradients(_maker(student, name), p, g, rng)


@exercise("4.8")
@of_every_kind
def test_arrays_held_elsewhere(student: Student, rng: Rng, name: str) -> None:
    """The optimizer updates in place: an array that a layer holds moves as well."""
    p, steps = rng.normal(size=SHAPE), rng.normal(size=(3, *SHAPE))

    moves_given_arrays(_maker(student, name), p, steps, rng)


@exercise("4.8")
@of_every_kind
def test_a_gradient_array_used_again(student: Student, rng: Rng, name: str) -> None:
    """The optimizer keeps no hold on a gradient array that is overwritten later."""
    p, steps = rng.normal(size=SHAPE), rng.normal(size=(3, *SHAPE))

    keeps_no_gradient(_maker(student, name), p, steps, rng)


@exercise("4.8")
@of_every_kind
def test_a_transposed_parameter(student: Student, rng: Rng, name: str) -> None:
    """The optimizer updates a transposed parameter in the array it is a view of."""
    p, steps = rng.normal(size=SHAPE), rng.normal(size=(1, *SHAPE))

    moves_given_arrays(_maker(student, name), p, steps, rng, turned=True)


@exercise("4.8")
@of_every_kind
def test_two_optimizers_in_turns(student: Student, rng: Rng, name: str) -> None:
    """Two optimizers that take turns on the same keys share no memory."""
    p, steps = rng.normal(size=SHAPE), rng.normal(size=(4, *SHAPE))
    make, other = _maker(student, name), getattr(student, name)

    shares_no_memory(make, other, p, steps, rng)


@exercise("4.9")
@of_every_kind
def test_float32(student: Student, rng: Rng, name: str) -> None:
    """The optimizer keeps float32 parameters float32, moved as float64 ones are."""
    p, steps = rng.normal(size=SHAPE), rng.normal(size=(3, *SHAPE))

    make, short = _maker(student, name), p.astype(np.float32)
    wide = walked(make(), {"w": p}, [{"w": g} for g in steps], rng)["w"]
    each = [{"w": g.astype(np.float32)} for g in steps]
    narrow = walked(make(), {"w": short}, each, rng)["w"]

    close(wide, wide, "float64 params", dtype="float64")
    is_moved = not np.array_equal(narrow, short) or np.array_equal(wide, p)
    must = "float32 params must move as float64 ones do."
    require(is_moved, must, cause=UNMOVED)
    must = f"float32 params must stay float32, found {narrow.dtype}."
    require(narrow.dtype == FLOAT32, must, cause=ANOTHER)
    close(narrow, wide, "float32 params", ROUGH_RTOL, "float32")


@exercise("4.9")
@pytest.mark.parametrize("case", list(CRUMBS))
def test_memory_of_float32(student: Student, rng: Rng, case: str) -> None:
    """The optimizer's memory of a float32 parameter is float32 as well."""
    rates, (before, crumbs, after) = CRUMBS[case]
    make, wide = getattr(student, case.partition(",")[0]), np.dtype(np.float64)
    pushes = [*before, *crumbs, *after]
    halved = [*before, *(crumb / 2 for crumb in crumbs), *after]

    step, same = (_last_step(make(**rates), p, rng) for p in (pushes, halved))

    must = "the memory of float32 arrays must be float32."
    if np.allclose(_last_step(make(**rates), pushes, rng, wide), LAST[case], 1e-6, 0):
        require(np.array_equal(step, same), must, cause=WIDE)


def _maker(student: Student, name: str) -> Callable[[], Student]:
    """Return what makes a fresh optimizer of this kind."""
    return lambda: getattr(student, name)(**CHANGED[name])


def _last_step(
    optimizer: Student, pushes: list[float], rng: Rng, dtype: np.dtype = FLOAT32
) -> Array:
    """Return the last of the steps of one number, each from zero."""
    key = str(rng.integers(10**9))
    turns = [
        ({key: np.zeros(1, dtype)}, {key: np.full(1, push, dtype)}) for push in pushes
    ]
    in_turn(optimizer.update, each=turns)
    return _array(turns[-1][0].get(key), (1,))


def _array(found: object, shape: tuple[int, ...]) -> Array:
    kept = isinstance(found, np.ndarray) and found.shape == shape
    require(kept, f"params must still hold an array of shape {shape} after an update.")
    return np.asarray(found)
