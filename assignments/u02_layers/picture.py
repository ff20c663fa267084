"""The picture of unit 2: five activations, their slopes, and twenty layers of them.

Grey dots are where the curves should pass. Shaded is where the slope is below
1/20: what arrives there from above hardly gets through. The last panel sends a
gradient back through twenty layers, each an orthogonal matrix (which keeps the
length of what it multiplies) and one of your activations.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, require

Array = NDArray[np.float64]
Data = dict[str, Array | None]

OPTIONS = {"Sigmoid": (), "Tanh": (), "ReLU": (), "LeakyReLU": (0.1,), "ELU": (1.0,)}
GRID = np.linspace(-6.0, 6.0, 241)
SATURATED = 0.05  # a slope below this counts as flat
FAR = 3.0  # where both squashing curves are flat
DEPTH, WIDTH, SEEDS = 20, 30, (1, 2, 3)
DEEP = ("Sigmoid", "Tanh", "ReLU")  # those in the last panel
BOUND = 0.25 ** np.arange(DEPTH + 1)  # the sigmoid's slope is at most 1/4

TARGET_X = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
TARGETS = {  # rounded to what a dot can show
    "Sigmoid": (0.0180, 0.1192, 0.2689, 0.5, 0.7311, 0.8808, 0.9820),
    "Tanh": (-0.9993, -0.9640, -0.7616, 0.0, 0.7616, 0.9640, 0.9993),
    "ReLU": (0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 4.0),
    "LeakyReLU": (-0.4, -0.2, -0.1, 0.0, 1.0, 2.0, 4.0),
    "ELU": (-0.9817, -0.8647, -0.6321, 0.0, 1.0, 2.0, 4.0),
}
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#7F7F7F"
LINES = {"Sigmoid": (ORANGE, "-"), "Tanh": (BLUE, "--"), "ReLU": (GREEN, "-.")}


def data(student: Student) -> Data:
    """Return the curves, slopes and gradient norms that the student's code gives.

    Returns:
        "<name> value" and "<name> slope", (241,) over GRID, for each activation;
        "<name> depth", (3, 21), for those of the last panel: a row for each
        seed, entry k the gradient's length k layers below the top, over its
        length at the top. None where the code fails or the shape is wrong.
    """
    found: Data = {}
    for name in OPTIONS:
        found[f"{name} value"] = attempt(partial(value, student, name))
        found[f"{name} slope"] = attempt(partial(slope, student, name))
    for name in DEEP:
        found[f"{name} depth"] = attempt(partial(depth, student, name))
    return found


def value(student: Student, name: str) -> Array:
    """Return the activation over GRID."""
    return shaped(layer(student, name).forward(GRID.copy(), train=True), GRID.shape)


def slope(student: Student, name: str) -> Array:
    """Return the slope over GRID, as backward gives it for a gradient of ones."""
    activation = layer(student, name)
    activation.forward(GRID.copy(), train=True)
    return shaped(activation.backward(np.ones_like(GRID)), GRID.shape)


def depth(student: Student, name: str) -> Array:
    """Return how much of a gradient is left after each layer, a row for each seed."""
    return np.stack([stack(student, name, seed) for seed in SEEDS])


def stack(student: Student, name: str, seed: int) -> Array:
    """Run twenty layers forward and back, and return the gradient's lengths."""
    rng = np.random.default_rng(seed)
    layers = [(orthogonal(rng), layer(student, name)) for _ in range(DEPTH)]
    x, dout = rng.standard_normal((2, 1, WIDTH))
    for matrix, activation in layers:
        x = shaped(activation.forward(x @ matrix, train=True), x.shape)
    lengths = [np.linalg.norm(dout)]
    for matrix, activation in reversed(layers):
        dout = shaped(activation.backward(dout), dout.shape) @ matrix.T
        lengths.append(np.linalg.norm(dout))
    return np.asarray(np.array(lengths) / lengths[0])


def layer(student: Student, name: str) -> Student:
    """Return a fresh activation."""
    made: Student = getattr(student, name)(*OPTIONS[name])
    return made


def orthogonal(rng: np.random.Generator) -> Array:
    """Return a random matrix that changes no vector's length."""
    q, _ = np.linalg.qr(rng.standard_normal((WIDTH, WIDTH)))
    return np.asarray(q, np.float64)


