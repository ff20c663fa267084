"""Chance comes from the generator that is given: what each check says."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import (
    Student,
    differ,
    draws_with,
    goes_on,
    leaves_shared_generators,
    repeats,
    steady,
)
from tests.checks.causes import failure
from tests.checks.conftest import Start

SOURCE = """
import random
import numpy as np

KEPT = []

def right(rng):
    return {"w": rng.random(9), "b": [rng.standard_normal(5), rng.random()]}

def elsewhere(rng):
    return np.random.random(9)

def seeded(rng):
    return np.random.default_rng(1).random(9)

def seeds_numpy(rng):
    np.random.seed(1)
    return rng.random(9)

def draws_from_python(rng):
    random.random()
    return rng.random(9)

def uniform(rng):
    return rng.uniform(size=9) + rng.normal(size=9)
"""
ELSEWHERE = (
    "generator:elsewhere",
    (
        "Two generators in the same state lead to different numbers: they come from "
        "elsewhere, such as np.random or a generator made on the way. Draw every "
        "number from the generator that is given."
    ),
)
ANEW = (
    "generator:started anew",
    (
        "Two calls with one generator give the same numbers: a generator is started "
        "anew from a fixed seed, numbers are kept from an earlier call, or nothing is"
        " drawn. Draw from the generator that is given, which goes on."
    ),
)
METHODS = ("random", "standard_normal")
Rng = np.random.Generator


@pytest.fixture
def rng() -> Rng:
    """Return what gives the seeds."""
    return np.random.default_rng(3)


@pytest.fixture
def student(walled: Start) -> Student:
    """Return the module above."""
    return walled(SOURCE)


def all_of(student: Student, name: str, rng: Rng) -> list[Callable[[], None]]:
    """Return all checks of a function."""
    draw = getattr(student, name)
    return [
        lambda: repeats(draw, rng, name),
        lambda: goes_on(student, draw, rng, name),
        lambda: leaves_shared_generators(student, draw, rng, name),
        lambda: draws_with(student, draw, rng, METHODS, name),
    ]


def test_code_that_draws_from_its_generator_passes(student: Student, rng: Rng) -> None:
    """Whatever holds the numbers: a dict, a list, an array."""
    for check in all_of(student, "right", rng):
        check()


@pytest.mark.parametrize(
    ("name", "place", "must", "cause"),
    [
        (
            "elsewhere",
            0,
            "elsewhere must give the same numbers where rng is in the same state.",
            ELSEWHERE,
        ),
        (
            "seeded",
            1,
            "two calls of seeded with one generator must give different numbers.",
            ANEW,
        ),
        (
            "seeds_numpy",
            2,
            "seeds_numpy must leave np.random as it is.",
            (
                "generator:np.random moved",
                (
                    "np.random goes on or starts anew: everyone shares it, so neither"
                    " draw from it nor seed it."
                ),
            ),
        ),
        (
            "draws_from_python",
            2,
            "draws_from_python must leave random as it is.",
            (
                "generator:random moved",
                (
                    "random goes on or starts anew: everyone shares it, so neither "
                    "draw from it nor seed it."
                ),
            ),
        ),
        (
            "uniform",
            3,
            (
                "uniform must draw by rng.random and rng.standard_normal, found "
                "rng.normal and rng.uniform."
            ),
            (
                "generator:method:rng.normal and rng.uniform",
                (
                    "It draws by rng.normal and rng.uniform: generators of other "
                    "libraries may lack that, or draw in another way. rng.random and "
                    "rng.standard_normal will do."
                ),
            ),
        ),
        (
            "seeded",
            3,
            (
                "seeded must draw by rng.random and rng.standard_normal, found no draw "
                "from rng."
            ),
            (
                "generator:not used",
                (
                    "The generator that is given is never drawn from: every number "
                    "comes from it, by rng.random and rng.standard_normal."
                ),
            ),
        ),
    ],
)
def test_chance_that_comes_from_elsewhere_is_told(
    student: Student, rng: Rng, name: str, place: int, must: str, cause: tuple[str, str]
) -> None:
    """Each defect by the check that is made for it."""
    assert (must, [cause]) == failure(all_of(student, name, rng)[place])


def test_two_results_that_must_differ_are_told(rng: Rng) -> None:
    """Where no generator is handed over at all."""
    numbers = rng.random(9)
    differ(numbers, rng.random(9), "two layers")

    assert failure(lambda: differ(numbers, numbers.copy(), "two layers")) == (
        "two layers must give different numbers.",
        [ANEW],
    )


def test_a_steady_generator_gives_the_same_in_every_call(
    student: Student, rng: Rng
) -> None:
    """So what draws is as good as what does not."""
    same = steady(student, rng)

    first, second = student.right(same), student.right(same)

    np.testing.assert_array_equal(first["w"], second["w"])
    assert first["b"][1] == second["b"][1]
