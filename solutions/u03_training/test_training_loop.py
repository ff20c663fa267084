"""Hidden checks of unit 3, fourth part: the training loop.

Net, loss and optimizer are the suite's own, and they note what they are given. The
right numbers are worked out afterwards from the batches that were really drawn, so
an error in 3.6 costs nothing here.
"""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    calls_in_turn,
    close,
    exercise,
    generator,
    narrowed,
    numbers_in_turn,
    orders_differ,
    require,
    support,
    told_by,
)

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
        self.calls, self.sent = [], None

    def forward(self, x, train=True):
        self.x, self.mode = x, train
        self.calls.append(f"net.forward(x, train={bool(train)})")
        return x @ self.params["W"]

    def backward(self, dout):
        what = "loss.backward()" if dout is self.sent else "something else"
        self.calls.append(f"net.backward({what})")
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T


class Squares:
    """Half the squared distance, a mean over the examples."""

    def __init__(self, net):
        self.net = net

    def forward(self, logits, t):
        self.net.calls.append("loss.forward(out, t)")
        self.t, self.gap = t, logits - t
        return float((self.gap**2).sum() / (2 * len(t)))

    def backward(self, dout=1.0):
        said = "" if np.ndim(dout) == 0 and dout == 1 else "something else"
        self.net.calls.append(f"loss.backward({said})")
        self.net.sent = dout * self.gap / len(self.t)
        return self.net.sent


class Descent:
    """Plain gradient descent; keeps the batch and the mode behind every update."""

    def __init__(self, lr, net, loss):
        self.lr, self.net, self.loss = lr, net, loss
        self.x, self.t, self.modes = [], [], []

    def update(self, params, grads):
        self.net.calls.append("optimizer.update(net.params, net.grads)")
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
    ids=["short last batch", "full batches", "one batch"],
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
DOUBLE = "Each batch moves the parameters twice: one update for one backward."
AFTER = "It is measured after the update of each batch: measure before."
MODE = "The net must be run with train=True while it is trained."


MEAN = "sum(sizes * losses, 1) / N"
NOTES = {
    "N": "how many examples there are",
    "sizes": "how many examples each batch has",
    "losses": "the loss of each batch",
    "last_losses": "that of the last batch",
    "later_losses": "those after the update",
    "batches": "how many batches there are",
}
TURN = (
    "net.forward(x, train=True)",
    "loss.forward(out, t)",
    "loss.backward()",
    "net.backward(loss.backward())",
    "optimizer.update(net.params, net.grads)",
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
    calls: list[str]  # of net, loss and optimizer, as they came


@exercise("3.7", weight=2)
@SIZES
def test_losses_of_epochs(
    student: Student, rng: Rng, n: int, size: int, epochs: int
) -> None:
    """train(...) returns each epoch's mean loss, measured before each update."""
    seen = run(student, rng, n, size, epochs)

    counts, losses = by_epoch(seen.counts, epochs), by_epoch(seen.losses, epochs)
    after, total = by_epoch(seen.after, epochs), (counts * losses).sum(axis=1)
    suspects = {
        "losses:after": (AFTER, (counts * after).sum(axis=1) / counts.sum(axis=1)),
    }
    clues = Clues(axes={"the list of losses": "epochs"}, suspects=suspects)
    found, right = as_numbers(seen.returned), total / counts.sum(axis=1)
    of_all = total / n  # where batches are lost, which 3.6 judges, this is right too
    is_of_all = found.shape == of_all.shape and np.allclose(found, of_all, rtol=1e-9)
    parts = {
        "sizes": counts,
        "losses": losses,
        "N": n,
        "batches": counts.shape[1],
        "last_losses": losses[:, -1:],
        "later_losses": after,
    }
    turns = epochs * -(-n // size)
    with (
        narrowed(lambda: calls_in_turn(seen.calls, TURN, turns)),
        told_by(found[:, np.newaxis], MEAN, parts, name="Each number", notes=NOTES),
    ):
        right = of_all if is_of_all else right
        numbers_in_turn(seen.returned, right, "the list of losses", clues=clues)


@exercise("3.7", weight=2)
@SIZES
def test_parameters_after_training(
    student: Student, rng: Rng, n: int, size: int, epochs: int
) -> None:
    """train(...) updates the parameters once per batch, by that batch's gradient."""
    seen = run(student, rng, n, size, epochs)

    is_whole = n > size and set(seen.counts) == {n}
    suspects = {
        "params:still": (NOT_MOVED, seen.start),
        "params:stale": (STALE, seen.stale),
    }
    turns = epochs * -(-n // size)
    with narrowed(lambda: calls_in_turn(seen.calls, TURN, turns)):
        require(not is_whole, WHOLE, cause=WHOLE)
        by_epoch(seen.counts, epochs)
        close(seen.params, seen.right, 'params["W"]', clues=Clues(suspects=suspects))


@exercise("3.7")
def test_trains_in_training_mode(student: Student, rng: Rng) -> None:
    """train(...) runs the network with train=True."""
    seen = run(student, rng, 7, 3, 2)

    with narrowed(lambda: calls_in_turn(seen.calls, TURN, 6)):
        require(all(seen.modes), MODE, cause=MODE)


@exercise("3.7")
def test_every_epoch_is_shuffled(student: Student, rng: Rng) -> None:
    """train(...) takes a new order of the examples in every epoch."""
    n, size, epochs = 53, 7, 3
    seed, x, t, w = data(rng, n)
    parts = support(student, "parts", PARTS)
    by_hand = parts.orders(student, x.copy(), t.copy(), size, epochs, generator(seed))
    net = parts.Line(w.copy())
    loss = parts.Squares(net)
    descent = parts.Descent(RATE, net, loss)

    student.train(net, loss, descent, x, t, epochs, size, generator(seed))

    rows = [np.ravel(each).tolist() for each in descent.t]
    length = max(len(rows) // epochs, 1)
    pieces = [rows[start : start + length] for start in range(0, len(rows), length)]
    found = len({str(piece) for piece in pieces})
    must = f"{epochs} epochs must have {by_hand} orders, found {found}."
    alike = [np.array([hash(str(each)) for each in piece]) for piece in pieces]
    with narrowed(lambda: orders_differ(alike)):
        require(found >= int(by_hand), must)


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
    net = parts.Line(w.copy())
    loss = parts.Squares(net)
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
    modes, calls = list(descent.modes), [str(call) for call in net.calls]
    return Trained(
        *(returned, params, w, losses, after, counts, right, stale, modes, calls)
    )


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


def as_numbers(found: object) -> Array:
    """Return what train gave as an array, an empty one where it is no list."""
    parts = list(found) if isinstance(found, (list, tuple, np.ndarray)) else []
    flat = all(isinstance(each, (int, float, np.generic)) for each in parts)
    return np.asarray(parts if flat else [], np.float64)
