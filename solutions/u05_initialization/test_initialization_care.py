"""Hidden checks of unit 5, fifth part: where numbers come from, and what is kept.

Two calls agree in all of their 15 numbers or more by chance with a probability that no
computer could show; nothing else here is left to chance.
"""

from collections.abc import Mapping
from functools import partial
from typing import TypeGuard

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    exercise,
    generator,
    gives_arrays_apart,
    gives_new_arrays,
    goes_on,
    has_dtype,
    has_length,
    is_kind,
    leaves_shared_generators,
    narrowed,
    repeats,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Call = tuple[object, ...]
GIVEN = '''
import numpy as np

class Given:
    """An init that hands out one matrix."""

    def __init__(self, weights):
        self.weights = weights

    def __call__(self, shape, rng):
        return self.weights


class Drawing:
    """An init that draws, and keeps what it drew."""

    def __init__(self):
        self.drawn, self.generators = [], []

    def __call__(self, shape, rng):
        self.generators.append(rng)
        self.drawn.append(rng.standard_normal(shape))
        return self.drawn[-1]


def is_handed_on(student, seed):
    rng, init = np.random.default_rng(seed), Drawing()
    student.activation_statistics(init, np.tanh, rng, 4, 3, 2)
    return all(each is rng for each in init.generators)


def make(seed):
    return np.random.default_rng(seed)


def init(shape, rng):
    return rng.standard_normal(shape)


def same(x):
    return x


def tanh(x):
    return np.tanh(x)


def tanh_in_place(x):
    return np.tanh(x, out=x)
'''
DRAWING = ("normal_init", "xavier_normal", "xavier_uniform", "he_normal")
ALL = pytest.mark.parametrize("name", [*DRAWING, "activation_statistics"])
WEIGHTS = pytest.mark.parametrize("name", DRAWING)
IN_PLACE = (
    "An activation that works in place changes other entries of the list: give it a "
    "product that nothing else holds."
)


OTHER_GENERATOR = "init gets another generator: hand on the very rng that was given."
WRITTEN = (
    "activation_statistics writes into the matrix that init gave: make a new array of "
    "each product."
)
NARROW = "Something cuts the numbers to another kind: leave out dtype= and astype."


@exercise("5.8", weight=2)
@ALL
def test_same_seed_gives_the_same(student: Student, rng: Rng, name: str) -> None:
    """The function gives the same numbers for two generators of one seed."""
    repeats(partial(drawn, student, name), rng, name)


@exercise("5.8", weight=2)
@ALL
def test_next_call_gives_others(student: Student, rng: Rng, name: str) -> None:
    """The function gives new numbers in the next call with the same generator."""
    goes_on(student, partial(drawn, student, name), rng, name)


@exercise("5.8")
@ALL
def test_global_numbers_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """The function never draws from np.random and never seeds it."""
    leaves_shared_generators(student, partial(drawn, student, name), rng, name)


@exercise("5.8")
def test_init_gets_the_generator(student: Student, rng: Rng) -> None:
    """activation_statistics hands the given generator on to init."""
    module = support(student, "given_by_the_suite", GIVEN)

    def draw(shared: object) -> object:
        init = module.Drawing()
        student.activation_statistics(init, module.tanh, shared, 4, 3, 2)
        return init.drawn

    with narrowed(lambda: handed_on(student, rng)):
        goes_on(student, draw, rng, "init")


def handed_on(student: Student, rng: Rng) -> None:
    """Refuse another generator for init than the one that is given."""
    module, seed = support(student, "given_by_the_suite", GIVEN), int(rng.integers(99))
    must = "init must get the generator that is given."
    require(module.is_handed_on(student, seed), must, cause=OTHER_GENERATOR)


@exercise("5.9")
@WEIGHTS
def test_weights_are_new_arrays(student: Student, rng: Rng, name: str) -> None:
    """The function returns a new array in every call."""
    module = support(student, "given_by_the_suite", GIVEN)
    args = with_rng(arguments(student)[name], module.make(int(rng.integers(1 << 32))))

    gives_new_arrays(student, getattr(student, name), *args)


@exercise("5.9", weight=2)
def test_outputs_are_apart(student: Student, rng: Rng) -> None:
    """activation_statistics returns arrays that share no memory."""
    module = support(student, "given_by_the_suite", GIVEN)
    init, seed = module.Given(rng.normal(size=(5, 5))), int(rng.integers(1 << 32))
    args = init, module.same, generator(seed), 3, 5, 4

    gives_arrays_apart(student, student.activation_statistics, *args)


