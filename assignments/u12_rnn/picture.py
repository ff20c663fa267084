"""The picture of unit 12: how far back your network remembers, and what it holds.

One of three marks is shown at the first step and asked for after the last; noise comes
in between. Everything but RNN and the two functions of 12.7 is given here, and runs
beside them: the second half of this file is sent there as text.
"""

from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from numpy.typing import NDArray

from grader.checks import Student, attempt, in_turn, support

Array = NDArray[np.float64]
Labels = NDArray[np.integer]
Found = dict[str, Array | None]  # accuracies and states; None: the code fails

LAGS = (1, 2, 4, 6, 12, 30)
SEEDS = (1, 2, 3)
SHOWN = 4  # the lag whose states are shown
KINDS = ("all", "readout")  # what is trained
MARKS = ("A", "B", "C")
UNITS, STEPS, UNSEEN = 12, 120, 200
CHANCE = 1 / 3
# Where the medians of "all" end; at a lag of 12 it is a matter of luck.
TARGETS = {1: 1.0, 2: 1.0, 4: 1.0, 6: 1.0, 30: CHANCE}
NEAR = 0.1  # 200 sequences measure a third to 0.03, and chance may be left a little
BLUE, ORANGE = "#0072B2", "#E69F00"  # told apart by every eye
LABELS = {
    "all": ("your network, trained through time", BLUE, "o", "-"),
    "readout": ("only what reads its last state is trained", ORANGE, "s", "--"),
}
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Found:
    """Return accuracies (lags, seeds) by what is trained, and (marks, T, H) states."""
    found: Found = {
        kind: attempt(partial(_accuracies, student, kind)) for kind in KINDS
    }
    found["states"] = attempt(partial(_states, student))
    return found


