"""Open check of unit 3 that trains a network on digits, with all of your parts."""

import numpy as np

from grader.checks import (
    Student,
    accuracy,
    dataset,
    exercise,
    generator,
    in_turn,
    support,
    trains,
)

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
'''
UNSEEN = 360  # a fifth of the digits


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

    trains(
        run, rng, reaches=0.9, measure=f"accuracy on {UNSEEN} digits it has not seen"
    )


def drawn(start: Rng) -> int:
    """Return a seed for the generator that the training gets."""
    return int(start.integers(2**32))
