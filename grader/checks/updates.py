"""Checks of what holds for every optimizer, whatever its formula is.

An optimizer has `update(params, grads)`, two dicts of arrays by key, and moves the
arrays of `params` in place. Each check compares a submission with itself, so a wrong
formula costs nothing here. `make` returns a fresh optimizer; the keys are new ones
in every walk, so that a memory on the class shows in `shares_no_memory` alone.
"""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from grader.checks.conventions import convention
from grader.checks.objects import live, resident
from grader.checks.values import close
from grader.checks.walks import Array, Arrays, Rng, fresh_key, kept, last_move, walked
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.several import calling, looking, together

Make = Callable[[], Handle]


def leaves_gradients(make: Make, start: Array, gradient: Array, rng: Rng) -> None:
    """Check that updates do not write into the arrays of `grads`.

    Raises:
        CheckFailed: a gradient was changed.
    """
    optimizer, key = make(), fresh_key(rng)
    params = resident(optimizer, {key: start})
    grads = resident(optimizer, {key: gradient})
    said = (
        "The update writes into a gradient, as `*=`, `g[...] =`, `out=` or fill do, or "
        "keeps it and goes on with it: make a new array there."
    )

    update = calling(optimizer, "update", params, grads)
    _, _, after = together(update, update, looking(grads))

    with convention("changed:grads", said):
        close(after.get(key), gradient, "the gradient after two updates", rtol=0)


def moves_given_arrays(
    make: Make, start: Array, each: Array, rng: Rng, *, turned: bool = False
) -> None:
    """Check that the very array that was given moves, and no copy of it.

    Args:
        make: returns a fresh optimizer.
        start: (D, M) where the parameter starts.
        each: (T, D, M) the gradient of each update.
        rng: draws keys.
        turned: whether to give the transpose of an array that is held elsewhere.

    Raises:
        CheckFailed: the array stays, or is not where the parameter is.
    """
    optimizer, key = make(), fresh_key(rng)
    held = resident(optimizer, start.T.copy() if turned else start)
    given = live(held, "T") if turned else held
    moved = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    said = (
        "The numbers do not reach the array that was given: write into params[key] "
        "itself, as `-=` does. A new array under the key is another one, and so is a "
        "copy."
    )
    if turned:
        said += " reshape and ravel copy the transpose of an array."

    updates = [calling(optimizer, "update", {key: given}, {key: g}) for g in each]
    *_, after = together(*updates, looking(held))

    where = "the array whose transpose was in params" if turned else "the given array"
    with convention(f"moved:{'a copy of a view' if turned else 'another array'}", said):
        close(after, moved.T if turned else moved, where)


def keeps_no_gradient(make: Make, start: Array, each: Array, rng: Rng) -> None:
    """Check that a layer may write its next gradient into the same array.

    Raises:
        CheckFailed: the steps differ from those with arrays of their own.
    """
    optimizer, key = make(), fresh_key(rng)
    params, buffer = resident(optimizer, {key: start}), resident(optimizer, 0 * start)
    moved = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    said = (
        "What is remembered is the gradient's own array, which the next step changes: "
        "keep an array of your own."
    )

    update = calling(optimizer, "update", params, {key: buffer})
    steps = [(calling(buffer, "__setitem__", ..., g), update) for g in each]
    *_, after = together(*chain(*steps), looking(params))

    with convention("memory:the gradient itself", said):
        close(after.get(key), moved, "the parameter")


def shares_no_memory(
    make: Make, other: Make, start: Array, each: Array, rng: Rng
) -> None:
    """Check that two optimizers that take turns on one key do not disturb each other.

    Raises:
        CheckFailed: one of them moves otherwise than alone.
    """
    # The other one is made last: it would leave its rates on a class they share.
    moved = walked(make(), {"w": start}, [{"w": g} for g in each], rng)["w"]
    left, right, key = make(), other(), fresh_key(rng)
    one, two = (resident(left, {key: start}) for _ in range(2))
    said = (
        "Another optimizer changes what this one keeps, its memory or its rates: keep "
        "them on self, not on the class or in the module."
    )

    steps = [
        (
            calling(left, "update", one, {key: g}),
            calling(right, "update", two, {key: -g}),
        )
        for g in each
    ]
    *_, after = together(*chain(*steps), looking(one))

    with convention("memory:shared", said):
        close(after.get(key), moved, "the parameter of one of two optimizers in turns")


