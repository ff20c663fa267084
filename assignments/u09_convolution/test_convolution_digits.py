"""Open check of unit 9 that trains a convolutional network with your layers."""

import numpy as np

from grader.checks import Student, accuracy, dataset, exercise, in_turn, support, trains

Rng = np.random.Generator
UNSEEN = 360  # a fifth of the digits
SEEDS = 2**32
NETWORK = """
import numpy as np

WIDTHS, STEPS, BATCH, RATE, KEEP, DROP = (8, 16), 400, 16, 0.03, 0.9, 0.25


class Network:
    def __init__(self, student, rng):
        self.layers, c = [], 1
        for f in WIDTHS:
            w = np.sqrt(2 / (9 * c)) * rng.standard_normal((f, c, 3, 3))
            w, b = w.astype(np.float32), np.zeros(f, np.float32)
            self.layers += [student.Conv2d(w, b, pad=1), student.ReLU()]
            c = f
        self.layers.append(student.MaxPool2d(2))
        head = rng.standard_normal((16 * c, 10)) / np.sqrt(16 * c)
        self.head, self.rng = head.astype(np.float32), rng
        learned = [p for each in self.layers for p in each.params.values()]
        self.moved = [self.head, *learned]
        self.speed = [np.zeros_like(each) for each in self.moved]

    def features(self, x, train):
        for layer in self.layers:
            x = layer.forward(x, train=train)
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def step(self, x, labels, rate):
        h = self.features(x, True)
        kept = self.rng.random(h.shape, dtype=np.float32) > DROP
        mask = kept / np.float32(1 - DROP)
        h = h * mask
        logits = h @ self.head
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        p[np.arange(len(x)), labels] -= 1
        p /= len(x)
        dh = (p @ self.head.T * mask).reshape(self.shape)
        for layer in reversed(self.layers):
            dh = layer.backward(dh)
        slopes = [g for each in self.layers for g in map(each.grads.get, each.params)]
        for array, speed, slope in zip(self.moved, self.speed, [h.T @ p, *slopes]):
            speed *= KEEP
            speed -= rate * slope
            array += speed


def train(student, x, labels, unseen, seed):
    rng = np.random.default_rng(seed)
    network, x = Network(student, rng), x.astype(np.float32)
    with np.errstate(all="ignore"):
        for step in range(STEPS):
            if step % (len(x) // BATCH) == 0:
                order = rng.permutation(len(x))
            batch, order = order[:BATCH], order[BATCH:]
            network.step(x[batch], labels[batch], RATE * (1 - step / STEPS))
        return network.features(unseen.astype(np.float32), False) @ network.head
"""


@exercise("9.13")
def test_a_small_network_reads_digits(student: Student, rng: Rng) -> None:
    """A network of your Conv2d and MaxPool2d reads 97 % of unseen digits.

    Right code reads 98.3 of them, with a standard deviation of 0.8 from start to
    start. One start misses 97 with probability 0.06 (Student's t fitted to 48 starts
    of the reference), so all four do with probability 1e-5.
    """
    digits = dataset("digits", near=__file__)
    images, labels = digits["images"][:, np.newaxis], digits["labels"].astype(int)
    x = (images - images.mean()) / images.std()  # half the steps of images / 16

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        new, seen = order[:UNSEEN], order[UNSEEN:]
        network, seed = support(student, "network", NETWORK), int(start.integers(SEEDS))
        given = student, x[seen], labels[seen], x[new]
        scores = in_turn(network.train, *given, each=[seed])[0]
        return accuracy(scores, labels[new])

    measure = f"accuracy on {UNSEEN} digits it has not seen"
    trains(run, rng, reaches=0.97, seeds=4, need=1, measure=measure)
