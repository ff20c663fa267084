"""The picture of unit 1: what one layer can do, and what takes two.

Ten noisy points lie around each corner of the square. A filled mark must be
answered by 1, a hollow one by 0; shaded is where the student's code says 1.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, require

Array = NDArray[np.float64]
Data = dict[str, Array | None]

SEEDS = (1, 2, 3, 4, 5)  # the first is drawn
A_CORNER, NOISE, EPOCHS = 10, 0.1, 30
RESULTS = 3  # of training
LARGEST = 1e100  # sum that is drawn
NEARLY_0 = 1e-9  # below 0 by so much is drawn as 0, which is answered by 0
TICKS = (0.0, 0.5, 1.0)
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TRUTH = {"OR": np.array([0, 1, 1, 1]), "XOR": np.array([0, 1, 1, 0])}
AXIS = np.linspace(-0.5, 1.5, 81)
GRID = np.stack(np.meshgrid(AXIS, AXIS), axis=-1).reshape(-1, 2)  # x1, x2
STEEP = 20.0  # so much that the smooth network answers as gates do
NETWORK = (
    STEEP * np.array([[1.0, -1.0], [1.0, -1.0]]),
    STEEP * np.array([-0.5, 1.5]),
    STEEP * np.ones(2),
    -1.5 * STEEP,
)
ONE_LAYER_AT_MOST = 0.75  # of any four corners of XOR a line gets three right
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7F7F7F"
TITLES = {
    "OR line": "OR, one layer",
    "XOR line": "XOR, one layer",
    "XOR gate": "XOR, two layers",
}


def data(student: Student) -> Data:
    """Return what the student's code learns and answers.

    Returns:
        "OR line" and "XOR line", (6561,) sums over GRID of what was learned from
        the first seed, above 0 where the answer is 1; "XOR gate", (6561,) answers,
        and "XOR network", (6561,) outputs. "OR errors"
        and "XOR errors", (5, 30) wrong answers in each epoch, a row a seed, 0
        after the last. "<name> right", (5,) the share of right answers to the
        noisy points. None where the code fails or a shape is wrong.
    """
    found: Data = {}
    for name in TRUTH:
        learned = attempt(partial(learn, student, name))
        found[f"{name} errors"] = None if learned is None else learned[0]
        found[f"{name} line right"] = None if learned is None else learned[1]
        found[f"{name} line"] = None if learned is None else learned[2]
    found["XOR gate"] = attempt(partial(gated, student, GRID))
    found["XOR gate right"] = attempt(partial(rightly_gated, student))
    found["XOR network"] = attempt(partial(network, student))
    return found


def points(name: str, seed: int) -> tuple[Array, NDArray[np.int64]]:
    """Return the noisy points and their right answers, in an order of their own."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(4 * A_CORNER) % 4
    noise = rng.uniform(-NOISE, NOISE, size=(4 * A_CORNER, 2))
    return CORNERS[order] + noise, TRUTH[name][order]


def learn(student: Student, name: str) -> tuple[Array, Array, Array]:
    """Return the errors and shares of right answers by seed, and the first sums."""
    rows, shares, sums = [], [], []
    for seed in SEEDS:
        x, t = points(name, seed)
        learned = student.train_perceptron(x.copy(), t.copy(), epochs=EPOCHS)
        require(isinstance(learned, tuple) and len(learned) == RESULTS, "w, b, errors.")
        w, b, count = shaped(learned[0], (2,)), shaped(learned[1], ()), learned[2]
        require(isinstance(count, (list, tuple)), "errors must be a list.")
        count = np.array([shaped(each, ()) for each in count[:EPOCHS]])
        rows.append(np.pad(count, (0, EPOCHS - len(count))))
        shares.append(np.mean((x @ w + b > 0) == t))
        sums.append(GRID @ w + b)
    line = np.clip(np.nan_to_num(sums[0]), -LARGEST, LARGEST)
    return np.array(rows), np.array(shares), np.where(line == 0, -NEARLY_0, line)


def gated(student: Student, x: Array) -> Array:
    """Return the answers of XOR at these points."""
    return shaped(student.xor_gate(x[:, 0].copy(), x[:, 1].copy()), (len(x),))


def rightly_gated(student: Student) -> Array:
    """Return the share of right answers of XOR, by seed."""
    drawn = [points("XOR", seed) for seed in SEEDS]
    return np.array([np.mean(gated(student, x) == t) for x, t in drawn])


def network(student: Student) -> Array:
    """Return the smooth network's outputs over GRID."""
    weights = [np.array(each) for each in NETWORK[:3]]
    return shaped(student.xor_mlp(GRID.copy(), *weights, NETWORK[3]), (len(GRID),))


def shaped(result: object, shape: tuple[int, ...]) -> Array:
    """Return a result once it is known to be of this shape, and of real numbers."""
    is_number = isinstance(result, (np.ndarray, np.generic, int, float))
    found = np.asarray(result if is_number else "no number")
    is_right = found.shape == shape and found.dtype.kind in "fiub"
    require(is_right, f"an array of shape {shape} is needed.")
    return found.astype(np.float64)


