"""Steps, training and clues as a teacher would write them for one process.

Clues name causes, which no peer does; they are taken and left aside. Counting Python's
steps and running on a device have no counterpart either: the code runs once, as it is.
"""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from grader.numerics import chains
from grader.numerics.closeness import difference

Value = Any  # whatever a student's code gives
Rng = np.random.Generator
RTOL = 1e-9
STARTS, NEEDED = 3, 2


class Chain(chains.Chain):
    """A forward pass in named steps; nobody asks for them here."""


@dataclass(frozen=True)
class Clues:
    """What a suite knows about its numbers: taken, for the suite's own work in it."""

    axes: Value = None
    constants: Value = None
    known: Value = None
    terms: Value = None
    suspects: Mapping[str, Value] = field(default_factory=dict)
    blocks: Value = None
    cause: str = ""
    shown: Value = None
    chain: Callable[[Mapping[str, Value], Chain], Value] | None = None


class Work:
    """What the student's code shall do once."""

    def __init__(
        self,
        subject: Value,
        args: tuple[Value, ...] = (),
        kwargs: Mapping[str, Value] | None = None,
        upstream: Value = None,
    ) -> None:
        """Note a layer and its passes, or a function and its arguments."""
        self.subject, self.args = subject, args
        self.kwargs, self.upstream = dict(kwargs or {}), upstream

    def do(self) -> None:
        """Do it."""
        act: Value = getattr(self.subject, "forward", self.subject)
        act(*self.args, **self.kwargs)
        if self.upstream is not None:
            several = isinstance(self.upstream, tuple)
            self.subject.backward(*(self.upstream if several else (self.upstream,)))


def vectorised(
    build: Callable[[Mapping[str, int]], Work],
    *,
    over: Mapping[str, int],
    reference: Value = None,
) -> None:
    """Run the code once: nobody else counts its steps."""
    assert reference is None or callable(reference)
    build(dict(over)).do()


def snapshots(
    update: Callable[..., Value], params: Mapping[str, Value], each: Sequence[Value]
) -> dict[str, list[Value]]:
    """Return every parameter after each update."""
    held = {key: np.array(value) for key, value in params.items()}
    seen: dict[str, list[Value]] = {key: [] for key in held}
    for item in each:
        update(held, item)
        for key, value in held.items():
            seen[key].append(value.copy())
    return seen


def steps(
    got: Sequence[Value],
    expected: Value,
    name: str,
    *,
    start: Value = None,
    rtol: float = RTOL,
    clues: Clues | None = None,
) -> None:
    """Check a value after each of several steps."""
    assert (start, clues) is not None
    for left, right in zip(got, np.asarray(expected), strict=True):
        assert left.shape == right.shape, name
        assert difference(np.asarray(left), right, rtol) is None, name


def support(_student: Value, name: str, source: str) -> types.ModuleType:
    """Return a module of the suite's own."""
    module = types.ModuleType(name)
    exec(source, module.__dict__)  # noqa: S102 - a suite's own text
    return module


def dataset(name: str, *, near: str | Path) -> dict[str, Value]:
    """Return the arrays of a file that was laid beside the suites."""
    with np.load(Path(near).parent / f"{name}.npz") as file:
        return {key: file[key] for key in file.files}


def accuracy(scores: Value, labels: Value, name: str = "the scores") -> float:
    """Return the part of rows whose largest score is at the label."""
    assert len(scores) == len(labels), name
    return float((np.argmax(scores, axis=1) == labels).mean())


def trains(  # noqa: PLR0913 - the signature of the check it stands for
    run: Callable[[Rng], float],
    rng: Rng,
    *,
    reaches: float,
    seeds: int = STARTS,
    need: int = NEEDED,
    measure: str = "accuracy",
    smaller_is_better: bool = False,
) -> None:
    """Check that enough starts reach a threshold; stop as soon as that is clear."""
    good = bad = 0
    while good < need and bad <= seeds - need:
        value = run(np.random.default_rng(int(rng.integers(2**32))))
        reached = value <= reaches if smaller_is_better else value >= reaches
        good, bad = good + reached, bad + (not reached)
    assert good >= need, measure
