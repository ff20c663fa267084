"""Open checks of unit 5: care. Generators, arrays that are kept, kinds, machines."""

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    are_alike,
    exercise,
    generator,
    live,
    require,
    runs_on_device,
    support,
    vectorised,
)

Rng = np.random.Generator
GIVEN = '''
import numpy as np


class Given:
    """An init that hands out one matrix again and again."""

    def __init__(self, weights):
        self.weights = weights

    def __call__(self, shape, rng):
        return self.weights


class Drawing:
    """An init that keeps what it drew."""

    def __init__(self):
        self.drawn = []

    def __call__(self, shape, rng):
        self.drawn.append(rng.standard_normal(shape))
        return self.drawn[-1]


class Squares:
    """An activation that works in place, and keeps a copy of what it returned."""

    def __init__(self):
        self.returned = []

    def __call__(self, x):
        x *= x
        self.returned.append(x.copy())
        return x


def make(seed):
    return np.random.default_rng(seed)


def init(shape, rng):
    return rng.standard_normal(shape)


def square(x):
    return x * x
'''
DRAWING = ("normal_init", "xavier_normal", "xavier_uniform", "he_normal")
EACH = pytest.mark.parametrize("name", DRAWING)
ELSEWHERE = (
    "Numbers come from elsewhere than rng, such as np.random or a generator of the "
    "function's own."
)
HANDED_ON = (
    "Input or weights come from elsewhere than rng: draw the input from it, and hand "
    "this very rng to init."
)
AGAIN = (
    "Two calls give the same numbers: draw from the rng that is given, which goes on."
)
CHANGED = (
    "An array of your list changes after it is appended: `@=`, or an activation that "
    "works in place, writes into it. Give the activation a product that nothing else "
    "holds."
)
OTHER_INPUT = (
    "The input is the same for two seeds: draw it from the rng that is given, not from "
    "a generator of the function's own."
)
OTHER_WEIGHTS = (
    "init draws the same for two seeds: hand it the rng that is given, not a generator "
    "of the function's own."
)
WRITTEN = (
    "activation_statistics writes into the matrix that init gave: make a new array of "
    "each product."
)
WHOLE = "The fans are no whole numbers: np.prod of nothing is 1.0, math.prod is 1."
NARROW = "Something cuts the numbers to another kind: leave out dtype= and astype."


@exercise("5.8")
@EACH
def test_one_seed_one_result(student: Student, rng: Rng, name: str) -> None:
    """The function gives the same weights for two generators of one seed."""
    seed, function = int(rng.integers(1 << 32)), getattr(student, name)

    first = function(*arguments(name, generator(seed)))
    second = function(*arguments(name, generator(seed)))

    is_same = are_alike(first, second)
    require(is_same, f"{name} must give the same for the same rng.", cause=ELSEWHERE)


@exercise("5.8")
def test_one_seed_one_network(student: Student, rng: Rng) -> None:
    """activation_statistics gives the same for one seed, and other for another."""
    module = support(student, "given_in_the_suite", GIVEN)
    given, seed = (module.init, module.square), int(rng.integers(1 << 32))

    first, second = (
        student.activation_statistics(*given, generator(seed), 3, 2, 4)
        for _ in range(2)
    )

    is_same = str(first) == str(second)
    require(is_same, "the outputs must be the same for the same rng.", cause=HANDED_ON)
    require_seeded(student, module, seed)


@exercise("5.8")
@EACH
def test_one_generator_two_results(student: Student, rng: Rng, name: str) -> None:
    """The function gives other weights in a second call with the same generator."""
    module = support(student, "given_in_the_suite", GIVEN)
    shared, function = module.make(int(rng.integers(1 << 32))), getattr(student, name)

    first = function(*arguments(name, shared))
    second = function(*arguments(name, shared))

    is_other = not are_alike(first, second)
    require(is_other, f"two calls of {name} must give two results.", cause=AGAIN)


@exercise("5.9")
def test_one_matrix_for_all_layers(student: Student, rng: Rng) -> None:
    """activation_statistics never writes into a matrix that init gives repeatedly."""
    module = support(student, "given_in_the_suite", GIVEN)
    weights = np.array([[1.0, 2.0], [3.0, 4.0]])
    init = module.Given(weights)

    student.activation_statistics(
        init, module.square, generator(int(rng.integers(99))), 3, 2, 4
    )

    must = "the matrix that init gave must be as it was."
    require(np.array_equal(init.weights, weights), must, cause=WRITTEN)


