"""Hidden checks of unit 3, third part: accuracy, and batches in a random order.

The order of a batch is judged by properties that every fair order has, and never by
a stream of random numbers, so any way to shuffle is right.
"""

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    cover_once,
    differ,
    exercise,
    follows,
    generator,
    is_mixed,
    narrowed,
    orders_differ,
    repeats,
    require,
    stay_together,
    support,
)

Array = NDArray[np.float64]
Any1d = NDArray[np.generic]
Batch = tuple[Any1d, Any1d]
Rng = np.random.Generator
SEEDS = 2**31
PASSES = '''
"""Goes through the data, and copies every batch at once."""

import copy


def go(student, x, t, size, times, rng):
    return [
        [copy.deepcopy(tuple(batch)) for batch in student.minibatches(x, t, size, rng)]
        for _ in range(times)
    ]
'''
MANY, SOME = 59, 7  # of 59, any 7 come first with a probability of 1 in 341 million
NEIGHBOURS = 18  # as many pairs side by side as before: less than 1 in 10^10
KINDS = pytest.mark.parametrize("kind", ["labels", "label_rows"])
FIRST_AXIS = "The largest is looked for along the examples: the classes are axis 1."
COUNT = "It is the number of right answers: divide by N."
PERCENT = "It is in percent: a share is from 0 to 1."
WRONG = "It is the share of wrong answers."
HALF = "A vote is counted only above one half: the largest logit wins, however small."
POSITIVE = "Where all logits are negative it is wrong: only their order must count."
SMALLEST = "It looks for the smallest logit: the vote is for the largest."


@exercise("3.5")
@KINDS
@pytest.mark.parametrize("right", [4, 11], ids=["some right", "all right"])
def test_accuracy_values(student: Student, rng: Rng, kind: str, right: int) -> None:
    """accuracy(logits, t) is the share of examples whose largest logit is right."""
    n, c = 11, 5
    logits = rng.normal(-3.0, 1.0, size=(n, c))
    order = np.argsort(-logits, axis=1)
    labels = np.where(rng.permutation(n) < right, order[:, 0], order[:, 1])
    t = labels if kind == "labels" else np.eye(c)[labels]

    found = student.accuracy(logits.copy(), t.copy())

    other, positive = np.resize(logits.argmax(0), n) == labels, logits.max(axis=1) > 0
    suspects = {
        "accuracy:axis": (FIRST_AXIS, other.mean()),
        "accuracy:count": (COUNT, right),
        "accuracy:percent": (PERCENT, 100 * right / n),
        "accuracy:wrong": (WRONG, 1 - right / n),
        "accuracy:half": (HALF, (exp_share(logits, labels) > 0.5).mean() or np.nan),
        "accuracy:smallest": (SMALLEST, (order[:, -1] == labels).mean() or np.nan),
        "accuracy:positive": (POSITIVE, (positive & (order[:, 0] == labels)).mean()),
    }
    with narrowed(lambda: accuracies(student, rng)):
        close(found, right / n, "the accuracy", clues=Clues(suspects=suspects))


@exercise("3.5")
def test_accuracy_of_one_example(student: Student, rng: Rng) -> None:
    """accuracy(logits, t) of one example is 1 if it is right and 0 if it is not."""
    logits = rng.normal(size=(1, 3))
    best, worst = logits.argmax(axis=1), logits.argmin(axis=1)

    close(student.accuracy(logits.copy(), best), 1.0, "the accuracy")
    close(student.accuracy(logits.copy(), worst), 0.0, "the accuracy")


def accuracies(student: Student, rng: Rng) -> None:
    """Hold several accuracies at once against what they must be."""
    sizes, found = rng.integers(7, 40, size=6), []
    right = np.array([int(rng.integers(2, n)) for n in sizes])
    for n, hits in zip(sizes, right, strict=True):
        logits = rng.normal(size=(n, 5))
        votes = logits.argmax(axis=1)
        t = np.where(np.arange(n) < hits, votes, (votes + 1) % 5)
        found.append(float(np.asarray(student.accuracy(logits, t))))
    parts = {"right": right, "N": sizes, "C": 5}
    it = "The accuracy"
    follows(np.array(found), "right / N", parts, "accuracies of six batches", it=it)


@exercise("3.6", weight=2)
@pytest.mark.parametrize(
    ("n", "size"),
    [(11, 3), (12, 4), (5, 8), (7, 1), (1, 3)],
    ids=[
        "short last batch",
        "full batches",
        "one batch",
        "batches of 1",
        "one example",
    ],
)
def test_batches_cover_the_data(student: Student, rng: Rng, n: int, size: int) -> None:
    """minibatches(...) yields every example once, in batches of the given size."""
    x, t = rng.permutation(100.0 + np.arange(n)), np.arange(n)

    batches = once(student, rng, x[:, np.newaxis], t, size)

    cover_once([batch[1].astype(np.int64) for batch in batches], n, size)


