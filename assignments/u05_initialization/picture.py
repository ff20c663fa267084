"""The picture of unit 5: what comes out of five layers, for four ways to start.

Three activations, each with weights of standard deviation 1 and 0.01, and with those of
your xavier_normal and he_normal. In each panel the first layer stands at the top. The
activations are given here; inits and layers are yours.
"""

from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, generator, require, support

Array = NDArray[np.float64]
Data = dict[str, Array | None]  # (seeds, layers, N * D); None where the code fails

SEEDS = (1, 2, 3)
LAYERS, WIDTH, SAMPLES = 5, 100, 200
STARTS = ("std 1", "std 0.01", "Xavier", "He")
RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "ReLU": (0.0, 3.0)}
CENTRES = {"sigmoid": 0.5, "tanh": 0.0, "ReLU": 0.0}
BINS, HEIGHT = 60, 0.85
SATURATED = 0.95
NEAR = (0.8, 1.25)  # times the target: three seeds differ by a tenth in the last layer
MOST, FEW = 0.5, 0.05  # shares
GONE, HUNDRED, HUGE, FAR = 1e-4, 100, 1e3, 1e4
TARGETS = {  # the spread around the centre, layer by layer
    "sigmoid std 1": (0.459, 0.439, 0.439, 0.443, 0.440),
    "sigmoid std 0.01": (0.0247, 0.0126, 0.0126, 0.0125, 0.0125),
    "sigmoid Xavier": (0.207, 0.127, 0.122, 0.123, 0.122),
    "sigmoid He": (0.260, 0.175, 0.168, 0.168, 0.168),
    "tanh std 1": (0.960, 0.958, 0.958, 0.958, 0.958),
    "tanh std 0.01": (0.0989, 0.00984, 9.82e-4, 9.82e-5, 9.82e-6),
    "tanh Xavier": (0.627, 0.485, 0.408, 0.356, 0.320),
    "tanh He": (0.720, 0.633, 0.594, 0.575, 0.566),
    "ReLU std 1": (7.07, 50.0, 354.0, 2500.0, 17700.0),
    "ReLU std 0.01": (0.0707, 0.005, 3.54e-4, 2.5e-5, 1.77e-6),
    "ReLU Xavier": (0.707, 0.5, 0.354, 0.25, 0.177),
    "ReLU He": (1.0, 1.0, 1.0, 1.0, 1.0),
}
BLUE, ORANGE = "#0072B2", "#D55E00"  # told apart by every eye, and in grey
LEGEND = (
    "what comes out of a layer (no unit); a bar is as high as the root of its share, "
    "and the last holds what lies beyond\n"
    "number and tick: your spread around 0, for the sigmoid around 0.5; dot: where the "
    "tick should be"
)
SOURCE = """
import numpy as np

def fixed(normal_init, std):
    return lambda shape, rng: normal_init(shape, std, rng)

def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(x / 2)

def tanh(x):
    return np.tanh(x)

def ReLU(x):
    return np.maximum(x, 0)
"""


def data(student: Student) -> Data:
    """Return what comes out of the layers, by activation and start."""
    return {
        f"{activation} {start}": attempt(partial(_outputs, student, activation, start))
        for activation in RANGES
        for start in STARTS
    }


def claim(found: Data) -> None:
    """Assert what the picture shows: one start for each activation keeps the signal."""
    last = {
        name: _spreads(x, name)[:, -1] for name, x in found.items() if x is not None
    }
    require(set(last) == set(TARGETS), "every panel must have its data.")
    for name, target in TARGETS.items():
        ratio = float(np.median(last[name])) / target[-1]
        is_near = NEAR[0] < ratio < NEAR[1]
        require(is_near, f"{name} ends at {ratio:.2f} of its target.")
    for name in ("sigmoid std 1", "tanh std 1"):
        require(_flat(found[name], name) > MOST, f"{name} must saturate.")
    require(_flat(found["tanh Xavier"], "tanh Xavier") < FEW, "Xavier must not.")
    for name in ("tanh std 0.01", "ReLU std 0.01"):
        require(last[name].max() < GONE, f"{name} must collapse.")
    require(last["ReLU std 1"].min() > HUGE, "ReLU must explode with std 1.")
    logs = {name: np.log(last[name]) for name in ("ReLU He", "ReLU Xavier")}
    apart = logs["ReLU He"].min() - logs["ReLU Xavier"].max()
    noise = max(np.ptp(logs["ReLU He"]), np.ptp(logs["ReLU Xavier"]))
    require(apart > noise, "He and Xavier must differ by more than seeds do.")
    kept = last["tanh Xavier"].min() / last["tanh std 0.01"].max()
    require(kept > FAR, "Xavier must keep far more than 0.01 does.")


