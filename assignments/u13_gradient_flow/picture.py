"""The picture of unit 13: gradients on their way back, and what clipping is good for.

Your code follows a gradient through fifty steps, and a small network learns with your
batches and loss. The second half of this file is sent beside your code as text.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, dataset, generator, in_turn, support

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Found = dict[str, Array | None]  # a row a seed; None: the code fails

SCALES = (0.8, 1.0, 1.2)  # the spectral norm of the recurrent weights
SEEDS = (1, 2, 3, 4, 5)
T, N, HIDDEN = 50, 4, 32
SMALL = 0.01  # the size of the states
STARTS = (1, 2, 3)  # of the network on the right
STEPS, BATCH, LENGTH, UNITS = 150, 32, 10, 24
RATE, MAX_NORM, STRETCH = 4.0, 0.25, 1.4
ENDS = 20  # steps whose mean is the end of a training
TARGET = 12.7  # where the perplexity with clipping ends
GAUSSIAN = {
    1.0: 5.4e-13,
    1.2: 4.9e-9,
}  # where their medians end; 0.8 is below the panel
CEILING = 1e12  # the picture shows no more
WINDOW = 10  # steps that a point on the right is the geometric mean of
BOX = np.full(WINDOW, 1 / WINDOW)
KINDS = ("orthogonal", "Gaussian")
COLOURS = ("#0072B2", "#009E73", "#D55E00")  # told apart by every eye
MARKS = ("v", "o", "^")
TRAININGS = (
    ("free", "without clipping", COLOURS[2], "^"),
    ("clipped", "with your clipping", COLOURS[0], "v"),
)
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Found:
    """Return the norms of both kinds of weights, and the perplexities of training."""
    found: Found = {}
    for kind in KINDS:
        for scale in SCALES:
            drawn = [weights_of(kind, scale, seed) for seed in SEEDS]
            radii = [np.abs(np.linalg.eigvals(each)).max() for each in drawn]
            found[f"radius {kind} {scale}"] = np.array(radii)
            name = f"norm {kind} {scale}"
            found[name] = attempt(partial(_norms, student, drawn))
            name = f"flow {kind} {scale}"
            found[name] = attempt(partial(_flow, student, drawn))
    text = dataset("alice", near=__file__)["text"][: BATCH * LENGTH * STEPS + 1]
    characters, ids = np.unique(text, return_inverse=True)
    shares = np.bincount(ids) / len(ids)
    found["counts"] = np.exp(-np.sum(shares * np.log(shares), keepdims=True))
    for name, limit in (("free", np.inf), ("clipped", MAX_NORM)):
        found[name] = attempt(partial(_learned, student, ids, len(characters), limit))
    return found


def claim(found: Found) -> None:
    """Assert what the picture shows: a norm above 1 need not explode, and clipping."""
    missing = [name for name, rows in found.items() if rows is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    shown = {name: rows for name, rows in found.items() if rows is not None}
    for scale in SCALES:
        left = shown[f"flow orthogonal {scale}"][:, 0]
        assert np.allclose(left, scale**T, 0.05, 0), left  # noqa: S101
        assert np.allclose(shown[f"norm Gaussian {scale}"], scale)  # noqa: S101
        assert (shown[f"radius Gaussian {scale}"] < 0.9).all()  # noqa: S101, PLR2004
        gaussian = shown[f"flow Gaussian {scale}"][:, 0]
        assert (gaussian < 1e-4).all(), gaussian  # noqa: S101, PLR2004
        ratio = np.median(gaussian) / GAUSSIAN.get(scale, np.median(gaussian))
        assert abs(ratio - 1) < 0.1, ratio  # noqa: S101, PLR2004
    ends = {name: _ends(shown[name]) for name in ("free", "clipped")}
    assert np.abs(np.median(ends["clipped"]) - TARGET) < 1, ends  # noqa: S101
    counts = shown["counts"][0]
    assert ends["clipped"].max() + np.ptp(ends["clipped"]) < counts  # noqa: S101
    assert np.median(ends["free"]) > 2 * counts, ends  # noqa: S101


def draw(found: Found) -> Figure:
    """Draw both kinds of weights and both trainings, and a caption with numbers."""
    figure = Figure(figsize=(13, 5.2), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    middle.sharey(left)
    for panel, kind in ((left, "orthogonal"), (middle, "Gaussian")):
        _draw_flow(panel, kind, found)
    left.set_ylabel("norm of the gradient, over that of dh")
    _draw_training(right, found)
    figure.supxlabel(_caption(found), fontsize=9)
    return figure


def weights_of(kind: str, scale: float, seed: int) -> Array:
    """Return recurrent weights (HIDDEN, HIDDEN) whose spectral norm is `scale`."""
    drawn = np.random.default_rng(seed).normal(size=(HIDDEN, HIDDEN))
    if kind == "orthogonal":
        return np.asarray(scale * np.linalg.qr(drawn)[0])
    return np.asarray(scale * drawn / np.linalg.norm(drawn, 2))


def _norms(student: Student, drawn: Sequence[Array]) -> Array | None:
    found = in_turn(student.spectral_norm, each=list(drawn))
    are_numbers = all(isinstance(each, (float, np.floating)) for each in found)
    return np.array(found, float) if are_numbers else None


def _flow(student: Student, drawn: Sequence[Array]) -> Array | None:
    """Return (seeds, T + 1) norms over the last one, None where they are odd."""
    rng = np.random.default_rng(0)
    hidden, dh = SMALL * rng.normal(size=(T, N, HIDDEN)), rng.normal(size=(N, HIDDEN))
    dh /= np.linalg.norm(dh)
    turns = [(weights, hidden, dh) for weights in drawn]
    return _rows(in_turn(student.gradient_norms_through_time, each=turns), T + 1)


def _learned(student: Student, ids: Ids, v: int, limit: float) -> Array | None:
    network = support(student, "network", _text())
    turns = [(ids, v, limit, generator(start)) for start in STARTS]
    return _rows(in_turn(network.train, student, each=turns), STEPS)


def _rows(found: Sequence[object], length: int) -> Array | None:
    """Return one row for each result, None where one is missing or odd."""
    rows = [
        np.asarray(each, float)
        for each in found
        if isinstance(each, np.ndarray)
        and each.shape == (length,)
        and each.dtype.kind == "f"
    ]
    return np.stack(rows) if len(rows) == len(found) else None


def _ends(rows: Array) -> Array:
    """Return for each start the mean of its last perplexities."""
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(np.log(rows[:, -ENDS:]).mean(axis=1)))


def _draw_flow(panel: Axes, kind: str, found: Found) -> None:
    title = f"Wh {kind}" if kind == "Gaussian" else f"Wh {kind} times a scale"
    panel.set(title=title, xlabel="steps back from the loss, T - t", yscale="log")
    panel.set(xlim=(0, T), ylim=(1e-15, 1e6))
    back = np.arange(T, -1, -1)
    for scale, colour, mark in zip(SCALES, COLOURS, MARKS, strict=True):
        panel.plot(back, scale ** back.astype(float), color=colour, linewidth=0.8)
        if kind == "Gaussian" and scale in GAUSSIAN:
            panel.plot(T, GAUSSIAN[scale], "_", color=colour, markersize=20)
        rows = found.get(f"flow {kind} {scale}")
        if rows is None:
            continue
        safe = np.where(np.isfinite(rows) & (rows > 0), rows, np.nan)
        (line,) = panel.plot(back, np.median(safe, axis=0), "--", marker=mark)
        line.set(color=colour, markevery=10, label=_label(kind, scale, found))
        ends = safe.min(axis=0), safe.max(axis=0)
        panel.fill_between(back, *ends, color=colour, alpha=0.2, linewidth=0)
    panel.plot([], [], color="0.4", linewidth=0.8, label="bound: norm to the T - t")
    panel.legend(fontsize=8, loc="lower left")
    if not panel.collections:  # no band is there
        panel.text(T / 2, 1e3, "not there yet", ha="center", color="0.4")


def _label(kind: str, scale: float, found: Found) -> str:
    norms = found.get(f"norm {kind} {scale}")
    radii = found.get(f"radius {kind} {scale}")
    norm = "?" if norms is None else f"{np.median(norms):.2f}"
    radius = "?" if radii is None else f"{np.median(radii):.2f}"
    return f"norm {norm}, spectral radius {radius}"


def _draw_training(panel: Axes, found: Found) -> None:
    panel.set(title="predicting the next character", yscale="log")
    panel.set(xlabel="gradient steps", ylabel=f"perplexity, mean over {WINDOW} batches")
    panel.set(xlim=(0, STEPS + 4), ylim=(8, CEILING))
    counts = found.get("counts")
    if counts is not None:
        panel.axhline(counts[0], color="0.5", linestyle=":", linewidth=1.2)
        panel.text(STEPS, counts[0] * 1.3, "counts alone", ha="right", color="0.4")
    panel.plot(STEPS + 1, TARGET, "_", color="0.2", markersize=14, label="target")
    drawn = 0
    for name, label, colour, mark in TRAININGS:
        rows = found.get(name)
        if rows is None:
            continue
        drawn += 1
        safe = _smooth(np.where(np.isfinite(rows), rows, CEILING))
        steps = np.arange(WINDOW, STEPS + 1)
        panel.plot(steps, safe.T, color=colour, linewidth=0.7, alpha=0.6)
        (line,) = panel.plot(steps, np.median(safe, axis=0), marker=mark, label=label)
        line.set(color=colour, markevery=20, linewidth=1.8)
    panel.legend(fontsize=8, loc="upper right")
    if not drawn:
        panel.text(STEPS / 2, 200, "not there yet", ha="center", color="0.4")


def _smooth(rows: Array) -> Array:
    """Return geometric means over WINDOW steps."""
    logs = np.log(np.clip(rows, 1e-3, CEILING))
    return np.asarray(np.exp([np.convolve(r, BOX, "valid") for r in logs]))


def _caption(found: Found) -> str:
    end, wild = _span(found.get("clipped")), _span(found.get("free"))
    return (
        f"Left and middle: {HIDDEN} units, states near 0 (standard deviation {SMALL}), "
        f"{len(SEEDS)} draws of Wh; line: median, band: all of them.\n"
        f"A norm below 1 is enough to vanish; a norm above 1 is not enough to explode: "
        f"Gaussian weights of norm {SCALES[-1]} vanish.\n"
        f"Right: {UNITS} units, Wh orthogonal times {STRETCH}, {STEPS} steps of rate "
        f"{RATE:g}, {len(STARTS)} starts. Perplexity of the last {ENDS} batches: "
        f"{end} clipped at {MAX_NORM}, {wild} without."
    )


def _span(rows: Array | None) -> str:
    """Return where trainings end, in words."""
    if rows is None:
        return "not there yet"
    ends = _ends(rows)
    is_finite = np.isfinite(ends).all()
    return f"{ends.min():.3g} to {ends.max():.3g}" if is_finite else "out of all bounds"


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    sizes = f"STEPS, BATCH, LENGTH, UNITS = {STEPS}, {BATCH}, {LENGTH}, {UNITS}\n"
    rates = f"RATE, STRETCH = {RATE}, {STRETCH}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + rates + half


# What follows runs beside your code.


def train(
    student: Student, ids: Ids, v: int, limit: float, rng: np.random.Generator
) -> Array:
    """Return the perplexity of each batch before its step.

    Args:
        student: the module that has batches, loss and clipping.
        ids: the text as integers below v.
        v: how many characters there are.
        limit: the largest norm; infinite to do without clipping.
        rng: draws the first weights.
    """
    turn = np.linalg.qr(rng.standard_normal((UNITS, UNITS)))[0]
    wx, wy = rng.standard_normal((2, v, UNITS)) / 5
    params = {"Wx": wx, "Wh": STRETCH * turn, "b": np.zeros(UNITS)}
    params |= {"Wy": wy.T.copy(), "c": np.zeros(v)}
    found, state = np.full(STEPS, np.inf), np.zeros((BATCH, UNITS))
    with np.errstate(all="ignore"):  # what is not clipped may overflow
        batches = student.next_character_batches(ids, BATCH, LENGTH)
        for step, (inputs, targets) in zip(range(STEPS), batches, strict=False):
            states = _forward(params, state, inputs)
            state, logits = states[:, -1], states[:, 1:] @ params["Wy"] + params["c"]
            loss, dlogits = student.sequence_cross_entropy(logits, targets)
            found[step] = np.exp(min(float(loss), 60.0))
            grads = _backward(params, states, inputs, dlogits)
            if limit < np.inf:
                student.clip_gradients(grads, limit)
            for key, grad in grads.items():
                params[key] -= RATE * grad
    return found


def _forward(p: dict[str, Array], state: Array, inputs: Ids) -> Array:
    """Return (N, T + 1, H): the first state, and those after each step."""
    states = [state]
    for now in inputs.T:
        states.append(np.tanh(p["Wx"][now] + states[-1] @ p["Wh"] + p["b"]))
    return np.stack(states, axis=1)


def _backward(
    p: dict[str, Array], states: Array, inputs: Ids, dlogits: Array
) -> dict[str, Array]:
    """Return the gradients of all parameters."""
    da, after = dlogits @ p["Wy"].T, np.array(0.0)
    for k in reversed(range(LENGTH)):
        da[:, k] = (da[:, k] + after) * (1 - states[:, k + 1] ** 2)
        after = da[:, k] @ p["Wh"].T
    rows, scores = da.reshape(-1, UNITS), dlogits.reshape(-1, len(p["c"]))
    ones = inputs.reshape(-1)[:, np.newaxis] == np.arange(len(p["c"]))
    before, now = states[:, :-1], states[:, 1:]
    grads = {"Wx": ones.T @ rows, "b": rows.sum(axis=0), "c": scores.sum(axis=0)}
    grads["Wh"] = before.reshape(-1, UNITS).T @ rows
    grads["Wy"] = now.reshape(-1, UNITS).T @ scores
    return grads
