"""Hidden checks of unit 11: which arrays are shared, and what is left alone."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Student,
    exercise,
    fetch,
    generator,
    leaves_gradients,
    moves_given_arrays,
    require,
    resident,
    shares_no_memory,
    support,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
KIT = """
class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        for key, grad in grads.items():
            self.v[key] = 0.6 * self.v.get(key, 0.0) - self.lr * grad
            params[key] += self.v[key]


def shared(function, arrays, *args):
    found = function(arrays, *args)
    return sorted(key for key in arrays if found.get(key) is arrays[key])


def scales_after(student, params, grads):
    scales = {"0.": 0.5, "2.": 0.0}
    student.GroupedOptimizer(Momentum, 0.3, scales).update(params, grads)
    return {str(key): factor for key, factor in scales.items()}


def set_of(keys):
    return set(keys)
"""
REBOUND = (
    "The dictionary has a new array, and whoever holds the old one never learns of it: "
    "write into the array that is there."
)
SOURCE = "source is changed: a copy reads it and writes into target alone."
DELETED = "grads is changed: make a new dictionary of the entries that stay."
NOT_PASSED_ON = "The arrays are copied: put those of grads into the new dictionary."
INTO_PARAMS = "The new head is put into params: make a new dictionary."
COPIED = "The arrays of the other layers are copied: the new dictionary shares them."
SCALES = "scales is changed: it belongs to the caller, so work on a copy of it."


@exercise("11.9", weight=2)
def test_target_keeps_its_arrays(student: Student, rng: Rng) -> None:
    """copy_parameters writes into target's array and shares no memory with source."""
    held, given = (resident(student, a) for a in rng.normal(size=(2, 3, 2)))
    old = np.array(fetch(given))

    student.copy_parameters({"2.W": given}, {"2.W": held}, ["2.W"])
    arrived = np.array(fetch(held))
    held[...] = 7.0

    must = "the array that target held must hold the numbers of source"
    require(np.array_equal(arrived, old), must, cause=REBOUND)
    must = "the array of source must stay as it is, also when target moves on"
    require(np.array_equal(fetch(given), old), must, cause=SOURCE)


@exercise("11.9")
def test_source_and_keys_stay(student: Student, rng: Rng) -> None:
    """copy_parameters leaves source and the list of keys unchanged."""
    source, target = network(rng), network(rng)
    before, keys = copied(source), ["2.W", "0.W"]

    told = student.copy_parameters(source, target, keys)

    kept = source.keys() == before.keys()
    kept = kept and all(np.array_equal(source[key], a) for key, a in before.items())
    require(kept, "copy_parameters must leave source as it is", cause=SOURCE)
    require(keys == ["2.W", "0.W"], f"keys must stay as it was, found {keys}")
    its = target.get("2.W")
    apart = isinstance(its, np.ndarray) and its is not source["2.W"]
    require(apart, "source and target must not share an array", cause=REBOUND)
    require(told is not None, "copy_parameters must return the keys that it copied")


@exercise("11.9")
def test_gradients_are_passed_on(student: Student, rng: Rng) -> None:
    """The very arrays of grads come out of trainable, and grads is unchanged."""
    grads = network(rng)
    kit, old = support(student, "shares", KIT), copied(grads)
    free = sorted(set(grads) - {"2.W"})

    found = kit.shared(student.trainable, grads, kit.set_of(["2.W"]))

    kept = grads.keys() == old.keys()
    kept = kept and all(np.array_equal(grads[key], a) for key, a in old.items())
    require(kept, "trainable must leave grads as it is", cause=DELETED)
    must = f"the arrays of {free} must be handed on, found that {found} are"
    require(found == free, must, cause=NOT_PASSED_ON)


@exercise("11.9")
def test_body_is_shared(student: Student, rng: Rng) -> None:
    """reinitialize_head shares all arrays but W and b, and leaves params unchanged."""
    params = network(rng)
    kit, old, given = support(student, "shares", KIT), copied(params), dict(params)

    found = kit.shared(student.reinitialize_head, params, "2.", 7, generator(3))

    same = all(params.get(key) is array for key, array in given.items())
    same = same and params.keys() == given.keys()
    same = same and all(np.array_equal(params[key], a) for key, a in old.items())
    must = "reinitialize_head must leave params and its arrays as they are"
    require(same, must, cause=INTO_PARAMS)
    must = f'"0.W" and "0.b" must be shared and nothing else, found {found}'
    require(found == ["0.W", "0.b"], must, cause=COPIED if found == [] else "")


@exercise("11.9", weight=2)
def test_groups_write_into_params(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update writes into given arrays, a transposed one too."""
    start, each = rng.normal(size=(3, 5)), rng.normal(size=(3, 3, 5))

    for turned in (False, True):
        moves_given_arrays(maker(student), start, each, rng, turned=turned)


@exercise("11.9", weight=2)
def test_groups_leave_gradients_alone(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update leaves the gradients unchanged."""
    start, grad = rng.normal(size=(2, 3, 5))

    leaves_gradients(maker(student), start, grad, rng)


@exercise("11.9")
def test_groups_leave_scales_alone(student: Student, rng: Rng) -> None:
    """GroupedOptimizer leaves scales unchanged."""
    kit = support(student, "shares", KIT)

    scales = kit.scales_after(student, network(rng), network(rng))

    must = f"scales must stay as it was, found {scales}."
    require(scales == {"0.": 0.5, "2.": 0.0}, must, cause=SCALES)


@exercise("11.9")
def test_two_grouped_optimizers(student: Student, rng: Rng) -> None:
    """Two GroupedOptimizer objects that take turns do not disturb each other."""
    start, each = rng.normal(size=3), rng.normal(size=(4, 3))
    make, momentum = maker(student), maker_of(student)

    def other() -> Student:
        made: Student = student.GroupedOptimizer(momentum, 1.5, {"": 0.2})
        return made

    shares_no_memory(make, other, start, each, rng)


def maker_of(student: Student) -> object:
    """Return what makes one optimizer, Momentum."""
    return support(student, "shares", KIT).Momentum


def maker(student: Student) -> Callable[[], Student]:
    """Return what makes grouped optimizers with one factor for all keys."""
    momentum = maker_of(student)
    return lambda: student.GroupedOptimizer(momentum, 0.3, {"": 0.6})


def network(rng: Rng) -> Arrays:
    """Return two layers of drawn numbers."""
    shapes = {"0.W": (3, 5), "0.b": (5,), "2.W": (5, 2), "2.b": (2,)}
    return {key: rng.normal(size=shape) for key, shape in shapes.items()}


def copied(arrays: Arrays) -> Arrays:
    """Return copies under the same keys."""
    return {key: array.copy() for key, array in arrays.items()}
