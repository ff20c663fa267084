"""The picture of unit 6: one network, four initial scales, with your layer and without.

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
FAIR = 0.5  # the one that suits this network without help
SEEDS = (1, 2, 3)
CLASSES, ARM, WIDTH, DEPTH = 3, 64, 16, 4  # ARM: points of each class
BATCH, EPOCHS = 32, 16
LEARNING_RATE, MOMENTUM = 0.03, 0.9
PER_EPOCH = CLASSES * ARM // BATCH  # batches
LAST = 2 * PER_EPOCH  # batches whose mean is the loss at the end
CHANCE = float(np.log(CLASSES))  # the loss of a network that knows nothing
TARGETS = {0.01: 0.19, 0.1: 0.16, 0.5: 0.11, 2.0: 0.14}  # the end, with a right layer
LEARNED, LOST = 0.4, 1.0  # every start ends below the one or above the other
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7F7F7F"  # told apart by every eye


def data(student: Student) -> Data:
    """Return the losses with the student's layer and without it, for each scale."""
    found: Data = {}
    for scale in SCALES:
        found[f"with {scale}"] = attempt(partial(losses, scale, student))
        found[f"without {scale}"] = losses(scale)
    return found


def claim(found: Data) -> None:
    """Assert what the picture shows: with the layer every scale learns, else one."""
    for scale in SCALES:
        normalized, plain = found[f"with {scale}"], found[f"without {scale}"]
        assert normalized is not None  # noqa: S101 - a claim is an assertion
        assert plain is not None  # noqa: S101
        ends = final(normalized)
        assert ends.max() < LEARNED  # noqa: S101
        assert abs(ends.mean() - TARGETS[scale]) < 0.01  # noqa: PLR2004, S101
        assert (final(plain).max() < LEARNED) == (scale == FAIR)  # noqa: S101
        assert scale == FAIR or final(plain).min() > LOST  # noqa: S101


def draw(found: Data) -> Figure:
    """Draw a panel for each scale, and a caption with the number."""
    figure = Figure(figsize=(12, 4), layout="constrained")
    panels = figure.subplots(1, len(SCALES), sharex=True, sharey=True)
    for panel, scale in zip(panels, SCALES, strict=True):
        _draw_panel(panel, scale, found)
    panels[0].set_ylabel("training loss (nats)")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=len(labels))
    figure.supxlabel("epoch\n" + _caption(found))
    return figure


def final(curves: Array) -> Array:
    """Return the loss at the end for each seed."""
    return np.asarray(curves[:, -LAST:].mean(axis=1))


def _draw_panel(panel: Axes, scale: float, found: Data) -> None:
    panel.set_title(f"weights start at {scale:g}")
    panel.set_yscale("log")
    panel.set_ylim(5e-4, 20.0)
    panel.axhline(CHANCE, color=GREY, linestyle=":", label="guessing")
    _draw_curves(panel, found.get(f"without {scale}"), ORANGE, "--", "without it")
    normalized = found.get(f"with {scale}")
    _draw_curves(panel, normalized, BLUE, "-", "with batch normalization")
    panel.plot(EPOCHS, TARGETS[scale], "o", color=GREY, mfc="none", label="target")
    if normalized is None:
        panel.text(0.5, 0.5, "not there yet", ha="center", transform=panel.transAxes)


def _draw_curves(
    panel: Axes, curves: Array | None, color: str, line: str, label: str
) -> None:
    if curves is None:
        return
    epochs = np.arange(1, EPOCHS + 1)
    by_epoch = curves.reshape(len(SEEDS), EPOCHS, PER_EPOCH).mean(axis=2)
    lowest, highest = by_epoch.min(axis=0), by_epoch.max(axis=0)
    panel.fill_between(epochs, lowest, highest, color=color, alpha=0.25, linewidth=0)
    panel.plot(epochs, by_epoch.mean(axis=0), line, color=color, label=label)


def _caption(found: Data) -> str:
    normalized, plain = (
        found.get(f"with {SCALES[0]}"),
        found.get(f"without {SCALES[0]}"),
    )
    if normalized is None or plain is None:
        return "Your BatchNorm does not run here yet; `grader check u06` tells why."
    return (
        f"From weights of {SCALES[0]} the loss ends at {final(normalized).mean():.2f} "
        f"with batch normalization and at {final(plain).mean():.2f} without it. "
        f"Guessing gives {CHANCE:.2f}. Shaded: three random starts."
    )


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
        self.norms = [] if student is None else [new(student) for _ in range(DEPTH)]

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
        pairs = zip(self.speeds, slopes, strict=True)
        self.speeds = [MOMENTUM * v - LEARNING_RATE * slope for v, slope in pairs]
        moved = [p + v for p, v in zip(params, self.speeds, strict=True)]
        self.weights, self.biases = moved[: DEPTH + 1], moved[DEPTH + 1 :]


def cross_entropy(logits: Array, labels: Labels) -> tuple[float, Array]:
    """Return the mean loss of a batch and its gradient for the logits."""
    rows = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, labels] -= 1.0
    return -float(log_p[rows, labels].mean()), dlogits / len(labels)


def new(student: Student) -> Student:
    """Return a layer of the student's that starts as plain normalization."""
    norm: Student = student.BatchNorm(np.ones(WIDTH), np.zeros(WIDTH))
    return norm


def like(given: Array, got: object, name: str) -> Array:
    """Return what the student's layer gave, once its kind and shape are known."""
    is_array = isinstance(got, np.ndarray) and got.dtype.kind in "fiu"
    found = np.asarray(got) if is_array else np.empty(())
    require(
        found.shape == given.shape, f"{name} must be an array of shape {given.shape}."
    )
    return np.asarray(found, dtype=np.float64)
