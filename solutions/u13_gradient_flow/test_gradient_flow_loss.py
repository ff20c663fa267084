"""Hidden checks of unit 13: the loss of sequences, and perplexity."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    in_turn,
    quiet,
    require,
    unchanged,
)

Array = NDArray[np.float64]
Ids = NDArray[np.int64]
Rng = np.random.Generator
STEP = 1e-5
AXES = {"dlogits": "N T V", "logits": "N T V"}
SOFTMAX = "It is the softmax alone: subtract 1 at the target."
TARGETS_OFF = "The signs are turned around: it is softmax minus one-hot."
OVER_N = "It is divided by N alone: the mean runs over N and over T."
OVER_T = "It is divided by T alone: the mean runs over N and over T."
SUMS = "It is not divided by N T: the loss is a mean over all places."
NEGATIVE = "The sign is wrong: it is minus the logarithm."
BASE_2 = "The logarithm has base 2: it is the natural one."
OTHER_AXIS = "The softmax runs over another axis: it runs over the V characters."
POWER_OF_2 = "It is a power of 2: the loss has natural logarithms, so e is the base."
SUM_LOSS = "It is the loss of all places together."
SHAPES = pytest.mark.parametrize(
    ("n", "t", "v"),
    [(2, 3, 5), (1, 1, 2), (7, 1, 3), (1, 5, 11)],
    ids=["many", "one place", "one step", "one sequence"],
)


@exercise("13.6", weight=3)
@SHAPES
def test_loss_and_gradient(student: Student, rng: Rng, n: int, t: int, v: int) -> None:
    """sequence_cross_entropy gives loss and dlogits by handout section 4.3."""
    logits, targets = drawn(rng, n, t, v)

    loss, dlogits = pair(student.sequence_cross_entropy(logits.copy(), targets.copy()))

    costs = [cost(logits[k], int(targets[k])) for k in np.ndindex(n, t)]
    close(loss, np.mean(costs), "the loss", clues=of_loss(logits, targets, costs))
    close(dlogits, gradient(logits, targets), "dlogits", clues=of(logits, targets))


@exercise("13.6", weight=2)
def test_gradient_by_differences(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy returns the numerical gradient of its own loss."""
    logits, targets = drawn(rng, 2, 3, 5)
    _, dlogits = pair(student.sequence_cross_entropy(logits.copy(), targets.copy()))
    steps = STEP * np.eye(logits.size).reshape(-1, *logits.shape)

    ask = [(logits + s, targets) for step in steps for s in (step, -step)]
    found = in_turn(student.sequence_cross_entropy, each=ask)

    losses = [pair(each)[0] for each in found]
    are_numbers = all(isinstance(each, (float, int, np.number)) for each in losses)
    require(are_numbers, "the loss must be a number")
    ups, downs = np.array(losses[::2], float), np.array(losses[1::2], float)
    numeric = ((ups - downs) / (2 * STEP)).reshape(logits.shape)
    close(dlogits, numeric, "dlogits", 1e-8, clues=of(logits, targets))


