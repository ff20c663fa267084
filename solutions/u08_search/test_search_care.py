"""Hidden checks of unit 8, fifth part: generators, what is left alone, kinds, loops.

Two fair draws agree by chance with a probability that no computer could show; nothing
else here is left to chance.
"""

from functools import partial

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    goes_on,
    has_dtype,
    has_length,
    is_kind,
    is_made_with,
    leaves_shared_generators,
    left_alone,
    lists_left_alone,
    repeats,
    require,
    support,
    vectorised,
)

Rng = np.random.Generator
CALLS = '''
"""Calls each function in the same way, and keeps what it hands out."""

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
    made = "Trial" if named else type(trials[0]).__name__ if is_list else "nothing"
    return type(trials).__name__, made, first
'''
KEPT = "Keep the list that evaluate returned, and make no array of it."
NAMES = ("split", "log_uniform", "sample_hyperparameters", "random_search")
EACH = pytest.mark.parametrize("name", NAMES)
DRAWING = pytest.mark.parametrize("name", NAMES[1:])  # 8.2 tells it of split


@exercise("8.9", weight=2)
@EACH
def test_same_seed_gives_the_same(student: Student, rng: Rng, name: str) -> None:
    """Generators with the same seed lead to the same numbers."""
    repeats(partial(drawn, student, name), rng, name)


@exercise("8.9", weight=2)
@DRAWING
def test_next_call_gives_others(student: Student, rng: Rng, name: str) -> None:
    """The next call with the same generator gives other numbers."""
    goes_on(student, partial(drawn, student, name), rng, name)


@exercise("8.9")
@EACH
def test_other_generators_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """The function neither draws from nor seeds np.random or Python's random."""
    leaves_shared_generators(student, partial(drawn, student, name), rng, name)


@exercise("8.10", weight=2)
def test_data_are_left_alone(student: Student, rng: Rng) -> None:
    """split: neither x nor t is modified."""
    x, t = rng.normal(size=(29, 3)), rng.integers(10, size=29)
    given = {"x": x.copy(), "t": t.copy()}

    student.split(given["x"], given["t"], 0.3, seeded(rng))

    left_alone("split", given, {"x": x, "t": t})


@exercise("8.10")
def test_histories_are_left_alone(student: Student, rng: Rng) -> None:
    """random_search modifies none of the histories that evaluate returns."""
    module = support(student, "calls", CALLS)

    before, after = module.kept(student, seeded(rng))

    lists_left_alone("random_search", after, before, "a history")


@exercise("8.11")
@pytest.mark.parametrize(
    ("x_dtype", "t_dtype"),
    [
        ("float32", "int64"),
        ("uint8", "uint8"),
        ("float64", "float32"),
        ("int16", "bool"),
    ],
    ids=["float32 and int64", "uint8", "float64 and float32", "int16 and bool"],
)
def test_parts_keep_their_dtypes(
    student: Student, rng: Rng, x_dtype: str, t_dtype: str
) -> None:
    """split: both parts of x have the dtype of x, and both parts of t that of t."""
    x = rng.integers(2, size=(11, 3)).astype(x_dtype)
    t = rng.integers(2, size=11).astype(t_dtype)

    found = student.split(x, t, 0.3, seeded(rng))

    parts = found if isinstance(found, (tuple, list)) else [found]
    for part in has_length(parts, 4, "what split returns"):
        is_t = np.ndim(np.asarray(part)) == 1
        has_dtype(
            part, t_dtype if is_t else x_dtype, f"a part of {'t' if is_t else 'x'}"
        )


@exercise("8.11")
def test_log_uniform_gives_a_number(student: Student, rng: Rng) -> None:
    """log_uniform returns one float, not an array."""
    found = student.log_uniform(-5, -1, seeded(rng))

    is_kind(found, "float", "what log_uniform returns")


@exercise("8.11")
def test_trials_are_named(student: Student, rng: Rng) -> None:
    """random_search returns a list of Trial, each with a float, a dict and a list."""
    module = support(student, "calls", CALLS)

    kind, made, parts = module.kinds(student, seeded(rng))

    is_made_with(kind, "list", "what random_search returns")
    is_made_with(made, "Trial", "each trial")
    accuracy, hyperparameters, history = has_length(parts, 3, "a Trial")
    is_kind(accuracy, "float", "the accuracy")
    is_kind(hyperparameters, "dict", "what a Trial holds as hyperparameters")
    must = "The history of a Trial must be a list, found an array."
    require(not isinstance(history, np.ndarray), must, cause=KEPT)
    is_kind(history, "list", "what a Trial holds as history")


@exercise("8.12")
def test_split_has_no_loop(student: Student, rng: Rng) -> None:
    """split: the number of Python steps does not grow with examples or features."""

    def build(size: dict[str, int]) -> Work:
        x, t = rng.normal(size=(size["N"], size["D"])), np.arange(size["N"])
        return Work(student.split, (x, t, 0.3, generator(1)))

    vectorised(build, over={"N": 11, "D": 3})


def drawn(student: Student, name: str, rng: object) -> object:
    """Return all numbers that come out of a function."""
    return support(student, "calls", CALLS).call(student, name, rng)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))