@exercise("3.6", weight=2)
@KINDS
def test_batches_keep_pairs(student: Student, rng: Rng, kind: str) -> None:
    """minibatches(...) keeps each row of x with its row of t, in any shapes."""
    x = rng.normal(size=(11, 2, 3))
    t = rng.permutation(11) if kind == "labels" else rng.normal(size=(11, 4))

    batches = once(student, rng, x, t, 3)

    drawn_x: list[int] = []
    drawn_t: list[int] = []
    for part, right in batches:
        shapes = part.shape[1:] == x.shape[1:] and right.shape[1:] == t.shape[1:]
        require(shapes, "A batch must be rows of x and rows of t, whole ones.")
        rows = np.array([np.flatnonzero((x == row).all(axis=(1, 2))) for row in part])
        require(rows.size == len(part), "A batch must be rows of x, as they are.")
        ours = [
            np.flatnonzero([np.array_equal(row, each) for each in t]) for row in right
        ]
        require(all(each.size for each in ours), "A batch must be rows of t.")
        drawn_x += rows.ravel().tolist()
        drawn_t += np.ravel(ours).tolist()
    stay_together(np.array(drawn_x), np.array(drawn_t), ("x", "t"))


@exercise("3.6", weight=2)
def test_batches_are_shuffled(student: Student, rng: Rng) -> None:
    """minibatches(...) shuffles across batches and parts most neighbours.

    A fair order has 18 or more pairs of neighbours, forwards or backwards, with
    probability below 2^18 / 18! < 1e-10, and keeps the first seven in the first
    batch with 1 / C(59, 7) < 3e-9.
    """
    places = np.arange(MANY)

    order = joined(once(student, rng, places * 1.0, places, SOME))

    pairs = int((np.abs(np.diff(order)) == 1).sum())
    stays = set(order[:SOME].tolist()) == set(range(SOME))
    with narrowed(lambda: is_mixed(order, SOME)):
        must = "Examples must not stay in the batch that their place would give them."
        require(not stays, must)
        must = f"Neighbours must be parted: found {pairs} pairs still side by side."
        require(pairs < NEIGHBOURS, must)


@exercise("3.6")
def test_every_pass_has_another_order(student: Student, rng: Rng) -> None:
    """minibatches(...) draws another order when called again with the same rng.

    A fair shuffle repeats an order of 59 with probability 1 / 59! < 1e-80.
    """
    places, seed = np.arange(MANY), int(rng.integers(SEEDS))

    first, second = passes(student, seed, places * 1.0, places, SOME, 2)

    orders_differ([joined(first), joined(second)])


@exercise("3.6")
def test_batches_follow_the_generator(student: Student, rng: Rng) -> None:
    """minibatches(...) draws its order from rng alone: one seed, one order.

    Two fair orders of 59 agree by chance with probability 1 / 59! < 1e-80.
    """
    places, go = np.arange(MANY), support(student, "passes", PASSES).go
    x, seed = places * 1.0, int(rng.integers(SEEDS))

    def order(shared: object) -> Any1d:
        found = go(student, x, places, SOME, 1, shared)
        return joined([pair(batch) for batch in found[0]])

    repeats(order, rng, "minibatches")
    one, other = order(generator(seed)), order(generator(seed + 1))
    differ(one, other, "minibatches with two generators")


def exp_share(logits: Array, labels: NDArray[np.int64]) -> Array:
    """Return the probability of each example's class."""
    powers = np.exp(logits)
    return np.asarray(powers[np.arange(len(labels)), labels] / powers.sum(axis=1))


def once(student: Student, rng: Rng, x: Any1d, t: Any1d, size: int) -> list[Batch]:
    """Return the batches of one pass."""
    return passes(student, int(rng.integers(SEEDS)), x, t, size, 1)[0]


def passes(
    student: Student, seed: int, x: Any1d, t: Any1d, size: int, times: int
) -> list[list[Batch]]:
    """Return the batches of several passes with one generator."""
    go = support(student, "passes", PASSES).go
    found = go(student, x.copy(), t.copy(), size, times, generator(seed))
    return [[pair(batch) for batch in batches] for batches in found]


def pair(batch: object) -> Batch:
    """Return a batch once it is known to be two arrays of one length."""
    both = tuple(batch) if isinstance(batch, Iterable) else ()
    are_arrays = len(both) == 2 and all(isinstance(each, np.ndarray) for each in both)
    require(are_arrays, "minibatches must yield pairs of arrays: some x, some t.")
    require(
        all(np.ndim(each) for each in both) and len(both[0]) == len(both[1]),
        "A batch must have as many rows of t as of x.",
    )
    return both


def joined(batches: list[Batch]) -> NDArray[np.int64]:
    """Return the labels of a pass in the order in which they came."""
    require(bool(batches), "minibatches must yield at least one batch.")
    cover_once([batch[1].astype(np.int64) for batch in batches], MANY, SOME)
    return np.concatenate([batch[1] for batch in batches]).astype(np.int64)
