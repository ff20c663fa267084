"""Milestone 2: a network of your layers reads digits that it has never seen."""

import math
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.milestones import Ending, Parts, Say, unlike_parameters

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Network = Any  # yours

DATA = Path(__file__).parents[1] / "data" / "digits.npz"
UNSEEN, WIDTH, EPOCHS, BATCH = 500, 96, 24, 64
DECAY, RATIO = 1e-4, 0.2
CHANCE = math.log(10)  # the loss of a network that knows nothing
LEARNED = 0.9  # of the digits it learned from
SLOW = 0.4  # the loss in the end, of right code some 0.04
ROWS, COLUMNS = 5, 12
ORANGE = "#D55E00"


class Downhill:
    """A plain step down the slope, where your optimizer is not written yet."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Move every parameter in place."""
        for key, slope in grads.items():
            params[key] -= self.rate * slope


class Decaying:
    """Your optimizer, which also gets the gradient of your weight decay."""

    def __init__(self, optimizer: Any, add: Any) -> None:  # noqa: ANN401 - yours
        self._optimizer, self._add = optimizer, add

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Add the decay, then move."""
        self._add(params, grads, DECAY)
        self._optimizer.update(params, grads)


def tell(mine: Parts, goal: float, rng: np.random.Generator, say: Say) -> Ending:
    """Learn from 1297 digits, and return the share that is right of 500 others."""
    with np.load(DATA) as file:
        x = file["images"].reshape(-1, 64) / 16
        labels = file["labels"].astype(np.int64)
    drawn = rng.permutation(len(x))
    new, seen = drawn[:UNSEEN], drawn[UNSEEN:]
    if odd := _shapes(mine, x[seen[:BATCH]], labels[seen[:BATCH]]):
        untrained = _scores(_network(mine, np.random.default_rng(0)), x[new])
        figure = _picture(x[new], labels[new], untrained, 0.0)
        return Ending(0.0, figure, odd, ("2.2", "3.4"))
    network = _network(mine, rng)
    losses = _trained(mine, network, x[seen], labels[seen], rng, say)
    known, unseen = (_scores(network, x[rows]) for rows in (seen, new))
    learned, score = _right(known, labels[seen]), _right(unseen, labels[new])
    say(f"digits it learned from: {learned:.1%} right")
    say(f"digits it never saw:    {score:.1%} right")
    figure = _picture(x[new], labels[new], unseen, score)
    if score >= goal:
        return Ending(score, figure)
    saw, look = _explained(mine, losses, learned, score)
    return Ending(score, figure, saw, look)


def _shapes(mine: Parts, x: Array, labels: Whole) -> str:
    """Return which gradient is not as large as its parameter, "" if all are."""
    network = _network(mine, np.random.default_rng(0))
    loss = mine.unit("u03_training").SoftmaxCrossEntropy()
    loss.forward(network.forward(x, train=True), labels)
    network.backward(loss.backward())
    return unlike_parameters(network.params, network.grads)


def _network(mine: Parts, rng: np.random.Generator) -> Network:
    """Return two hidden layers, with what you wrote of units 5, 6 and 7 in them."""
    layers, rows = mine.unit("u02_layers"), []
    for before, after in ((64, WIDTH), (WIDTH, WIDTH)):
        rows.append(layers.Affine(_weights(mine, before, after, rng), np.zeros(after)))
        if mine.has("6.1", "6.3"):
            norm = mine.unit("u06_batchnorm").BatchNorm
            rows.append(norm(np.ones(after), np.zeros(after)))
        rows.append(layers.ReLU())
        if mine.has("7.4", "7.5"):
            dropout = mine.unit("u07_regularization").Dropout
            rows.append(dropout(RATIO, np.random.default_rng(rng.integers(2**32))))
    rows.append(layers.Affine(_weights(mine, WIDTH, 10, rng), np.zeros(10)))
    return mine.unit("u03_training").Sequential(rows)


def _weights(mine: Parts, before: int, after: int, rng: np.random.Generator) -> Array:
    if mine.has("5.1", "5.5"):
        drawn = mine.unit("u05_initialization").he_normal((before, after), rng)
        found: Array = np.asarray(drawn, dtype=float)
        return found
    return 0.12 * rng.standard_normal((before, after))  # a guess of the story's own


def _trained(
    mine: Parts,
    network: Network,
    x: Array,
    labels: Whole,
    rng: np.random.Generator,
    say: Say,
) -> list[float]:
    training = mine.unit("u03_training")
    optimizer: Any = Downhill(0.1)
    if mine.has("4.5"):
        optimizer = mine.unit("u04_optimizers").Adam(lr=0.003)
    if mine.has("7.2"):
        add = mine.unit("u07_regularization").add_weight_decay
        optimizer = Decaying(optimizer, add)
    loss, losses, turn = training.SoftmaxCrossEntropy(), [], EPOCHS // 6
    for _ in range(6):
        losses += training.train(
            network, loss, optimizer, x, labels, turn, BATCH, rng
        )  # fmt: skip
        say(f"epoch {len(losses):3}   loss {losses[-1]:.3f}")
    return [float(each) for each in losses]


def _scores(network: Network, x: Array) -> Array:
    found: Array = np.asarray(network.forward(x, train=False), dtype=float)
    return found


def _right(scores: Array, labels: Whole) -> float:
    return float(np.mean(scores.argmax(axis=1) == labels))


def _explained(
    mine: Parts, losses: list[float], learned: float, score: float
) -> tuple[str, tuple[str, ...]]:
    """Return what was seen, and the exercises to look at, the likeliest first."""
    step = ("4.5",) if mine.has("4.5") else ()
    norm = ("6.3", "6.1") if mine.has("6.1", "6.3") else ()
    saw, look = _unlearned(losses, step, norm)
    if saw:
        return saw, look
    if learned < LEARNED:
        saw = (
            f"The loss falls to {losses[-1]:.2f} in training, and yet the network has "
            f"only {learned:.0%} right of the same digits when it is asked: something "
            "behaves otherwise with train=False."
        )
        return saw, _in_evaluation(mine)
    saw = (
        f"It has {learned:.1%} of its own digits right and {score:.1%} of the "
        "others: it learned them by heart, or it is not done."
    )
    return saw, (
        "3.6",
        *(("7.4",) if mine.has("7.4", "7.5") else ()),
        *step,
        *norm,
        "2.4",
    )


def _unlearned(
    losses: list[float], step: tuple[str, ...], norm: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return what is wrong with the losses of training, "" if nothing is."""
    first, last = losses[0], losses[-1]
    if not math.isfinite(last) or last > 2 * CHANCE:
        saw = (
            f"The loss went from {first:.2f} to {last:.2f}: the steps lead uphill, or "
            "they are far too long."
        )
        return saw, ("3.3", "2.2", *step, *norm)
    if last > CHANCE / 2:
        saw = (
            f"The loss is {last:.2f} in the end; who knows nothing has {CHANCE:.2f}. "
            "The network hardly learns at all."
        )
        return saw, ("3.3", "3.6", "2.2", "2.4", *norm, *step)
    if last > SLOW:
        saw = (
            f"The loss falls to {last:.2f} and no further: the network learns from "
            "gradients that are only about right."
        )
        return saw, ("2.4", "2.2", *norm, *step, "3.3")
    return "", ()


