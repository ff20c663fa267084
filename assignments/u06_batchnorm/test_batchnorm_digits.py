"""Open check of unit 6 that trains a network on digits with your layer."""

import numpy as np

from grader.checks import Student, accuracy, dataset, exercise, in_turn, support, trains

Rng = np.random.Generator
UNSEEN = 360  # a fifth of the digits
SEEDS = 2**32
NETWORK = """
import numpy as np

WIDTH, LAYERS, RATE = 48, 3, 0.3


class Network:
    def __init__(self, student, rng):
        sizes = [64] + [WIDTH] * LAYERS
        pairs = list(zip(sizes, sizes[1:]))
        self.weights = [0.01 * rng.standard_normal(pair) for pair in pairs]
        self.norms = [student.BatchNorm(np.ones(m), np.zeros(m)) for _, m in pairs]
        self.last = rng.standard_normal((WIDTH, 10)) / np.sqrt(WIDTH)

    def forward(self, x, train):
        self.inputs = [x]
        for weights, norm in zip(self.weights, self.norms):
            z = norm.forward(self.inputs[-1] @ weights, train=train)
            self.inputs.append(np.maximum(z, 0.0))
        return self.inputs[-1] @ self.last

    def step(self, x, labels):
        logits = self.forward(x, True)
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[np.arange(len(x)), labels] -= 1.0
        p /= len(x)
        dh = p @ self.last.T
        self.last -= RATE * self.inputs[-1].T @ p
        for k in reversed(range(LAYERS)):
            dz = self.norms[k].backward(dh * (self.inputs[k + 1] > 0))
            dh = dz @ self.weights[k].T
            self.weights[k] -= RATE * self.inputs[k].T @ dz
            for key, grad in self.norms[k].grads.items():
                self.norms[k].params[key] -= RATE * grad


def train(student, x, labels, unseen, seed):
    rng = np.random.default_rng(seed)
    network = Network(student, rng)
    with np.errstate(all="ignore"):
        for _ in range(120):
            batch = rng.integers(len(x), size=60)
            network.step(x[batch], labels[batch])
        return network.forward(unseen, False)
"""


@exercise("6.11")
def test_a_network_of_tiny_weights_reads_digits(student: Student, rng: Rng) -> None:
    """A deep network with your BatchNorm learns to read digits in 120 steps."""
    digits = dataset("digits", near=__file__)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"].astype(int)

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        new, seen = order[:UNSEEN], order[UNSEEN:]
        network, seed = support(student, "network", NETWORK), int(start.integers(SEEDS))
        given = student, x[seen], labels[seen], x[new]
        scores = in_turn(network.train, *given, each=[seed])[0]
        return accuracy(scores, labels[new])

    trains(
        run, rng, reaches=0.9, measure=f"accuracy on {UNSEEN} digits it has not seen"
    )
