"""The picture of unit 11: when what a network knows helps another, and when it harms.

A network learns 900 upright digits. Then there are few others to learn from, turned
and with codes for labels. Four ways to go on are compared. The tools are yours; network
and optimizer are given in the second half of this file, which is sent beside them.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, dataset, generator, in_turn, support

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Arrays = dict[str, Array]
Value = Any  # what your code gives, or what stands for a generator
Shares = dict[str, Array | None]  # (3, 3): seeds, numbers of labels; None: not there
Task = tuple[Arrays, Arrays, Array, Whole, Array, Whole]  # as _task returns it

SEEDS = (1, 2, 3)
COUNTS = (30, 100, 300)  # how many labels there are to learn from
KNOWN, UNSEEN = 900, 500
OLD_STEPS, NEW_STEPS = 200, 40
WAYS = ("scratch", "frozen", "fine-tuned", "scaled")
TURNS = {"mild": "turned by at most 15 degrees", "right": "turned by 90 degrees"}
TARGETS = {
    "mild scratch": (0.67, 0.82, 0.86),
    "mild frozen": (0.85, 0.88, 0.91),
    "mild fine-tuned": (0.80, 0.88, 0.91),
    "mild scaled": (0.86, 0.89, 0.93),
    "right scratch": (0.74, 0.85, 0.91),
    "right frozen": (0.53, 0.65, 0.71),
    "right fine-tuned": (0.69, 0.82, 0.89),
    "right scaled": (0.63, 0.75, 0.81),
}  # the medians
LINES = {
    "scratch": ("#666666", ":", "s"),
    "frozen": ("#0072B2", "-", "o"),
    "fine-tuned": ("#E69F00", "-.", "D"),
    "scaled": ("#D55E00", "--", "^"),
}  # told apart by every eye, and in grey
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Shares:
    """Return what share of unseen digits is right, "mild scratch" and so on."""
    shares: Shares = {}
    for turn in TURNS:
        given = [(_task(turn, seed), generator(seed)) for seed in SEEDS]
        alone = [learn(None, "scratch", *each) for each in given]
        shares[f"{turn} scratch"] = _stacked(alone)
        for way in WAYS[1:]:
            shares[f"{turn} {way}"] = attempt(partial(_learned, student, way, given))
    return shares


def claim(shares: Shares) -> None:
    """Assert what the picture shows, seed by seed: each has digits of its own."""
    found = {name: each for name, each in shares.items() if each is not None}
    assert len(found) == len(TARGETS), f"there is only {set(found)}"  # noqa: S101
    for way in ("frozen", "scaled"):
        gain = (found[f"mild {way}"] - found["mild scratch"])[:, :2]
        assert gain.min() > 0.01, f"{way} gains {gain}"  # noqa: S101,PLR2004
        assert (gain.mean(axis=0) > gain.std(axis=0)).all(), gain  # noqa: S101
        assert gain[:, 1].mean() < gain[:, 0].mean(), "it shrinks"  # noqa: S101
    loss = found["right scratch"] - found["right frozen"]
    assert loss.min() > 0.08, f"frozen loses {loss}"  # noqa: S101,PLR2004
    assert (loss.mean(axis=0) > 2 * loss.std(axis=0)).all(), loss  # noqa: S101
    for name, target in TARGETS.items():
        gap = np.abs(np.median(found[name], axis=0) - target)
        assert gap.max() < 0.03, f"{name} is off by {gap}"  # noqa: S101,PLR2004


def draw(shares: Shares) -> Figure:
    """Draw both turns, and a caption with numbers; what is missing stays empty."""
    figure = Figure(figsize=(10, 5.2), layout="constrained")
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for panel, turn in zip(panels, TURNS, strict=True):
        _draw_panel(panel, turn, shares)
    panels[0].set_ylabel(f"share of {UNSEEN} unseen digits that is right")
    panels[1].plot([], [], "_", color="0.2", markersize=12, label="where it should be")
    panels[1].legend(loc="lower right", fontsize=9)
    label = f"labeled digits to learn from (the old network learned {KNOWN} upright)\n"
    figure.supxlabel(label + _caption(shares), fontsize=9)
    return figure


def _draw_panel(panel: Axes, turn: str, shares: Shares) -> None:
    panel.set(title=TURNS[turn], xlim=(24, 380), ylim=(0.45, 1.0), xscale="log")
    panel.set_xticks(COUNTS, [str(count) for count in COUNTS])
    panel.minorticks_off()
    panel.grid(axis="y", color="0.9")
    absent = []
    for place, (way, (colour, style, mark)) in enumerate(LINES.items()):
        at = np.array(COUNTS) * 1.025 ** (2 * place - 3)  # side by side, not one on top
        panel.plot(at, TARGETS[f"{turn} {way}"], "_", color=colour, markersize=14)
        found = shares.get(f"{turn} {way}")
        if found is None:
            absent.append(way)
            continue
        rows = np.where(np.isfinite(found), found, np.nan)
        for row in rows:
            panel.plot(at, row, mark, color=colour, markersize=3, alpha=0.45)
        middle = np.median(rows, axis=0)
        panel.plot(at, middle, style, color=colour, marker=mark, label=way)
    text = f"not there yet: {', '.join(absent)}"
    panel.text(95, 0.97, text if absent else "", ha="center", color="0.3")


def _caption(shares: Shares) -> str:
    told = []
    for turn, name in TURNS.items():
        scratch, frozen = (shares.get(f"{turn} {way}") for way in WAYS[:2])
        gain = "not there yet"
        if scratch is not None and frozen is not None:
            points = 100 * (frozen - scratch)[:, 0]
            low, middle, high = np.quantile(points, [0, 0.5, 1])
            gain = f"{middle:+.0f} points ({low:+.0f} to {high:+.0f})"
        told.append(f"{name}: {gain}")
    return (
        f"Frozen minus scratch with {COUNTS[0]} labels, {'; '.join(told)}.\n"
        "Lines: medians of seeds 1, 2 and 3. Small: each seed, with its own digits."
    )


def _learned(
    student: Student, way: str, given: list[tuple[Value, ...]]
) -> Array | None:
    kit = support(student, "few_turned_digits", _text())
    return _stacked(in_turn(kit.learn, student, way, each=given))


def _task(turn: str, seed: int) -> Task:
    """Return an old network, a fresh one, digits to learn, and digits to try."""
    digits, rng = dataset("digits", near=__file__), np.random.default_rng(seed)
    images, labels = digits["images"] / 16, digits["labels"].astype(int)
    codes = (3 * labels + 1) % 10  # so that the old head is of no use
    order = rng.permutation(len(images))
    upright, rest = order[:KNOWN], order[KNOWN : KNOWN + max(COUNTS) + UNSEEN]
    old = network(rng)
    train(old, images[upright].reshape(-1, 64), labels[upright], rng)
    mild = rng.uniform(-15, 15, size=len(rest))
    x = turned(images[rest], mild if turn == "mild" else np.full(len(rest), 90.0))
    (x, unseen), t = np.split(x, [max(COUNTS)]), np.split(codes[rest], [max(COUNTS)])
    return old, network(rng), x, t[0], unseen, t[1]


def turned(images: Array, degrees: Array) -> Array:
    """Return images (N, 8, 8) as rows, each turned around its middle."""
    angle = np.deg2rad(degrees).reshape(-1, 1, 1)
    y, x = np.mgrid[:8, :8] - 3.5
    column = np.cos(angle) * x - np.sin(angle) * y + 4.5  # in an image with a margin
    row = np.sin(angle) * x + np.cos(angle) * y + 4.5
    wide = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    column, row = (np.clip(each, 0, 8.999) for each in (column, row))
    i, j = row.astype(int), column.astype(int)
    down, right = row - i, column - j
    n = np.arange(len(images)).reshape(-1, 1, 1)
    upper = (1 - right) * wide[n, i, j] + right * wide[n, i, j + 1]
    lower = (1 - right) * wide[n, i + 1, j] + right * wide[n, i + 1, j + 1]
    rows: Array = (1 - down) * upper + down * lower
    return rows.reshape(len(images), 64)


def _stacked(rows: Sequence[object]) -> Array | None:
    """Return the shares of all seeds, None where one is missing or odd."""
    found = [
        row
        for row in rows
        if isinstance(row, np.ndarray)
        and row.dtype == np.float64
        and row.shape == (len(COUNTS),)
    ]
    return np.stack(found) if len(found) == len(rows) else None


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    sizes = f"COUNTS, NEW_STEPS = {COUNTS}, {NEW_STEPS}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + half


# What follows runs beside your code.

LAYERS = {"0": (64, 32), "2": (32, 32), "4": (32, 10)}
RATE, SCALES = 0.1, {"0.": 0.1, "2.": 0.3}


def learn(student: Student | None, way: str, task: Task, rng: Value) -> Array | None:
    """Return (3,) the share of unseen digits that is right, by number of labels.

    The task: a network that reads upright digits, one that knows nothing; digits to
    learn, their labels; digits to try, what those are. Without student from scratch.
    """
    shares = np.full(len(COUNTS), np.nan)
    old, fresh, x, codes, unseen, truth = task
    with np.errstate(all="ignore"):  # what wrong code gives may overflow
        for place, count in enumerate(COUNTS):
            params, optimizer, frozen = _begin(student, way, old, fresh, rng)
            for _ in range(NEW_STEPS):
                if not _is_network(params, fresh):
                    return None
                grads = gradients(params, x[:count], codes[:count])
                if student is not None and way == "frozen":
                    grads = student.trainable(grads, frozen)
                optimizer.update(params, grads)
            if not _is_network(params, fresh):
                return None
            right = signals(params, unseen)[2].argmax(axis=1) == truth
            shares[place] = right.mean()
    return shares


def _begin(
    student: Student | None, way: str, old: Arrays, fresh: Arrays, rng: Value
) -> tuple[Value, Value, Value]:
    """Return parameters, an optimizer, and what is frozen."""
    params = {key: array.copy() for key, array in fresh.items()}
    if student is None:
        return params, Momentum(RATE), set()
    student.copy_parameters(old, params, ["0.W", "0.b", "2.W", "2.b"])
    params = student.reinitialize_head(params, "4", 10, rng)
    if way == "frozen":
        return params, Momentum(RATE), student.freeze(params, ["0.", "2."])
    if way == "scaled":
        return params, student.GroupedOptimizer(Momentum, RATE, SCALES), set()
    return params, Momentum(RATE), set()


class Momentum:
    """As in unit 4."""

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self.v: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Move in place."""
        for key, g in grads.items():
            self.v[key] = 0.9 * self.v.get(key, 0.0) - self.lr * g
            params[key] += self.v[key]