def _in_evaluation(mine: Parts) -> tuple[str, ...]:
    norm = ("6.2", "6.7") if mine.has("6.1", "6.3") else ()
    drop = ("7.6", "7.4") if mine.has("7.4", "7.5") else ()
    return (*norm, *drop, "3.4")


def _picture(x: Array, labels: Whole, scores: Array, score: float) -> Figure:
    """Draw the digits that the network was least sure of, with its answers."""
    ordered = np.sort(scores, axis=1)
    margin = np.where(
        np.isfinite(ordered).all(axis=1), ordered[:, -1] - ordered[:, -2], 0
    )
    said = scores.argmax(axis=1)
    hardest = np.argsort(np.where(said == labels, margin, -1 / (1 + margin)))
    figure = Figure(figsize=(COLUMNS * 0.8, ROWS * 1.0 + 0.9), layout="constrained")
    panels = figure.subplots(ROWS, COLUMNS).ravel()
    for panel, one in zip(panels, hardest, strict=False):
        is_right = said[one] == labels[one]
        panel.imshow(x[one].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
        panel.set(xticks=[], yticks=[])
        text = f"{said[one]}" if is_right else f"{said[one]}, not {labels[one]}"
        colour = "0.2" if is_right else ORANGE
        panel.set_title(
            text, fontsize=9, color=colour, weight="normal" if is_right else "bold"
        )
        for edge in panel.spines.values():
            edge.set(
                color="0.8" if is_right else ORANGE, linewidth=1 if is_right else 3
            )
    wrong = int((said != labels).sum())
    figure.suptitle(
        f"{score:.1%} of {len(labels)} unseen digits are right. Here are the "
        f"{ROWS * COLUMNS} hardest; {wrong} answers are wrong, in orange.",
        fontsize=11,
    )
    return figure