@exercise("5.9", weight=2)
def test_activation_may_work_in_place(student: Student, rng: Rng) -> None:
    """activation_statistics allows an activation that writes into its argument."""
    module = support(student, "given_by_the_suite", GIVEN)
    init, seed = module.Given(rng.normal(size=(5, 5))), int(rng.integers(1 << 32))

    plain, in_place = (
        stacked(student.activation_statistics(init, bend, generator(seed), 3, 5, 4))
        for bend in (module.tanh, module.tanh_in_place)
    )

    must = "an activation that works in place must give the outputs of one that does "
    must += "not."
    require(np.array_equal(plain, in_place), must, cause=IN_PLACE)


@exercise("5.9", weight=2)
def test_given_weights_stay(student: Student, rng: Rng) -> None:
    """activation_statistics leaves the weights that init gives unchanged."""
    module = support(student, "given_by_the_suite", GIVEN)
    weights = rng.normal(size=(5, 5))
    init = module.Given(weights)

    student.activation_statistics(init, module.tanh, generator(1), 3, 5, 4)

    must = "the matrix that init gave must be as it was."
    require(np.array_equal(init.weights, weights), must, cause=WRITTEN)


@exercise("5.10")
@pytest.mark.parametrize(
    "shape", [(5, 3), (7, 2, 3, 5), (3, 1, 1, 1)], ids="shape {}".format
)
def test_fans_are_whole(student: Student, shape: tuple[int, ...]) -> None:
    """fan(shape) is a tuple of two integers."""
    found = student.fan(shape)

    is_kind(found, "tuple", "what fan returns")
    for each in has_length(found, 2, "what fan returns"):
        is_kind(each, "int", "each fan")


@exercise("5.10")
@WEIGHTS
def test_weights_are_float64(student: Student, rng: Rng, name: str) -> None:
    """The function gives float64, also where std or alpha is an integer."""
    args = arguments(student, whole=True)[name]

    found = getattr(student, name)(*with_rng(args, generator(int(rng.integers(99)))))

    has_dtype(found, "float64", f"what {name} gives")


@exercise("5.10")
def test_outputs_are_a_list_of_float64(student: Student, rng: Rng) -> None:
    """activation_statistics returns a list of float64 arrays, one per layer."""
    args = arguments(student)["activation_statistics"]
    seeded = generator(int(rng.integers(1 << 32)))

    found = student.activation_statistics(*with_rng(args, seeded))

    is_kind(found, "list", "what activation_statistics returns")
    for each in has_length(found, 3, "what activation_statistics returns"):
        kind = str(getattr(each, "dtype", type(each).__name__))
        must = f"each output must be float64, found {kind}."
        require(kind == "float64", must, cause=NARROW)


def drawn(student: Student, name: str, rng: object) -> object:
    """Return what the function of this name draws from a generator."""
    return getattr(student, name)(*with_rng(arguments(student)[name], rng))


def arguments(student: Student, *, whole: bool = False) -> Mapping[str, Call]:
    """Return the arguments of each function that draws; Ellipsis stands for rng."""
    module = support(student, "arguments_of_the_suite", GIVEN)
    return {
        "normal_init": ((5, 3), 2 if whole else 0.7, ...),
        "xavier_normal": ((5, 3), ...),
        "xavier_uniform": ((5, 3), ...),
        "he_normal": ((5, 3), ..., 1 if whole else 0.0),
        "activation_statistics": (module.init, module.tanh, ..., 3, 5, 3),
    }


def with_rng(args: Call, rng: object) -> Call:
    """Return arguments with a generator at its place."""
    return tuple(rng if each is ... else each for each in args)


def is_real(part: object) -> TypeGuard[Array]:
    """Whether this is an array of real numbers."""
    return isinstance(part, np.ndarray) and part.dtype.kind in "biuf"


def stacked(found: object) -> Array:
    """Return the outputs of all layers as one array."""
    parts = found if isinstance(found, (list, tuple)) else []
    arrays = [part for part in parts if is_real(part)]
    alike = len({part.shape for part in arrays}) == 1
    must = "arrays of numbers must come back, all of one shape"
    require(alike and len(arrays) == len(parts), must)
    return np.stack([np.asarray(part, np.float64) for part in arrays])