def claim(found: Found) -> None:
    """Assert what the picture shows: memory is learned through time, and fades."""
    missing = [name for name, value in found.items() if value is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    both, states = (found[kind] for kind in KINDS), found["states"]
    trained, readout = (np.asarray(each) for each in both)
    for lag, row, alone in zip(LAGS, trained, readout, strict=True):
        middle = float(np.median(row))
        right = TARGETS.get(lag, middle)
        assert abs(middle - right) < NEAR, f"lag {lag} ends at {middle}"  # noqa: S101
        if lag in (4, 6):
            spread = max(float(np.ptp(row)), float(np.ptp(alone)))
            gap = row.min() - alone.max()
            assert gap > spread, f"lag {lag} is not told apart"  # noqa: S101
    ends = np.asarray(states)[:, -1]
    apart = min(np.abs(ends[i] - ends[j]).max() for i, j in ((0, 1), (0, 2), (1, 2)))
    assert apart > 1, "the marks are not told apart in the end"  # noqa: S101


def draw(found: Found) -> Figure:
    """Draw the accuracies, the states of three sequences, and a caption."""
    figure = Figure(figsize=(10, 5), layout="constrained")
    left, right = np.asarray(figure.subfigures(1, 2, width_ratios=(5, 4)))
    _draw_accuracies(left.subplots(), found)
    _draw_states(right, found["states"])
    figure.supxlabel(_caption(found), fontsize=9)
    return figure


def _draw_accuracies(panel: Axes, found: Found) -> None:
    panel.set(title="how far back?", xlabel="lag (steps between mark and question)")
    panel.set(ylabel=f"accuracy on {UNSEEN} new sequences", ylim=(0, 1.3))
    panel.set_yticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    panel.set_xscale("log")
    panel.set_xticks(LAGS, [str(lag) for lag in LAGS], minor=False)
    panel.set_xticks([], minor=True)
    panel.axhline(CHANCE, color="0.7", linestyle=":", linewidth=1)
    there = list(TARGETS), list(TARGETS.values())
    panel.plot(*there, "_", color="0.1", markersize=22, zorder=4)
    for kind, (label, colour, mark, line) in LABELS.items():
        rows = found[kind]
        if rows is None:
            continue
        shown = np.where(np.isfinite(rows), rows, np.nan)
        panel.plot(LAGS, shown, ".", color=colour, alpha=0.5)
        middle = np.median(shown, axis=1)
        panel.plot(LAGS, middle, line, marker=mark, color=colour, label=label)
    if all(found[kind] is None for kind in KINDS):
        panel.text(6, 0.6, "not there yet", ha="center", color="0.4")
    panel.plot([], [], "_", color="0.2", markersize=12, label="where it should be")
    panel.legend(fontsize=8, loc="upper right")


def _draw_states(part: SubFigure, states: Array | None) -> None:
    panels = part.subplots(1, len(MARKS), sharey=True)
    image = None
    for i, (panel, mark) in enumerate(zip(panels, MARKS, strict=True)):
        panel.set(title=f"mark {mark}", xlabel="step t", xlim=(-0.5, SHOWN + 0.5))
        panel.set(ylim=(UNITS - 0.5, -0.5), xticks=range(SHOWN + 1))
        if states is None:
            panel.text(SHOWN / 2, UNITS / 2, "not there yet", ha="center", color="0.4")
            continue
        kwargs = {"cmap": "PuOr", "vmin": -1.0, "vmax": 1.0}
        image = panel.imshow(states[i].T, aspect="auto", **kwargs)
    panels[0].set_ylabel("hidden unit (sorted by mark A)")
    if image is not None:
        part.colorbar(image, ax=panels, label="state", ticks=[-1, 0, 1], shrink=0.8)


def _caption(found: Found) -> str:
    rows = found["all"]
    if rows is None:
        return f"Dotted: chance, {CHANCE:.2f}."
    at = LAGS.index(SHOWN)
    alone = "" if found["readout"] is None else f", {_median(found['readout'], at)} "
    alone += "where only the readout is" if alone else ""
    return (
        f"Median of {len(SEEDS)} seeds after {STEPS} steps of training, lag {SHOWN}: "
        f"{_median(rows, at)} right where all is trained{alone}. Dotted: chance, "
        f"{CHANCE:.2f}.\nRight: the states of one network over the same noise, after "
        "three different marks."
    )


def _median(rows: Array | None, at: int) -> str:
    return f"{100 * float(np.median(np.asarray(rows)[at])):.0f} %"


def _accuracies(student: Student, kind: str) -> Array | None:
    task = support(student, "task", _text())
    each = [(lag, seed) for lag in LAGS for seed in SEEDS]
    found = in_turn(task.accuracy, student, kind, each=each)
    numbers = [float(a) if isinstance(a, (float, np.floating)) else None for a in found]
    if None in numbers:
        return None
    return np.array(numbers, float).reshape(len(LAGS), len(SEEDS))


def _states(student: Student) -> Array | None:
    """Return the states (marks, T, H), units sorted by where they end after mark A."""
    task = support(student, "task", _text())
    found = task.states(student, SHOWN, SEEDS[0])
    shape = len(MARKS), SHOWN + 1, UNITS
    is_right = isinstance(found, np.ndarray) and found.shape == shape
    if not is_right or found.dtype.kind != "f":
        return None
    clipped = np.clip(np.nan_to_num(found.astype(float)), -1, 1)
    return np.asarray(clipped[:, :, np.argsort(clipped[0, -1])], float)


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    sizes = f"UNITS, STEPS, UNSEEN = {UNITS}, {STEPS}, {UNSEEN}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + half


# What follows runs beside your code.
CLASSES, NOISE, BATCH, RATE = 3, 0.6, 32, 0.02


def accuracy(student: Student, kind: str, lag: int, seed: int) -> float | None:
    """Return the share of new sequences whose mark is known after the lag.

    Args:
        student: the module that has RNN, last_output and last_output_backward.
        kind: "all" to train the network, "readout" to train what reads it only.
        lag: how many steps of noise follow the mark.
        seed: of the parameters and the sequences.
    """
    net, w, b, rng = _trained(student, kind, lag, seed)
    x, t = _sequences(rng, UNSEEN, lag)
    out, _ = net.forward(x, train=False)
    scores = np.asarray(student.last_output(out) @ w + b)
    return float(np.mean(scores.argmax(axis=1) == t))


def states(student: Student, lag: int, seed: int) -> Array:
    """Return the states of a trained network after each mark, over the same noise."""
    net, _, _, rng = _trained(student, "all", lag, seed)
    x, _ = _sequences(rng, 1, lag)
    x = np.repeat(x, CLASSES, axis=0)
    x[:, 0] = np.eye(CLASSES)
    out, _ = net.forward(x, train=False)
    return np.asarray(out)


def _sequences(rng: np.random.Generator, n: int, lag: int) -> tuple[Array, Labels]:
    x = NOISE * rng.standard_normal((n, lag + 1, CLASSES))
    t = rng.integers(CLASSES, size=n)
    x[:, 0] = np.eye(CLASSES)[t]
    return x, t


def _trained(
    student: Student, kind: str, lag: int, seed: int
) -> tuple[Student, Array, Array, np.random.Generator]:
    """Return a network and a readout after Adam's steps, and the generator."""
    rng = np.random.default_rng(seed)
    net = student.RNN(CLASSES, UNITS)
    for key in sorted(net.params):  # the same start whatever order you draw in
        drawn = 2 * rng.random(net.params[key].shape) - 1
        net.params[key][...] = drawn / UNITS**0.5
    w, b = 0.3 * rng.standard_normal((UNITS, CLASSES)), np.zeros(CLASSES)
    params = {"W": w, "B": b, **(net.params if kind == "all" else {})}
    m = {key: 0 * value for key, value in params.items()}
    v = {key: 0 * value for key, value in params.items()}
    with np.errstate(all="ignore"):  # what a wrong network gives may overflow
        for step in range(1, STEPS + 1):
            grads = _gradients(student, net, (w, b), _sequences(rng, BATCH, lag))
            for key in params:
                m[key] = 0.9 * m[key] + 0.1 * grads[key]
                v[key] = 0.99 * v[key] + 0.01 * grads[key] ** 2
                size = np.sqrt(v[key] / (1 - 0.99**step)) + 1e-8
                params[key] -= RATE * m[key] / (1 - 0.9**step) / size
    return net, w, b, rng


def _gradients(
    student: Student,
    net: Student,
    readout: tuple[Array, Array],
    batch: tuple[Array, Labels],
) -> dict[str, Array]:
    (w, b), (x, t) = readout, batch
    out, _ = net.forward(x, train=True)
    last = student.last_output(out)
    e = np.exp(last @ w + b)
    d = (e / e.sum(axis=1, keepdims=True) - np.eye(CLASSES)[t]) / len(x)
    net.backward(student.last_output_backward(d @ w.T, out.shape))
    return {**net.grads, "W": last.T @ d, "B": d.sum(axis=0)}