def network(rng: np.random.Generator) -> Arrays:
    """Return the first parameters of three affine layers."""
    params = {}
    for layer, (d, m) in LAYERS.items():
        params[f"{layer}.W"] = np.sqrt(2 / d) * rng.standard_normal((d, m))
        params[f"{layer}.b"] = np.zeros(m)
    return params


def train(params: Arrays, x: Array, t: Whole, rng: np.random.Generator) -> None:
    """Train with batches, in place."""
    momentum = Momentum(RATE)
    for _ in range(OLD_STEPS):
        batch = rng.integers(len(x), size=60)
        momentum.update(params, gradients(params, x[batch], t[batch]))


def signals(params: Arrays, x: Array) -> tuple[Array, Array, Array]:
    """Return what comes out of the two hidden layers, and of the head."""
    a = np.maximum(x @ params["0.W"] + params["0.b"], 0)
    b = np.maximum(a @ params["2.W"] + params["2.b"], 0)
    return a, b, b @ params["4.W"] + params["4.b"]


def gradients(params: Arrays, x: Array, t: Whole) -> Arrays:
    """Return the gradients of the mean cross-entropy."""
    a, b, scores = signals(params, x)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[np.arange(len(x)), t] -= 1
    d /= len(x)
    db = d @ params["4.W"].T * (b > 0)
    da = db @ params["2.W"].T * (a > 0)
    grads = {}
    for layer, at, back in (("0", x, da), ("2", a, db), ("4", b, d)):
        grads[f"{layer}.W"], grads[f"{layer}.b"] = at.T @ back, back.sum(axis=0)
    return grads


def _is_network(params: object, like: Arrays) -> bool:
    """Whether your code left arrays of the right shapes."""
    if not isinstance(params, dict):
        return False
    found = [(params.get(key), array) for key, array in like.items()]
    return all(
        isinstance(got, np.ndarray) and got.shape == a.shape and got.dtype.kind == "f"
        for got, a in found
    )
