"""Hidden checks of unit 8, fifth part: generators, what is left alone, kinds, loops.

Two fair draws agree by chance with a probability that no computer could show; nothing
else here is left to chance.
"""

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    require,
    support,
    vectorised,
)

Rng = np.random.Generator
CALLS = '''
"""Calls each function in the same way, and looks at what else happens meanwhile."""

import random

import numpy as np


class Evaluate:
    """Hands out histories that it keeps, and notes the settings that it got."""

    def __init__(self):
        self.calls, self.histories = [], []

    def __call__(self, *args, **kwargs):
        held = list(args) + [kwargs[name] for name in sorted(kwargs)]
        if held and isinstance(held[0], dict):
            held = [held[0][name] for name in sorted(held[0])]
        self.calls.append(flat(held))
        number = len(self.calls)
        self.histories.append([0.9 - 0.01 * number, 0.2 + 0.017 * number])
        return self.histories[-1]


def flat(values):
    values = values.values() if isinstance(values, dict) else values
    rows = [np.ravel(value) for value in values]
    return [float(x) for row in rows if row.dtype.kind in "fiu" for x in row]


def call(student, name, rng):
    """Return all numbers that come out of a function, in one list."""
    if name == "split":
        places = np.arange(59)
        parts = student.split(1.0 * places, places.copy(), 0.2, rng)
        return flat(parts)
    if name == "log_uniform":
        return flat([student.log_uniform(-5.0, -1.0, rng)])
    if name == "sample_hyperparameters":
        return flat(student.sample_hyperparameters(rng))
    evaluate = Evaluate()
    student.random_search(evaluate, 5, rng)
    return [x for call in evaluate.calls for x in call]


def twice(student, name, rng):
    return call(student, name, rng), call(student, name, rng)


def others_stay(student, name, rng):
    np.random.random(), random.random()  # so that a fresh seed shows
    before = np.random.get_state(), random.getstate()
    call(student, name, rng)
    after = np.random.get_state(), random.getstate()
    same = (before[0][1] == after[0][1]).all() and before[0][2:] == after[0][2:]
    return bool(same), before[1] == after[1]


def kept(student, rng):
    """Return the histories as they were handed out, and as they are afterwards."""
    evaluate = Evaluate()
    student.random_search(evaluate, 5, rng)
    calls = range(1, 1 + len(evaluate.calls))
    return [[0.9 - 0.01 * k, 0.2 + 0.017 * k] for k in calls], evaluate.histories


def kinds(student, rng):
    trials = student.random_search(Evaluate(), 3, rng)
    is_list = isinstance(trials, list)
    named = is_list and all(isinstance(each, student.Trial) for each in trials)
    first = list(trials[0]) if is_list and isinstance(trials[0], tuple) else []
    return type(trials).__name__, named, [type(each).__name__ for each in first]
'''
NAMES = ("split", "log_uniform", "sample_hyperparameters", "random_search")
EACH = pytest.mark.parametrize("name", NAMES)
DRAWING = pytest.mark.parametrize("name", NAMES[1:])  # 8.2 tells it of split
FLOATS = ("float", "float64")
ELSEWHERE = (
    "Chance comes from elsewhere than rng, such as np.random or a generator of the "
    "function's own: whoever seeds rng must find the same numbers again."
)
AGAIN = (
    "Two calls give the same: draw from the rng that is given, which goes on, and keep "
    "nothing for later."
)
NUMPYS = "The numbers of np.random go on or start anew: leave them to others."
PYTHONS = "The numbers of Python's random go on or start anew: leave them to others."
IN_PLACE = (
    "The data that were passed in are changed: rng.shuffle works in place, and so do "
    "sort and assignments to x[...]."
)
CHANGED = (
    "A history that evaluate returned is changed afterwards, as pop, sort or append "
    "do: only read it."
)
ONE_ARRAY = (
    "x and t are put into one array, which has one dtype for both, or something is "
    "converted: choose from each by itself."
)
SIZED = "The draw has a size, or is an array for another reason: draw one number."
RANKED = "The trials are in no list: sorted returns one."
PLAIN = "A trial is not made with Trial, so its parts have no names."
ANOTHER = "accuracy, hyperparameters, history, in this order: a number, a dict, a list."


@exercise("8.9", weight=2)
@EACH
def test_same_seed_gives_the_same(student: Student, rng: Rng, name: str) -> None:
    """Two generators of one seed lead to the same, so a search can be repeated."""
    module, seed = support(student, "calls", CALLS), int(rng.integers(1 << 32))

    first = module.call(student, name, generator(seed))
    second = module.call(student, name, generator(seed))

    must = f"{name} must give the same where rng is in the same state"
    require(first == second, must, cause=ELSEWHERE)


