"""Hidden checks of unit 3, fourth part: the training loop.

Net, loss and optimizer are the suite's own, and they note what they are given. The
right numbers are worked out afterwards from the batches that were really drawn, so
an error in 3.6 costs nothing here.
"""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
SEEDS = 2**31
RATE = 0.07
PARTS = '''
"""A net, a loss and an optimizer that remember what they were given."""

import numpy as np


class Line:
    """out = x W."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": np.zeros_like(W)}

    def forward(self, x, train=True):
        self.x, self.mode = x, train
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T


class Squares:
    """Half the squared distance, a mean over the examples."""

    def forward(self, logits, t):
        self.t, self.gap = t, logits - t
        return float((self.gap**2).sum() / (2 * len(t)))

    def backward(self, dout=1.0):
        return dout * self.gap / len(self.t)


class Descent:
    """Plain gradient descent; keeps the batch and the mode behind every update."""

    def __init__(self, lr, net, loss):
        self.lr, self.net, self.loss = lr, net, loss
        self.x, self.t, self.modes = [], [], []

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * grad
        self.x.append(np.array(self.net.x))
        self.t.append(np.array(self.loss.t))
        self.modes.append(bool(self.net.mode))


def orders(student, x, t, size, epochs, rng):
    """Return in how many orders the labels come in as many passes by hand."""
    passes = set()
    for _ in range(epochs):
        drawn = [t for _, t in student.minibatches(x, t, size, rng)]
        passes.add(np.concatenate(drawn).tobytes())
    return len(passes)
'''
SIZES = pytest.mark.parametrize(
    ("n", "size", "epochs"),
    [(11, 3, 3), (12, 4, 2), (5, 5, 4)],
    ids=["short_last", "all_full", "one_batch"],
)
NOT_MOVED = (
    "The parameters are where they were: is the optimizer given net.params and "
    "net.grads, in that order, after both backwards?"
)
WHOLE = "Each update must be made from one batch of minibatches, not from all data."
STALE = (
    "Each update takes the gradients of the batch before: call net.backward with what "
    "loss.backward returns, and update after it."
)
UNWEIGHTED = (
    "It is the mean of the batches' losses: a short batch must count for fewer "
    "examples."
)
TOTAL = "It is summed over the examples: divide by N at the end of the epoch."
BATCHES = (
    "It is summed over the batches: each counts by its examples, then divide by N."
)
FULL = "Each batch counts by batch_size: a short one has fewer examples."
DOUBLE = "Each batch moves the parameters twice: one update for one backward."
LAST = "It is the loss of the last batch alone."
FIRST = "It is the loss of the first batch alone."
AFTER = "It is measured after the update of each batch: measure before."
RUNNING = "It goes on adding from epoch to epoch: start at 0 in every epoch."
NO_LIST = "train must return its list of losses: is a return missing at its end?"
MODE = "The net must be run with train=True while it is trained."
EACH_EPOCH = (
    "Every epoch has the order of the first: call minibatches anew in each epoch, with "
    "the same rng."
)


class Trained(NamedTuple):
    """What came of a training, and what should have come."""

    returned: object  # what train gave
    params: Array
    start: Array
    losses: list[float]  # of every batch, before its update
    after: list[float]  # and after it
    counts: list[int]  # the examples of each batch
    right: Array  # where the parameters must be
    stale: Array  # where updates one batch late lead
    modes: list[bool]


@exercise("3.7", weight=2)
@SIZES
def test_losses_of_epochs(
    student: Student, rng: Rng, n: int, size: int, epochs: int
) -> None:
    """One number an epoch: the mean over its examples, each before its update."""
    seen = run(student, rng, n, size, epochs)

    counts, losses = by_epoch(seen.counts, epochs), by_epoch(seen.losses, epochs)
    after, total = by_epoch(seen.after, epochs), (counts * losses).sum(axis=1)
    suspects = {
        "losses:unweighted": (UNWEIGHTED, losses.mean(axis=1)),
        "losses:total": (TOTAL, total),
        "losses:batches": (BATCHES, losses.sum(axis=1)),
        "losses:full": (FULL, size * losses.sum(axis=1) / counts.sum(axis=1)),
        "losses:last": (LAST, losses[:, -1]),
        "losses:first": (FIRST, losses[:, 0]),
        "losses:after": (AFTER, (counts * after).sum(axis=1) / counts.sum(axis=1)),
        "losses:running": (RUNNING, np.cumsum(total) / counts.sum(axis=1)),
    }
    clues = Clues(axes={"the list of losses": "epochs"}, suspects=suspects)
    found, right = numbers(seen.returned, epochs), total / counts.sum(axis=1)
    of_all = total / n  # where batches are lost, which 3.6 judges, this is right too
    right = of_all if np.allclose(found, of_all, rtol=1e-9) else right
    close(found, right, "the list of losses", clues=clues)


