"""The picture of unit 3: two spirals, one layer against three, trained by your code.

Two arms of 60 points each wind around each other once. No straight line parts them,
so one affine layer must fail; with two layers of tanh units below it, it need not.
Layers and the four-line optimizer are given, all the rest is yours.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, generator, in_turn, require, support

Array = NDArray[np.float64]
Data = dict[str, Array | None]  # None where the code fails

SEEDS = (1, 2, 3)
POINTS, EPOCHS, BATCH = 60, 120, 20  # points of each arm
CHANCE = float(np.log(2))  # the loss of one who always says "one half"
SIDE = 61  # points along each side of the map
TURNS = 1.0  # of each arm around the middle
REACH = 1.15  # from the middle to the edge of the map
TARGETS = {"one layer": 0.585, "three layers": 0.002}  # where the medians end
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#7F7F7F"  # told apart by every eye
LINES = {"one layer": (ORANGE, "--"), "three layers": (BLUE, "-")}
TRAIN = '''
"""Given layers and a given optimizer around your network, your loss and your loop."""

import numpy as np


class Affine:
    def __init__(self, d, m, rng):
        self.params = {"W": rng.normal(size=(d, m)) / d**0.5, "b": np.zeros(m)}
        self.grads = {key: 0 * array for key, array in self.params.items()}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout):
        return dout * (1 - self.y**2)


class SGD:
    def update(self, params, grads):
        for key in params:
            params[key] -= 0.2 * grads[key]


def train(student, depth, x, t, grid, epochs, size, rng):
    layers = [Affine(2, 2, rng)]
    if depth > 1:
        first, second, last = (2, 24), (24, 24), (24, 2)
        layers = [Affine(*first, rng), Tanh(), Affine(*second, rng), Tanh()]
        layers.append(Affine(*last, rng))
    net, loss = student.Sequential(layers), student.SoftmaxCrossEntropy()
    losses = student.train(net, loss, SGD(), 3 * x, t, epochs, size, rng)
    return losses, net.forward(3 * grid, train=False), net.forward(3 * x, train=False)
'''


def data(student: Student) -> Data:
    """Return what the student's code learns, for "one layer" and "three layers".

    Returns:
        "<name> losses" (3, 120), a row a seed; "<name> map" (61, 61), the first
        seed's logit of arm 1 less that of arm 0; "<name> right" (3,), the share of
        points on the right side.
    """
    found: Data = {}
    for name, depth in (("one layer", 1), ("three layers", 3)):
        runs = attempt(partial(learned, student, depth))
        for part in ("losses", "map", "right"):
            found[f"{name} {part}"] = None if runs is None else runs[part]
    return found


def learned(student: Student, depth: int) -> dict[str, Array]:
    """Train from three seeds."""
    x, t = spirals()
    runs = [run(student, depth, x, t, seed) for seed in SEEDS]
    right = [((each[2] > 0) == t).mean() for each in runs]
    return {
        "losses": np.stack([each[0] for each in runs]),
        "map": runs[0][1].reshape(SIDE, SIDE),
        "right": np.asarray(right, np.float64),
    }


def run(
    student: Student, depth: int, x: Array, t: NDArray[np.int64], seed: int
) -> tuple[Array, Array, Array]:
    """Return the losses, and how much the logits speak for arm 1, map and points."""
    given = depth, x, t, plane(), EPOCHS, BATCH
    train = support(student, "spirals", TRAIN).train
    came = in_turn(train, student, *given, each=[generator(seed)])[0]
    parts = came if isinstance(came, tuple) and len(came) == 3 else (None,) * 3  # noqa: PLR2004 - as TRAIN gives
    losses, *logits = parts
    is_list = isinstance(losses, list) and len(losses) == EPOCHS
    is_list = is_list and not any(map(np.ndim, losses or ()))
    require(is_list, f"train must return {EPOCHS} numbers.")
    on_map, on_points = side(logits[0], SIDE**2), side(logits[1], len(x))
    return np.asarray(losses, np.float64), on_map, on_points


def side(logits: object, n: int) -> Array:
    """Return the logit of arm 1 less that of arm 0, once the logits are an array."""
    is_array = isinstance(logits, np.ndarray) and logits.shape == (n, 2)
    require(is_array, "the network must give two logits for each point.")
    array = np.asarray(logits, np.float64)
    return np.nan_to_num(array[:, 1] - array[:, 0])


def spirals() -> tuple[Array, NDArray[np.int64]]:
    """Return the points (120, 2) of both arms, and their labels."""
    way = np.linspace(0.15, 1.0, POINTS)
    points = [arm(way, turn) for turn in (0.0, np.pi)]
    return np.concatenate(points), np.repeat([0, 1], POINTS)


def arm(way: Array, turn: float) -> Array:
    """Return the points of a spiral; `way` is the distance from the middle."""
    angle = TURNS * 2 * np.pi * way + turn
    return np.stack([way * np.cos(angle), way * np.sin(angle)], axis=1)


def plane() -> Array:
    """Return the points of the map, row by row."""
    ticks = np.linspace(-REACH, REACH, SIDE)
    across, up = np.meshgrid(ticks, ticks)
    return np.stack([across.ravel(), up.ravel()], axis=1)


def claim(found: Data) -> None:
    """Assert what the picture shows: one layer stays at chance, three part the arms."""
    drawn = {name: each for name, each in found.items() if each is not None}
    require(set(drawn) == set(found), "every panel must have its data.")
    one, three = drawn["one layer right"], drawn["three layers right"]
    require(one.max() < 0.75, "one layer must not part the spirals.")  # noqa: PLR2004
    require(three.min() == 1, "three layers must part them, from every seed.")
    ends = {name: drawn[f"{name} losses"][:, -1] for name in TARGETS}
    apart = ends["one layer"].min() - ends["three layers"].max()
    spread = max(float(np.ptp(each)) for each in ends.values())
    require(apart > 3 * spread, "the two must be told apart.")
    require(ends["one layer"].max() < CHANCE, "one layer learns a little.")
    for name, target in TARGETS.items():
        near = abs(float(np.median(ends[name])) - target) < 0.02  # noqa: PLR2004
        require(near, f"{name} must end near {target}.")


def draw(found: Data) -> Figure:
    """Return the figure; a panel stays empty where its data is None."""
    figure = Figure(figsize=(12, 4.6), layout="constrained")
    panels = figure.subplots(1, 3)
    draw_losses(panels[0], found)
    for panel, name in zip(panels[1:], TARGETS, strict=True):
        draw_map(panel, name, found)
    figure.supxlabel(caption(found), fontsize=11)
    return figure


def draw_losses(axes: Axes, found: Data) -> None:
    """Draw the loss of every epoch, for all seeds, and where it should end."""
    axes.set(title="How the loss falls", xlabel="epochs", ylim=(-0.03, 1.0))
    axes.set(ylabel="mean cross-entropy (nats)", xlim=(0, EPOCHS + 8))
    axes.axhline(CHANCE, color=GREY, linestyle=":", label="chance, ln 2")
    for name, (color, style) in LINES.items():
        axes.plot(EPOCHS + 4, TARGETS[name], "_", color=color, markersize=14)
        losses = found.get(f"{name} losses")
        if losses is None:
            continue
        rows = np.where(np.isfinite(losses), losses, np.nan)
        axes.plot(
            np.arange(1, EPOCHS + 1), rows.T, color=color, linewidth=0.5, alpha=0.5
        )
        middle = np.median(rows, axis=0)
        axes.plot(np.arange(1, EPOCHS + 1), middle, style, color=color, label=name)
    axes.plot([], [], "_", color="0.2", markersize=12, label="where it should end")
    axes.legend(loc="upper right", fontsize=8)
    if all(found.get(f"{name} losses") is None for name in LINES):
        axes.text(EPOCHS / 2, 0.4, "not there yet", ha="center", color=GREY)


def draw_map(axes: Axes, name: str, found: Data) -> None:
    """Draw the two arms, which side the network gives to each, and the middle line."""
    axes.set(title=f"Decisions of {name}", xlabel="x (no unit)", ylabel="y (no unit)")
    axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
    height = found.get(f"{name} map")
    ticks = np.linspace(-REACH, REACH, SIDE)
    if height is None:
        axes.text(0, -REACH * 0.9, "not there yet", ha="center", color="0.2")
    else:
        shades = np.where(height > 0, 1.0, 0.0)
        axes.contourf(ticks, ticks, shades, levels=[0.5, 1.5], colors=["0.8"])
    for turn in (np.pi / 2, 3 * np.pi / 2):
        line = arm(np.linspace(0.0, 1.1, 80), turn)
        axes.plot(line[:, 0], line[:, 1], ":", color=GREY, linewidth=1)
    x, t = spirals()
    for label, (color, mark) in enumerate(((ORANGE, "o"), (BLUE, "^"))):
        points = x[t == label]
        axes.plot(points[:, 0], points[:, 1], mark, color=color, markersize=4)


def caption(found: Data) -> str:
    """Return a sentence with numbers from the data."""
    told = []
    for name in TARGETS:
        right = found.get(f"{name} right")
        share = "no answer yet" if right is None else f"{np.median(right):.0%} right"
        told.append(f"{name}: {share}")
    return (
        f"After {EPOCHS} epochs, {told[0]}; {told[1]}.\n"
        "Shaded: taken for the arm of triangles. Dotted: half way between the arms."
    )
