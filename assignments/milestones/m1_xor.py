"""Milestone 1: one perceptron fails at XOR, a network of your layers learns it."""

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.milestones import Ending, Parts, Say, unlike_parameters

Array = NDArray[np.float64]
Network = Any  # yours

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
ANSWERS = np.array([0, 1, 1, 0])
HIDDEN, ROUNDS, EPOCHS = 8, 5, 150
AGREES = 1e-5  # relative difference of two gradients that are the same
CHANCE = math.log(2)  # the loss of a network that always says "one half"
LEVEL, STANDS = 0.2, 1e-9
BLUE, ORANGE = "#0072B2", "#D55E00"


class Downhill:
    """A plain step down the slope, where your optimizer is not written yet."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Move every parameter in place."""
        for key, slope in grads.items():
            params[key] -= self.rate * slope


def tell(mine: Parts, goal: float, rng: np.random.Generator, say: Say) -> Ending:
    """Train a network on the four corners, and return how far it came."""
    line = _perceptron(mine, say)
    network = _network(mine, rng)
    loss, odd = _shapes(mine, network)
    if odd:
        return Ending(loss, _picture(network, line, [loss]), odd, ("2.2", "3.4"))
    wrong = _disagreements(mine, network, say)
    losses = _trained(mine, network, rng, say)
    right = _answers(network, CORNERS) == ANSWERS
    say(f"your network: {right.sum()} of 4 corners right, loss {losses[-1]:.4f}")
    figure = _picture(network, line, losses)
    if 0 <= losses[-1] <= goal and right.all() and not wrong:
        return Ending(losses[-1], figure)
    if losses[-1] <= goal and not wrong:
        saw, look = _odd(losses[-1], int(right.sum()))
    else:
        saw, look = _explained(losses, wrong, mine)
    return Ending(losses[-1], figure, saw, look)


def _perceptron(mine: Parts, say: Say) -> tuple[Array, float] | None:
    """Return the line that your perceptron ends with, None if there is none."""
    if not mine.has("1.1", "1.2", "1.5"):
        return None
    unit = mine.unit("u01_perceptron")
    w, b, _ = unit.train_perceptron(CORNERS, ANSWERS, epochs=100)
    right = int((np.asarray(unit.perceptron(CORNERS, w, b)) == ANSWERS).sum())
    say(f"your perceptron alone, after 100 epochs: {right} of 4 corners right")
    return np.asarray(w, dtype=float), float(b)


def _network(mine: Parts, rng: np.random.Generator) -> Network:
    layers, training = mine.unit("u02_layers"), mine.unit("u03_training")
    first = layers.Affine(2 * rng.standard_normal((2, HIDDEN)), np.zeros(HIDDEN))
    last = layers.Affine(rng.standard_normal((HIDDEN, 2)), np.zeros(2))
    return training.Sequential([first, layers.Sigmoid(), last])


def _shapes(mine: Parts, network: Network) -> tuple[float, str]:
    """Return the loss, and which gradient is not as large as its parameter."""
    loss = _loss(mine)
    found = float(loss.forward(network.forward(CORNERS, train=True), ANSWERS))
    network.backward(loss.backward())
    return found, unlike_parameters(network.params, network.grads)


def _disagreements(mine: Parts, network: Network, say: Say) -> list[str]:
    """Return the parameters whose gradients your own numerical_gradient denies."""
    if not mine.has("1.7", "1.8"):
        return []
    unit, loss = mine.unit("u01_perceptron"), _loss(mine)
    loss.forward(network.forward(CORNERS, train=True), ANSWERS)
    network.backward(loss.backward())
    errors = {}
    for key in ("0.W", "0.b", "2.W", "2.b"):
        array = network.params[key]
        kept, came = array.copy(), np.array(network.grads[key], dtype=float)

        def at(point: Array, array: Array = array) -> float:
            array[...] = point
            found = loss.forward(network.forward(CORNERS, train=True), ANSWERS)
            return float(found)

        errors[key] = float(
            unit.gradient_error(came, unit.numerical_gradient(at, kept))
        )
        array[...] = kept
    worst = max(errors.values())
    said = "agree" if worst < AGREES else "disagree"
    say(f"your backward and your numerical_gradient {said}: error {worst:.1e}")
    return [key for key, error in errors.items() if not error < AGREES]


def _trained(
    mine: Parts, network: Network, rng: np.random.Generator, say: Say
) -> list[float]:
    if mine.has("4.5"):
        optimizer = mine.unit("u04_optimizers").Adam(lr=0.03)
    else:
        optimizer = Downhill(1.0)
    losses: list[float] = []
    for _ in range(ROUNDS):
        losses += mine.unit("u03_training").train(
            network, _loss(mine), optimizer, CORNERS, ANSWERS, EPOCHS, 4, rng
        )
        say(f"epoch {len(losses):4}   loss {losses[-1]:.4f}")
    return [float(loss) for loss in losses]


