"""The picture of unit 10: a gradient on its way back through fifty blocks.

Your `gradient_norms` follows it, through given plain blocks and through your two
kinds of blocks around the same branches. What is given stands in TEXT and runs beside
your code.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, in_turn, support

Array = NDArray[np.float64]
Curves = dict[str, Array | None]  # (5, 50) norms, a row a seed; None: the code fails

SEEDS = (1, 2, 3, 4, 5)
BLOCKS, EXAMPLES, WIDTH, STD = 50, 64, 32, 0.05
KINDS = ("plain", "ResidualBlock", "PreActivationBlock")
LABELS = ("plain, no way around", "your ResidualBlock", "your PreActivationBlock")
COLOURS = ("#D55E00", "#0072B2", "#009E73")  # told apart by every eye
MARKS, LINES = ("o", "s", "^"), ("-", "--", "-.")
PANELS = ("small", "normalized")
TITLES = {
    "small": f"small branches: weights of standard deviation {STD}",
    "normalized": "the same weights, batch normalization in every branch",
}
LIMITS = {"small": (1e-75, 1e10), "normalized": (1e-2, 1e11)}
TARGETS = {
    "small plain": 6e-71,
    "small ResidualBlock": 0.73,
    "small PreActivationBlock": 1.03,
    "normalized plain": 8.4e8,
    "normalized ResidualBlock": 59.0,
    "normalized PreActivationBlock": 2.5,
}
TEXT = f"""
import numpy as np

BLOCKS, EXAMPLES, WIDTH, STD = {BLOCKS}, {EXAMPLES}, {WIDTH}, {STD}


class Layer:
    def __init__(self):
        self.params, self.grads = {{}}, {{}}


class Weights(Layer):
    def __init__(self, rng):
        super().__init__()
        self.w = STD * rng.standard_normal((WIDTH, WIDTH))

    def forward(self, x, train=True):
        return x @ self.w

    def backward(self, dout):
        return dout @ self.w.T


class Relu(Layer):
    def forward(self, x, train=True):
        self.is_open = x > 0
        return x * self.is_open

    def backward(self, dout):
        return dout * self.is_open


class Norm(Layer):
    def forward(self, x, train=True):
        self.root = np.sqrt(x.var(axis=0) + 1e-5)
        self.x_hat = (x - x.mean(axis=0)) / self.root
        return self.x_hat

    def backward(self, dout):
        along = self.x_hat * (dout * self.x_hat).mean(axis=0)
        return (dout - dout.mean(axis=0) - along) / self.root


class Row(Layer):
    def __init__(self, layers):
        super().__init__()
        self.layers = [layer for layer in layers if layer]

    def forward(self, x, train=True):
        for layer in self.layers:
            x = layer.forward(x, train=train)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout


def block(student, panel, kind, rng):
    first, last = Weights(rng), Weights(rng)
    norms = [Norm() if panel == "normalized" else None for _ in range(2)]
    if kind == "PreActivationBlock":
        branch = Row([norms[0], Relu(), first, norms[1], Relu(), last])
        return student.PreActivationBlock(branch)
    branch = Row([first, norms[0], Relu(), last, norms[1]])
    if kind == "ResidualBlock":
        return student.ResidualBlock(branch)
    return Row([branch, Relu()])


def norms(student, panel, kind, seed):
    rng = np.random.default_rng(seed)
    x, dout = rng.standard_normal((2, EXAMPLES, WIDTH))
    dout /= np.sqrt((dout**2).sum())
    blocks = [block(student, panel, kind, rng) for _ in range(BLOCKS)]
    with np.errstate(all="ignore"):  # what a wrong block gives may overflow
        found = student.gradient_norms(blocks, x, dout)
    return np.array(found[::-1], float)
