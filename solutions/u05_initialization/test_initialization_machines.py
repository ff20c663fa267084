"""Hidden checks of unit 5, sixth part: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    draws_with,
    exercise,
    generator,
    live,
    runs_on_device,
    support,
    vectorised,
)

Rng = np.random.Generator
Sizes = dict[str, int]
Shape = tuple[int, ...]
GIVEN = """
import numpy as np


def init(shape, rng):
    return rng.standard_normal(shape)


def tanh(x):
    return np.tanh(x)
"""
BOTH = "F and C"
DRAWING = ("normal_init", "xavier_normal", "xavier_uniform", "he_normal")
WEIGHTS = pytest.mark.parametrize("name", DRAWING)
SHAPES = pytest.mark.parametrize("shape", [(5, 3), (3, 2, 5, 7)], ids="shape {}".format)
METHODS = ("random", "standard_normal")


@exercise("5.11", weight=2)
@WEIGHTS
def test_weights_have_no_loop(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The function has no Python loop over filters or channels."""
    seed = int(rng.integers(1 << 32))

    def build(size: Sizes) -> Work:
        shape = size[BOTH], size[BOTH], 2, 3
        return Work(getattr(student, name), drawn(name, shape, generator(seed)))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        shape = size[BOTH], size[BOTH], 2, 3
        args = drawn(name, shape, np.random.default_rng(seed))
        return lambda: getattr(reference, name)(*args)

    vectorised(build, over={BOTH: 3}, reference=same_with_reference)


@exercise("5.11", weight=4)
def test_layers_have_no_loop(student: Student, rng: Rng) -> None:
    """activation_statistics takes no more Python steps for more examples or units."""
    module = support(student, "given_by_the_suite", GIVEN)
    functions, seed = (
        (live(module, "init"), live(module, "tanh")),
        int(rng.integers(99)),
    )

    def build(size: Sizes) -> Work:
        args = *functions, generator(seed), 2, size["D"], size["N"]
        return Work(student.activation_statistics, args)

    vectorised(build, over={"N": 5, "D": 3})


@exercise("5.12")
@WEIGHTS
@SHAPES
def test_weights_run_on_the_gpu(
    student: Student, rng: Rng, name: str, shape: Shape
) -> None:
    """The function keeps on the GPU what rng draws there, for any shape."""
    args = drawn(name, shape, generator(int(rng.integers(1 << 32))))

    runs_on_device(lambda: Work(getattr(student, name), args))


@exercise("5.12", weight=4)
def test_layers_run_on_the_gpu(student: Student, rng: Rng) -> None:
    """activation_statistics gives GPU arrays where rng draws on the GPU."""
    module = support(student, "given_by_the_suite", GIVEN)
    args = live(module, "init"), live(module, "tanh"), generator(int(rng.integers(99)))

    runs_on_device(lambda: Work(student.activation_statistics, (*args, 3, 5, 7)))


@exercise("5.12")
@WEIGHTS
def test_weights_by_two_methods(student: Student, rng: Rng, name: str) -> None:
    """The function draws with rng.random and rng.standard_normal alone."""

    def draw(shared: object) -> object:
        return getattr(student, name)(*drawn(name, (5, 3), shared))

    draws_with(student, draw, rng, METHODS, name)


@exercise("5.12")
def test_layers_by_two_methods(student: Student, rng: Rng) -> None:
    """activation_statistics draws with rng.random and rng.standard_normal alone."""
    module = support(student, "given_by_the_suite", GIVEN)

    def draw(shared: object) -> object:
        return student.activation_statistics(module.init, module.tanh, shared, 2, 3, 5)

    draws_with(student, draw, rng, METHODS, "activation_statistics")


def drawn(name: str, shape: Shape, rng: object) -> tuple[object, ...]:
    """Return the arguments that the function of this name takes."""
    return (shape, 0.7, rng) if name == "normal_init" else (shape, rng)
