"""Milestone 3: thirty blocks that learn with the way around them, and not without."""

import math
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.milestones import Ending, Parts, Say

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Network = Any  # yours

DATA = Path(__file__).parents[1] / "data" / "digits.npz"
UNSEEN, BLOCKS, WIDTH, EPOCHS, BATCH = 500, 30, 24, 8, 64
SMALL = 0.05  # the size of the weights in a branch
CHANCE = math.log(10)  # the loss of a network that knows nothing
GOES, STANDS = 0.8, 0.6  # shares of unseen digits
NAMES = ("with the way around", "without it")
COLOURS, LINES = ("#0072B2", "#D55E00"), ("-", "--")
MARKS = ("o", "s")
TINY = 1e-300


def tell(mine: Parts, goal: float, rng: np.random.Generator, say: Say) -> Ending:
    """Train both networks on digits, and return how many the blocks get right."""
    with np.load(DATA) as file:
        x = file["images"].reshape(-1, 64) / 16
        labels = file["labels"].astype(np.int64)
    drawn, seed = rng.permutation(len(x)), int(rng.integers(2**32))
    new, seen = drawn[:UNSEEN], drawn[UNSEEN:]
    curves, flows, shares = [], [], []
    for name, is_residual in zip(NAMES, (True, False), strict=True):
        start = np.random.default_rng(seed)  # both begin with the same weights
        blocks, network = _network(mine, start, is_residual=is_residual)
        flows.append(_flow(mine, blocks, start))
        curves.append(_trained(mine, network, x[seen], labels[seen], start))
        scores = np.asarray(network.forward(x[new], train=False), dtype=float)
        shares.append(float(np.mean(scores.argmax(axis=1) == labels[new])))
        say(f"{name:20} loss {curves[-1][-1]:.3f}, {shares[-1]:.1%} of unseen digits")
    figure = _picture(curves, flows, shares)
    if shares[0] >= goal and shares[1] <= STANDS:
        return Ending(shares[0], figure)
    saw, look = _explained(curves, flows, shares)
    return Ending(shares[0], figure, saw, look)


def _network(
    mine: Parts, rng: np.random.Generator, *, is_residual: bool
) -> tuple[list[Network], Network]:
    """Return thirty blocks, and all of the network around them."""
    row = mine.unit("u03_training").Sequential
    layers = mine.unit("u02_layers")
    affine, relu = layers.Affine, layers.ReLU
    blocks = []
    for _ in range(BLOCKS):
        weights = SMALL * rng.standard_normal((WIDTH, WIDTH))
        branch = row([affine(weights, np.zeros(WIDTH)), _norm(mine)])
        if is_residual:
            blocks.append(mine.unit("u10_residual").ResidualBlock(branch))
        else:
            blocks.append(row([branch, relu()]))
    first = affine(rng.standard_normal((64, WIDTH)) / 8, np.zeros(WIDTH))
    last = affine(rng.standard_normal((WIDTH, 10)) / WIDTH**0.5, np.zeros(10))
    return blocks, row([first, *blocks, last])


def _norm(mine: Parts) -> Network:
    """Return your batch normalization, which starts small: the branch whispers."""
    norm = mine.unit("u06_batchnorm").BatchNorm
    return norm(np.full(WIDTH, 0.2), np.zeros(WIDTH))


def _flow(mine: Parts, blocks: list[Network], rng: np.random.Generator) -> Array | None:
    """Return how large the gradient is at each block, before any training."""
    if not mine.has("10.7"):
        return None
    x, dout = rng.standard_normal((2, BATCH, WIDTH))
    found = mine.unit("u10_residual").gradient_norms(blocks, x, dout)
    norms = np.asarray(found, dtype=float)
    shares: Array = norms / max(float(norms[-1]), TINY)
    return shares


