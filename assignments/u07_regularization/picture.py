"""The picture of unit 7: a network that learns wrong labels, and two ways to stop it.

Three hundred digits are learned by heart, one in five with a random label. What a
network makes of that is shown on those 300 and on 700 others, without any help, with
your weight decay and with your dropout. All but these two is given here, and runs
beside them: the second half of this file is sent there as text.
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
Whole = NDArray[np.int64]
Curves = dict[str, Array | None]  # (3, 21, 2) accuracies; None where the code fails

SEEDS = (1, 2, 3)
SEEN, UNSEEN, WRONG = 300, 700, 0.2  # WRONG: the share of random labels
STEPS, EVERY = 120, 6
POINTS = STEPS // EVERY + 1
MEANS = {"neither": (0.0, 0.0), "weight decay": (0.02, 0.0), "dropout": (0.0, 0.5)}
TARGETS = {"neither": 0.71, "weight decay": 0.90, "dropout": 0.86}  # unseen, medians
LINES = {
    "neither": ("#666666", ":", "s"),
    "weight decay": ("#0072B2", "-", "o"),
    "dropout": ("#D55E00", "--", "^"),
}  # told apart by every eye, and in grey
TITLES = (f"on the {SEEN} digits it learns from", f"on {UNSEEN} digits it never saw")
SECOND_HALF = "# What follows runs beside your code."


def data(student: Student) -> Curves:
    """Return what share of labels the network has right, for each way to train it.

    Returns:
        By name (3, 21, 2): seeds; every sixth step; learned labels, unseen digits.
    """
    curves: Curves = {"neither": _stacked([_run(None, seed) for seed in SEEDS])}
    for name in ("weight decay", "dropout"):
        curves[name] = attempt(partial(_trained, student, name))
    return curves


def claim(curves: Curves) -> None:
    """Assert what the picture shows: alone it learns what is wrong, helped it does not.

    Every seed has its own digits, so each is compared with itself.
    """
    missing = [name for name in MEANS if curves.get(name) is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    found = {name: each for name, each in curves.items() if each is not None}
    ends = {name: each[:, -1, 1] for name, each in found.items()}
    alone = found["neither"]
    assert alone[:, -1, 0].min() > 0.97, "alone it learns its labels"  # noqa: S101,PLR2004
    fall = alone[:, :, 1].max(axis=1) - ends["neither"]
    assert fall.min() > 0.05, f"alone it gets worse again, by {fall}"  # noqa: S101,PLR2004
    for name in ("weight decay", "dropout"):
        gain = ends[name] - ends["neither"]
        assert gain.min() > 0.04, f"{name} gains {gain}"  # noqa: S101,PLR2004
        assert gain.mean() > gain.std(), f"{name} gains {gain}"  # noqa: S101
        assert found[name][:, -1, 0].max() < 0.97, f"{name} learns all"  # noqa: S101,PLR2004
    for name, target in TARGETS.items():
        end = float(np.median(ends[name]))
        assert abs(end - target) < 0.03, f"{name} ends at {end}"  # noqa: S101,PLR2004


def draw(curves: Curves) -> Figure:
    """Draw both panels, and a caption with numbers; what is missing stays empty."""
    figure = Figure(figsize=(10, 4.8), layout="constrained")
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for place, panel in enumerate(panels):
        _draw_panel(panel, place, curves)
    panels[0].set_ylabel("share of labels that it gets right")
    panels[1].plot([], [], "_", color="0.2", markersize=12, label="where it should end")
    panels[1].legend(loc="lower right", fontsize=9)
    figure.supxlabel("gradient steps\n" + _caption(curves))
    return figure


def _draw_panel(panel: Axes, place: int, curves: Curves) -> None:
    panel.set(title=TITLES[place], xlim=(0, STEPS + 6), ylim=(0.3, 1.02))
    if place == 0:
        right = 1 - 0.9 * WRONG  # one random label in ten is right by luck
        panel.axhline(right, color="0.8", linewidth=1)
        panel.text(
            STEPS + 5, right + 0.006, "labels that are right", ha="right", fontsize=8
        )
    steps = np.arange(POINTS) * EVERY
    for name, (colour, style, mark) in LINES.items():
        if place == 1:
            panel.plot(STEPS + 3, TARGETS[name], "_", color=colour, markersize=14)
        found = curves.get(name)
        if found is None:
            continue
        rows = np.where(np.isfinite(found[:, :, place]), found[:, :, place], np.nan)
        panel.plot(steps, rows.T, style, color=colour, linewidth=0.5, alpha=0.5)
        middle = np.median(rows, axis=0)
        panel.plot(
            steps, middle, style, color=colour, marker=mark, markevery=4, label=name
        )
    absent = [name for name in LINES if curves.get(name) is None]
    if absent and place == 1:
        text = f"not there yet: {', '.join(absent)}"
        panel.text(STEPS / 2, 0.55, text, ha="center", color="0.3")


def _caption(curves: Curves) -> str:
    told = []
    for name in MEANS:
        found = curves.get(name)
        ends = None if found is None else np.median(found[:, -1], axis=0)
        shares = "not there yet" if ends is None else f"{ends[0]:.0%} and {ends[1]:.0%}"
        told.append(f"{name} {shares}")
    return (
        f"One label in five is random. What {STEPS} steps get right, seen and unseen:\n"
        f"{'; '.join(told)}."
    )


def _trained(student: Student, name: str) -> Array | None:
    network = support(student, "digits_with_wrong_labels", _text())
    given = [(*_digits(seed), *MEANS[name], generator(seed)) for seed in SEEDS]
    return _stacked(in_turn(network.train, student, each=given))


def _run(student: None, seed: int) -> Array | None:
    rng = np.random.default_rng(seed)
    return train(student, *_digits(seed), *MEANS["neither"], rng)


def _digits(seed: int) -> tuple[Array, Whole, Array, Whole]:
    """Return digits and labels to learn, some of them wrong, and others to try."""
    digits, rng = dataset("digits", near=__file__), np.random.default_rng(seed)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"]
    order = rng.permutation(len(x))
    seen, new = order[:SEEN], order[SEEN : SEEN + UNSEEN]
    wrong, drawn = rng.random(SEEN) < WRONG, rng.integers(10, size=SEEN)
    return x[seen], np.where(wrong, drawn, labels[seen]), x[new], labels[new]


def _stacked(rows: Sequence[object]) -> Array | None:
    """Return the accuracies of all seeds, None where one is missing or odd."""
    found = [
        row
        for row in rows
        if isinstance(row, np.ndarray)
        and row.dtype == np.float64
        and row.shape == (POINTS, 2)
    ]
    return np.stack(found) if len(found) == len(rows) else None


def _text() -> str:
    """Return the second half of this file as a module of its own."""
    half = Path(__file__).read_text(encoding="utf-8").rpartition(SECOND_HALF)[2]
    sizes = f"STEPS, EVERY, POINTS = {STEPS}, {EVERY}, {POINTS}\n"
    head = "from __future__ import annotations\n\nimport numpy as np\n\n"
    return head + sizes + half


# What follows runs beside your code.


def train(  # noqa: PLR0913, PLR0917 - what a network is trained with
    student: Student | None,
    x: Array,
    labels: Whole,
    unseen: Array,
    truth: Whole,
    decay: float,
    ratio: float,
    rng: np.random.Generator,
) -> Array | None:
    """Return (21, 2) the shares of labels and of unseen digits that are right.

    Args:
        student: the module that has add_weight_decay and Dropout, None for neither.
        x: (N, 64) digits to learn from.
        labels: (N,) what they are said to be.
        unseen: (M, 64) other digits.
        truth: (M,) what those are.
        decay: weight_decay; 0 does without.
        ratio: the ratio of Dropout; 0 does without.
        rng: draws the weights, and what is dropped.
    """
    params = _weights(rng)
    velocity = {key: np.zeros_like(array) for key, array in params.items()}
    dropout = student.Dropout(ratio, rng) if student and ratio else None
    shares = np.full((POINTS, 2), np.nan)
    with np.errstate(all="ignore"):  # what wrong code gives may overflow
        for step in range(STEPS + 1):
            if step % EVERY == 0:
                seen, new = (_scores(params, each)[1] for each in (x, unseen))
                shares[step // EVERY] = _right(seen, labels), _right(new, truth)
            grads = _gradients(params, x, labels, dropout) or {}
            if student and decay:
                student.add_weight_decay(params, grads, decay)
            for key, array in params.items():
                if not _is_like(grads.get(key), array):
                    return None
                velocity[key] = 0.9 * velocity[key] - 0.4 * grads[key]
                array[...] += velocity[key]
    return shares


def _weights(rng: np.random.Generator) -> dict[str, Array]:
    first, second = rng.standard_normal((64, 64)), rng.standard_normal((64, 10))
    biases = {"0.b": np.zeros(64), "2.b": np.zeros(10)}
    return {"0.W": first * 0.18, "2.W": second * 0.12, **biases}


def _scores(params: dict[str, Array], x: Array) -> tuple[Array, Array]:
    h = np.maximum(x @ params["0.W"] + params["0.b"], 0)
    return h, h @ params["2.W"] + params["2.b"]


def _right(scores: Array, labels: Whole) -> float:
    return float((scores.argmax(axis=1) == labels).mean())


def _gradients(
    params: dict[str, Array], x: Array, labels: Whole, dropout: Student | None
) -> dict[str, Array] | None:
    """Return the gradients of the mean cross-entropy, None where dropout is odd."""
    h, scores = _scores(params, x)
    gate = h > 0
    if dropout is not None:
        h = dropout.forward(h, train=True)
        if not _is_like(h, gate):
            return None
        scores = h @ params["2.W"] + params["2.b"]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[np.arange(len(x)), labels] -= 1
    d /= len(x)
    back = d @ params["2.W"].T
    if dropout is not None:
        back = dropout.backward(back)
        if not _is_like(back, gate):
            return None
    first = back * gate
    grads = {"0.W": x.T @ first, "0.b": first.sum(axis=0)}
    return grads | {"2.W": h.T @ d, "2.b": d.sum(axis=0)}


def _is_like(found: object, array: NDArray[np.generic]) -> bool:
    """Whether your code gave an array of numbers of the right shape."""
    if not isinstance(found, np.ndarray) or found.shape != array.shape:
        return False
    return found.dtype.kind in "fiu"
