"""Hidden checks of unit 4: zero and huge gradients, keys that come and go.

Each compares a submission with itself, so a wrong formula costs nothing here.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, in_turn, quiet, require

Array = NDArray[np.float64]
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
FROM_ZERO = (
    "Gradients of zero move a parameter: something is put in the place of 0, or added "
    "to it. Leave zeros as they are."
)
SKIPPED = (
    "A gradient of zero is treated otherwise than one of almost zero: memories fade "
    "and parameters roll on by it. Look for a test for zeros, and leave it out."
)
AS_FAR = (
    "Ten thousand times the gradient must lead ten thousand times as far: look for "
    "something that limits large gradients, and leave it out."
)
AS_BEFORE = (
    "The size of the gradients must not matter to this optimizer, only how it "
    "changes: look for something that limits them, or for a root that is left out."
)
LATE = (
    "A key that comes late does not move as if its gradients had been zero before: "
    "its memory starts with zeros, and Adam's count is the one of all updates."
)
STILL = (
    "A key moves that has no gradient: go through grads, look each parameter up by "
    "its key, and leave the others alone."
)
PAUSED = (
    "What is remembered of a key changes while the key has no gradient, or belongs "
    "to another key as well: each key needs its own, kept as it is in a pause."
)
EMPTY = "An update with empty grads is not counted: count before you look at grads."
ADDED = "A key is added to params or grads, which belong to the caller."


@exercise("4.6")
@of_every_kind
def test_zero_from_the_start(student: Student, rng: Rng, name: str) -> None:
    """A parameter whose gradients were all zero stays where it is, without warning."""
    params = _drawn(rng)
    zeros = {key: 0 * p for key, p in params.items()}

    with quiet(student):
        moved = _walked(getattr(student, name)(), params, [zeros] * 3, rng)

    _agree(moved, params, FROM_ZERO)


@exercise("4.6")
@of_every_kind
def test_zero_is_a_gradient_too(student: Student, rng: Rng, name: str) -> None:
    """A step with gradients of zero is like one with gradients of almost zero."""
    params, before, after = _drawn(rng), _drawn(rng), _drawn(rng)
    zero, nearly = ({k: s * p for k, p in params.items()} for s in (0, FAINT))

    moved = _walked(_fresh(student, name), params, [before, zero, after], rng)
    alike = _walked(_fresh(student, name), params, [before, nearly, after], rng)

    _agree(moved, alike, SKIPPED)


@exercise("4.6")
@of_every_kind
def test_huge_gradients(student: Student, rng: Rng, name: str) -> None:
    """Ten thousand times the gradient moves as much farther, or as far as before."""
    gain, cause = (1e4, AS_FAR) if name in LINEAR else (1.0, AS_BEFORE)
    plain = [{"b": g + np.sign(g)} for g in rng.normal(size=(4, 5))]
    huge = [{"b": 1e4 * grads["b"]} for grads in plain]

    near = _last_move(getattr(student, name)(lr=0.1), plain, rng)
    with quiet(student):
        far = _last_move(getattr(student, name)(lr=0.1), huge, rng)

    close(far, gain * near, "the fourth step", ROUGH_RTOL, clues=Clues(cause=cause))


@exercise("4.7")
@of_every_kind
def test_a_key_that_comes_late(student: Student, rng: Rng, name: str) -> None:
    """A key that comes late moves as if its gradients had been zero until then."""
    both = [dict(zip("bc", g, strict=True)) for g in rng.normal(size=(5, 2, 5))]
    without = [{"c": grads["c"]} for grads in both[:2]]
    nearly = [{"b": np.full(5, FAINT), **grads} for grads in without]

    late = _last_move(_fresh(student, name), without + both[2:], rng)
    early = _last_move(_fresh(student, name), nearly + both[2:], rng)

    close(late, early, "the third step of a late key", clues=Clues(cause=LATE))


@exercise("4.7")
@of_every_kind
def test_a_key_without_gradient(student: Student, rng: Rng, name: str) -> None:
    """A key that grads lacks stays where it is, whatever it did before."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(4)]
    thinned = [{"b": grads["b"]} for grads in steps[1:]]

    before = _walked(_fresh(student, name), params, steps[:1], rng)
    after = _walked(_fresh(student, name), params, [*steps[:1], *thinned, {}], rng)

    close(after["W"], before["W"], 'params["W"]', clues=Clues(cause=STILL))