def claim(data: Data) -> None:
    """Assert what the picture shows: OR takes one layer, XOR two."""
    known = {name: found for name, found in data.items() if found is not None}
    require(set(known) == set(data), "every panel must have its data.")
    require((known["OR line right"] == 1).all(), "one layer must learn OR.")
    require((known["OR errors"][:, -1] == 0).all(), "OR must come to an end.")
    best = known["XOR line right"].max()
    require(best <= ONE_LAYER_AT_MOST, "one layer must not learn XOR.")
    require((known["XOR errors"] > 0).all(), "XOR must never come to an end.")
    require((known["XOR gate right"] == 1).all(), "two layers must make XOR.")
    near = np.abs(GRID - np.rint(GRID)).max(axis=1) <= NOISE
    smooth = known["XOR network"][near] > 0.5  # noqa: PLR2004 - the middle
    are_equal = np.array_equal(smooth, known["XOR gate"][near] == 1)
    require(are_equal, "gates and network must agree around the corners.")


def draw(data: Data) -> Figure:
    """Return the figure; a panel stays empty where its data is None."""
    figure = Figure(figsize=(9, 8.6), layout="constrained")
    panels = figure.subplots(2, 2).ravel()
    for axes, name in zip(panels, TITLES, strict=False):
        draw_region(axes, name, data)
    draw_errors(panels[3], data)
    figure.supxlabel(caption(data), fontsize=11)
    return figure


def draw_region(axes: Axes, name: str, data: Data) -> None:
    """Draw where the answer is 1, and the points with their right answers."""
    axes.set(title=TITLES[name], xlabel="x1", ylabel="x2")
    axes.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal")
    axes.set(xticks=TICKS, yticks=TICKS)
    answers, shape = data.get(name), (len(AXIS), len(AXIS))
    if answers is None:
        note(axes, "not there yet")
    else:
        axes.contourf(
            *(AXIS, AXIS, answers.reshape(shape)),
            levels=[0.5, 1.5] if name == "XOR gate" else [0.0, 2 * LARGEST],
            colors=[BLUE],
            alpha=0.3,
        )
    x, t = points(name.split(maxsplit=1)[0], SEEDS[0])
    axes.plot(*x[t == 1].T, "o", color=ORANGE, markersize=6, label="must be 1")
    axes.plot(*x[t == 0].T, "s", mfc="white", mec="black", label="must be 0")
    axes.plot([], [], "s", color=BLUE, alpha=0.3, markersize=10, label="yours says 1")
    smooth = data.get("XOR network") if name == "XOR gate" else None
    if smooth is not None and np.isfinite(smooth).all():
        axes.contour(
            *(AXIS, AXIS, smooth.reshape(shape)),
            levels=[0.5],
            colors="black",
            linestyles="--",
        )
        crossing = axes.plot([], [], "k--", label="your network is 1/2")
        axes.legend(handles=crossing, loc="lower left", fontsize=8, framealpha=0.9)
    elif name == "OR line":
        axes.legend(loc="upper right", fontsize=8, framealpha=0.9)


def draw_errors(axes: Axes, data: Data) -> None:
    """Draw how many answers were wrong in each epoch, for every seed."""
    axes.set(title="How learning goes with one layer", xlabel="epoch")
    axes.set(ylabel=f"wrong answers, of {4 * A_CORNER}", xlim=(0.5, EPOCHS + 0.5))
    axes.set(ylim=(-1, 4 * A_CORNER))
    epochs = np.arange(1, EPOCHS + 1)
    for name, color, style in (("OR", BLUE, "o-"), ("XOR", ORANGE, "s--")):
        found = data.get(f"{name} errors")
        if found is None:
            note(axes, "not there yet")
            continue
        axes.plot(epochs, found.T, style[1:], color=color, alpha=0.25)
        middle = np.median(found, axis=0)
        axes.plot(epochs, middle, style, color=color, markersize=4, label=name)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(
            title="median of five sets of points", loc="upper right", fontsize=8
        )


def note(axes: Axes, text: str) -> None:
    """Say in a panel what is not drawn."""
    axes.text(0.5, 0.3, text, ha="center", color=GREY, transform=axes.transAxes)


def caption(data: Data) -> str:
    """Return one sentence with a number from the data."""
    one, two = data.get("XOR line right"), data.get("XOR gate right")
    n = 4 * A_CORNER
    if one is None or two is None:
        return f"A line gets at most {ONE_LAYER_AT_MOST * n:.0f} of {n} points of XOR."
    return (
        f"XOR, {n} points: one layer gets {one[0] * n:.0f} right, no line more than "
        f"{ONE_LAYER_AT_MOST * n:.0f}; two layers get {two[0] * n:.0f}."
    )
