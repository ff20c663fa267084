"""The picture of unit 6: a network from four initial scales, with your layer and without.

The network has four hidden layers of 16 ReLU units and learns to tell the three
arms of a spiral apart. Each panel starts its weights with another standard
deviation. Everything but the batch normalization is given here, and gamma and
beta stay at 1 and 0, so that nothing but the normalization differs.
"""

import itertools
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, require

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Data = dict[str, Array | None]  # (seeds, batches) losses, None where the code fails

SCALES = (0.01, 0.1, 0.5, 2.0)  # standard deviation of every weight at the start
SEEDS = (1, 2, 3)
CLASSES, ARM, WIDTH, DEPTH = 3, 64, 16, 4  # ARM: points of each class
BATCH, EPOCHS = 32, 25
LEARNING_RATE, MOMENTUM = 0.05, 0.9
LAST = 12  # batches, two epochs, whose mean is the loss at the end
CHANCE = float(np.log(CLASSES))  # the loss of a network that knows nothing
TARGETS = {0.01: 0.0, 0.1: 0.0, 0.5: 0.0, 2.0: 0.0}  # the end, with a right layer
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7F7F7F"  # told apart by every eye


def data(student: Student) -> Data:
    """Return the losses with the student's layer and without it, for each scale."""
    found: Data = {}
    for scale in SCALES:
        found[f"with {scale}"] = attempt(partial(losses, scale, student))
        found[f"without {scale}"] = losses(scale)
    return found


def losses(scale: float, student: Student | None = None) -> Array:
    """Return the loss of each batch before its update, (seeds, batches)."""
    with np.errstate(all="ignore"):  # a network that blows up is part of the picture
        return np.array([train(scale, seed, student) for seed in SEEDS])


def train(scale: float, seed: int, student: Student | None) -> list[float]:
    """Train one network and return the loss of each batch."""
    rng = np.random.default_rng(seed)
    x, labels = spiral(rng)
    network = Network(scale, rng, student)
    found = []
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for start in range(0, len(x), BATCH):
            chosen = order[start : start + BATCH]
            found.append(network.step(x[chosen], labels[chosen]))
    return found


def spiral(rng: np.random.Generator) -> tuple[Array, Labels]:
    """Return the points of three arms, (192, 2), and the arm of each."""
    labels = np.repeat(np.arange(CLASSES), ARM)
    radius = np.tile(np.linspace(0.2, 1.0, ARM), CLASSES)
    angle = 4.0 * radius + labels * 2 * np.pi / CLASSES
    angle = angle + 0.1 * rng.standard_normal(labels.size)
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), labels


class Network:
    """Four times affine, the student's layer if there is one, ReLU; then affine."""

    def __init__(
        self, scale: float, rng: np.random.Generator, student: Student | None
    ) -> None:
        pairs = itertools.pairwise([2, *[WIDTH] * DEPTH, CLASSES])
        self.weights = [scale * rng.standard_normal(pair) for pair in pairs]
        self.biases = [np.zeros(weight.shape[1]) for weight in self.weights]
        self.speeds = [np.zeros_like(p) for p in [*self.weights, *self.biases]]
        self.norms = [
            student.BatchNorm(np.ones(WIDTH), np.zeros(WIDTH))
            for _ in range(DEPTH if student is not None else 0)
        ]

    def step(self, x: Array, labels: Labels) -> float:
        """Return the loss of a batch, and move down its gradient, with momentum."""
        inputs = [x]
        for layer in range(DEPTH):
            hidden = inputs[layer] @ self.weights[layer] + self.biases[layer]
            inputs.append(np.maximum(self._normalize(layer, hidden), 0.0))
        logits = inputs[DEPTH] @ self.weights[DEPTH] + self.biases[DEPTH]
        loss, dout = cross_entropy(logits, labels)
        douts = [dout]
        for layer in reversed(range(DEPTH)):
            dout = (dout @ self.weights[layer + 1].T) * (inputs[layer + 1] > 0.0)
            dout = self._normalize_backward(layer, dout)
            douts.insert(0, dout)
        slopes = [a.T @ d for a, d in zip(inputs, douts, strict=True)]
        self._move([*slopes, *(d.sum(axis=0) for d in douts)])
        return loss

    def _normalize(self, layer: int, hidden: Array) -> Array:
        if not self.norms:
            return hidden
        out = self.norms[layer].forward(hidden.copy(), train=True)
        return like(hidden, out, "out")

    def _normalize_backward(self, layer: int, dout: Array) -> Array:
        if not self.norms:
            return dout
        return like(dout, self.norms[layer].backward(dout.copy()), "dx")

    def _move(self, slopes: list[Array]) -> None:
        params = [*self.weights, *self.biases]
        for p, speed, slope in zip(params, self.speeds, slopes, strict=True):
            speed *= MOMENTUM
            speed -= LEARNING_RATE * slope
            p += speed


def cross_entropy(logits: Array, labels: Labels) -> tuple[float, Array]:
    """Return the mean loss of a batch and its gradient for the logits."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1.0
    return -float(log_p[rows, labels].mean()), dlogits / len(labels)


def like(given: Array, got: object, name: str) -> Array:
    """Return what the student's layer gave, once it is known to have the right shape."""
    is_right = isinstance(got, np.ndarray) and got.shape == given.shape
    require(is_right, f"{name} must be an array of shape {given.shape}.")
    return np.asarray(got, dtype=np.float64)