def _loss(mine: Parts) -> Any:  # noqa: ANN401 - yours
    return mine.unit("u03_training").SoftmaxCrossEntropy()


def _answers(network: Network, x: Array) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.argmax(network.forward(x, train=False), axis=1)
    return found


def _odd(loss: float, right: int) -> tuple[str, tuple[str, ...]]:
    if loss < 0:
        return f"The loss is {loss:.2f}, and no cross-entropy is below 0.", (
            "3.1",
            "3.2",
        )
    saw = (
        f"The loss is small, and yet {right} of 4 corners are right: the network "
        "answers otherwise in evaluation than it does in training."
    )
    return saw, ("2.1", "3.4")


def _explained(
    losses: list[float], wrong: list[str], mine: Parts
) -> tuple[str, tuple[str, ...]]:
    """Return what was seen, and the exercises to look at, the likeliest first."""
    step = ("4.5",) if mine.has("4.5") else ()
    if {"2.W", "2.b"} & set(wrong):
        saw = (
            "The gradient is wrong already at the last layer: in the layer's own "
            "backward, in the loss's, or in what the loss answers."
        )
        return saw, ("2.2", "3.3", "3.1", "3.2")
    if wrong:
        saw = (
            "The gradient is right at the last layer and wrong at the first: it is "
            "lost between them, in the sigmoid or on the way to x."
        )
        return saw, ("2.3", "2.2", "3.4")
    if not losses[-1] <= losses[0]:
        saw = (
            f"The loss went from {losses[0]:.2f} to {losses[-1]:.2f}: the steps lead "
            "uphill."
        )
        return saw, (*step, "3.3", "3.2")
    if max(losses) - min(losses) < STANDS:
        saw = (
            f"The loss stands at {losses[0]:.2f} from the first epoch to the last: "
            "no step arrives at the weights."
        )
        return saw, ("3.4", *step, "3.7", "2.1")
    if abs(losses[-1] - CHANCE) < LEVEL:
        saw = (
            f"The loss stays near {CHANCE:.2f}, the logarithm of 2: the network says "
            '"one half" to all four corners.'
        )
        return saw, ("3.3", "3.6", *step, "2.2")
    saw = (
        f"The loss falls, from {losses[0]:.2f} to {losses[-1]:.2f}, and stops too "
        "early: the direction is about right, the steps are not."
    )
    return saw, (*step, "3.7", "2.2", "2.3")


def _picture(
    network: Network, line: tuple[Array, float] | None, losses: list[float]
) -> Figure:
    ticks = np.linspace(-0.5, 1.5, 121)
    across, up = np.meshgrid(ticks, ticks)
    points = np.stack([across.ravel(), up.ravel()], axis=1)
    scores = np.asarray(network.forward(points, train=False), dtype=float)
    share = 0.5 + 0.5 * np.tanh((scores[:, 1] - scores[:, 0]) / 2)
    panels = [("your network", share.reshape(across.shape))]
    if line is not None:
        fired = (points @ line[0] + line[1] > 0).astype(float)
        panels.insert(0, ("your perceptron alone", fired.reshape(across.shape)))
    figure = Figure(figsize=(4.2 * len(panels) + 0.8, 4.6), layout="constrained")
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    for panel, (name, field) in zip(axes, panels, strict=True):
        known = np.where(np.isfinite(field), field, 0.5)
        drawn = panel.imshow(
            known, origin="lower", extent=(-0.5, 1.5, -0.5, 1.5), cmap="RdBu",
            vmin=-0.3, vmax=1.3,
        )  # fmt: skip
        if 0 < known.mean() < 1:
            panel.contour(across, up, known, levels=[0.5], colors="0.2")
        for corner, answer in zip(CORNERS, ANSWERS, strict=True):
            colour, mark = ((ORANGE, "s"), (BLUE, "o"))[answer]
            panel.plot(
                *corner, mark, color=colour, markersize=13, markeredgecolor="white"
            )
        panel.set(title=name, xlabel="first input", xticks=(0, 1), yticks=(0, 1))
    axes[0].set_ylabel("second input")
    bar = figure.colorbar(drawn, ax=axes, shrink=0.8)
    bar.ax.set_ylim(0, 1)
    bar.set_label("how sure it is of the answer 1")
    figure.supxlabel(
        f"XOR after {len(losses)} epochs, loss {losses[-1]:.4f}. "
        "Circles ask for 1, squares for 0.",
        fontsize=10,
    )
    return figure
