"""The conventions of `grader.checks` as a teacher would write them for one process.

They make as many passes and updates as the checks they stand for, and no sandbox.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.numerics.closeness import difference

Value = Any  # whatever a student's code gives
Make = Callable[..., Value]
RTOL = 1e-9


def agree(got: Value, expected: Value, rtol: float = RTOL) -> None:
    """Check that two arrays are the same but for rounding."""
    assert difference(np.asarray(got), np.asarray(expected), rtol) is None


def results(layer: Value, upstream: Value) -> list[Value]:
    """Return what a backward gives."""
    dx = layer.backward(upstream.copy())
    return [dx, *(np.array(grad) for grad in layer.grads.values())]


def backward_twice(layer: Value, *, at: Value, upstream: Value, train: bool) -> None:
    """Check that a second backward gives what the first one gave."""
    layer.forward(at.copy(), train=train)
    first, second = results(layer, upstream), results(layer, upstream)
    for left, right in zip(second, first, strict=True):
        agree(left, right)


def backward_is_of_latest_forward(
    make: Make,
    *,
    at: Value,
    upstream: Value,
    earlier: Value,
    train: bool,
    reset: Callable[[Value], None] | None = None,
) -> None:
    """Check that earlier forwards have no say in a backward."""
    fresh = make()
    fresh.forward(at.copy(), train=train)
    right = results(fresh, upstream)
    for mode in (train, not train):
        layer = make()
        layer.forward(earlier.copy(), train=mode)
        if reset is not None:
            reset(layer)
        layer.forward(at.copy(), train=train)
        for left, wanted in zip(results(layer, upstream), right, strict=True):
            agree(left, wanted)
    layer, other = make(), make()
    layer.forward(at.copy(), train=train)
    other.forward(earlier.copy(), train=train)
    agree(results(layer, upstream)[0], right[0])


def keeps_given_arrays(
    make: Make, given: Mapping[str, Value], *, at: Value, upstream: Value
) -> None:
    """Check that `params` holds the very arrays that were given, and reads them."""
    fresh = make(*(array.copy() for array in given.values()))
    fresh.forward(at.copy(), train=True)
    right = fresh.forward(at.copy(), train=True)
    held = {key: 0 * array for key, array in given.items()}
    layer = make(*held.values())
    layer.forward(at.copy(), train=True)
    for key, array in given.items():
        held[key][...] = array
    agree(layer.forward(at.copy(), train=True), right)
    layer.backward(upstream.copy())
    assert all(layer.params[key] is array for key, array in held.items())


def gradients_start_at_zero(
    layer: Value, given: Mapping[str, Value], *, at: Value
) -> None:
    """Check that `grads` holds zeros before the first backward."""
    layer.forward(at.copy(), train=True)
    assert set(layer.grads) == set(given)
    for key, array in given.items():
        agree(layer.grads[key], np.zeros(array.shape))


def learns_nothing(layer: Value, *, at: Value, upstream: Value) -> None:
    """Check that both dicts stay empty."""
    layer.forward(at.copy(), train=True)
    layer.backward(upstream.copy())
    assert not layer.params
    assert not layer.grads


def whole_numbers(make: Make, *, at: Value, upstream: Value) -> None:
    """Check that whole numbers give what floats give."""
    layer, wide = make(), make()
    agree(
        layer.forward(at.copy(), train=True), wide.forward(at.astype(float), train=True)
    )
    agree(layer.backward(upstream.copy()), wide.backward(upstream.copy()))


def keeps_digits(
    got: Value, expected: Value, _name: str, rtol: float, **_clues: Value
) -> None:
    """Check what comes out far from zero."""
    agree(got, expected, rtol)


def averages_keep_arrays(layer: Value, names: Sequence[str], *, at: Value) -> None:
    """Check that training writes into the arrays of running averages."""
    before = [getattr(layer, name) for name in names]
    layer.forward(at.copy(), train=True)
    now = [getattr(layer, name) for name in names]
    assert all(left is right for left, right in zip(now, before, strict=True))


def averages_move_in_training(
    layer: Value, names: Sequence[str], *, at: Value, upstream: Value
) -> None:
    """Check that backward and evaluation leave running averages alone."""
    layer.forward(at / 2, train=True)
    before = [getattr(layer, name).copy() for name in names]
    layer.backward(upstream.copy())
    layer.forward(at.copy(), train=False)
    for name, old in zip(names, before, strict=True):
        agree(getattr(layer, name), old, 0.0)


def has_default(run: Make, name: str, value: float) -> None:
    """Check a default."""
    agree(run(), run(**{name: value}))


def takes_zero(run: Make, name: str, nearly: float = 1e-200) -> None:
    """Check that 0 is 0."""
    agree(run(**{name: 0.0}), run(**{name: nearly}))


def takes_by_place(run: Make, settings: Mapping[str, float]) -> None:
    """Check the order of settings."""
    agree(run(*settings.values()), run(**settings))


def walked(
    optimizer: Value,
    params: Mapping[str, Value],
    each: Iterable[Mapping[str, Value]],
    _rng: np.random.Generator,
) -> dict[str, Value]:
    """Return where copies of the parameters are after updates."""
    held = {key: p.copy() for key, p in params.items()}
    for grads in each:
        optimizer.update(held, {key: g.copy() for key, g in grads.items()})
    return held


def last_move(
    optimizer: Value, each: Sequence[Mapping[str, Value]], _rng: np.random.Generator
) -> Value:
    """Return the last move of the key "b"."""
    size = next(iter(each[-1].values())).shape
    moved: dict[str, Value] = {}
    for grads in each:
        moved = {key: np.zeros(size) for key in {*grads, "b"}}
        optimizer.update(moved, {key: g.copy() for key, g in grads.items()})
    return moved["b"]


def leaves_gradients(
    make: Make, start: Value, gradient: Value, _rng: np.random.Generator
) -> None:
    """Check that updates do not write into `grads`."""
    optimizer, params, grads = make(), {"w": start.copy()}, {"w": gradient.copy()}
    optimizer.update(params, grads)
    optimizer.update(params, grads)
    agree(grads["w"], gradient, 0.0)


def moves_given_arrays(
    make: Make,
    start: Value,
    each: Value,
    rng: np.random.Generator,
    *,
    turned: bool = False,
) -> None:
    """Check that the very array that was given moves."""
    held = start.T.copy() if turned else start.copy()
    right = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    optimizer = make()
    for g in each:
        optimizer.update({"w": held.T if turned else held}, {"w": g.copy()})
    agree(held.T if turned else held, right)


def keeps_no_gradient(
    make: Make, start: Value, each: Value, rng: np.random.Generator
) -> None:
    """Check that a gradient may be written into the same array again."""
    right = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    optimizer, params, buffer = make(), {"w": start.copy()}, 0 * start
    for g in each:
        buffer[...] = g
        optimizer.update(params, {"w": buffer})
    agree(params["w"], right)


def shares_no_memory(
    make: Make, other: Make, start: Value, each: Value, rng: np.random.Generator
) -> None:
    """Check that two optimizers do not disturb each other."""
    right = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    left, second = make(), other()
    one, two = {"w": start.copy()}, {"w": start.copy()}
    for g in each:
        left.update(one, {"w": g.copy()})
        second.update(two, {"w": -g})
    agree(one["w"], right)


def moves_only_given_keys(
    make: Make,
    params: Mapping[str, Value],
    each: Sequence[Mapping[str, Value]],
    _rng: np.random.Generator,
) -> None:
    """Check that a key without a gradient stays, and that no key is added."""
    optimizer, held = make(), {key: p.copy() for key, p in params.items()}
    for step in each:
        grads = {key: g.copy() for key, g in step.items()}
        before = {key: p.copy() for key, p in held.items()}
        optimizer.update(held, grads)
        assert set(held) == set(before)
        assert set(grads) == set(step)
        for key, old in before.items():
            assert (key in grads) != np.array_equal(held[key], old)


def remembers_by_key(
    make: Make,
    first: Value,
    other: Value,
    last: Value,
    rng: np.random.Generator,
    *,
    warm: int = 0,
) -> None:
    """Check that a key goes on after a pause as before it."""
    before = [{"c": other}] * warm
    paused = [*before, {"b": first}, {"c": other}, {"b": last}]
    alike = [*before, {"c": other}, {"b": first}, {"b": last}]
    agree(last_move(make(), paused, rng), last_move(make(), alike, rng))


def counts_updates(
    make: Make,
    before: Sequence[Mapping[str, Value]],
    instead: Sequence[Mapping[str, Value]],
    last: Value,
    rng: np.random.Generator,
) -> None:
    """Check that a step goes by the number of updates."""
    found, right = (
        last_move(make(), [*some, {"b": last}], rng) for some in (before, instead)
    )
    agree(found, right)


def no_gradient_is_special(
    make: Make,
    each: Sequence[Mapping[str, Value]],
    alike: Sequence[Mapping[str, Value]],
    rng: np.random.Generator,
) -> None:
    """Check that a gradient of zero is like one of almost zero."""
    start = {key: 0 * g for grads in each for key, g in grads.items()}
    found, right = (walked(make(), start, some, rng) for some in (each, alike))
    for key, expected in right.items():
        agree(found[key], expected)


def zeros_move_nothing(
    make: Make,
    start: Mapping[str, Value],
    each: Sequence[Mapping[str, Value]],
    rng: np.random.Generator,
) -> None:
    """Check that an entry stays while all of its gradients are zero."""
    found = walked(make(), start, each, rng)
    for key, p in start.items():
        is_still = np.all([grads[key] == 0 for grads in each], axis=0)
        agree(found[key][is_still], p[is_still])
