"""The picture of unit 6: one network from four starts, without and with your layer.

Three hidden layers of sixteen ReLU units learn whether x and y have one sign. The
weights start at four different scales. Everything but BatchNorm is given here, and
runs beside it: the second half of this file is sent there as text.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, in_turn, support

Array = NDArray[np.float64]
Curves = dict[str, Array | None]  # (3, 61) losses, a row a seed; None: the code fails

SCALES = (0.01, 0.1, 0.5, 2.0)  # the standard deviation of the first weights
SEEDS = (1, 2, 3)
STEPS, RATE = 60, 0.5
EXAMPLES, WIDTH, LAYERS = 90, 16, 3
CHANCE = float(np.log(2))  # the loss of one who always says "one half"
LEARNED = 0.35  # about half of it
TARGETS = {0.01: 0.062, 0.1: 0.107, 0.5: 0.082, 2.0: 0.221}  # where the medians end
COLOURS = ("#0072B2", "#009E73", "#E69F00", "#CC79A7")  # told apart by every eye
MARKS = ("o", "s", "^", "D")
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Curves:
    """Return the losses of every step, "without" and "with" and a scale."""
    curves: Curves = {}
    for scale in SCALES:
        alone = [train(None, scale, seed) for seed in SEEDS]
        curves[f"without {scale}"] = _stacked(alone)
        curves[f"with {scale}"] = attempt(partial(_trained, student, scale))
    return curves


def claim(curves: Curves) -> None:
    """Assert what the picture shows: one start learns alone, with the layer all do."""
    missing = [name for name, found in curves.items() if found is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    ends = {name: found[:, -1] for name, found in curves.items() if found is not None}
    learned = {name: bool((end < LEARNED).all()) for name, end in ends.items()}
    alone = [scale for scale in SCALES if learned[f"without {scale}"]]
    assert alone == [0.5], f"without the layer {alone} learn"  # noqa: S101
    assert all(learned[f"with {scale}"] for scale in SCALES)  # noqa: S101
    spread = max(float(np.ptp(ends[f"with {scale}"])) for scale in SCALES)
    for scale in (0.01, 0.1, 2.0):
        worst, best = ends[f"with {scale}"].max(), ends[f"without {scale}"].min()
        assert worst + spread < best, f"scale {scale} is not told apart"  # noqa: S101
    for scale, target in TARGETS.items():
        end = np.median(ends[f"with {scale}"])
        assert abs(end - target) < 0.02, f"scale {scale} ends at {end}"  # noqa: S101,PLR2004


def draw(curves: Curves) -> Figure:
    """Draw the starts without and with the layer, and a caption with a number."""
    figure = Figure(figsize=(10, 4.8), layout="constrained")
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for panel, name in zip(panels, ("without", "with"), strict=True):
        _draw_panel(panel, name, curves)
    panels[0].set_ylabel("loss (nats per example)")
    panels[1].plot([], [], "_", color="0.2", markersize=12, label="where it should end")
    panels[1].legend(title="standard deviation of the first weights", fontsize=8)
    figure.supxlabel("gradient steps\n" + _caption(curves))
    return figure


def _draw_panel(panel: Axes, name: str, curves: Curves) -> None:
    title = "without normalization" if name == "without" else "with your BatchNorm"
    panel.set(title=title, xlim=(0, STEPS + 3), ylim=(0, 1.2))
    panel.axhline(CHANCE, color="0.7", linestyle=":", linewidth=1)
    drawn = 0
    for scale, colour, mark in zip(SCALES, COLOURS, MARKS, strict=True):
        found = curves.get(f"{name} {scale}")
        if name == "with":
            panel.plot(STEPS + 1, TARGETS[scale], "_", color=colour, markersize=14)
        if found is None:
            continue
        drawn += 1
        rows = np.where(np.isfinite(found), found, np.nan)
        panel.plot(rows.T, color=colour, linewidth=0.6, alpha=0.5)
        middle = np.median(rows, axis=0)
        panel.plot(middle, color=colour, marker=mark, markevery=12, label=f"{scale:g}")
    if not drawn:
        panel.text(STEPS / 2, 0.4, "not there yet", ha="center", color="0.4")


def _caption(curves: Curves) -> str:
    counts = {}
    for name in ("without", "with"):
        found = [curves.get(f"{name} {scale}") for scale in SCALES]
        counts[name] = sum(
            bool((each[:, -1] < LEARNED).all()) for each in found if each is not None
        )
    return (
        f"Below {LEARNED} after {STEPS} steps, from every seed: {counts['without']} of "
        f"{len(SCALES)} starts without the layer, {counts['with']} with it. "
        f"Dotted: chance, {CHANCE:.2f}."
    )


def _trained(student: Student, scale: float) -> Array | None:
    network = support(student, "network", _text())
    return _stacked(in_turn(network.train, student, scale, each=list(SEEDS)))


def _stacked(rows: Sequence[object]) -> Array | None:
    """Return a row of losses for each seed, None where one is missing or odd."""
    found = [
        row
        for row in rows
        if isinstance(row, np.ndarray)
        and row.dtype == np.float64
        and row.shape == (STEPS + 1,)
    ]
    return np.stack(found) if len(found) == len(rows) else None


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    sizes = f"EXAMPLES, WIDTH, LAYERS = {EXAMPLES}, {WIDTH}, {LAYERS}\n"
    steps = f"STEPS, RATE = {STEPS}, {RATE}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + steps + half


# What follows runs beside your code.


def train(student: Student | None, scale: float, seed: int) -> Array | None:
    """Return the loss before each step and after the last; inf once it is too large.

    Args:
        student: the module that has BatchNorm, or None to do without.
        scale: the standard deviation of the first weights.
        seed: of the examples and the weights.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(EXAMPLES, 2))
    net = _Net(student, scale, rng)
    losses = np.full(STEPS + 1, np.inf)
    with np.errstate(all="ignore"):  # what a wrong layer gives may overflow
        for step in range(STEPS + 1):
            loss = net.step(x, x[:, 0] * x[:, 1] > 0)
            if loss is None:
                return None
            if not np.isfinite(loss):
                break
            losses[step] = loss
    return losses


