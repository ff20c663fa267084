"""Open checks of unit 10 that train twenty blocks of yours on digits.

Of 100 starts, right code read at least 77 of 100 digits with ResidualBlock, 86 of 100
on average, and 86 and 91 with PreActivationBlock. So it misses a threshold below, in
both of two starts, with a probability under 1e-6.
"""

import numpy as np

from grader.checks import (
    Student,
    accuracy,
    dataset,
    exercise,
    in_turn,
    narrowed,
    require,
    support,
    trains,
)

Rng = np.random.Generator
UNSEEN = 360  # a fifth of the digits
SEEDS = 2**32
NETWORK = '''
"""Twenty of your blocks between two layers of weights, and Adam."""

import numpy as np

WIDTH, BLOCKS, STEPS, RATE, SMALL = 24, 20, 60, 0.004, 0.05


class Branch:
    """A ReLU, then weights: out = relu(x) W."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x = np.maximum(x, 0.0)
        return self.x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return (dout @ self.params["W"].T) * (self.x > 0)


class Network:
    def __init__(self, make, rng):
        shape = WIDTH, WIDTH
        branches = [Branch(SMALL * rng.standard_normal(shape)) for _ in range(BLOCKS)]
        self.blocks = [make(branch) for branch in branches]
        self.branches = branches
        self.first = rng.standard_normal((64, WIDTH)) / 8
        self.last = rng.standard_normal((WIDTH, 10)) / WIDTH**0.5

    def forward(self, x, train):
        self.x, h = x, x @ self.first
        for block in self.blocks:
            h = block.forward(h, train=train)
        self.h = h
        return h @ self.last

    def backward(self, dlogits):
        dh, self.dlast = dlogits @ self.last.T, self.h.T @ dlogits
        for block in reversed(self.blocks):
            dh = block.backward(dh)
        self.dfirst = self.x.T @ dh

    def pairs(self):
        """Return what is learned with its gradients."""
        own = [(self.first, self.dfirst), (self.last, self.dlast)]
        return own + [(b.params["W"], b.grads["W"]) for b in self.branches]


def slope(logits, labels):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1.0
    return p / len(p)


def train(student, kind, x, labels, unseen, seed):
    rng = np.random.default_rng(seed)
    network, memory = Network(getattr(student, kind), rng), {}
    with np.errstate(all="ignore"):
        for t in range(1, STEPS + 1):
            batch = rng.integers(len(x), size=60)
            network.backward(slope(network.forward(x[batch], True), labels[batch]))
            for place, (w, g) in enumerate(network.pairs()):
                m, v = memory.get(place, (0.0, 0.0))
                m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
                memory[place] = m, v
                root = np.sqrt(v / (1 - 0.99**t)) + 1e-8
                w -= RATE * m / (1 - 0.9**t) / root
        return network.forward(unseen, False)
'''
ADDS = (
    "Does each block add what it was given, forward and backward? Look there, 10.2 to "
    "10.4."
)
MEASURE = f"accuracy on {UNSEEN} digits it has not seen"


@exercise("10.13")
def test_twenty_residual_blocks_read_digits(student: Student, rng: Rng) -> None:
    """Twenty of your ResidualBlocks learn to read digits within sixty steps."""
    learns(student, "ResidualBlock", rng, reaches=0.7)


@exercise("10.13")
def test_twenty_preactivation_blocks_read_digits(student: Student, rng: Rng) -> None:
    """Twenty of your PreActivationBlocks learn to read digits within sixty steps."""
    learns(student, "PreActivationBlock", rng, reaches=0.8)


def learns(student: Student, kind: str, rng: Rng, reaches: float) -> None:
    """Require that twenty blocks of a kind learn, and tell what to look at if not."""
    with narrowed(lambda: require(0, ADDS, cause=ADDS)):
        trains(
            lambda start: reading(student, kind, start),
            rng,
            reaches=reaches,
            measure=MEASURE,
        )


def reading(student: Student, kind: str, start: Rng) -> float:
    """Return the accuracy of twenty blocks of a kind, trained from one start."""
    digits = dataset("digits", near=__file__)
    x = digits["images"].reshape(-1, 64) / 16 - 0.3  # near the middle of the pixels
    labels = digits["labels"].astype(int)
    order = start.permutation(len(x))
    new, seen = order[:UNSEEN], order[UNSEEN:]
    network, seed = support(student, "network", NETWORK), int(start.integers(SEEDS))
    given = student, kind, x[seen], labels[seen], x[new]
    scores = in_turn(network.train, *given, each=[seed])[0]
    return accuracy(scores, labels[new])
