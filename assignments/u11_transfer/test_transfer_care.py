"""Open checks of unit 11: which arrays are shared, dtypes, loops, and the GPU."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    close,
    exercise,
    fetch,
    generator,
    moves_given_arrays,
    require,
    resident,
    runs_on_device,
    support,
    vectorised,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Rng = np.random.Generator
COPIED = (
    "The arrays of the body are copied: put those of params themselves into the new "
    "dictionary, as dict(params) does."
)
ITSELF = "dict(params) is a new dictionary with the same arrays: put the head there."
SIZES = "rows and columns"
DTYPES = pytest.mark.parametrize("dtype", ["float32", "float64"])
KIT = '''
"""SGD, and what two dictionaries share."""


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, g in grads.items():
            params[key] -= self.lr * g


def shared(function, params, *args):
    found = function(params, *args)
    if not isinstance(found, dict):
        return type(found).__name__
    keys = sorted(key for key in params if found.get(key) is params[key])
    return "params itself" if found is params else keys


def made(student):
    return student.GroupedOptimizer(SGD, 0.5, {"": 0.5})


def updated(student, params, grads):
    student.GroupedOptimizer(SGD, 0.5, {"0.": 0.5}).update(params, grads)


def set_of(keys):
    return set(keys)
'''


@exercise("11.9")
def test_copy_into_arrays_held_elsewhere(student: Student) -> None:
    """copy_parameters writes into the array of target that a layer holds as well."""
    held = resident(student, np.zeros(3))

    student.copy_parameters({"0.b": np.array([1.0, 2.0, 3.0])}, {"0.b": held})

    found = np.asarray(fetch(held))
    said = "A new array under the key is one that no layer reads: write into the old."
    is_right = np.array_equal(found, [1.0, 2.0, 3.0])
    require(is_right, f"the array must hold 1, 2, 3, found {found}", cause=said)


@exercise("11.9")
def test_a_new_head_shares_the_rest(student: Student, rng: Rng) -> None:
    """reinitialize_head shares the arrays of the body and leaves params as it was."""
    params = {"0.W": rng.normal(size=(2, 3)), "2.W": np.ones((3, 2)), "2.b": np.ones(2)}
    kit, old = support(student, "sharing", KIT), dict(params)
    given = student.reinitialize_head, params, "2", 5, generator(1)

    found = kit.shared(*given)

    must = f"a new dictionary must come back, found {found}"
    require(isinstance(found, list) or found == "params itself", must)
    must = "a new dictionary must come back, found params itself"
    require(found != "params itself", must, cause=ITSELF)
    shared = ", ".join(map(str, found)) or "none"
    must = '"0.W" must be the very array of params, and no other one, shared are: '
    must += shared
    require(found == ["0.W"], must, cause="" if found else COPIED)
    kept = all(params.get(key) is array for key, array in old.items())
    require(kept, "params must keep its arrays: make a new dictionary")
    close(params["2.W"], np.ones((3, 2)), 'the old "2.W"')


@exercise("11.9")
def test_groups_move_the_given_array(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update writes into the arrays of params."""
    kit = support(student, "sharing", KIT)

    def make() -> Student:
        optimizer: Student = kit.made(student)
        return optimizer

    moves_given_arrays(make, rng.normal(size=3), rng.normal(size=(2, 3)), rng)


@exercise("11.10")
@DTYPES
def test_head_in_the_old_dtype(student: Student, rng: Rng, dtype: str) -> None:
    """reinitialize_head gives W and b in the dtype of the old W."""
    params = {"4.W": rng.normal(size=(3, 2)).astype(dtype), "4.b": np.zeros(2, dtype)}

    found = student.reinitialize_head(params, "4.", 5, generator(1))

    require(isinstance(found, dict), "reinitialize_head must return a dictionary.")
    for key in params:
        kind = getattr(found.get(key), "dtype", None)
        must = f'The new "{key}" must be {dtype} where the old W is, found {kind}.'
        require(kind == np.dtype(dtype), must)


@exercise("11.11")
def test_copy_has_no_loop(student: Student, rng: Rng) -> None:
    """copy_parameters copies a square matrix without a Python loop over entries."""

    def build(size: dict[str, int]) -> Work:
        source, target = rng.normal(size=(2, size[SIZES], size[SIZES]))
        return Work(student.copy_parameters, ({"0.W": source}, {"0.W": target}))

    vectorised(build, over={SIZES: 5})


@exercise("11.12")
def test_an_update_on_the_gpu(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update works on GPU arrays, with one scaled group."""
    params = {f"{layer}.W": rng.normal(size=(3, 2)) for layer in (0, 2)}
    grads = {key: rng.normal(size=w.shape) for key, w in params.items()}
    kit = support(student, "sharing", KIT)

    runs_on_device(lambda: Work(kit.updated, (student, params, grads)))


@exercise("11.12")
def test_a_copy_on_the_gpu(student: Student, rng: Rng) -> None:
    """copy_parameters copies all keys between arrays that are on the GPU."""
    source, target = ({"0.W": rng.normal(size=(3, 2))} for _ in range(2))

    runs_on_device(lambda: Work(student.copy_parameters, (source, target)))
