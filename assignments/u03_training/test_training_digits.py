"""Open check of unit 3 that trains a network on digits, with all of your parts."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Student,
    accuracy,
    dataset,
    exercise,
    generator,
    in_turn,
    narrowed,
    require,
    support,
    trains,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
TRAIN = '''
"""Two affine layers with a ReLU between, and plain gradient descent."""

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class ReLU:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.positive = x > 0
        return x * self.positive

    def backward(self, dout):
        return dout * self.positive


class Descent:
    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= 0.3 * grad


def train(student, x, labels, unseen, rng):
    v, w = rng.normal(0.0, 0.18, size=(64, 32)), rng.normal(0.0, 0.25, size=(32, 10))
    layers = [Affine(v, np.zeros(32)), ReLU(), Affine(w, np.zeros(10))]
    net, loss = student.Sequential(layers), student.SoftmaxCrossEntropy()
    student.train(net, loss, Descent(), x, labels, 8, 30, rng)
    return net.forward(unseen, train=False)


def way(student, x, labels, rng):
    """Return how far the parameters move in one epoch of two batches."""
    layer = Affine(np.zeros((64, 10)), np.zeros(10))
    net, loss = student.Sequential([layer]), student.SoftmaxCrossEntropy()
    student.train(net, loss, Descent(), x, labels, 1, 30, rng)
    return float(np.abs(layer.params["W"]).max())
'''
UNSEEN = 360  # a fifth of the digits
STILL = (
    "This is no better than a guess, for the parameters do not move: net.backward must "
    "fill net.grads anew, and the optimizer must get net.params and net.grads after it."
)


@exercise("3.8")
def test_network_reads_digits(student: Student, rng: Rng) -> None:
    """A network made of your parts reads 90 % of unseen digits after eight epochs."""
    digits = dataset("digits", near=__file__)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"]

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        new, seen = order[:UNSEEN], order[UNSEEN:]
        make, seed = support(student, "digits", TRAIN), generator(drawn(start))
        given = student, x[seen], labels[seen], x[new]
        scores = in_turn(make.train, *given, each=[seed])[0]
        return accuracy(scores, labels[new])

    named = f"accuracy on {UNSEEN} digits it has not seen"
    with narrowed(lambda: moves(student, x[:60], labels[:60])):
        trains(run, rng, reaches=0.9, measure=named)


def moves(student: Student, x: Array, labels: NDArray[np.integer]) -> None:
    """Refuse a training that leaves the parameters where they were."""
    way = support(student, "digits", TRAIN).way(student, x, labels, generator(1))
    require(way, "the parameters must move.", cause=STILL)


def drawn(start: Rng) -> int:
    """Return a seed for the generator that the training gets."""
    return int(start.integers(2**32))
