"""The outcome check: code that trains, from several starts, learns enough.

A suite trains in the worker, next to the student's objects, in one message a
start, and judges what comes back here, against labels that never left:

    def run(start: np.random.Generator) -> float:
        scores = trained(student, SOURCE, x, labels, unseen_x, start=start)
        return accuracy(scores, unseen_labels)

    trains(run, rng, reaches=0.9, measure="accuracy on 360 digits it has not seen")
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from grader.checks import text
from grader.checks.objects import generator, in_turn, support
from grader.checks.values import numeric
from grader.errors import BadOutput, CheckFailed, CourseError, Finding
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

Run = Callable[[np.random.Generator], float]
MODULE = "training"  # the name under which the suite's source runs in the worker
_SEEDS = 2**32

TOO_LITTLE = Finding(
    "trains:too-little",
    "Your code trains without an error and learns too little. Make the other "
    "exercises of the unit pass first; then look at what they share: the sign and "
    "the size of a step, and what is remembered between two steps.",
)
ALONE = Finding(
    "trains:alone",
    "Your code trains without an error and learns too little, and every other check "
    "that ran passes. Look at what only a training does: many steps in a row, on "
    "batches that change, with everything that is remembered from one to the next.",
)
NOT_FINITE = Finding(
    "trains:not-finite",
    "The training ran away: its numbers became infinite or nan. A step in the wrong "
    "direction does that, and so does one that is too large.",
)


class Goal(msgspec.Struct, frozen=True):
    """What a check asks of training.

    Attributes:
        measure: what the numbers are.
        reaches: the threshold that the suite has now.
        seeds: how many starts the check makes for a student.
        need: how many of them must reach the threshold.
        smaller_is_better: whether a number reaches it from above, as a loss does.
    """

    measure: str
    reaches: float
    seeds: int
    need: int
    smaller_is_better: bool

    def is_reached(self, value: float) -> bool:
        """Whether one start's number is good enough; one that is not finite is not."""
        if not math.isfinite(value):
            return False
        return (
            value <= self.reaches if self.smaller_is_better else value >= self.reaches
        )


class Measurement(msgspec.Struct, frozen=True):
    """What a calibrating run of a check measured.

    Attributes:
        goal: what the check asks for.
        values: one number a start, None for one that is not finite.
    """

    goal: Goal
    values: tuple[float | None, ...]


# Set for the length of a `with` by the calibrating command, never by a suite.
_STARTS: ContextVar[int | None] = ContextVar("starts", default=None)


@contextmanager
def calibrating(starts: int) -> Iterator[None]:
    """Let every `trains` inside measure this many starts and say what it found."""
    token = _STARTS.set(starts)
    try:
        yield
    finally:
        _STARTS.reset(token)


def measurement_in(message: str) -> Measurement | None:
    """Return what a calibrating check measured, None if it says something else."""
    try:
        return msgspec.json.decode(message.encode(), type=Measurement)
    except msgspec.DecodeError:
        return None


def trains(  # noqa: PLR0913 - a suite names only what it needs
    run: Run,
    rng: np.random.Generator,
    *,
    reaches: float,
    seeds: int = 2,
    need: int = 1,
    measure: str = "accuracy",
    smaller_is_better: bool = False,
) -> None:
    """Check that training reaches a threshold from enough of several starts.

    It stops as soon as the verdict is clear: by default the first start that
    reaches is enough, and two must miss. `grader calibrate` finds a threshold
    that right solutions miss by bad luck once in ten thousand checks, provided
    that all chance of a run, its split of the data too, is drawn from its start.

    Args:
        run: trains once and returns what was reached, computed here and not by
            the submission; it gets a generator of its own.
        rng: the check's generator.
        reaches: what a run must reach.
        seeds: how many starts there are.
        need: how many of them must reach it.
        measure: what the number is, as the student reads it: "accuracy on 360
            digits it has not seen after 10 epochs".
        smaller_is_better: whether it must fall to `reaches`, as a loss does.

    Raises:
        CheckFailed: too few did.
        CourseError: `run` gives no number, or `need` is not from 1 to `seeds`.
    """
    goal = Goal(measure, reaches, seeds, need, smaller_is_better)
    _require_sense(goal)
    starts = _STARTS.get()
    if starts is not None:
        _tell(goal, [_number(run(start)) for start in rng.spawn(starts)])
    _require_reached(goal, (_number(run(start)) for start in rng.spawn(seeds)))