class _Net:
    """Affine, your BatchNorm or nothing, ReLU, three times; one output; plain SGD.

    gamma and beta stay at 1 and 0: the affine layer above can do their work here.
    """

    def __init__(
        self, student: Student | None, scale: float, rng: np.random.Generator
    ) -> None:
        sizes = [(2, WIDTH), *[(WIDTH, WIDTH)] * (LAYERS - 1)]
        self.weights = [scale * rng.standard_normal(size) for size in sizes]
        self.biases = [np.zeros(WIDTH) for _ in sizes]
        self.last = rng.standard_normal(WIDTH) / np.sqrt(WIDTH)
        self.norms = [
            student.BatchNorm(np.ones(WIDTH), np.zeros(WIDTH)) if student else None
            for _ in sizes
        ]

    def step(self, x: Array, t: NDArray[np.bool_]) -> float | None:
        """Make one step and return the loss before it; None where your code fails."""
        inputs, h = [x], x
        for layer, norm in enumerate(self.norms):
            z = h @ self.weights[layer] + self.biases[layer]
            if norm is not None:
                out = _checked(norm.forward(z, train=True))
                if out is None:
                    return None
                z = out
            h = np.maximum(z, 0)
            inputs.append(h)
        score = h @ self.last
        dscore = (0.5 + 0.5 * np.tanh(score / 2) - t) / len(t)
        dh = dscore[:, np.newaxis] * self.last
        self.last -= RATE * h.T @ dscore
        if not self._back(inputs, dh):
            return None
        return float(np.mean(np.logaddexp(0, score) - t * score))

    def _back(self, inputs: list[Array], dh: Array) -> bool:
        for layer in reversed(range(LAYERS)):
            dz, norm = dh * (inputs[layer + 1] > 0), self.norms[layer]
            if norm is not None:
                back = _checked(norm.backward(dz))
                if back is None:
                    return False
                dz = back
            dh = dz @ self.weights[layer].T
            self.weights[layer] -= RATE * inputs[layer].T @ dz
            self.biases[layer] -= RATE * dz.sum(axis=0)
        return True


def _checked(value: object) -> Array | None:
    """Return what your layer gave, None unless it is an array of the right shape."""
    is_right = (
        isinstance(value, np.ndarray)
        and value.shape == (EXAMPLES, WIDTH)
        and value.dtype.kind == "f"
    )
    return np.asarray(value, float) if is_right else None
