"""The picture of unit 8: two random searches for a network that reads digits.

The first searches with your random_search, in the ranges of handout 3.3; the second
draws from finer ranges with your log_uniform. Both train a small network, which is
given, on the training part of 300 digits that your split made. Each winner reads the
600 test digits once.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import (
    Student,
    attempt,
    dataset,
    generator,
    in_turn,
    require,
    support,
)

Array = NDArray[np.float64]
Data = dict[str, Array | None]  # None where the code fails

SEED, ORDER_SEED = 4, 1
KNOWN, TEST = 300, 600
EPOCHS, BEST = 12, 20
TRIALS = {"first": 50, "finer": 30}
TITLES = {"first": "first search", "finer": "second, finer search"}
RANGES = {  # exponents of lr, of the weight decay
    "first": ((-6.0, -2.0), (-8.0, -4.0)),
    "finer": ((-2.0, 0.0), (-5.0, -1.0)),
}
TARGETS = {"first": 0.65, "finer": 0.92}  # test accuracies, each within NEAR
NEAR, APART, TIED, LOOSE = 0.16, 0.03, 0.5, 0.45
LOW = 1e-4  # half of the trials of the first search have a smaller learning rate
USEFUL, LARGE = (0.03, 0.3), 0.3  # learning rates of the finer search
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7F7F7F"  # told apart by every eye
SOURCE = '''
"""A small network with one hidden layer, trained with momentum; and two searches."""

import numpy as np


def forward(params, x):
    h = np.maximum(x @ params[0], 0)
    z = h @ params[1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return h, p / p.sum(axis=1, keepdims=True)


def right(params, x, t):
    return float((forward(params, x)[1].argmax(axis=1) == t).mean())


def fit(data, lr, weight_decay):
    """Return validation accuracies and the network; all start from the same one."""
    x, t, x_val, t_val = data
    rng, rows = np.random.default_rng(1), np.eye(10)[t]
    params = [rng.normal(0, 0.18, size=(65, 20)), rng.normal(0, 0.3, size=(20, 10))]
    moves, history = [0 * w for w in params], []
    for _ in range(EPOCHS):
        for start in range(0, len(x), 45):
            some = x[start : start + 45]
            h, p = forward(params, some)
            d = (p - rows[start : start + 45]) / len(some)
            grads = [some.T @ ((d @ params[1].T) * (h > 0)), h.T @ d]
            for w, move, grad in zip(params, moves, grads):
                move *= 0.9
                move -= lr * (grad + weight_decay * w)
                w += move
        history.append(right(params, x_val, t_val))
    return history, params


def divide(student, x, t, rng):
    """Return both parts, by a cut that is given where split is not written yet."""
    try:
        return student.split(x, t, 0.4, rng)
    except NotImplementedError:
        order = np.random.default_rng(1).permutation(len(x))
        return x[order[120:]], t[order[120:]], x[order[:120]], t[order[:120]]


def search(student, kind, n_trials, x, t, x_test, t_test, rng):
    """Return lr, decay and accuracy of all trials, histories, and what winners reach.
    """
    with np.errstate(all="ignore"):  # what too large a rate gives overflows
        data = divide(student, x, t, rng)
        trials = SEARCHES[kind](student, data, n_trials, rng)
        best = trials[0][0]
        params = fit(data, **best)[1]
        ends = [right(params, data[2], data[3]), right(params, x_test, t_test)]
    rows = [[held["lr"], held["weight_decay"], row[-1]] for held, row in trials]
    return np.array(rows), np.array([row for _, row in trials]), np.array(ends)


def first(student, data, n_trials, rng):
    def evaluate(weight_decay, lr):
        return fit(data, lr, weight_decay)[0]

    trials = student.random_search(evaluate, n_trials, rng)
    return [(each.hyperparameters, each.history) for each in trials]


def finer(student, data, n_trials, rng):
    trials = []
    while len(trials) < n_trials:
        held = {
            "lr": student.log_uniform(-2, 0, rng),
            "weight_decay": student.log_uniform(-5, -1, rng),
        }
        trials.append((held, fit(data, **held)[0]))
    return sorted(trials, key=lambda trial: trial[1][-1], reverse=True)


SEARCHES = {"first": first, "finer": finer}
'''


def data(student: Student) -> Data:
    """Return what both searches found.

    Returns:
        for "first" and "finer": "<name> trials" (n, 3) lr, weight decay and accuracy,
        the best first; "<name> curves" (n, 12) validation accuracies; "<name> winner"
        (2,) its validation and its test accuracy.
    """
    found: Data = {}
    for name in TRIALS:
        parts = attempt(partial(searched, student, name)) or (None, None, None)
        for part, array in zip(("trials", "curves", "winner"), parts, strict=True):
            found[f"{name} {part}"] = array
    return found


def searched(student: Student, name: str) -> tuple[Array, Array, Array] | None:
    """Return the parts of one search, None unless they have the shapes they must."""
    digits, n = dataset("digits", near=__file__), TRIALS[name]
    images, labels = digits["images"].reshape(-1, 64), digits["labels"].astype(int)
    x = np.hstack([(images - 5.0) / 6, np.ones((len(images), 1))])
    order = np.random.default_rng(ORDER_SEED).permutation(len(x))
    known, test = order[:KNOWN], order[KNOWN : KNOWN + TEST]
    given = x[known], labels[known], x[test], labels[test]
    module = support(student, "searches", f"EPOCHS = {EPOCHS}\n{SOURCE}")
    came = in_turn(module.search, student, name, n, *given, each=[generator(SEED)])[0]
    shapes = [(n, 3), (n, EPOCHS), (2,)]
    parts = came if isinstance(came, tuple) and len(came) == len(shapes) else ()
    are_right = [
        isinstance(part, np.ndarray) and part.shape == shape and part.dtype.kind == "f"
        for part, shape in zip(parts, shapes, strict=False)
    ]
    if not (are_right and all(are_right)):
        return None
    trials, curves, ends = (np.asarray(part, np.float64) for part in parts)
    return trials, curves, ends


def claim(found: Data) -> None:
    """Assert what the picture shows: lr decides, and a finer search finds more.

    Both hyperparameters are independent, so where one has no say, its correlation with
    the accuracy of 50 trials is beyond 0.45 with probability near 0.001.
    """
    drawn = {name: each for name, each in found.items() if each is not None}
    require(set(drawn) == set(found), "every panel must have its data.")
    for name in TRIALS:
        accuracies = drawn[f"{name} trials"][:, 2]
        require((np.diff(accuracies) <= 0).all(), f"{name}: the best comes first.")
        held, test = drawn[f"{name} winner"]
        require(abs(held - test) < NEAR, f"{name}: validation tells about the test.")
        require(abs(test - TARGETS[name]) < NEAR, f"{name} ends at {test:.2f}.")
    smallest = drawn["first trials"][:, 0].min()
    require(
        smallest < LOW, f"small learning rates must be tried, least {smallest:.1g}."
    )
    lr, decay = correlations(drawn["first trials"])
    require(lr > TIED, f"lr must decide in the first search, found {lr:.2f}.")
    require(abs(decay) < LOOSE, f"decay must not, found {decay:.2f}.")
    more = drawn["finer winner"][1] - drawn["first winner"][1]
    require(more > APART, f"the finer search must find more, found {more:.2f}.")
    rates, _, finer = drawn["finer trials"].T
    is_useful = (rates > USEFUL[0]) & (rates < USEFUL[1])
    lost = finer[is_useful].mean() - finer[rates > LARGE].mean()
    require(lost > APART, "too large a learning rate must lose.")


def correlations(trials: Array) -> tuple[float, float]:
    """Return how log lr and log decay go along with the accuracy, from -1 to 1."""
    with np.errstate(all="ignore"):  # wrong numbers may have no logarithm
        lr, decay = np.log10(np.abs(trials[:, :2]) + 1e-300).T
        accuracy = trials[:, 2]
        found = [float(np.corrcoef(each, accuracy)[0, 1]) for each in (lr, decay)]
    return found[0], found[1]


def draw(found: Data) -> Figure:
    """Return the figure; a panel stays empty where its data is None."""
    figure = Figure(figsize=(11.5, 8.4), layout="constrained")
    panels = figure.subplots(2, 2)
    draw_curves(panels[0, 0], found)
    draw_winners(panels[1, 0], found)
    colours = ScalarMappable(cmap="cividis")
    colours.set_clim(0, 1)
    for panel, name in zip(panels[:, 1], TRIALS, strict=True):
        draw_trials(panel, name, found.get(f"{name} trials"))
    figure.colorbar(colours, ax=panels[:, 1], label="validation accuracy of a trial")
    figure.supxlabel(caption(found), fontsize=10)
    return figure


def draw_curves(axes: Axes, found: Data) -> None:
    """Draw the validation curves of the best twenty trials of the first search."""
    axes.set(title=f"The best {BEST} of {TRIALS['first']} trials, {TITLES['first']}")
    axes.set(xlabel="epochs", ylabel="validation accuracy", xlim=(0.5, EPOCHS + 0.5))
    axes.set(ylim=(0, 1.02))
    curves, epochs = found.get("first curves"), np.arange(1, EPOCHS + 1)
    if curves is None:
        axes.text(EPOCHS / 2, 0.5, "not there yet", ha="center", color=GREY)
        return
    axes.plot(epochs, curves[1:BEST].T, color=GREY, linewidth=0.8)
    axes.plot([], [], color=GREY, linewidth=0.8, label=f"ranks 2 to {BEST}")
    axes.plot(epochs, curves[0], "o-", color=BLUE, markersize=4, label="rank 1")
    axes.legend(loc="upper left", fontsize=9)


def draw_trials(axes: Axes, name: str, trials: Array | None) -> None:
    """Draw every trial where its lr and its weight decay are, shaded by accuracy."""
    axes.set(title=f"All {TRIALS[name]} trials, {TITLES[name]}", xscale="log")
    axes.set(yscale="log", xlabel="lr (per step)", ylabel="weight decay (no unit)")
    (low, high), (lowest, highest) = RANGES[name]
    axes.set(xlim=(10.0 ** (low - 0.2), 10.0 ** (high + 0.2)))
    axes.set(ylim=(10.0 ** (lowest - 0.3), 10.0 ** (highest + 0.3)))
    if trials is None:
        middle = 10.0 ** ((low + high) / 2), 10.0 ** ((lowest + highest) / 2)
        axes.text(*middle, "not there yet", ha="center", color=GREY)
        return
    lr, decay, accuracy = trials.T
    axes.scatter(
        *(lr, decay, 38, accuracy),
        cmap="cividis",
        vmin=0,
        vmax=1,
        linewidths=0.5,
        edgecolors="black",
    )
    axes.plot(lr[0], decay[0], "o", color="none", markersize=14, mec=ORANGE, mew=2)
    axes.plot([], [], "o", color="none", mec=ORANGE, mew=2, label="winner")
    axes.legend(loc="lower left", fontsize=9)


def draw_winners(axes: Axes, found: Data) -> None:
    """Draw the winners' validation and test accuracies side by side."""
    axes.set(title="The winners, on digits that chose them and on new ones")
    axes.set(ylabel="accuracy", ylim=(0, 1.25), xlim=(-0.6, 1.6))
    axes.set_xticks([0, 1], [TITLES[name] for name in TRIALS])
    for place, (name, target) in enumerate(TARGETS.items()):
        axes.plot(place + 0.18, target, "_", color="black", markersize=30, mew=2)
        ends = found.get(f"{name} winner")
        if ends is None:
            axes.text(place, 0.5, "not there yet", ha="center", color=GREY)
            continue
        bars = [(-0.18, ends[0], BLUE, ""), (0.18, ends[1], ORANGE, "//")]
        for shift, height, colour, hatch in bars:
            shown = float(np.nan_to_num(height))
            where = place + shift
            axes.bar(where, shown, 0.34, color=colour, hatch=hatch, edgecolor="white")
            box = {"facecolor": "white", "edgecolor": "none"}
            axes.text(place + shift, 0.05, f"{height:.0%}", ha="center", bbox=box)
    axes.bar([0], [0], color=BLUE, label="validation")
    axes.bar([0], [0], color=ORANGE, hatch="//", edgecolor="white", label="test")
    axes.plot([], [], "_", color="black", mew=2, markersize=14, label="where test is")
    axes.legend(loc="upper center", fontsize=9, ncols=3)


def caption(found: Data) -> str:
    """Return a sentence with numbers from the data."""
    trials, told = found.get("first trials"), []
    if trials is not None:
        lr, decay = correlations(trials)
        told.append(
            f"In the first search accuracy goes with log lr, correlation {lr:.2f}, "
            f"and not with log weight decay, {decay:.2f}."
        )
    for name in TRIALS:
        ends, each = found.get(f"{name} winner"), found.get(f"{name} trials")
        if ends is not None and each is not None:
            told.append(
                f"Winner of the {TITLES[name]}: lr {each[0, 0]:.2g}, {ends[0]:.0%} in "
                f"validation, {ends[1]:.0%} in the test."
            )
    return "\n".join(told) or "Which learning rate reads digits best?"
