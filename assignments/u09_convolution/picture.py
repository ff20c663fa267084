"""The picture of unit 9: one 5 x 5 filter and two 3 x 3 filters on a digit.

A smooth edge is found in two ways, by one filter or by two in a row; with padding
they agree in the interior. Then what each way costs, counted by your own function.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from grader.checks import Student, attempt, dataset

Array = NDArray[np.float64]
Panels = dict[str, Array | None]  # None: the code fails, or is not written yet

DIGIT = 4  # its place among the digits: it is a four
SIDE, CHANNELS = 8, 64
EDGE = np.outer([1.0, 2.0, 1.0], [1.0, 0.0, -1.0]) / 4  # first: dark to light
SMOOTH = np.outer([1.0, 2.0, 1.0], [1.0, 2.0, 1.0]) / 16  # then: over neighbors
WAYS = ("one 5x5", "two 3x3", "one 7x7", "three 3x3")
TARGETS = (102_464, 73_856, 200_768, 110_784)  # numbers to learn, with biases
INSIDE = (slice(1, -1), slice(1, -1))  # where the padding has no say
NAMES = {
    "digit": "a digit\nof 8 x 8 pixels",
    "kernel": "the 5x5 filter,\nby your compose_kernels",
    "one": "your Conv2d:\none 5x5 filter",
    "two": "your Conv2d:\ntwo 3x3 in a row",
    "bent": "two 3x3 with\na ReLU between",
    "gap": "how far the two ways\nare apart",
}
DARK, LIGHT = "#0072B2", "#E69F00"  # told apart by every eye, and in print


def data(student: Student) -> Panels:
    """Return each panel's numbers, computed by the student's own code."""
    digit = dataset("digits", near=__file__)["images"][DIGIT] / 16.0
    both = _composed()
    one = _shown(partial(_filtered, student, digit, [(both, 2)]))
    pair = [(EDGE, 1), (SMOOTH, 1)]
    two = _shown(partial(_filtered, student, digit, pair))
    bent = _shown(partial(_filtered, student, digit, pair, bent=True))
    return {
        "digit": digit,
        "kernel": _shown(lambda: student.compose_kernels(EDGE, SMOOTH), both.shape),
        "one": one,
        "two": two,
        "bent": bent,
        "gap": None if one is None or two is None else np.abs(one - two),
        "counts": _shown(partial(_counted, student), (len(WAYS),)),
    }


def claim(panels: Panels) -> None:
    """Assert what the picture shows: inside they agree, with a ReLU they do not."""
    missing = [name for name, found in panels.items() if found is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    found = {name: each for name, each in panels.items() if each is not None}
    gap, inside = found["gap"], found["gap"][INSIDE]
    assert inside.max() < 1e-12, f"inside they differ by {inside.max()}"  # noqa: S101,PLR2004
    assert gap.max() > 0.01, "the border shows no difference"  # noqa: S101,PLR2004
    bend = np.abs(found["bent"] - found["two"])[INSIDE]
    assert bend.max() > 0.1, "the ReLU makes no difference"  # noqa: S101,PLR2004
    assert np.allclose(found["kernel"], _composed())  # noqa: S101
    assert found["counts"].tolist() == list(TARGETS)  # noqa: S101


def draw(panels: Panels) -> Figure:
    """Draw the ways through the two filters, and a caption with a number."""
    figure = Figure(figsize=(11.5, 7.6), layout="constrained")
    grid = figure.add_gridspec(2, 4)
    limit = _largest(panels)
    for place, name in enumerate(("digit", "one", "two", "bent")):
        panel = figure.add_subplot(grid[0, place])
        _draw_image(figure, panel, name, panels.get(name), limit)
    _draw_image(figure, figure.add_subplot(grid[1, 0]), "kernel", panels.get("kernel"))
    _draw_image(figure, figure.add_subplot(grid[1, 1]), "gap", panels.get("gap"))
    _draw_counts(figure.add_subplot(grid[1, 2:]), panels.get("counts"))
    figure.supxlabel(_caption(panels), fontsize=10)
    return figure


def _draw_image(
    figure: Figure,
    panel: Axes,
    name: str,
    found: Array | None,
    limit: float | None = None,
) -> None:
    panel.set_title(NAMES[name], fontsize=9)
    side = 5 if name == "kernel" else SIDE
    panel.set(xlim=(-0.5, side - 0.5), ylim=(side - 0.5, -0.5), aspect="equal")
    panel.set(xlabel="column (pixels)", ylabel="row (pixels)")
    panel.set(xticks=range(0, side, 2), yticks=range(0, side, 2))
    if found is None:
        middle = side / 2 - 0.5
        panel.text(middle, middle, "not there yet", ha="center", color="0.4")
        return
    rows = np.where(np.isfinite(found), found, np.nan)
    is_signed = name in ("one", "two", "bent")
    drawn = panel.imshow(
        rows,
        cmap="gray_r" if name == "digit" else "cividis",
        vmin=-limit if is_signed and limit else None,
        vmax=limit if is_signed and limit else None,
    )
    unit = "ink (share of the pixel)" if name == "digit" else "response"
    label = "weight" if name == "kernel" else unit
    figure.colorbar(drawn, ax=panel, label=label, shrink=0.7)
    if name == "gap":
        corner, length = (0.5, 0.5), side - 2
        edge = Rectangle(corner, length, length, fill=False, color="w", linestyle="--")
        panel.add_patch(edge)


def _draw_counts(panel: Axes, counts: Array | None) -> None:
    panel.set_title(f"numbers to learn, {CHANNELS} channels in and out", fontsize=10)
    panel.set(ylabel="thousands of numbers", ylim=(0, 230), xlim=(-0.6, 3.6))
    panel.set_xticks(range(len(WAYS)), WAYS)
    target = np.array(TARGETS) / 1000
    if counts is None:
        panel.text(1.5, 120, "not there yet", ha="center", color="0.4")
    else:
        heights = np.where(np.isfinite(counts), counts, 0.0) / 1000
        colors, hatches = [LIGHT, DARK] * 2, ["", "//"] * 2
        panel.bar(
            range(len(WAYS)), heights, color=colors, hatch=hatches, edgecolor="white"
        )
    panel.plot(target, "_", color="0.1", markersize=42, label="where it should end")
    for place, height in enumerate(target):
        panel.text(place, height + 6, f"{1000 * height:,.0f}", ha="center", fontsize=9)
    panel.legend(loc="upper left", fontsize=8, markerscale=0.4)


def _caption(panels: Panels) -> str:
    gap, counts = panels.get("gap"), panels.get("counts")
    inside = "?" if gap is None else f"{float(np.max(gap[INSIDE])):.1g}"
    share = "?" if counts is None or not counts[0] else f"{counts[1] / counts[0]:.0%}"
    return (
        "Inside the dashed square, one 5x5 filter and two 3x3 differ by at most "
        f"{inside} (rounding alone is below 1e-12).\n"
        f"The two cost {share} of the one (it should be 72%), and a ReLU fits between."
    )


def _filtered(
    student: Student,
    digit: Array,
    filters: list[tuple[Array, int]],
    *,
    bent: bool = False,
) -> object:
    x: object = digit[np.newaxis, np.newaxis]
    for place, (kernel, pad) in enumerate(filters):
        if bent and place:
            x = np.maximum(np.asarray(x), 0)
        weights = kernel[np.newaxis, np.newaxis].copy()
        x = student.Conv2d(weights, np.zeros(1), pad=pad).forward(x, train=False)
        if not isinstance(x, np.ndarray) or x.shape != (1, 1, SIDE, SIDE):
            return None
    return np.asarray(x)[0, 0]


def _counted(student: Student) -> object:
    c = CHANNELS
    five, three, seven = (student.conv_parameters(k, c, c) for k in (5, 3, 7))
    counts = [five, three, seven]
    if not all(isinstance(n, (int, float, np.number)) for n in counts):
        return None
    one, small, large = (float(n) for n in counts)
    return np.array([one, 2 * small, large, 3 * small])


def _shown(
    compute: Callable[[], object], shape: tuple[int, ...] = (SIDE, SIDE)
) -> Array | None:
    """Return what the code gave, None unless it is an array of this shape."""
    found = attempt(compute)
    is_right = (
        isinstance(found, np.ndarray)
        and found.shape == shape
        and found.dtype.kind in "fiu"
    )
    return np.asarray(found, np.float64) if is_right else None


def _composed() -> Array:
    """Return the 5 x 5 filter of both, which is given here."""
    both = np.zeros((5, 5))
    for (i, j), weight in np.ndenumerate(EDGE):
        both[i : i + 3, j : j + 3] += weight * SMOOTH
    return both


def _largest(panels: Panels) -> float:
    """Return the largest finite response, for one scale of all panels."""
    found = [panels.get(name) for name in ("one", "two", "bent")]
    sizes = [
        float(np.max(np.abs(each[np.isfinite(each)]), initial=0.0))
        for each in found
        if each is not None
    ]
    return max([*sizes, 0.0]) or 1.0
