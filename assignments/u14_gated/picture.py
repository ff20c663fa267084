"""The picture of unit 14: how far a gradient reaches, and what that is good for.

The first panel sends a gradient back from the last step, before any training. The
others train on the task of exercise 14.13: a bit at the first of 36 steps, then noise.
What trains is given here: the second half of this file, which runs beside your code.
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
Curves = dict[str, Array | None]  # a row a seed; None: the code fails

SEEDS = (1, 2, 3)
STEPS, HIDDEN, BATCH, UPDATES, RATE = 36, 12, 32, 50, 0.015
CHANCE = float(np.log(2))  # the loss of one who always says "one half"
LEARNED, GUESSES = 0.2, 0.5  # losses of one who has the bit, and of one who has not
GONE, THERE = 1e-5, 0.1  # what is left of a gradient
TARGET = 0.011  # where the median of right LSTMs ends
KINDS = ("RNN", "GRU", "GRU, z open", "LSTM", "LSTM, f open")
COLOURS = ("#000000", "#E69F00", "#D55E00", "#56B4E9", "#0072B2")  # for every eye
MARKS = ("x", "^", "v", "s", "o")
GATES = ("input i", "forget f", "output o")
LINES = (":", "-", "--")
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Curves:
    """Return norms by kind, losses by "trained" and a kind, and the gates."""
    curves: Curves = {}
    for kind in KINDS:
        curves[kind] = attempt(partial(_norms, student, kind))
    alone = [train(None, seed)[:UPDATES] for seed in SEEDS]
    curves["trained RNN"] = np.stack(alone)
    found = attempt(partial(_trained, student))
    curves["trained LSTM"] = None if found is None else found[:, :UPDATES]
    gates = None if found is None else found[:, UPDATES:]
    curves["gates"] = None if gates is None else gates.reshape(-1, len(GATES), STEPS)
    return curves


def claim(curves: Curves) -> None:
    """Assert what the picture shows: open gates carry a gradient, and a bit."""
    missing = [name for name, found in curves.items() if found is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    there = {name: found for name, found in curves.items() if found is not None}
    far = {kind: there[kind][:, -1] / there[kind][:, 0] for kind in KINDS}
    for low, high in (
        ("RNN", "LSTM"),
        ("GRU", "GRU, z open"),
        ("LSTM", "LSTM, f open"),
    ):
        apart = far[high].min() > 10 * far[low].max()  # ten times, over all seeds
        assert apart, f"{high} is not above {low}: {far}"  # noqa: S101
    assert far["RNN"].max() < GONE, far["RNN"]  # noqa: S101
    lstm, rnn = there["trained LSTM"][:, -1], there["trained RNN"][:, -1]
    assert far["LSTM, f open"].min() > THERE, far["LSTM, f open"]  # noqa: S101
    assert lstm.max() < LEARNED, f"your LSTM ends at {lstm}"  # noqa: S101
    assert rnn.min() > GUESSES, f"the RNN learns, too: {rnn}"  # noqa: S101
    assert abs(np.median(lstm) - TARGET) < 0.02, lstm  # noqa: S101,PLR2004
    assert there["gates"][:, 1].min() > 0.9, "a forget gate shuts"  # noqa: S101,PLR2004


def draw(curves: Curves) -> Figure:
    """Draw the three panels, and a caption with numbers."""
    figure = Figure(figsize=(13, 4.6), layout="constrained")
    norms, losses, gates = figure.subplots(1, 3)
    _draw_norms(norms, curves)
    _draw_losses(losses, curves)
    _draw_gates(gates, curves.get("gates"))
    figure.supxlabel(_caption(curves), fontsize=10)
    return figure


def _draw_norms(panel: Axes, curves: Curves) -> None:
    panel.set(title="how far a gradient reaches at the start", yscale="log")
    panel.set(xlabel="steps between an input and the loss", xlim=(0, STEPS))
    panel.set(ylabel="norm of the gradient for the input (1 at 0 steps)")
    panel.set_ylim(1e-11, 1e2)
    drawn = 0
    for kind, colour, mark in zip(KINDS, COLOURS, MARKS, strict=True):
        if (found := curves.get(kind)) is None:
            continue
        rows = found / found[:, :1]
        middle = np.nanmedian(np.where(rows > 0, rows, np.nan), axis=0)
        panel.plot(middle, color=colour, marker=mark, markevery=5, label=kind)
        drawn += 1
    panel.legend(fontsize=8, loc="lower left")
    if drawn <= 1:
        panel.text(STEPS / 2, 1e-1, "yours are not there yet", ha="center", color="0.4")


def _draw_losses(panel: Axes, curves: Curves) -> None:
    panel.set(title=f"a bit is asked for {STEPS - 1} steps later", xlabel="updates")
    panel.set(ylabel="loss (nats per sequence)", ylim=(0, 1.2), xlim=(0, UPDATES + 2))
    panel.axhline(CHANCE, color="0.6", linestyle=":", linewidth=1)
    panel.text(UPDATES, CHANCE + 0.02, "chance", ha="right", color="0.4", fontsize=8)
    for name, colour, mark in (("RNN", COLOURS[0], "x"), ("LSTM", COLOURS[4], "o")):
        if (found := curves.get(f"trained {name}")) is None:
            continue
        rows = np.where(np.isfinite(found), found, np.nan)
        panel.plot(rows.T, color=colour, linewidth=0.6, alpha=0.5)
        label = "an RNN" if name == "RNN" else "your LSTM"
        middle = np.median(rows, axis=0)
        panel.plot(middle, color=colour, marker=mark, markevery=8, label=label)
    if curves.get("trained LSTM") is None:
        panel.text(UPDATES / 2, 0.3, "your LSTM is not there yet", ha="center")
    panel.plot(UPDATES, TARGET, "_", color="0.2", markersize=14, label="where it ends")
    panel.legend(fontsize=8, loc="upper right")


def _draw_gates(panel: Axes, gates: Array | None) -> None:
    panel.set(title="the gates of your LSTM after training", ylim=(0, 1.05))
    panel.set(xlabel="step of the sequence", ylabel="mean over units and sequences")
    panel.set_xlim(0, STEPS - 1)
    if gates is None:
        panel.text(STEPS / 2, 0.5, "not there yet", ha="center", color="0.4")
        return
    middle = np.nanmedian(np.where(np.isfinite(gates), gates, np.nan), axis=0)
    for name, row, line, colour in zip(
        GATES, middle, LINES, (COLOURS[1], COLOURS[4], COLOURS[0]), strict=True
    ):
        panel.plot(row, line, color=colour, linewidth=2, label=name)
    panel.legend(fontsize=8, loc="lower left")


def _caption(curves: Curves) -> str:
    parts = []
    for kind in ("RNN", "LSTM, f open"):
        found = curves.get(kind)
        if found is not None:
            share = float(np.median(found[:, -1] / found[:, 0]))
            parts.append(f"{kind}: {share:.2g}")
    left = ", ".join(parts) or "none"
    said = f"What is left of a gradient after {STEPS - 1} steps: {left}."
    gates = curves.get("gates")
    if gates is None:
        return said
    kept = float(np.prod(np.median(gates[:, 1], axis=0)))
    return f"{said} All forget gates together let {kept:.2f} of a memory through."


def _norms(student: Student, kind: str) -> Array | None:
    if kind == "RNN":
        return np.stack([norms(None, kind, seed) for seed in SEEDS])
    network = support(student, "network", _text())
    return _stacked(in_turn(network.norms, student, kind, each=list(SEEDS)), STEPS)


def _trained(student: Student) -> Array | None:
    network = support(student, "network", _text())
    size = UPDATES + len(GATES) * STEPS
    return _stacked(in_turn(network.train, student, each=list(SEEDS)), size)


def _stacked(rows: Sequence[object], size: int) -> Array | None:
    """Return a row for each seed, None where one is missing or odd."""
    found = [
        row
        for row in rows
        if isinstance(row, np.ndarray)
        and row.dtype == np.float64
        and row.shape == (size,)
        and np.isfinite(row).all()
    ]
    return np.stack(found) if len(found) == len(rows) else None


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    names = "STEPS, HIDDEN, BATCH, UPDATES, RATE"
    sizes = f"{names} = {STEPS}, {HIDDEN}, {BATCH}, {UPDATES}, {RATE}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + half


# What follows runs beside your code.


def norms(student: Student | None, kind: str, seed: int) -> Array:
    """Return (STEPS,): the gradient's norm for an input, by steps before the loss.

    Args:
        student: the module that has LSTM and GRU, or None for an RNN.
        kind: one of the first panel's.
        seed: of parameters, inputs and the gradient.
    """
    rng = np.random.default_rng(seed)
    layer = _made(student, kind, rng)
    x, dout = rng.normal(size=(BATCH, STEPS, 2)), np.zeros((BATCH, STEPS, HIDDEN))
    dout[:, -1] = rng.normal(size=(BATCH, HIDDEN))
    with np.errstate(all="ignore"):
        layer.forward(x, train=True)
        dx = np.asarray(layer.backward(dout)[0], float)
        found: Array = np.sqrt((dx**2).sum(axis=(0, 2)))[::-1].copy()
    return found


def _made(student: Student | None, kind: str, rng: np.random.Generator) -> Student:
    """Return a layer of two inputs."""
    if student is None:
        return _RNN(rng)  # type: ignore[return-value]  # as good as one of yours
    if kind.startswith("LSTM"):
        bias = 4.0 if "open" in kind else 1.0
        made: Student = student.LSTM(2, HIDDEN, rng, forget_bias=bias)
        return made
    gru: Student = student.GRU(2, HIDDEN, rng)
    if "open" in kind:
        gru.params["bx"][HIDDEN : 2 * HIDDEN] = 4.0
    return gru


class _RNN:
    """A plain RNN of unit 12, with the parameters it has there."""

    def __init__(self, rng: np.random.Generator) -> None:
        sizes = {"Wx": (2, HIDDEN), "Wh": (HIDDEN, HIDDEN), "b": (HIDDEN,)}
        self.params = {
            key: (2 * rng.random(size) - 1) / HIDDEN**0.5 for key, size in sizes.items()
        }
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> tuple[Array, Array]:
        """Return h of every step, and the last one."""
        h = np.zeros((len(x), HIDDEN))
        self.x, self.hs = x, [h]
        for now in np.swapaxes(x, 0, 1):
            inside = now @ self.params["Wx"] + h @ self.params["Wh"]
            h = np.tanh(inside + self.params["b"])
            self.hs.append(h)
        return np.stack(self.hs[1:], axis=1), h

    def backward(self, dout: Array) -> tuple[Array, Array]:
        """Return dx and dh0, and set grads."""
        dh, dx = np.zeros_like(dout[:, 0]), np.zeros_like(self.x)
        self.grads = {key: np.zeros_like(each) for key, each in self.params.items()}
        for t in range(STEPS - 1, -1, -1):
            inside = (dout[:, t] + dh) * (1 - self.hs[t + 1] ** 2)
            dh = inside @ self.params["Wh"].T
            dx[:, t] = inside @ self.params["Wx"].T
            self.grads["Wx"] += self.x[:, t].T @ inside
            self.grads["Wh"] += self.hs[t].T @ inside
            self.grads["b"] += inside.sum(axis=0)
        return dx, dh


def train(student: Student | None, seed: int) -> Array:
    """Return losses, then the gates of an LSTM; without `student` those of an RNN."""
    rng = np.random.default_rng(seed)
    layer = _made(student, "LSTM, f open", rng)
    w = rng.standard_normal(HIDDEN) / np.sqrt(HIDDEN)
    params = {**layer.params, "w": w}
    m, v = ({key: 0 * each for key, each in params.items()} for _ in range(2))
    losses = np.zeros(UPDATES)
    with np.errstate(all="ignore"):
        for k in range(UPDATES):
            x, bits = _sequences(rng)
            out = layer.forward(x, train=True)[0]
            score = out[:, -1] @ w
            losses[k] = np.mean(np.logaddexp(0, score) - bits * score)
            dscore = (0.5 + 0.5 * np.tanh(score / 2) - bits) / BATCH
            dout = np.zeros_like(out)
            dout[:, -1] = dscore[:, np.newaxis] * w
            layer.backward(dout)
            grads = {**layer.grads, "w": out[:, -1].T @ dscore}
            for key, grad in grads.items():
                m[key] += 0.1 * (grad - m[key])
                v[key] += 0.01 * (grad**2 - v[key])
                size = np.sqrt(v[key] / (1 - 0.99 ** (k + 1)) + 1e-16)
                params[key] -= RATE * m[key] / (1 - 0.9 ** (k + 1)) / size
        if student is None:
            return losses
        x, _ = _sequences(rng)
        return np.concatenate([losses, _gates(layer, x)])


def _sequences(rng: np.random.Generator) -> tuple[Array, Array]:
    bits = rng.integers(2, size=BATCH).astype(np.float64)
    x = np.zeros((BATCH, STEPS, 2))
    x[:, 0, 0] = 4.0 * bits - 2.0
    x[:, 1:, 1] = rng.standard_normal((BATCH, STEPS - 1))
    return x, bits


def _gates(layer: Student, x: Array) -> Array:
    """Return the means of i, f and o at each step, computed from your out."""
    out = layer.forward(x, train=False)[0]
    before = np.concatenate([0 * out[:, :1], out[:, :-1]], axis=1)
    inside = x @ layer.params["Wx"] + before @ layer.params["Wh"] + layer.params["b"]
    i, f, _, o = np.split(0.5 + 0.5 * np.tanh(inside / 2), 4, axis=2)
    return np.concatenate([each.mean(axis=(0, 2)) for each in (i, f, o)])