def moves_only_given_keys(
    make: Make, params: Arrays, each: Sequence[Arrays], rng: Rng
) -> None:
    """Check that a key stays where it is in updates that have no gradient for it.

    Args:
        make: returns a fresh optimizer.
        params: the start, by key.
        each: the gradients of each update; some keys of `params` are missing.
        rng: draws what the keys end in.

    Raises:
        CheckFailed: such a key moves, one with a gradient does not, or a key is added
            to one of the dicts.
    """
    optimizer, end = make(), fresh_key(rng)
    before = {f"{key}.{end}": p.copy() for key, p in params.items()}
    given = [{f"{key}.{end}": g for key, g in step.items()} for step in each]
    there = resident(optimizer, before)
    steps = [
        (calling(optimizer, "update", there, taken), looking(there), looking(taken))
        for taken in (resident(optimizer, grads) for grads in given)
    ]
    answers = together(*chain(*steps))
    for n, grads in enumerate(given):
        _, held, taken = (answers[3 * n + part] for part in range(3))
        if (set(held), set(taken)) != (set(before), set(grads)):
            msg = "params and grads must keep their keys and get no others."
            raise CheckFailed(msg, (Finding("keys:added", _ADDED),))
        for key, old in before.items():
            name = f'params["{key.removesuffix(f".{end}")}"]'
            new, has_gradient = kept(held[key], old.shape), key in grads
            if has_gradient and np.array_equal(new, old):
                msg = f"{name} has a gradient, so it must move."
                raise CheckFailed(msg, (Finding("keys:given stay", _STAYS),))
            with convention("keys:others move", _MOVES):
                name += ", which had no gradient"
                close(new, new if has_gradient else old, name, rtol=0)
        before = held


_MOVES = (
    "A key moves that has no gradient: go through grads, look each parameter up by "
    "its key, and leave the others alone."
)
_STAYS = (
    "A key that has a gradient stays where it is: is it left out of the loop, or does "
    "a copy move?"
)
_ADDED = "A key is added to params or grads, or taken out: both belong to the caller."


def remembers_by_key(
    make: Make, first: Array, other: Array, last: Array, rng: Rng, *, warm: int = 0
) -> None:
    """Check that a key that pauses goes on with what was remembered of it.

    Args:
        make: returns a fresh optimizer.
        first: the gradient of a key before it pauses.
        other: that of another key, in the update in between.
        last: the first key's gradient after the pause.
        rng: draws keys.
        warm: updates of the other key alone before, after which the number of an
            update makes no difference any more.

    Raises:
        CheckFailed: the last step is another one where the pause was earlier.
    """
    said = (
        "What is remembered of a key changes while the key has no gradient, or belongs "
        "to another key as well: each key needs its own, kept as it is in a pause."
    )
    before = [{"c": other}] * warm
    paused = [*before, {"b": first}, {"c": other}, {"b": last}]
    alike = [*before, {"c": other}, {"b": first}, {"b": last}]

    right, found = (last_move(make(), each, rng) for each in (alike, paused))
    with convention("memory:of a pause", said):
        close(found, right, "the step of a key after its pause")


def counts_updates(
    make: Make,
    before: Sequence[Arrays],
    instead: Sequence[Arrays],
    last: Array,
    rng: Rng,
) -> None:
    """Check that a step goes by the number of updates, not of a key's own gradients.

    Args:
        make: returns a fresh optimizer.
        before: the gradients of the updates before the last, by key, without "b".
        instead: other updates that must count as much, gradients of almost zero.
        last: the gradient of the key "b" in the last update.
        rng: draws keys.

    Raises:
        CheckFailed: the last step is another one.
    """
    said = (
        "The step of a key depends on which updates had a gradient for it: its memory "
        "must be its own, by key and not by place, and start with zeros, and a count "
        "must count all updates, also empty ones."
    )

    updates = [*instead, {"b": last}], [*before, {"b": last}]
    right, found = (last_move(make(), each, rng) for each in updates)
    with convention("memory:counts keys", said):
        close(found, right, "the first step of a key that comes late")


def no_gradient_is_special(
    make: Make, each: Sequence[Arrays], alike: Sequence[Arrays], rng: Rng
) -> None:
    """Check that a gradient of zero is treated like one of almost zero.

    Args:
        make: returns a fresh optimizer.
        each: the gradients of each update, zero in some of them.
        alike: the same with numbers that are almost zero in their place.
        rng: draws keys.

    Raises:
        CheckFailed: they lead elsewhere.
    """
    said = (
        "A gradient of zero is treated otherwise than one of almost zero: memories "
        "fade and parameters roll on by it, and nothing is put in its place. Look for "
        "a test for zeros, and leave it out."
    )
    start = {key: np.zeros_like(g) for grads in each for key, g in grads.items()}
    right, found = (walked(make(), start, some, rng) for some in (alike, each))
    with convention("zeros:special", said):
        for key, expected in right.items():
            close(found[key], expected, f'params["{key}"]')


def zeros_move_nothing(
    make: Make, start: Arrays, each: Sequence[Arrays], rng: Rng
) -> None:
    """Check that an entry stays where it is while all of its gradients are zero.

    Args:
        make: returns a fresh optimizer.
        start: where the parameters start, by key.
        each: the gradients of each update, with zeros in some entries of all of them.
        rng: draws keys.

    Raises:
        CheckFailed: such an entry moves.
    """
    said = (
        "A gradient of zero moves its entry: something is put in the place of 0, or "
        "added to it. Leave zeros as they are."
    )
    found = walked(make(), start, each, rng)
    for key, p in start.items():
        is_still = np.all([grads[key] == 0.0 for grads in each], axis=0)
        with convention("zeros:move", said):
            name = f'params["{key}"] where all gradients were 0'
            close(found[key][is_still], p[is_still], name)