def draw(found: Data) -> Figure:
    """Draw a panel for each activation and start, and a caption with numbers."""
    figure = Figure(figsize=(12, 8.5), layout="constrained")
    panels = figure.subplots(len(RANGES), len(STARTS), sharey=True)
    for row, activation in zip(panels, RANGES, strict=True):
        for panel, start in zip(row, STARTS, strict=True):
            _draw_panel(panel, activation, start, found.get(f"{activation} {start}"))
        row[0].set_ylabel(f"{activation}\nlayer")
    for panel, start in zip(panels[0], STARTS, strict=True):
        panel.set_title(start if start[0] == "s" else f"your {start}", fontsize=12)
    figure.supxlabel(f"{LEGEND}\n{_caption(found)}", fontsize=10)
    return figure


def _outputs(student: Student, activation: str, start: str) -> Array | None:
    module = support(student, "given_by_the_picture", SOURCE)
    inits = {"Xavier": "xavier_normal", "He": "he_normal"}
    if start in inits:
        init = getattr(student, inits[start])
    else:
        init = module.fixed(student.normal_init, float(start.removeprefix("std ")))
    bend, sizes = getattr(module, activation), (LAYERS, WIDTH, SAMPLES)
    runs = [
        _checked(student.activation_statistics(init, bend, generator(seed), *sizes))
        for seed in SEEDS
    ]
    known = [run for run in runs if run is not None]
    return np.stack(known) if len(known) == len(runs) else None


def _checked(outputs: object) -> Array | None:
    """Return outputs, a row a layer, None unless they have kind and shape."""
    is_row = isinstance(outputs, (list, tuple)) and len(outputs) == LAYERS
    parts = list(outputs) if isinstance(outputs, (list, tuple)) else []
    are_right = all(
        isinstance(part, np.ndarray)
        and part.shape == (SAMPLES, WIDTH)
        and part.dtype.kind in "fiu"
        for part in parts
    )
    if not (is_row and are_right):
        return None
    return np.stack(parts).reshape(LAYERS, -1).astype(float)


def _spreads(x: Array, name: str) -> Array:
    """Return the spread of each layer around its centre, (seeds, layers)."""
    with np.errstate(all="ignore"):  # what a wrong layer gives may overflow
        spread = np.sqrt(np.mean((x - CENTRES[name.partition(" ")[0]]) ** 2, axis=-1))
    return np.asarray(spread)


def _flat(x: Array | None, name: str) -> float:
    """Return the share of last outputs where the activation is flat."""
    if x is None:
        return float("nan")
    low, high = RANGES[name.partition(" ")[0]]
    middle, reach = (low + high) / 2, (high - low) / 2
    return float(np.mean(np.abs(x[:, -1] - middle) > SATURATED * reach))


def _draw_panel(panel: Axes, activation: str, start: str, x: Array | None) -> None:
    low, high = RANGES[activation]
    reach = high - low
    panel.set(xlim=(low - 0.04 * reach, high + 0.36 * reach), ylim=(-0.9, LAYERS + 0.1))
    panel.set_yticks(range(LAYERS), [str(LAYERS - k) for k in range(LAYERS)])
    panel.set_xticks([low, (low + high) / 2, high])
    name = f"{activation} {start}"
    for layer in range(LAYERS):
        base = LAYERS - 1 - layer
        panel.plot([low, high], [base, base], color="0.7", linewidth=0.7)
        if x is not None:
            _draw_layer(panel, activation, x[0, layer], base)
            spread = float(np.median(_spreads(x, name)[:, layer]))
            shown = f"{spread:.0f}" if HUNDRED <= spread < FAR**2 else f"{spread:.2g}"
            panel.text(high + 0.34 * reach, base + 0.12, shown, ha="right", fontsize=8)
            tick = min(CENTRES[activation] + spread, high)
            panel.plot(tick, base - 0.16, "|", color="black", markersize=9)
        dot = min(CENTRES[activation] + TARGETS[name][layer], high)
        panel.plot(dot, base - 0.16, "o", color=ORANGE, markersize=4)
    if x is None:
        panel.text((low + high) / 2, 2.4, "not there yet", ha="center", color="0.4")


def _draw_layer(panel: Axes, activation: str, x: Array, base: int) -> None:
    """Draw one histogram that stands on a line of its own."""
    low, high = RANGES[activation]
    kept = np.clip(x[~np.isnan(x)], low, high)
    counts, edges = np.histogram(kept, BINS, (low, high))
    heights = HEIGHT * np.sqrt(counts / max(counts.max(), 1))
    panel.stairs(base + heights, edges, baseline=base, fill=True, color=BLUE)


def _caption(found: Data) -> str:
    names = ("tanh std 1", "tanh std 0.01", "tanh Xavier", "ReLU He")
    x = {name: found.get(name) for name in names}
    known = {name: each for name, each in x.items() if each is not None}
    if len(known) < len(names):
        return "How much of a signal of spread 1 is left after five layers?"
    ends = {
        name: float(np.median(_spreads(each, name)[:, -1]))
        for name, each in known.items()
    }
    return (
        f"After five layers of tanh, std 1 has {_flat(x['tanh std 1'], 'tanh'):.0%} "
        f"beyond {SATURATED}; std 0.01 leaves a spread of {ends['tanh std 0.01']:.1g}, "
        f"Xavier {ends['tanh Xavier']:.2f}. ReLU with He keeps {ends['ReLU He']:.2f}."
    )