@exercise("3.7", weight=2)
@SIZES
def test_parameters_after_training(
    student: Student, rng: Rng, n: int, size: int, epochs: int
) -> None:
    """Each batch moves the parameters once, by its own gradient."""
    seen = run(student, rng, n, size, epochs)

    is_whole = n > size and set(seen.counts) == {n}
    require(not is_whole, WHOLE, cause=WHOLE)
    suspects = {
        "params:still": (NOT_MOVED, seen.start),
        "params:stale": (STALE, seen.stale),
    }
    by_epoch(seen.counts, epochs)
    close(seen.params, seen.right, 'params["W"]', clues=Clues(suspects=suspects))


@exercise("3.7")
def test_trains_in_training_mode(student: Student, rng: Rng) -> None:
    """Later layers do other things while they are trained; the loop tells them so."""
    seen = run(student, rng, 7, 3, 2)

    require(all(seen.modes), MODE, cause=MODE)


@exercise("3.7")
def test_every_epoch_is_shuffled(student: Student, rng: Rng) -> None:
    """Three epochs have as many orders as three calls of your minibatches."""
    n, size, epochs = 53, 7, 3
    seed, x, t, w = data(rng, n)
    parts = support(student, "parts", PARTS)
    by_hand = parts.orders(student, x.copy(), t.copy(), size, epochs, generator(seed))
    net, loss = parts.Line(w.copy()), parts.Squares()
    descent = parts.Descent(RATE, net, loss)

    student.train(net, loss, descent, x, t, epochs, size, generator(seed))

    rows = [np.ravel(each).tolist() for each in descent.t]
    length = max(len(rows) // epochs, 1)
    pieces = [rows[start : start + length] for start in range(0, len(rows), length)]
    found = len({str(piece) for piece in pieces})
    must = f"{epochs} epochs must have {by_hand} orders, found {found}."
    require(found >= int(by_hand), must, cause=EACH_EPOCH)


def data(rng: Rng, n: int) -> tuple[int, Array, Array, Array]:
    """Return a seed, examples (N, 5), targets (N, 2) and first weights (5, 2)."""
    seed = int(rng.integers(SEEDS))
    return (
        *(seed, rng.normal(size=(n, 5)), rng.normal(size=(n, 2))),
        rng.normal(size=(5, 2)),
    )


def run(student: Student, rng: Rng, n: int, size: int, epochs: int) -> Trained:
    """Train the suite's own net, then work out what each update should have done."""
    seed, x, t, w = data(rng, n)
    parts = support(student, "parts", PARTS)
    net, loss = parts.Line(w.copy()), parts.Squares()
    descent = parts.Descent(RATE, net, loss)
    returned = student.train(net, loss, descent, x, t, epochs, size, generator(seed))
    batches = list(zip(descent.x, descent.t, strict=True))
    right, stale, last = w.copy(), w.copy(), np.zeros_like(w)
    losses, after = [], []
    for part, targets in batches:
        losses.append(cost(part @ right - targets))
        right = right - RATE * slope(part, targets, right)
        after.append(cost(part @ right - targets))
        stale, last = stale - RATE * last, slope(part, targets, stale)
    counts = [len(part) for part, _ in batches]
    params = np.asarray(net.params["W"])
    modes = list(descent.modes)
    return Trained(returned, params, w, losses, after, counts, right, stale, modes)


def cost(gap: Array) -> float:
    """Return the suite's loss, from the distances."""
    return float(np.einsum("nm,nm->", gap, gap)) / (2 * len(gap))


def slope(x: Array, t: Array, w: Array) -> Array:
    """Return the gradient of the suite's loss for its weights."""
    return np.asarray(np.einsum("nd,nm->dm", x, x @ w - t) / len(x))


def by_epoch(values: list[float] | list[int], epochs: int) -> Array:
    """Return what belongs to the batches, a row an epoch."""
    even = bool(values) and len(values) % epochs == 0
    must = f"Each of {epochs} epochs must make an update for each of its batches: "
    require(even, f"{must}found {len(values)} updates in all.")
    return np.reshape(np.asarray(values, np.float64), (epochs, -1))


def numbers(found: object, epochs: int) -> Array:
    """Return what train gave, once it is known to be a list of that many numbers."""
    must = "train must return a list of numbers."
    require(isinstance(found, list), must, cause=NO_LIST)
    values = list(found) if isinstance(found, list) else []
    kinds = (int, float, np.generic)
    flat = all(isinstance(value, kinds) or np.ndim(value) == 0 for value in values)
    require(flat, "train must return a list of numbers, not of arrays.")
    must = f"train must return one number for each of {epochs} epochs, "
    require(len(values) == epochs, f"{must}found {len(values)}.")
    return np.asarray(values, np.float64)