@exercise("13.6")
def test_sure_and_right_costs_nothing(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy gives 0 where the score of each target is far ahead."""
    _, targets = drawn(rng, 5, 2, 7)
    logits = 60.0 * np.eye(7)[targets]

    loss, dlogits = pair(student.sequence_cross_entropy(logits, targets))

    close(loss, 0.0, "the loss")
    close(dlogits, np.zeros((5, 2, 7)), "dlogits")


@exercise("13.6")
@pytest.mark.parametrize("base", [2.0, 27.0], ids="k={:.0f}".format)
def test_perplexity_of_equal_chances(student: Student, base: float) -> None:
    """A loss of ln k gives a perplexity of k."""
    loss = math.log(base)

    found = student.perplexity(loss)

    clues = Clues(suspects={"perplexity:2": (POWER_OF_2, 2.0**loss)})
    close(found, base, "the perplexity", clues=clues)


@exercise("13.10", weight=2)
@pytest.mark.parametrize("size", [1e3, 1e4], ids=["1 000", "10 000"])
def test_loss_of_large_scores(student: Student, rng: Rng, size: float) -> None:
    """sequence_cross_entropy is right at large scores, without a NumPy warning."""
    _, targets = drawn(rng, 3, 2, 5)
    ahead = rng.integers(5, size=(3, 2))
    logits = np.where(np.arange(5) == ahead[..., np.newaxis], size, -size)

    with quiet(student):
        found = student.sequence_cross_entropy(logits.copy(), targets)

    loss, dlogits = pair(found)
    close(loss, 2 * size * np.mean(ahead != targets), "the loss")
    close(dlogits, (np.eye(5)[ahead] - np.eye(5)[targets]) / 6, "dlogits")


@exercise("13.10")
@pytest.mark.parametrize("shift", [-1e4, 1e4], ids=["downwards", "upwards"])
def test_loss_far_from_zero(student: Student, rng: Rng, shift: float) -> None:
    """sequence_cross_entropy gives the same if all scores are shifted by 10 000."""
    logits, targets = drawn(rng, 3, 2, 5)
    near = pair(student.sequence_cross_entropy(logits.copy(), targets))

    with quiet(student):
        far = pair(student.sequence_cross_entropy(logits + shift, targets))

    close(far[0], as_number(near[0]), "the loss")
    close(far[1], np.asarray(near[1]), "dlogits")


@exercise("13.11")
def test_scores_are_left_alone(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy leaves logits and targets unchanged."""
    logits, targets = drawn(rng, 3, 2, 5)
    given = targets.copy()

    unchanged(
        student.sequence_cross_entropy,
        at={"logits": logits + 3, "targets": given},
        train=None,
    )


def drawn(rng: Rng, n: int, t: int, v: int) -> tuple[Array, Ids]:
    """Return logits off centre and targets."""
    return rng.normal(1.0, 2.0, size=(n, t, v)), rng.integers(v, size=(n, t))


def cost(scores: Array, target: int) -> float:
    """Return the loss of one place: how far the target is behind all together."""
    return math.log(sum(math.exp(score - scores[target]) for score in scores))


def softmax(logits: Array, axis: int = -1) -> Array:
    """Return the softmax of moderate logits."""
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def gradient(logits: Array, targets: Ids) -> Array:
    """Return softmax minus one-hot, over the number of places."""
    ones = np.eye(logits.shape[2])[targets]
    return np.asarray((softmax(logits) - ones) / targets.size)


def pair(found: object) -> tuple[object, object]:
    """Return the loss and dlogits, once they are two."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    require(is_pair, "sequence_cross_entropy must return two things, loss and dlogits")
    assert isinstance(found, (tuple, list))
    return found[0], found[1]


def as_number(value: object) -> float:
    """Return a number of the submission's, nan in place of anything else."""
    return float(value) if isinstance(value, (float, int, np.floating)) else math.nan


def of_loss(logits: Array, targets: Ids, costs: list[float]) -> Clues:
    """Return what the loss may be in place of what it must be."""
    n, t, _ = logits.shape
    mean, other = float(np.mean(costs)), np.log(softmax(logits, axis=1))
    crossed = -np.take_along_axis(other, targets[..., np.newaxis], 2).mean()
    suspects = {
        "loss:n": (OVER_N, t * mean),
        "loss:t": (OVER_T, n * mean),
        "loss:sum": (SUM_LOSS, n * t * mean),
        "loss:sign": (NEGATIVE, -mean),
        "loss:base": (BASE_2, mean / math.log(2)),
        "loss:axis": (OTHER_AXIS, crossed),
    }
    return Clues(suspects=suspects, constants={"N": float(n), "T": float(t)})


def of(logits: Array, targets: Ids) -> Clues:
    """Return what dlogits may be in place of what they must be."""
    n, t, _ = logits.shape
    right = gradient(logits, targets)
    crossed = softmax(logits, axis=1) - np.eye(logits.shape[2])[targets]
    suspects = {
        "dlogits:n": (OVER_N, t * right),
        "dlogits:t": (OVER_T, n * right),
        "dlogits:sum": (SUMS, n * t * right),
        "dlogits:softmax": (SOFTMAX, softmax(logits) / targets.size),
        "dlogits:sign": (TARGETS_OFF, -right),
        "dlogits:axis": (OTHER_AXIS, crossed / targets.size),
    }
    return Clues(axes=AXES, suspects=suspects)