@exercise("4.7")
@with_memory
def test_a_key_that_pauses(student: Student, rng: Rng, name: str) -> None:
    """A key that has no gradient for a while goes on with what was remembered."""
    before, other, after = ({k: rng.normal(size=5)} for k in ("b", "c", "b"))
    make, warm = getattr(student, name), [other] * WARM

    paused = _last_move(make(**FAST[name]), [*warm, before, other, after], rng)
    alike = _last_move(make(**FAST[name]), [*warm, other, before, after], rng)

    close(paused, alike, "the step of a key after its pause", clues=Clues(cause=PAUSED))


@exercise("4.7")
def test_adam_counts_an_empty_update(student: Student, rng: Rng) -> None:
    """An update whose grads are empty is one of Adam's steps."""
    other, after = {"c": rng.normal(size=5)}, {"b": rng.normal(size=5)}

    empty = _last_move(_fresh(student, "Adam"), [{}, after], rng)
    alike = _last_move(_fresh(student, "Adam"), [other, after], rng)

    close(empty, alike, "the step after an empty update", clues=Clues(cause=EMPTY))


@exercise("4.7")
@of_every_kind
def test_no_key_is_added(student: Student, rng: Rng, name: str) -> None:
    """An update leaves both dictionaries the keys that they had."""
    names, g = {f"{rng.integers(10**9)}.{key}" for key in "bc"}, rng.normal(size=5)
    params, some = {key: rng.normal(size=5) for key in names}, min(names)
    before, grads = params[some].copy(), {some: g}

    optimizer = _fresh(student, name)
    optimizer.update(params, grads)
    optimizer.update(params, grads)

    kept = "must keep its keys and get no others."
    require(set(params) == names, f"params {kept}", cause=ADDED)
    require(set(grads) == {some}, f"grads {kept}", cause=ADDED)
    _moved(params[some], before)


def _fresh(student: Student, name: str) -> Student:
    return getattr(student, name)(**CHANGED[name])  # type: ignore[no-any-return]  # a class makes a handle


def _drawn(rng: Rng) -> Arrays:
    return {key: rng.normal(size=shape) for key, shape in SHAPES.items()}


def _walked(
    optimizer: Student, params: Arrays, steps: list[Arrays], rng: Rng
) -> Arrays:
    """Return where copies of the parameters are after the steps.

    The keys are new ones each time: a memory kept on the class goes unseen here.
    """
    names = {key: f"{rng.integers(10**9)}.{key}" for key in params}
    moved = {names[key]: p.copy() for key, p in params.items()}
    named = [{names[key]: g.copy() for key, g in grads.items()} for grads in steps]
    in_turn(optimizer.update, moved, each=named)
    return {key: _array(moved.get(names[key]), p.shape) for key, p in params.items()}


def _last_move(optimizer: Student, steps: list[Arrays], rng: Rng) -> Array:
    """Return the last move of the key "b"; every step starts from zeros.

    The keys are new ones each time: a memory kept on the class goes unseen here.
    They differ in the middle alone: a memory goes by the whole key.
    """
    block = rng.integers(10**9)
    names = {key: f"{block}.{key}.W" for key in "bc"}
    turns = [
        (
            {name: np.zeros(5) for name in names.values()},
            {names[key]: g.copy() for key, g in grads.items()},
        )
        for grads in steps
    ]
    in_turn(optimizer.update, each=turns)
    return _moved(turns[-1][0].get(names["b"]), np.zeros(5))


def _moved(found: object, before: Array) -> Array:
    """Return a parameter after an update that had a gradient for it."""
    after = _array(found, before.shape)
    require(not np.array_equal(after, before), "a key with a gradient must move.")
    return after


def _array(found: object, shape: tuple[int, ...]) -> Array:
    kept = isinstance(found, np.ndarray) and found.shape == shape
    require(kept, f"params must still hold an array of shape {shape} after an update.")
    return np.asarray(found)


def _agree(got: Arrays, right: Arrays, cause: str, rtol: float = 1e-9) -> None:
    for key, expected in right.items():
        close(
            got.get(key), expected, f'params["{key}"]', rtol, clues=Clues(cause=cause)
        )
