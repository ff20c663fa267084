"""Conventions of code that draws: all from the generator it is given, as it comes.

`draw` is a function of the suite's that hands a generator to the student's code and
returns what comes out: an array, or a number, or a list, tuple or dict of such.

    def draw(rng): return student.Dropout(0.3, rng).forward(x)

    repeats(draw, rng)
"""

from collections.abc import Callable, Collection, Iterator
from typing import NoReturn

import numpy as np

from grader.checks.objects import generator, support
from grader.errors import CheckFailed, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

Draw = Callable[[Value], Value]
Rng = np.random.Generator
MODULE = "generators_of_the_suite"
SOURCE = '''
import random

import numpy as np


class Recorder:
    """A generator that notes which of its methods are asked for."""

    def __init__(self, seed):
        self.generator, self.names = np.random.default_rng(seed), []

    def __getattr__(self, name):
        if not name.startswith("_"):
            self.names.append(name)
        return getattr(self.generator, name)


class Steady:
    """A generator that gives the same numbers in every call: all chance is gone."""

    def __init__(self, seed):
        self.seed = seed

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(np.random.default_rng(self.seed), name)


def make(seed):
    return np.random.default_rng(seed)


def states():
    """Return the states of both generators that everyone shares."""
    kind, keys, *rest = np.random.get_state()
    return [kind, keys.tolist(), *rest], random.getstate()


class Watch:
    """Knows whether a shared generator has moved since it was made."""

    def __init__(self):
        np.random.random()  # so that a fresh seed shows
        random.random()
        self.before = states()

    def moved(self):
        pairs = zip(("np.random", "random"), self.before, states())
        return [name for name, before, after in pairs if before != after]
'''
ELSEWHERE = (
    "Two generators in the same state lead to different numbers: they come from "
    "elsewhere, such as np.random or a generator made on the way. Draw every number "
    "from the generator that is given."
)
ANEW = (
    "Two calls with one generator give the same numbers: a generator is started anew "
    "from a fixed seed, numbers are kept from an earlier call, or nothing is drawn. "
    "Draw from the generator that is given, which goes on."
)


def steady(student: Handle, rng: Rng) -> Handle:
    """Return a generator, in the worker, that gives the same numbers in every call.

    A layer that draws is as good as one that does not, so checks that hold one pass
    against another serve it as well.

    Args:
        student: the submission's module.
        rng: the check's, which gives the seed.
    """
    made: Handle = support(student, MODULE, SOURCE).Steady(_seed(rng))
    return made


def repeats(draw: Draw, rng: Rng, name: str = "the code") -> None:
    """Check that a generator in the same state leads to the same numbers.

    Args:
        draw: as above.
        rng: the check's, which gives the seed.
        name: what draws, for the message.

    Raises:
        CheckFailed: other numbers come out.
    """
    seed = _seed(rng)
    if not _are_alike(draw(generator(seed)), draw(generator(seed))):
        msg = f"{name} must give the same numbers where rng is in the same state."
        raise CheckFailed(msg, (Finding("generator:elsewhere", ELSEWHERE),))


def goes_on(student: Handle, draw: Draw, rng: Rng, name: str = "the code") -> None:
    """Check that a second call with one and the same generator gives other numbers.

    Args:
        student: the submission's module.
        draw: as above; what it returns is long enough never to come twice by chance.
        rng: the check's, which gives the seed.
        name: what draws, for the message.

    Raises:
        CheckFailed: the same numbers come out.
    """
    shared = support(student, MODULE, SOURCE).make(_seed(rng))
    if _are_alike(draw(shared), draw(shared)):
        msg = f"two calls of {name} with one generator must give different numbers."
        raise CheckFailed(msg, (Finding("generator:started anew", ANEW),))


def differ(first: Value, second: Value, name: str) -> None:
    """Check that two results that were drawn one after the other are others.

    Args:
        first: what the one drew.
        second: what the other drew.
        name: what drew, for the message.

    Raises:
        CheckFailed: they hold the same numbers.
    """
    if _are_alike(first, second):
        msg = f"{name} must give different numbers."
        raise CheckFailed(msg, (Finding("generator:started anew", ANEW),))


def leaves_shared_generators(
    student: Handle, draw: Draw, rng: Rng, name: str = "the code"
) -> None:
    """Check that neither np.random nor Python's random is drawn from, or seeded.

    Args:
        student: the submission's module.
        draw: as above.
        rng: the check's, which gives the seed.
        name: what draws, for the message.

    Raises:
        CheckFailed: one of them has moved.
    """
    watch = support(student, MODULE, SOURCE).Watch()
    draw(generator(_seed(rng)))
    moved = watch.moved()
    if moved:
        which = str(moved[0]) if isinstance(moved, (list, tuple)) else "np.random"
        said = (
            f"{which} goes on or starts anew: everyone shares it, so neither draw from "
            "it nor seed it."
        )
        msg = f"{name} must leave {which} as it is."
        raise CheckFailed(msg, (Finding(f"generator:{which} moved", said),))


def draws_with(
    student: Handle,
    draw: Draw,
    rng: Rng,
    methods: Collection[str],
    name: str = "the code",
) -> None:
    """Check by which methods of a generator the code draws.

    Args:
        student: the submission's module.
        draw: as above.
        rng: the check's, which gives the seed.
        methods: those that may be called.
        name: what draws, for the message.

    Raises:
        CheckFailed: another one is called, or none at all.
    """
    recorder = support(student, MODULE, SOURCE).Recorder(_seed(rng))
    draw(recorder)
    called = [str(each) for each in recorder.names]
    others = sorted(set(called) - set(methods))
    allowed = " and ".join(f"rng.{each}" for each in sorted(methods))
    if others:
        _refuse_methods(name, others, allowed)
    if not called:
        said = (
            "The generator that is given is never drawn from: every number comes from "
            f"it, by {allowed}."
        )
        msg = f"{name} must draw by {allowed}, found no draw from rng."
        raise CheckFailed(msg, (Finding("generator:not used", said),))


def _refuse_methods(name: str, others: list[str], allowed: str) -> NoReturn:
    found = " and ".join(f"rng.{each}" for each in others)
    said = (
        f"It draws by {found}: generators of other libraries may lack that, or draw in "
        f"another way. {allowed} will do."
    )
    msg = f"{name} must draw by {allowed}, found {found}."
    raise CheckFailed(msg, (Finding(f"generator:method:{found}", said),))


def _seed(rng: Rng) -> int:
    return int(rng.integers(1 << 32))


def _are_alike(left: Value, right: Value) -> bool:
    """Whether two results hold the same numbers."""
    ours, theirs = list(_flat(left)), list(_flat(right))
    return len(ours) == len(theirs) and all(map(np.array_equal, ours, theirs))


def _flat(value: Value) -> Iterator[np.ndarray]:
    """Yield the arrays and numbers of a result."""
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _flat(each)
    else:
        yield np.asarray(value)
