"""Hidden checks of unit 11: dtypes, no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    require,
    runs_on_device,
    support,
    vectorised,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Sizes = dict[str, int]
Rng = np.random.Generator
DTYPES = pytest.mark.parametrize("dtype", ["float32", "float64"])
KIT = '''
import numpy as np


class Momentum:
    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        for key, grad in grads.items():
            self.v[key] = 0.6 * self.v.get(key, 0.0) - self.lr * grad
            params[key] += self.v[key]


class Recorder:
    """A generator that notes which methods are asked for."""

    def __init__(self, seed):
        self.generator, self.names = np.random.default_rng(seed), []

    def __getattr__(self, name):
        self.names.append(name)
        return getattr(self.generator, name)


def updated(student, scales, params, each):
    optimizer = student.GroupedOptimizer(Momentum, 0.3, scales)
    for grads in each:
        optimizer.update(params, grads)


def moved(student, scales, params, grads):
    updated(student, scales, params, [grads])
    return params


def allowed(student, grads, keys):
    return student.trainable(grads, set(keys))
'''
WIDE = "An array that a generator or zeros makes is float64: make it like the old W."
NARROW = "The new arrays have a dtype that is written out: take that of the old W."
REPLACED = "The array is replaced by one of another dtype: write into the one there."
OTHER = (
    "Another method than random and standard_normal is drawn with: a generator of "
    "CuPy's may lack it, as it lacks normal."
)


@exercise("11.10", weight=2)
@DTYPES
def test_dtype_of_a_new_head(student: Student, rng: Rng, dtype: str) -> None:
    """reinitialize_head keeps the whole network in the dtype of the old W."""
    params = network(rng, dtype)

    found = student.reinitialize_head(params, "2", 7, generator(5))

    require(isinstance(found, dict), "reinitialize_head must return a dictionary")
    cause = WIDE if dtype == "float32" else NARROW
    require_dtype(dict(found), dtype, cause)


@exercise("11.10")
def test_dtype_after_a_copy(student: Student, rng: Rng) -> None:
    """copy_parameters leaves a float32 target float32."""
    target = network(rng, "float32")

    student.copy_parameters(network(rng, "float32"), target)

    require_dtype(target, "float32", REPLACED)


@exercise("11.10")
def test_dtype_after_updates(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update leaves float32 parameters float32."""
    kit = support(student, "optimizers_for_machines", KIT)

    given = network(rng, "float32"), network(rng, "float32")

    found = kit.moved(student, {"0.": 0.5}, *given)

    require(isinstance(found, dict), "params must stay a dictionary")
    require_dtype(dict(found), "float32", REPLACED)


@exercise("11.11")
def test_copies_and_their_size(
    student: Student, rng: Rng, reference: ModuleType
) -> None:
    """copy_parameters has no Python loop over the rows or columns of an array."""

    def build(size: Sizes) -> Work:
        source, target = rng.normal(size=(2, size["D"], size["M"]))
        return Work(student.copy_parameters, ({"0.W": source}, {"0.W": target}))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size["D"], size["M"]))
        return lambda: reference.copy_parameters({"0.W": ones}, {"0.W": ones.copy()})

    vectorised(build, over={"D": 5, "M": 3}, reference=same_with_reference)


@exercise("11.11")
def test_heads_and_their_size(student: Student, rng: Rng) -> None:
    """reinitialize_head has no Python loop over inputs or classes."""

    def build(size: Sizes) -> Work:
        params = {"2.W": rng.normal(size=(size["D"], 3)), "2.b": np.zeros(3)}
        args = params, "2", size["classes"], generator(7)
        return Work(student.reinitialize_head, args)

    vectorised(build, over={"D": 5, "classes": 3})


@exercise("11.11")
def test_updates_and_their_size(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update has no Python loop over rows or columns of an array."""
    kit = support(student, "optimizers_for_machines", KIT)

    def build(size: Sizes) -> Work:
        params, grads = (
            {"0.W": rng.normal(size=(size["D"], size["M"]))} for _ in range(2)
        )
        return Work(kit.updated, (student, {"0.": 0.5}, params, [grads]))

    vectorised(build, over={"D": 5, "M": 3})


@exercise("11.12")
def test_copies_on_the_gpu(student: Student, rng: Rng) -> None:
    """copy_parameters copies one given key between arrays that are on the GPU."""
    source, target = network(rng), network(rng)

    runs_on_device(lambda: Work(student.copy_parameters, (source, target, ["2.W"])))


@exercise("11.12", weight=2)
@pytest.mark.parametrize("prefix", ["2", "2."], ids=["no dot", "dot"])
def test_heads_on_the_gpu(student: Student, rng: Rng, prefix: str) -> None:
    """reinitialize_head makes the new head on the GPU, like the arrays of params."""
    args = network(rng), prefix, 7, generator(int(rng.integers(1 << 32)))

    runs_on_device(lambda: Work(student.reinitialize_head, args))


@exercise("11.12")
def test_updates_on_the_gpu(student: Student, rng: Rng) -> None:
    """GroupedOptimizer.update runs on the GPU with a frozen group and a scaled one."""
    kit = support(student, "optimizers_for_machines", KIT)
    given = {"0.": 0.0, "2.W": 0.5}, network(rng), [network(rng), network(rng)]

    runs_on_device(lambda: Work(kit.updated, (student, *given)))


@exercise("11.12")
def test_gradients_on_the_gpu(student: Student, rng: Rng) -> None:
    """Arrays that are on the GPU stay there in what trainable returns."""
    kit = support(student, "optimizers_for_machines", KIT)

    runs_on_device(lambda: Work(kit.allowed, (student, network(rng), ["0.W"])))


@exercise("11.12")
def test_head_by_methods_of_both(student: Student, rng: Rng) -> None:
    """reinitialize_head uses only rng.random and rng.standard_normal to draw."""
    kit = support(student, "optimizers_for_machines", KIT)
    recorder = kit.Recorder(int(rng.integers(1 << 32)))

    student.reinitialize_head(network(rng), "2", 7, recorder)

    names = {str(name) for name in recorder.names if not str(name).startswith("_")}
    others = sorted(names - {"random", "standard_normal"})
    must = f"draw with rng.random and rng.standard_normal, found rng.{'/'.join(others)}"
    require(not others, must, cause=OTHER)


def network(rng: Rng, dtype: str = "float64") -> Arrays:
    """Return two layers of drawn numbers."""
    shapes = {"0.W": (3, 5), "0.b": (5,), "2.W": (5, 2), "2.b": (2,)}
    return {key: rng.normal(size=s).astype(dtype) for key, s in shapes.items()}


def require_dtype(found: Arrays, dtype: str, cause: str) -> None:
    """Check the dtype of every array."""
    kinds = {key: getattr(array, "dtype", None) for key, array in found.items()}
    wrong = {key: kind for key, kind in kinds.items() if kind != np.dtype(dtype)}
    must = f"every array must be {dtype} here, found "
    shown = ", ".join(f'"{key}" {kind}' for key, kind in wrong.items())
    require(not wrong, must + shown, cause=cause)
