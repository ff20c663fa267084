"""Hidden checks of unit 4: six steps of each optimizer, and the care around them.

Expected values are closed forms; the checks of care compare a submission with itself.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader import checks
from grader.checks import Student, close, exercise, in_turn, quiet, require

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Rates = Mapping[str, float]
Steps = list[Arrays]
Rng = np.random.Generator
Pushes = tuple[list[float], list[float], list[float]]

CHANGED: dict[str, Rates] = {  # defaults hide a misplaced eps and swapped rates
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.7},
    "AdaGrad": {"lr": 0.3, "eps": 0.4},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.4},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.4},
}
LINEAR = {"SGD", "Momentum"}  # twice the gradients, twice the way
TINY = 1e-8  # gradients as small as the default eps show which eps is used
ROUGH_RTOL = 1e-4  # float32 keeps six digits; eps beside a root of 0.05 is 2e-7
FADING: Pushes = [], [2.0**-60, 0.0, 0.0, 0.0, 0.0], [2.0**-75]
# Pushes of which the middle ones are too small for float32 to keep beside the rest.
CRUMBS: dict[str, tuple[Rates, Pushes]] = {
    "Momentum": ({"lr": 1.0, "momentum": 0.5}, ([-(2.0**24)], [0.2], [2.0**22])),
    "AdaGrad": ({}, ([2.0**12], [0.9] * 64, [1.0])),
    "RMSProp": ({"decay_rate": 2.0**-10, "eps": 2.0**-85}, FADING),
    "Adam": ({"beta1": 0.0, "beta2": 2.0**-10, "eps": 2.0**-85}, FADING),
    "Adam, first moment": ({"beta1": 0.5}, ([-(2.0**24)], [0.2], [2.0**22])),
}
of_every_kind = pytest.mark.parametrize("name", list(CHANGED))
with_rates = pytest.mark.parametrize("rates", [CHANGED, {}], ids=["given", "left_out"])


@exercise("4.1")
@with_rates
def test_sgd(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Six steps of SGD with changing gradients end in the right place."""
    _reaches(student, "SGD", rng, rates)


