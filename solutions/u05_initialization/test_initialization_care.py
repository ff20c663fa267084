"""Hidden checks of unit 5, fifth part: where numbers come from, and what is kept.

Two calls agree in all of their 15 numbers or more by chance with a probability that no
computer could show; nothing else here is left to chance.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Call = tuple[object, ...]
GIVEN = '''
import numpy as np

class Given:
    """An init that hands out one matrix, and notes the generators it is given."""

    def __init__(self, weights):
        self.weights, self.met = weights, []

    def __call__(self, shape, rng):
        self.met.append(rng)
        return self.weights

    def met_only(self, rng):
        return bool(self.met) and all(each is rng for each in self.met)


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


def global_state_stays(function, *args):
    np.random.random()  # so that a fresh seed shows
    before = np.random.get_state()
    function(*args)
    after = np.random.get_state()
    return bool((before[1] == after[1]).all() and before[2:] == after[2:])


def twice(function, *args):
    """Return what the first call gave, as it was and as it is after a second call."""
    first = function(*args)
    kept = np.copy(first)
    second = function(*args)
    return kept, np.copy(first), np.shares_memory(first, second)


def spoiled(function, *args):
    """Return all outputs but the first, before and after the first is overwritten."""
    outputs = function(*args)
    if not all(isinstance(each, np.ndarray) for each in outputs):
        return None, None
    kept = np.copy(outputs[1:])
    outputs[0][...] = 7.0
    return kept, np.copy(outputs[1:])
'''
DRAWING = ("normal_init", "xavier_normal", "xavier_uniform", "he_normal")
ALL = pytest.mark.parametrize("name", [*DRAWING, "activation_statistics"])
WEIGHTS = pytest.mark.parametrize("name", DRAWING)
ELSEWHERE = (
    "Numbers come from elsewhere than rng, such as np.random or a generator of the "
    "function's own: whoever seeds rng must find the same numbers again."
)
AGAIN = (
    "Two calls give the same numbers: draw from the rng that is given, which goes on, "
    "and keep no numbers for later."
)
SEEDED = "The numbers of np.random go on or start anew: leave them to others."
NOT_HANDED_ON = "init gets another generator than the one that was given: hand rng on."
KEPT = "A later call changes what an earlier one gave: make a new array in each call."
TOGETHER = "Two outputs are one array, or views of it: make a new array in each layer."
WRITTEN = "Something is written into the weights that init gave: make a new array."
IN_PLACE = (
    "An activation that works in place changes other entries of the list: give it a "
    "product that nothing else holds."
)
WHOLE = "The fans are no whole numbers: np.prod of nothing is 1.0, math.prod is 1."
A_TUPLE = "fan returns no tuple: return fan_in, fan_out."
A_LIST = "The outputs are in no list: append each array to one."
NARROW = "Something cuts the numbers to another kind: leave out dtype= and astype."


@exercise("5.8", weight=2)
@ALL
def test_same_seed_gives_the_same(student: Student, rng: Rng, name: str) -> None:
    """Two generators of one seed lead to the same numbers, so runs can be repeated."""
    seed, args = int(rng.integers(1 << 32)), arguments(student)[name]

    first, second = (
        stacked(getattr(student, name)(*with_rng(args, generator(seed))))
        for _ in range(2)
    )

    must = f"{name} must give the same numbers where rng is in the same state"
    require(np.array_equal(first, second), must, cause=ELSEWHERE)


@exercise("5.8", weight=2)
@ALL
def test_next_call_gives_others(student: Student, rng: Rng, name: str) -> None:
    """One generator goes on from call to call, so no two layers start alike."""
    module = support(student, "given_by_the_suite", GIVEN)
    shared, args = module.make(int(rng.integers(1 << 32))), arguments(student)[name]

    first, second = (
        stacked(getattr(student, name)(*with_rng(args, shared))) for _ in range(2)
    )

    must = f"two calls of {name} with one generator must give different numbers"
    require(not np.array_equal(first, second), must, cause=AGAIN)


@exercise("5.8")
@ALL
def test_global_numbers_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """No call draws from np.random, or seeds it."""
    module = support(student, "given_by_the_suite", GIVEN)
    args = with_rng(arguments(student)[name], generator(int(rng.integers(1 << 32))))

    stays = module.global_state_stays(getattr(student, name), *args)

    require(stays is True, f"{name} must leave np.random as it is", cause=SEEDED)


@exercise("5.8")
def test_init_gets_the_generator(student: Student, rng: Rng) -> None:
    """The weights of every layer come from the generator that was given."""
    module = support(student, "given_by_the_suite", GIVEN)
    shared, init = module.make(int(rng.integers(1 << 32))), module.Given(np.eye(3))

    student.activation_statistics(init, module.tanh, shared, 4, 3, 2)

    must = "init must be called with the generator that was given"
    require(init.met_only(shared) is True, must, cause=NOT_HANDED_ON)


@exercise("5.9")
@WEIGHTS
def test_weights_are_new_arrays(student: Student, rng: Rng, name: str) -> None:
    """What a call gave stays as it is when the next layer is made."""
    module = support(student, "given_by_the_suite", GIVEN)
    args = with_rng(arguments(student)[name], module.make(int(rng.integers(1 << 32))))

    kept, now, is_shared = module.twice(getattr(student, name), *args)

    must = f"{name} must make a new array in each call"
    is_new = np.array_equal(kept, now) and is_shared is False
    require(is_new, must, cause=KEPT)


@exercise("5.9", weight=2)
def test_outputs_are_apart(student: Student, rng: Rng) -> None:
    """Writing into the first output leaves the others alone."""
    module = support(student, "given_by_the_suite", GIVEN)
    init, seed = module.Given(rng.normal(size=(5, 5))), int(rng.integers(1 << 32))
    args = init, module.same, generator(seed), 3, 5, 4

    kept, now = module.spoiled(student.activation_statistics, *args)

    require(kept is not None, "the outputs must be arrays, one a layer")
    must = "the outputs of two layers must not share memory"
    require(np.array_equal(kept, now), must, cause=TOGETHER)


@exercise("5.9", weight=2)
def test_activation_may_work_in_place(student: Student, rng: Rng) -> None:
    """An activation that writes into its argument gives what the other one gives."""
    module = support(student, "given_by_the_suite", GIVEN)
    init, seed = module.Given(rng.normal(size=(5, 5))), int(rng.integers(1 << 32))

    plain, in_place = (
        stacked(student.activation_statistics(init, bend, generator(seed), 3, 5, 4))
        for bend in (module.tanh, module.tanh_in_place)
    )

    must = "an activation that works in place must give the same outputs"
    require(np.array_equal(plain, in_place), must, cause=IN_PLACE)


@exercise("5.9", weight=2)
def test_given_weights_stay(student: Student, rng: Rng) -> None:
    """An init may hand out one matrix again and again: nobody writes into it."""
    module = support(student, "given_by_the_suite", GIVEN)
    weights = rng.normal(size=(5, 5))
    init = module.Given(weights)

    student.activation_statistics(init, module.tanh, generator(1), 3, 5, 4)

    close(init.weights, weights, "the weights that init gave", 0.0)


@exercise("5.10")
@pytest.mark.parametrize("shape", [(5, 3), (7, 2, 3, 5), (3, 1, 1, 1)], ids=str)
def test_fans_are_whole(student: Student, shape: tuple[int, ...]) -> None:
    """The fans are whole numbers in a tuple, so they can serve as sizes."""
    found = student.fan(shape)

    must = f"fan must return a tuple of two numbers, found {type(found).__name__}"
    require(isinstance(found, tuple) and len(found) == 2, must, cause=A_TUPLE)
    kinds = [type(each).__name__ for each in found]
    are_whole = all(isinstance(each, (int, np.integer)) for each in found)
    must = f"fan must return whole numbers, found {' and '.join(kinds)}"
    require(are_whole, must, cause=WHOLE)


@exercise("5.10")
@WEIGHTS
def test_weights_are_float64(student: Student, rng: Rng, name: str) -> None:
    """A generator gives float64, and no spread, whole or not, changes that."""
    args = arguments(student, whole=True)[name]

    found = getattr(student, name)(*with_rng(args, generator(int(rng.integers(99)))))

    kind = found.dtype if isinstance(found, np.ndarray) else type(found).__name__
    require(kind == np.float64, f"{name} must give float64, found {kind}", cause=NARROW)


@exercise("5.10")
def test_outputs_are_a_list_of_float64(student: Student, rng: Rng) -> None:
    """One array a layer, in a list, so the layers may be looked at one by one."""
    args = arguments(student)["activation_statistics"]
    seeded = generator(int(rng.integers(1 << 32)))

    found = student.activation_statistics(*with_rng(args, seeded))

    must = f"activation_statistics must return a list, found {type(found).__name__}"
    require(isinstance(found, list), must, cause=A_LIST)
    kinds = {str(getattr(each, "dtype", type(each).__name__)) for each in found}
    must = f"the outputs must be float64, found {' and '.join(sorted(kinds))}"
    are_arrays = all(isinstance(each, np.ndarray) for each in found)
    require(kinds == {"float64"}, must, cause=NARROW if are_arrays else "")


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


def stacked(found: object) -> Array:
    """Return weights, or the outputs of all layers, as one array."""
    parts = found if isinstance(found, (list, tuple)) else [found]
    are_numbers = all(isinstance(part, (np.ndarray, tuple)) for part in parts)
    alike = len({np.shape(np.asarray(part)) for part in parts}) == 1
    require(are_numbers and alike, "arrays must come back, all of one shape")
    return np.stack([np.asarray(part, np.float64) for part in parts])