def shaped(result: object, shape: tuple[int, ...]) -> Array:
    """Return a result once it is known to be an array of this shape."""
    is_array = isinstance(result, np.ndarray) and result.shape == shape
    require(is_array, "forward and backward must return arrays in the shape of x.")
    return np.asarray(result, np.float64)


def claim(data: Data) -> None:
    """Assert what the picture shows: where slopes vanish, and what depth does."""
    drawn = {name: found for name, found in data.items() if found is not None}
    require(set(drawn) == set(data), "every panel must have its data.")
    sigmoid, tanh, relu = (drawn[f"{name} slope"] for name in DEEP)
    require(np.isclose(sigmoid.max(), 0.25), "the sigmoid's slope must reach 1/4.")
    far = abs(GRID) > FAR
    require(sigmoid[far].max() < SATURATED, "the sigmoid must be flat far out.")
    require(tanh[far].max() < SATURATED, "the tanh must be flat far out.")
    require(relu[GRID > 0].min() == 1, "the ReLU must never be flat on the right.")
    left = [drawn[f"{name} depth"][:, -1] for name in DEEP]
    require(left[0].max() < BOUND[-1], "a quarter a layer must be the most.")
    require(left[0].max() < 1e-6 * left[2].min(), "ReLU must keep far more than that.")
    require(left[2].max() < left[1].min(), "tanh, near 0, must keep the most.")


def draw(data: Data) -> Figure:
    """Return the figure; a panel stays empty where its data is None."""
    figure = Figure(figsize=(11, 7), layout="constrained")
    panels = figure.subplots(2, 3).ravel()
    for axes, name in zip(panels, OPTIONS, strict=False):
        draw_activation(axes, name, data)
    draw_depth(panels[-1], data)
    figure.supxlabel(caption(data), fontsize=11)
    return figure


def draw_activation(axes: Axes, name: str, data: Data) -> None:
    """Draw one activation, its slope, and where it is flat."""
    axes.set(title=name, xlabel="x (no unit)", ylabel="y and dy/dx (no unit)")
    axes.set(xlim=(-6, 6), ylim=(-1.5, 4.5))
    curve, steepness = data.get(f"{name} value"), data.get(f"{name} slope")
    axes.plot(TARGET_X, TARGETS[name], "o", color=GREY, label="target")
    if curve is not None:
        axes.plot(GRID, curve, color=BLUE, label="yours")
    if steepness is not None:
        flat = np.abs(steepness) < SATURATED
        axes.fill_between(
            GRID, -1.5, 4.5, where=flat, color=GREY, alpha=0.2, linewidth=0
        )
        axes.plot(GRID, steepness, "--", color=ORANGE, label="its slope")
    if curve is None or steepness is None:
        note_missing(axes, f"{name} is not there yet")
    axes.legend(loc="upper left", fontsize=8)


def draw_depth(axes: Axes, data: Data) -> None:
    """Draw what is left of a gradient after each layer, for all seeds."""
    axes.set(title="A gradient on its way down", yscale="log", ylim=(1e-18, 10))
    axes.set(xlabel="layers passed", ylabel="length, relative to the top")
    axes.plot(BOUND, ":", color=GREY, label="1/4 a layer")
    for name, (color, style) in LINES.items():
        found = data.get(f"{name} depth")
        if found is None:
            note_missing(axes, "some are not there yet")
            continue
        axes.plot(found.T, style, color=color, alpha=0.5)
        axes.plot(np.median(found, axis=0), style, color=color, label=name)
    axes.legend(loc="lower left", fontsize=8)


def note_missing(axes: Axes, text: str) -> None:
    """Say in a panel what is not drawn."""
    axes.text(0.5, 0.5, text, ha="center", color=GREY, transform=axes.transAxes)


def caption(data: Data) -> str:
    """Return one sentence with a number from the data."""
    found = data.get("Sigmoid depth")
    if found is None or not np.isfinite(found).all():
        return (
            f"The sigmoid's slope is at most 1/4: twenty layers leave {BOUND[-1]:.0e}."
        )
    left = np.median(found[:, -1])
    return (
        f"Twenty sigmoid layers leave {left:.0e} of a gradient; "
        f"a quarter a layer would be {BOUND[-1]:.0e}."
    )
