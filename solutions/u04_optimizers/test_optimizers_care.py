"""Hidden checks of unit 4: zero and huge gradients, keys that come and go.

Each compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    counts_updates,
    exercise,
    last_move,
    moves_only_given_keys,
    no_gradient_is_special,
    quiet,
    remembers_by_key,
    zeros_move_nothing,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Rng = np.random.Generator

CHANGED: dict[str, Mapping[str, float]] = {  # so that no step is lost in rounding
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.6},
    "AdaGrad": {"lr": 0.3, "eps": 0.5},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.5},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.5},
}
LINEAR = {"SGD", "Momentum"}  # twice the gradients, twice the way
ROUGH_RTOL = 1e-4  # the default eps beside a root of 0.05 is 2e-7
FAINT = 1e-150  # its square is no zero, and is lost beside any other
FAST: dict[str, Mapping[str, float]] = {  # Adam's corrections end soon
    **CHANGED,
    "Adam": {"lr": 0.3, "beta1": 0.2, "beta2": 0.1, "eps": 0.5},
}
WARM = 15  # steps after which 1 - beta1^t is 1, to ten digits
SHAPES = {"W": (3, 5), "b": (5,), "c": (5,)}
of_every_kind = pytest.mark.parametrize("name", list(CHANGED))
with_memory = pytest.mark.parametrize("name", [n for n in CHANGED if n != "SGD"])
AS_FAR = (
    "Ten thousand times the gradient must lead ten thousand times as far: look for "
    "something that limits large gradients, and leave it out."
)
AS_BEFORE = (
    "The size of the gradients must not matter to this optimizer, only how it "
    "changes: look for something that limits them, or for a root that is left out."
)


@exercise("4.6")
@of_every_kind
def test_zero_from_the_start(student: Student, rng: Rng, name: str) -> None:
    """The optimizer never moves a parameter whose gradients are all 0; no warning."""
    params = _drawn(rng)
    zeros = {key: 0 * p for key, p in params.items()}

    with quiet(student):
        zeros_move_nothing(getattr(student, name), params, [zeros] * 3, rng)


@exercise("4.6")
@of_every_kind
def test_zero_is_a_gradient_too(student: Student, rng: Rng, name: str) -> None:
    """The optimizer treats a zero gradient as it treats a tiny one."""
    before, middle, after = (_drawn(rng) for _ in range(3))
    zero, nearly = ({k: s * g for k, g in middle.items()} for s in (0, FAINT))
    each, alike = [before, zero, after], [before, nearly, after]

    no_gradient_is_special(_maker(student, name), each, alike, rng)


@exercise("4.6")
@of_every_kind
def test_huge_gradients(student: Student, rng: Rng, name: str) -> None:
    """The optimizer follows its formula for gradients 10 000 times as large."""
    gain, cause = (1e4, AS_FAR) if name in LINEAR else (1.0, AS_BEFORE)
    plain = [{"b": g + np.sign(g)} for g in rng.normal(size=(4, 5))]
    huge = [{"b": 1e4 * grads["b"]} for grads in plain]

    near = last_move(getattr(student, name)(lr=0.1), plain, rng)
    with quiet(student):
        far = last_move(getattr(student, name)(lr=0.1), huge, rng)

    close(far, gain * near, "the fourth step", ROUGH_RTOL, clues=Clues(cause=cause))


@exercise("4.7")
@of_every_kind
def test_a_key_that_comes_late(student: Student, rng: Rng, name: str) -> None:
    """The optimizer treats a late key as if its gradients had been 0 until then."""
    g, last = rng.normal(size=(2, 5)), rng.normal(size=5)
    before = [{"c": each} for each in g]
    alike = [{"b": np.full(5, FAINT), "c": each} for each in g]

    counts_updates(_maker(student, name), before, alike, last, rng)


@exercise("4.7")
@of_every_kind
def test_a_key_without_gradient(student: Student, rng: Rng, name: str) -> None:
    """The optimizer moves no parameter that grads lacks, and adds no keys."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(4)]
    thinned = [{"b": grads["b"]} for grads in steps[1:]]

    moves_only_given_keys(_maker(student, name), params, [steps[0], *thinned, {}], rng)


@exercise("4.7")
@with_memory
def test_a_key_that_pauses(student: Student, rng: Rng, name: str) -> None:
    """The optimizer keeps its memory of a key that has no gradient for a while."""
    before, other, after = rng.normal(size=(3, 5))
    make = getattr(student, name)

    remembers_by_key(lambda: make(**FAST[name]), before, other, after, rng, warm=WARM)


@exercise("4.7")
def test_adam_counts_an_empty_update(student: Student, rng: Rng) -> None:
    """Adam.update counts an update with empty grads as a step."""
    other, last = {"c": rng.normal(size=5)}, rng.normal(size=5)

    counts_updates(_maker(student, "Adam"), [{}], [other], last, rng)


def _maker(student: Student, name: str) -> Callable[[], Student]:
    """Return what makes a fresh optimizer of this kind."""
    return lambda: getattr(student, name)(**CHANGED[name])


def _drawn(rng: Rng) -> Arrays:
    return {key: rng.normal(size=shape) for key, shape in SHAPES.items()}