"""


def data(student: Student) -> Curves:
    """Return the norms by panel and kind, the one at the last block first."""
    return {
        f"{panel} {kind}": attempt(partial(_norms, student, panel, kind))
        for panel in PANELS
        for kind in KINDS
    }


def claim(curves: Curves) -> None:
    """Assert what the picture shows: the identity carries what plain layers lose."""
    missing = [name for name, found in curves.items() if found is None]
    assert not missing, f"the picture lacks {missing}"  # noqa: S101 - a claim
    ends = {name: found[:, -1] for name, found in curves.items() if found is not None}
    for name, target in TARGETS.items():
        end = float(np.median(ends[name]))
        near = abs(np.log10(end / target)) < (1.0 if "plain" in name else 0.1)
        assert near, f"{name} ends at {end:.3g}"  # noqa: S101
    assert ends["small plain"].max() < 1e-60  # noqa: S101, PLR2004
    for kind in KINDS[1:]:  # every seed of a kind keeps the size of the gradient
        assert ends[f"small {kind}"].min() > 0.5  # noqa: S101, PLR2004
        assert ends[f"small {kind}"].max() < 1.5  # noqa: S101, PLR2004
    plain, residual, pre = (ends[f"normalized {kind}"] for kind in KINDS)
    spread = max(float(np.ptp(each)) for each in (residual, pre))
    assert pre.max() + spread < residual.min()  # noqa: S101
    assert 1e5 * residual.max() < plain.min()  # noqa: S101


def draw(curves: Curves) -> Figure:
    """Draw the norms without and with normalization, and a caption with a number."""
    figure = Figure(figsize=(10.5, 5.4), layout="constrained")
    panels = figure.subplots(1, 2, sharex=True)
    for axes, panel in zip(panels, PANELS, strict=True):
        _draw_panel(axes, panel, curves)
    panels[0].set_ylabel("norm of the gradient (in units of that of dout)")
    panels[0].legend(loc="lower left", fontsize=9)
    figure.supxlabel(
        "blocks that the gradient has passed on its way back\n" + _caption(curves),
        fontsize=10,
    )
    return figure


def _draw_panel(axes: Axes, panel: str, curves: Curves) -> None:
    low, high = LIMITS[panel]
    axes.set(title=TITLES[panel], xlim=(-1, BLOCKS + 2), yscale="log", ylim=(low, high))
    axes.title.set_fontsize(10)
    axes.axhline(1.0, color="0.7", linestyle=":", linewidth=1)
    drawn, styles = 0, zip(KINDS, LABELS, COLOURS, MARKS, LINES, strict=True)
    for place, (kind, label, colour, mark, line) in enumerate(styles):
        axes.plot(
            BLOCKS + 0.5, TARGETS[f"{panel} {kind}"], "_", color=colour, markersize=14
        )
        found = curves.get(f"{panel} {kind}")
        if found is None:
            continue
        drawn += 1
        rows = np.where(np.isfinite(found) & (found > 0), found, np.nan)
        axes.plot(rows.T, color=colour, linewidth=0.5, alpha=0.4)
        middle = np.median(rows, axis=0)
        every = 2 * place, 7  # marks that lie beside each other where lines do not
        axes.plot(middle, line, marker=mark, markevery=every, color=colour, label=label)
    axes.plot([], [], "_", color="0.2", markersize=12, label="where it should end")
    if not drawn:
        axes.text(BLOCKS / 2, (low * high) ** 0.5, "not there yet", ha="center")


def _caption(curves: Curves) -> str:
    told = []
    for panel, side in zip(PANELS, ("left", "right"), strict=True):
        ends = [_end(curves.get(f"{panel} {kind}")) for kind in KINDS]
        told.append(
            f"After {BLOCKS - 1} blocks, {side}: plain {ends[0]}, residual {ends[1]}, "
            f"pre-activation {ends[2]}."
        )
    return (
        f"{told[0]}\n{told[1]}\n"
        f"Medians of seeds {SEEDS[0]} to {SEEDS[-1]} (thin lines), and their range. "
        f"{WIDTH} features, {EXAMPLES} examples; a branch has two layers of weights."
    )


def _end(rows: Array | None) -> str:
    if rows is None:
        return "not there yet"
    last = rows[:, -1]
    return f"{np.median(last):.3g} ({last.min():.3g} to {last.max():.3g})"


def _norms(student: Student, panel: str, kind: str) -> Array | None:
    module = support(student, "fifty_blocks", TEXT)
    rows = in_turn(module.norms, student, panel, kind, each=list(SEEDS))
    found = [
        row
        for row in rows
        if isinstance(row, np.ndarray)
        and row.dtype == np.float64
        and row.shape == (BLOCKS,)
    ]
    return np.stack(found) if len(found) == len(SEEDS) else None