@exercise("5.9")
def test_squares_in_place(student: Student, rng: Rng) -> None:
    """activation_statistics gives the same where the activation works in place."""
    module = support(student, "given_in_the_suite", GIVEN)
    init, seed = module.Given(np.eye(2) / 2), int(rng.integers(1 << 32))
    squares = module.Squares()

    plain, in_place = (
        student.activation_statistics(init, bend, generator(seed), 3, 2, 4)
        for bend in (module.square, squares)
    )

    is_same = are_alike(plain, in_place)  # of arrays that fit no stack: False
    is_list = isinstance(in_place, (list, tuple)) and len(in_place) == 3
    is_kept = np.array_equal(in_place, squares.returned)
    must = "an activation that works in place must give the outputs of one that does "
    must += "not."
    require(is_same, must, cause=CHANGED if is_list and not is_kept else "")


@exercise("5.10")
def test_fan_of_a_matrix_is_whole(student: Student) -> None:
    """fan((3, 5)) is a tuple of two integers."""
    found = student.fan((3, 5))

    is_pair = isinstance(found, tuple) and len(found) == 2
    require(is_pair, "fan must return a tuple of two numbers.")
    are_whole = all(isinstance(each, (int, np.integer)) for each in found)
    must = f"fan must return whole numbers, found {' and '.join(map(str, found))}."
    require(are_whole, must, cause=WHOLE)


@exercise("5.10")
@EACH
def test_float64_comes_out(student: Student, rng: Rng, name: str) -> None:
    """The function gives float64 weights."""
    found = getattr(student, name)(*arguments(name, generator(int(rng.integers(99)))))

    kind = str(getattr(found, "dtype", type(found).__name__))
    require(kind == "float64", f"{name} must give float64, found {kind}.", cause=NARROW)


@exercise("5.11")
@EACH
def test_a_matrix_at_once(student: Student, rng: Rng, name: str) -> None:
    """The function has no Python loop over the rows or columns of the weights."""
    seed = int(rng.integers(1 << 32))

    def build(size: dict[str, int]) -> Work:
        shape = size["D"], size["M"]
        return Work(getattr(student, name), arguments(name, generator(seed), shape))

    vectorised(build, over={"D": 5, "M": 3})


@exercise("5.11", weight=4)
def test_all_examples_at_once(student: Student, rng: Rng) -> None:
    """activation_statistics has no Python loop over examples or units."""
    module = support(student, "given_in_the_suite", GIVEN)
    init, square = live(module, "init"), live(module, "square")
    seed = int(rng.integers(1 << 32))

    def build(size: dict[str, int]) -> Work:
        args = init, square, generator(seed), 2, size["D"], size["N"]
        return Work(student.activation_statistics, args)

    vectorised(build, over={"N": 5, "D": 3})


@exercise("5.12")
@EACH
def test_a_matrix_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function gives weights on the GPU where rng draws on the GPU."""
    args = arguments(name, generator(int(rng.integers(1 << 32))))

    runs_on_device(lambda: Work(getattr(student, name), args))


@exercise("5.12", weight=4)
def test_all_layers_on_the_gpu(student: Student, rng: Rng) -> None:
    """activation_statistics keeps all outputs on the GPU where rng draws there."""
    module = support(student, "given_in_the_suite", GIVEN)
    init, square = live(module, "init"), live(module, "square")
    args = init, square, generator(int(rng.integers(1 << 32))), 2, 3, 5

    runs_on_device(lambda: Work(student.activation_statistics, args))


def require_seeded(student: Student, module: Student, seed: int) -> None:
    """Refuse an input, or weights, that are the same for two seeds."""
    inits = module.Drawing(), module.Drawing()
    outs = []
    for each, init in enumerate(inits):
        generators = generator(seed + each), generator(seed + each)
        of_input = module.Given(np.eye(2)), module.square, generators[0], 1, 2, 4
        outs.append(student.activation_statistics(*of_input))
        student.activation_statistics(init, module.square, generators[1], 3, 2, 4)
    first, second = outs
    is_list = isinstance(first, list) and len(first) == 1
    is_other = str(first) != str(second)
    must = "the input must be another for another seed."
    require(is_other, must, cause=OTHER_INPUT if is_list else "")
    drawn = str(inits[0].drawn), str(inits[1].drawn)
    is_other = drawn[0] != drawn[1] or drawn[0] == "[]"
    must = "the weights must be others for another seed."
    require(is_other, must, cause=OTHER_WEIGHTS)


def arguments(
    name: str, rng: object, shape: tuple[int, ...] = (5, 3)
) -> tuple[object, ...]:
    """Return the arguments of the function of this name."""
    return (shape, 0.7, rng) if name == "normal_init" else (shape, rng)