def _trained(
    mine: Parts, network: Network, x: Array, labels: Whole, rng: np.random.Generator
) -> list[float]:
    training = mine.unit("u03_training")
    optimizer = mine.unit("u04_optimizers").Adam(lr=0.002)
    loss = training.SoftmaxCrossEntropy()
    losses = training.train(network, loss, optimizer, x, labels, EPOCHS, BATCH, rng)
    return [float(each) for each in losses]


def _explained(
    curves: list[list[float]], flows: list[Array | None], shares: list[float]
) -> tuple[str, tuple[str, ...]]:
    """Return what was seen, and the exercises to look at, the likeliest first."""
    (with_skip, without), last = shares, curves[0][-1]
    if with_skip >= GOES and without > STANDS:
        saw = (
            f"The blocks learn, and so do thirty layers without the way around, which "
            f"have {without:.0%} right: they should not."
        )
        return saw, ("6.1", "10.2")
    if not math.isfinite(last) or last > 2 * CHANCE:
        saw = (
            f"The loss of your blocks went up to {last:.3g}: what thirty of them add "
            "up grows too fast, forwards or backwards."
        )
        return saw, ("10.3", "10.2", "6.3", "6.1")
    flow = flows[0]
    if flow is not None and flow[0] < 1e-3:  # noqa: PLR2004
        saw = (
            f"The blocks with the way around do not learn either. Of the gradient at "
            f"the last block {flow[0]:.1e} arrives at the first: it does not take the "
            "way around."
        )
        return saw, ("10.3", "6.3", "10.7")
    if last > CHANCE / 2:
        saw = (
            "The blocks with the way around do not learn either: their loss is "
            f"{last:.2f}, and who knows nothing has {CHANCE:.2f}."
        )
        return saw, ("10.2", "10.1", "6.3", "10.3")
    saw = (
        f"The loss of your blocks falls to {last:.2f}, and {with_skip:.0%} of unseen "
        "digits are right: they learn, but not as they should, or they answer "
        "otherwise with train=False."
    )
    return saw, ("6.2", "6.3", "10.3", "10.9")


def _picture(
    curves: list[list[float]], flows: list[Array | None], shares: list[float]
) -> Figure:
    is_wide = all(flow is not None for flow in flows)
    figure = Figure(figsize=(10 if is_wide else 5.6, 4.6), layout="constrained")
    panels = figure.subplots(1, 2 if is_wide else 1, squeeze=False)[0]
    _draw_losses(panels[0], curves)
    if is_wide:
        _draw_flows(panels[1], flows)
    figure.supxlabel(
        f"Thirty blocks on digits, right after {EPOCHS} epochs: {shares[0]:.1%} with "
        f"the way around, {shares[1]:.1%} without it.",
        fontsize=10,
    )
    return figure


def _draw_losses(panel: Axes, curves: list[list[float]]) -> None:
    panel.set(title="learning", xlabel="epoch", ylabel="loss", ylim=(0, 3))
    panel.axhline(CHANCE, color="0.7", linewidth=1)
    panel.text(EPOCHS, CHANCE + 0.04, "knows nothing", ha="right", color="0.4")
    epochs = np.arange(1, EPOCHS + 1)
    for name, losses, *look in zip(NAMES, curves, COLOURS, LINES, MARKS, strict=True):
        colour, line, mark = look
        rows = np.where(np.isfinite(losses), losses, np.nan)
        panel.plot(epochs, rows, line, color=colour, marker=mark, label=name)
    panel.legend(loc="center right")


def _draw_flows(panel: Axes, flows: list[Array | None]) -> None:
    panel.set(title="the gradient before training", xlabel="block", yscale="log")
    panel.set_ylabel("size, where that at the last block is 1")
    numbers = np.arange(1, BLOCKS + 1)
    for flow, colour, line, mark in zip(flows, COLOURS, LINES, MARKS, strict=True):
        if flow is not None:
            rows = np.where(np.isfinite(flow) & (flow > 0), flow, np.nan)
            panel.plot(numbers, rows, line, color=colour, marker=mark, markersize=4)