@exercise("4.2")
@with_rates
def test_momentum(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Six steps of Momentum with changing gradients end in the right place."""
    _reaches(student, "Momentum", rng, rates)


@exercise("4.3")
@with_rates
def test_adagrad(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Six steps of AdaGrad with changing gradients end in the right place."""
    _reaches(student, "AdaGrad", rng, rates)


@exercise("4.4")
@with_rates
def test_rmsprop(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Six steps of RMSProp with changing gradients end in the right place."""
    _reaches(student, "RMSProp", rng, rates)


@exercise("4.5")
@with_rates
def test_adam(student: Student, rng: Rng, rates: dict[str, Rates]) -> None:
    """Six steps of Adam with changing gradients end in the right place."""
    _reaches(student, "Adam", rng, rates)


@exercise("4.6")
@of_every_kind
def test_zero_from_the_start(student: Student, rng: Rng, name: str) -> None:
    """A parameter whose gradients were all zero stays where it is, without warning."""
    params = _drawn(rng)
    zeros = {key: 0 * p for key, p in params.items()}

    with quiet(student):
        moved = _walked(getattr(student, name)(), params, [zeros] * 3, rng)

    _agree(moved, params)


@exercise("4.6")
@of_every_kind
def test_zero_is_a_gradient_too(student: Student, rng: Rng, name: str) -> None:
    """A step with gradients of zero is like one with gradients of almost zero."""
    params, before, after = _drawn(rng), _drawn(rng), _drawn(rng)
    zero, nearly = ({key: s * p for key, p in params.items()} for s in (0, 1e-200))

    moved = _walked(_fresh(student, name), params, [before, zero, after], rng)
    alike = _walked(_fresh(student, name), params, [before, nearly, after], rng)

    _agree(moved, alike)


@exercise("4.6")
@of_every_kind
def test_huge_gradients(student: Student, rng: Rng, name: str) -> None:
    """Ten thousand times the gradient moves as much farther, or as far as before."""
    gain = 1e4 if name in LINEAR else 1
    params = {key: 0 * p for key, p in _drawn(rng).items()}
    plain = [{key: g + np.sign(g) for key, g in _drawn(rng).items()} for _ in range(4)]
    huge = [{key: 1e4 * g for key, g in grads.items()} for grads in plain]

    near = _walked(getattr(student, name)(lr=0.1), params, plain, rng)
    with quiet(student):
        far = _walked(getattr(student, name)(lr=0.1), params, huge, rng)

    _agree(far, {key: gain * p for key, p in near.items()}, rtol=ROUGH_RTOL)


@exercise("4.7")
@of_every_kind
def test_a_key_that_comes_late(student: Student, rng: Rng, name: str) -> None:
    """A key that comes late moves as if its gradients had been zero until then."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(5)]
    without = [{"W": grads["W"]} for grads in steps[:2]]
    zero = [{**grads, "b": np.zeros(5), "c": np.zeros(5)} for grads in without]

    late = _walked(_fresh(student, name), params, without + steps[2:], rng)
    early = _walked(_fresh(student, name), params, zero + steps[2:], rng)

    _agree(late, early)


@exercise("4.7")
@of_every_kind
def test_a_key_without_gradient(student: Student, rng: Rng, name: str) -> None:
    """A key that grads lacks stays where it is, whatever it did before."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(4)]
    thinned = [{"b": grads["b"]} for grads in steps[1:]]

    before = _walked(_fresh(student, name), params, steps[:1], rng)
    after = _walked(_fresh(student, name), params, [*steps[:1], *thinned, {}], rng)

    close(after["W"], before["W"], 'params["W"]')


@exercise("4.8")
@of_every_kind
def test_gradients_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """An update changes neither the arrays nor the keys of grads."""
    optimizer, params, grads = _fresh(student, name), _drawn(rng), _drawn(rng)
    before = _copies(grads)

    optimizer.update(params, grads)
    optimizer.update(params, grads)

    _agree(grads, before, "grads", rtol=0)


@exercise("4.8")
@of_every_kind
def test_arrays_held_elsewhere(student: Student, rng: Rng, name: str) -> None:
    """The array that a layer holds moves, and its gradient array may be reused."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(3)]
    optimizer, held = _fresh(student, name), checks.resident(student, params["W"])
    buffer = checks.resident(student, np.zeros((3, 5)))

    for grads in steps:
        buffer[...] = grads["W"]
        optimizer.update({"held": held}, {"held": buffer})

    alone = {"W": params["W"]}, [{"W": grads["W"]} for grads in steps]
    moved = _walked(_fresh(student, name), *alone, rng)
    close(checks.fetch(held), moved["W"], "the array given in params")


@exercise("4.8")
@of_every_kind
def test_two_optimizers_in_turns(student: Student, rng: Rng, name: str) -> None:
    """Two optimizers that take turns on the same keys share no memory."""
    left, right = _fresh(student, name), getattr(student, name)()
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(4)]
    one, other = _copies(params), _copies(params)

    for grads in steps:
        left.update(one, _copies(grads))
        right.update(other, {key: -g for key, g in grads.items()})

    _agree(one, _walked(_fresh(student, name), params, steps, rng))


@exercise("4.9")
@of_every_kind
def test_float32(student: Student, rng: Rng, name: str) -> None:
    """Float32 parameters stay float32, and move as float64 ones do."""
    params, steps = _drawn(rng), [_drawn(rng) for _ in range(3)]
    narrow_params, *narrow_steps = (_copies(a, np.float32) for a in (params, *steps))

    wide = _walked(_fresh(student, name), params, steps, rng)
    narrow = _walked(_fresh(student, name), narrow_params, narrow_steps, rng)

    close(wide["W"], wide["W"], "float64 params", dtype="float64")
    close(narrow["W"], wide["W"], "float32 params", ROUGH_RTOL, "float32")


@exercise("4.9")
@pytest.mark.parametrize("case", list(CRUMBS))
def test_memory_of_float32(student: Student, rng: Rng, case: str) -> None:
    """What an optimizer remembers of a float32 parameter is float32 as well."""
    rates, (before, crumbs, after) = CRUMBS[case]
    make = getattr(student, case.partition(",")[0])
    halved = [*before, *(crumb / 2 for crumb in crumbs), *after]

    step = _last_step(make(**rates), [*before, *crumbs, *after], rng)
    same = _last_step(make(**rates), halved, rng)

    require(np.array_equal(step, same), "the memory of float32 arrays must be float32.")


def _reaches(student: Student, name: str, rng: Rng, settings: dict[str, Rates]) -> None:
    """Take six steps from a fresh object, and compare with the closed form."""
    params, rates = _drawn(rng), settings.get(name, {})
    size = 1.0 if rates or name in LINEAR else TINY
    steps = [{key: size * g for key, g in _drawn(rng).items()} for _ in range(6)]

    moved = _walked(getattr(student, name)(**rates), params, steps, rng)

    for key, p in params.items():
        g = np.stack([grads[key] for grads in steps])
        close(moved[key], p + PATHS[name](g, **rates), f'params["{key}"]')


def _fresh(student: Student, name: str) -> Student:
    return getattr(student, name)(**CHANGED[name])  # type: ignore[no-any-return]


def _drawn(rng: Rng) -> Arrays:
    shapes = {"W": (3, 5), "b": (5,), "c": (5,)}
    return {key: rng.normal(size=shape) for key, shape in shapes.items()}


def _copies(arrays: Arrays, dtype: type[np.floating] | None = None) -> Arrays:
    return {key: np.array(array, dtype=dtype) for key, array in arrays.items()}


def _walked(optimizer: Student, params: Arrays, steps: Steps, rng: Rng) -> Arrays:
    """Return where copies of the parameters are after the steps.

    The keys are new ones each time: a memory kept on the class goes unseen here.
    """
    names = {key: f"{rng.integers(10**9)}.{key}" for key in params}
    moved = {names[key]: p.copy() for key, p in params.items()}
    named = [{names[key]: g.copy() for key, g in grads.items()} for grads in steps]
    in_turn(optimizer.update, moved, each=named)
    return {key: _array(moved.get(names[key]), p.shape) for key, p in params.items()}


def _last_step(optimizer: Student, pushes: list[float], rng: Rng) -> Array:
    key, f4 = str(rng.integers(10**9)), np.float32
    turns = [({key: np.zeros(1, f4)}, {key: np.full(1, p, f4)}) for p in pushes]
    in_turn(optimizer.update, each=turns)
    return _array(turns[-1][0].get(key), (1,))


def _array(found: object, shape: tuple[int, ...]) -> Array:
    kept = isinstance(found, np.ndarray) and found.shape == shape
    require(kept, f"params must still hold an array of shape {shape} after an update.")
    return np.asarray(found)


def _agree(got: Arrays, right: Arrays, of: str = "params", rtol: float = 1e-9) -> None:
    for key, expected in right.items():
        close(got.get(key), expected, f'{of}["{key}"]', rtol)


def _faded(x: Array, rate: float) -> Array:
    """Return, for each step t, the sum over i <= t of rate**(t - i) x[i]."""
    ages = np.subtract.outer(np.arange(len(x)), np.arange(len(x)))
    return np.tensordot(np.tril(rate ** np.abs(ages)), x, 1)


def _mean(x: Array, rate: float) -> Array:
    return _faded(x, rate) / _faded(np.ones_like(x), rate)


PATHS: dict[str, Callable[..., Array]] = {  # from all gradients to where they lead
    "SGD": lambda g, lr=0.01: -lr * g.sum(0),
    "Momentum": lambda g, lr=0.01, momentum=0.9: -lr * _faded(g, momentum).sum(0),
    "AdaGrad": lambda g, lr=0.01, eps=1e-8: (
        -lr * (g / (np.sqrt(np.cumsum(g**2, 0)) + eps)).sum(0)
    ),
    "RMSProp": lambda g, lr=0.01, decay_rate=0.99, eps=1e-8: (
        -lr * (g / (np.sqrt((1 - decay_rate) * _faded(g**2, decay_rate)) + eps)).sum(0)
    ),
    "Adam": lambda g, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8: (
        -lr * (_mean(g, beta1) / (np.sqrt(_mean(g**2, beta2)) + eps)).sum(0)
    ),
}