@exercise("8.9", weight=2)
@DRAWING
def test_next_call_gives_others(student: Student, rng: Rng, name: str) -> None:
    """One generator goes on from call to call."""
    module = support(student, "calls", CALLS)

    first, second = module.twice(student, name, seeded(rng))

    must = f"two calls of {name} with one generator must differ"
    require(first != second, must, cause=AGAIN)


@exercise("8.9")
@EACH
def test_other_generators_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """No call draws from np.random or from Python's random, or seeds them."""
    module = support(student, "calls", CALLS)

    numpys, pythons = module.others_stay(student, name, seeded(rng))

    require(numpys is True, f"{name} must leave np.random as it is", cause=NUMPYS)
    require(pythons is True, f"{name} must leave random as it is", cause=PYTHONS)


@exercise("8.10", weight=2)
def test_data_are_left_alone(student: Student, rng: Rng) -> None:
    """Who splits may split again: x and t are as they were."""
    x, t = rng.normal(size=(29, 3)), rng.integers(10, size=29)
    passed_x, passed_t = x.copy(), t.copy()

    student.split(passed_x, passed_t, 0.3, seeded(rng))

    is_same = np.array_equal(passed_x, x) and np.array_equal(passed_t, t)
    require(is_same, "split must leave x and t as they are", cause=IN_PLACE)


@exercise("8.10")
def test_histories_are_left_alone(student: Student, rng: Rng) -> None:
    """What evaluate returned still belongs to whoever wrote evaluate, too."""
    module = support(student, "calls", CALLS)

    before, after = module.kept(student, seeded(rng))

    must = "random_search must leave the histories as they are"
    require(after == before, must, cause=CHANGED)


@exercise("8.11")
@pytest.mark.parametrize(
    ("x_dtype", "t_dtype"),
    [
        ("float32", "int64"),
        ("uint8", "uint8"),
        ("float64", "float32"),
        ("int16", "bool"),
    ],
    ids=["float32", "bytes", "targets", "bools"],
)
def test_parts_keep_their_dtypes(
    student: Student, rng: Rng, x_dtype: str, t_dtype: str
) -> None:
    """Images of bytes stay bytes, and labels stay whole numbers."""
    x = rng.integers(2, size=(11, 3)).astype(x_dtype)
    t = rng.integers(2, size=11).astype(t_dtype)

    found = student.split(x, t, 0.3, seeded(rng))

    parts = found if isinstance(found, (tuple, list)) else [found]
    cause = ONE_ARRAY if all(isinstance(x, np.ndarray) for x in parts) else ""
    dtypes = sorted(str(getattr(part, "dtype", type(part).__name__)) for part in parts)
    right = sorted([x_dtype, t_dtype] * 2)
    must = f"the parts must have the dtypes {', '.join(right)}, found "
    require(dtypes == right, must + ", ".join(dtypes), cause=cause)


@exercise("8.11")
def test_log_uniform_gives_a_number(student: Student, rng: Rng) -> None:
    """One float, to be used as a learning rate as it is."""
    found = student.log_uniform(-5, -1, seeded(rng))

    kind = type(found).__name__
    must = f"log_uniform must return a float, found {kind}"
    is_array = isinstance(found, np.ndarray)
    require(kind in FLOATS, must, cause=SIZED if is_array else "")


@exercise("8.11")
def test_trials_are_named(student: Student, rng: Rng) -> None:
    """A list of Trial: a number, a dictionary and a list."""
    module = support(student, "calls", CALLS)

    kind, named, parts = module.kinds(student, seeded(rng))

    must = f"random_search must return a list of Trial, found {kind}"
    require(kind == "list", must, cause=RANKED)
    require(named is True, must, cause=PLAIN)
    must = f"a Trial must hold a number, a dict and a list, found {', '.join(parts)}"
    is_right = {*parts[:1]} <= {*FLOATS} and parts[1:] == ["dict", "list"]
    require(is_right, must, cause=ANOTHER)


@exercise("8.12")
def test_split_has_no_loop(student: Student, rng: Rng) -> None:
    """As many steps of Python for many examples as for few."""

    def build(size: dict[str, int]) -> Work:
        x, t = rng.normal(size=(size["N"], size["D"])), np.arange(size["N"])
        return Work(student.split, (x, t, 0.3, generator(1)))

    vectorised(build, over={"N": 11, "D": 3})


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))
