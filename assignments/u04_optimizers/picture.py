"""The picture of unit 4: five ways down a long valley, drawn with your own code.

The valley is f(x, y) = x^2 / 20 + y^2, twenty times as steep across as along.
Every way starts at (-7, 2) and takes thirty steps; the bottom is at (0, 0).
"""

from functools import partial
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt

Array = NDArray[np.floating]
Ways = dict[str, Array | None]  # (31, 2) points, None where the code fails

START = (-7.0, 2.0)
STEPS = 30
FAR = 1e3  # no way of interest leads out here
RATES: dict[str, dict[str, float]] = {
    "SGD": {"lr": 0.95},
    "Momentum": {"lr": 0.1},
    "AdaGrad": {"lr": 1.5},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.9},
    "Adam": {"lr": 0.3},
}
TARGETS = {  # where the way ends
    "SGD": (-0.350, 0.085),
    "Momentum": (0.896, 0.088),
    "AdaGrad": (-0.120, 0.000),
    "RMSProp": (-0.154, 0.000),
    "Adam": (0.136, 0.318),
}
BELOW = 0.5  # how far under that place its mark is, so as to cover no point
SCALED = ("AdaGrad", "RMSProp", "Adam")  # a step size of its own for each entry
BLUE, ORANGE = "#0072B2", "#D55E00"  # told apart by every kind of eye


def data(student: Student) -> Ways:
    """Return the points that each optimizer goes through."""
    return {name: attempt(partial(_way, student, name)) for name in RATES}


def claim(ways: Ways) -> None:
    """Assert what the picture shows: one zigzags, three step alike in x and y."""
    known = {name: way for name, way in ways.items() if way is not None}
    across = {name: _across(way) for name, way in known.items()}
    others = [length for name, length in across.items() if name != "SGD"]
    assert len(known) == len(RATES)  # noqa: S101 - a claim is an assertion
    assert across["SGD"] > 3 * max(others)  # noqa: S101
    for name, way in known.items():
        x, y = np.abs(way[1] - way[0])
        ratio = 1.0 if name in SCALED else 40 / 7
        assert np.isclose(y, ratio * x, rtol=1e-6)  # noqa: S101
        assert _height(way[-1]) < _height(way[0]) / 40  # noqa: S101
        assert np.allclose(way[-1], TARGETS[name], atol=1e-3)  # noqa: S101


def draw(ways: Ways) -> Figure:
    """Draw one panel for each optimizer, and a caption with the number."""
    figure = Figure(figsize=(11, 5.6), layout="constrained")
    panels = figure.subplots(2, 3, sharex=True, sharey=True)
    for panel, name in zip(panels.flat, RATES, strict=False):
        _draw_way(panel, name, ways.get(name))
    _draw_legend(panels.flat[len(RATES)])
    for panel in panels[:, 0]:
        panel.set_ylabel("y, across (no unit)")
    for panel in (*panels[1, :2], panels[0, 2]):  # the lowest of each column
        panel.set_xlabel("x, along the valley (no unit)")
        panel.tick_params(labelbottom=True)
    figure.supxlabel(_caption(ways), fontsize=11)
    return figure


def _way(student: Student, name: str) -> Array | None:
    optimizer = getattr(student, name)(**RATES[name])
    params = {"p": np.array(START)}
    points = [np.array(START)]
    for _ in range(STEPS):
        x, y = points[-1]
        optimizer.update(params, {"p": np.array([x / 10, 2 * y])})
        point: object = params.get("p")
        if not (isinstance(point, np.ndarray) and point.shape == (2,)):
            return None
        points.append(point.astype(float))
    way = np.array(points)
    return way if (np.abs(way) < FAR).all() else None  # nor is it where it is NaN


def _height(point: Array) -> float:
    return float(point[0] ** 2 / 20 + point[1] ** 2)


def _across(way: Array) -> float:
    """Return the length of a way up and down the steep sides of the valley."""
    return float(sum(abs(after[1] - before[1]) for before, after in pairwise(way)))


def _draw_way(panel: Axes, name: str, way: Array | None) -> None:
    x, y = np.meshgrid(np.linspace(-8, 3, 60), np.linspace(-3, 3, 60))
    panel.contour(x, y, x**2 / 20 + y**2, levels=8, colors="0.8", linewidths=0.8)
    panel.set(title=name, xlim=(-8, 3), ylim=(-3, 3), aspect="equal")
    x_end, y_end = TARGETS[name]
    panel.plot(x_end, y_end - BELOW, "^", color=ORANGE, markersize=8)
    if way is None:
        panel.text(-2.5, 0.5, "not there yet", ha="center", color="0.4")
        return
    panel.plot(way[:, 0], way[:, 1], ".-", color=BLUE, linewidth=1)
    panel.set_title(f"{name}: f = {_height(way[-1]):.3g} after {len(way) - 1} steps")


def _draw_legend(panel: Axes) -> None:
    panel.axis("off")
    panel.plot([], [], ".-", color=BLUE, label="your optimizer")
    panel.plot([], [], "^", color=ORANGE, label="it should end just above")
    panel.plot([], [], color="0.8", label="lines of equal height")
    panel.legend(loc="center", frameon=False)


def _caption(ways: Ways) -> str:
    across = {name: _across(way) for name, way in ways.items() if way is not None}
    others = [length for name, length in across.items() if name != "SGD"]
    if "SGD" not in across or not others:
        return (
            "The valley is 2 deep at the start in y: how far does each one travel in y?"
        )
    return (
        f"From y = 2 down to 0, SGD travels {across['SGD']:.1f} up and down; "
        f"of the others, none travels more than {max(others):.1f}."
    )