def _require_sense(goal: Goal) -> None:
    if not 1 <= goal.need <= goal.seeds:
        msg = f"trains: need must be from 1 to seeds = {goal.seeds}, found {goal.need}."
        raise CourseError(msg)


def _require_reached(goal: Goal, values: Iterator[float]) -> None:
    """Take values until the verdict is clear."""
    found: list[float] = []
    for value in values:
        found.append(value)
        reached = sum(map(goal.is_reached, found))
        if reached >= goal.need:
            return
        if len(found) - reached > goal.seeds - goal.need:
            raise _failure(goal, found)


def _number(value: object) -> float:
    if isinstance(value, (float, int, np.floating, np.integer)):
        return float(value)
    msg = f"trains: run must return a number, found {value!r}."
    raise CourseError(msg)


def _tell(goal: Goal, values: Sequence[float]) -> NoReturn:
    told = Measurement(
        goal, tuple(value if math.isfinite(value) else None for value in values)
    )
    raise CheckFailed(msgspec.json.encode(told).decode())


def _failure(goal: Goal, values: Sequence[float]) -> CheckFailed:
    """Return what the student reads: the numbers first, then what they mean."""
    bound = "at most" if goal.smaller_is_better else "at least"
    shown = ", ".join(f"{value:.6g}" for value in values)
    starts = "one start" if len(values) == 1 else f"{len(values)} starts"
    share = "one start" if goal.seeds == 1 else f"{goal.need} of {goal.seeds} starts"
    symptom = (
        f"What your code trains does not learn enough.\n\n"
        f"    measured   {goal.measure}\n"
        f"    expected   {bound} {goal.reaches:g} from {share}\n"
        f"    got        {shown} from {starts}"
    )
    ran_away = any(not math.isfinite(value) for value in values)
    finding = NOT_FINITE if ran_away else TOO_LITTLE
    return CheckFailed(symptom, (finding,), signature=finding.code)


def trained(
    student: Handle, source: str, *args: Value, start: np.random.Generator
) -> Value:
    """Train in the worker, in one message, and return what came of it.

    `source` is a module of the suite's own with a function
    `train(student, *args, rng)`. It runs next to the student's objects, and may
    take as long as the exercise has. The student's code can read it and all of
    `args`, so hand it no label that the result is judged by.

    Args:
        student: the submission's module.
        source: the module's text.
        args: passed on.
        start: gives the seed of the generator that `train` gets as `rng`.

    Returns:
        what `train` returned, by copy: a claim of the submission's process.
    """
    module = support(student, MODULE, source)
    rng = generator(int(start.integers(_SEEDS)))
    return in_turn(module.train, student, *args, each=[rng])[0]


def accuracy(scores: Value, labels: ArrayLike, name: str = "the scores") -> float:
    """Return the share of rows whose largest score is at the row's label.

    Args:
        scores: what the submission gave, (N, classes).
        labels: (N,) the right classes.
        name: what the scores are called in the message.

    Raises:
        BadOutput: `scores` is no array of real numbers with N rows.
    """
    right = np.asarray(labels)
    wide = isinstance(scores, np.ndarray) and scores.ndim == 2  # noqa: PLR2004 - N, classes
    classes = max(scores.shape[1] if wide else 0, int(right.max()) + 1)
    found = numeric(scores, (len(right), classes), name)
    if found.dtype.kind not in "fiu":
        msg = f"{name} must be real numbers, found {text.kind(scores)}"
        raise BadOutput(msg)
    if not np.isfinite(found).all():
        return math.nan
    return float((found.argmax(axis=1) == right).mean())
