"""Mistakes that were written after the rules, in layers that the rules do not know.

Each layer is written once, with its gradient; a mistake is a name that the backward
pass looks for. Nothing here was changed to suit a rule.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from grader.numerics.diagnosis.scene import Array, Scene
from tests.numerics.wronged import Case, Rng, measured

Point = Mapping[str, Array]
Grads = dict[str, Array]


@dataclass(frozen=True)
class Layer:
    """A layer with a gradient that can be wrong.

    Attributes:
        draw: draws every array, "dout" among them.
        forward: the output at a point.
        backward: the gradients at a point, with a mistake; "" for none.
        axes: names of the axes, by array; "out" for the output.
        constants: numbers with a meaning.
        known: further arrays that the suite knows.
        blocks: names of the blocks of an axis.
    """

    draw: Callable[[Rng], dict[str, Array]]
    forward: Callable[[Point], Array]
    backward: Callable[[Point, str], Grads]
    axes: Mapping[str, str]
    constants: Mapping[str, float] = field(default_factory=dict)
    known: Callable[[Point], dict[str, Array]] = dict
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def case(self, rng: Rng, leaf: str, mistake: str) -> Case:
        """Return one leaf's gradient with a mistake, beside the right one."""
        point = self.draw(rng)
        around = self._scene(point, leaf)

        def at(value: Array) -> Array:
            return self.forward({**point, leaf: value})

        numeric, flow = measured(at, point[leaf], (point["dout"],), (self.axes["out"],))
        return Case(self.backward(point, mistake)[leaf], numeric, around, flow)

    def _scene(self, point: Point, leaf: str) -> Scene:
        shapes = {**point, "out": point["dout"]}
        sizes = {
            axis: size
            for name, axes in self.axes.items()
            for axis, size in zip(axes.split(), shapes[name].shape, strict=True)
        }
        given = {k: v for k, v in point.items() if k in self.axes}
        return Scene(
            leaf,
            tuple(self.axes[leaf].split()),
            sizes,
            self.constants,
            {**given, **self.known(point)},
            blocks=self.blocks,
        )


def drawn(rng: Rng, **shapes: tuple[int, ...]) -> dict[str, Array]:
    """Return normal arrays of these shapes."""
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def _x_hat(p: Point) -> tuple[Array, Array]:
    spread = np.sqrt(p["x"].var(1, keepdims=True) + 0.3)
    return (p["x"] - p["x"].mean(1, keepdims=True)) / spread, spread


def _layer_norm_back(p: Point, bug: str) -> Grads:
    x_hat, spread = _x_hat(p)
    dhat = p["dout"] * (1.0 if bug == "no gamma" else p["gamma"])
    axis = 0 if bug == "over N" else 1
    mean = dhat.mean(axis, keepdims=True)
    spreads = x_hat * (dhat * x_hat).mean(axis, keepdims=True)
    if bug == "sums":
        mean, spreads = 7 * mean, 7 * spreads
    mean = 0 * mean if bug in {"no mean", "neither"} else mean
    spreads = 0 * spreads if bug in {"no variance", "neither"} else spreads
    dx = (dhat - mean - spreads) / (1.0 if bug == "no spread" else spread)
    dgamma = (p["dout"] * (p["x"] if bug == "x for x_hat" else x_hat)).sum(0)
    dgamma = p["dout"].sum(0) if bug == "no x_hat" else dgamma
    return {"x": dx, "gamma": dgamma / (5 if bug == "mean" else 1)}


LAYER_NORM = Layer(
    lambda rng: drawn(rng, x=(5, 7), gamma=(7,), beta=(7,), dout=(5, 7)),
    lambda p: np.asarray(p["gamma"] * _x_hat(p)[0] + p["beta"]),
    _layer_norm_back,
    {"x": "N D", "gamma": "D", "beta": "D", "out": "N D"},
    known=lambda p: {"x_hat": _x_hat(p)[0]},
)


def _softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


LABELS = np.eye(7)[[1, 4, 1, 0, 6]]


def _cross_entropy_back(p: Point, bug: str) -> Grads:
    probs = _softmax(p["x"])
    wanted = 0 * LABELS if bug == "no labels" else LABELS
    dx = (probs - wanted) * p["dout"] / (1 if bug == "no mean" else 5)
    dx = dx / p["dout"] if bug == "no dout" else dx
    dx = dx * LABELS if bug == "right class only" else dx
    return {"x": -dx if bug == "sign" else dx}


CROSS_ENTROPY = Layer(
    lambda rng: drawn(rng, x=(5, 7), dout=()),
    lambda p: np.asarray(-(LABELS * np.log(_softmax(p["x"]))).sum() / 5),
    _cross_entropy_back,
    {"x": "N C", "out": ""},
    known=lambda p: {"probs": _softmax(p["x"]), "one_hot": LABELS},
)


def _attention_back(p: Point, bug: str) -> Grads:
    scale = np.sqrt(3)
    weights = _softmax(p["q"] @ p["k"].T / scale)
    dweights = p["dout"] @ p["v"].T
    inner = (dweights * weights).sum(-1, keepdims=True)
    ds = weights * (dweights - (0 if bug == "no inner" else inner))
    ds = ds * (1.0 if bug == "no scale" else 1 / scale)
    ds = np.triu(ds) if bug == "masked" else ds
    turned = ds if bug == "k not turned" else ds.T
    return {
        "q": ds @ p["k"],
        "k": turned @ p["q"],
        "v": (weights if bug == "v not turned" else weights.T) @ p["dout"],
    }


ATTENTION = Layer(
    lambda rng: drawn(rng, q=(5, 3), k=(5, 3), v=(5, 7), dout=(5, 7)),
    lambda p: np.asarray(_softmax(p["q"] @ p["k"].T / np.sqrt(3)) @ p["v"]),
    _attention_back,
    {"q": "T D", "k": "S D", "v": "S M", "out": "T M"},
    known=lambda p: {"weights": _softmax(p["q"] @ p["k"].T / np.sqrt(3))},
)


def _pooled(x: Array) -> Array:
    return np.asarray(x.reshape(7, 5, 2, 3, 2).max((2, 4)))


def _pool_back(p: Point, bug: str) -> Grads:
    x = p["x"].reshape(7, 5, 2, 3, 2)
    is_largest = x == x.max((2, 4), keepdims=True)
    is_largest = np.ones_like(is_largest) if bug == "everywhere" else is_largest
    dx = is_largest * p["dout"][:, :, None, :, None]
    dx = dx / 4 if bug in {"everywhere", "mean"} else dx
    if bug == "last column":
        dx[:, :, :, -1] = 0
    return {"x": dx.reshape(7, 10, 6)}


MAX_POOL = Layer(
    lambda rng: drawn(rng, x=(7, 10, 6), dout=(7, 5, 3)),
    lambda p: _pooled(p["x"]),
    _pool_back,
    {"x": "N H W", "out": "N OH OW"},
)


def _sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _lstm(p: Point) -> tuple[Array, list[tuple[Array, ...]]]:
    h: Array = np.zeros((5, 2))
    c: Array = np.zeros((5, 2))
    out, kept = [], list[tuple[Array, ...]]()
    for t in range(p["x"].shape[1]):
        a = p["x"][:, t] @ p["W"] + h @ p["U"] + p["b"]
        i, f, o = map(_sigmoid, (a[:, :2], a[:, 2:4], a[:, 6:]))
        g, before = np.tanh(a[:, 4:6]), (h, c)
        c = f * c + i * g
        h = o * np.tanh(c)
        kept.append((*before, i, f, g, o, c))
        out.append(h)
    return np.stack(out, 1), kept


def _lstm_back(p: Point, bug: str) -> Grads:
    grads = {name: np.zeros_like(p[name]) for name in ("x", "W", "U", "b")}
    dh, dc = np.zeros((2, 5, 2))
    for t, (h0, c0, i, f, g, o, c) in reversed(list(enumerate(_lstm(p)[1]))):
        dh = p["dout"][:, t] + (0 if bug == "no hidden carry" else dh)
        slope = 1.0 if bug == "no tanh slope" else 1 - np.tanh(c) ** 2
        dc = dh * o * slope + (0 if bug == "no cell carry" else dc)
        do = dh * (c if bug == "o without tanh" else np.tanh(c)) * o * (1 - o)
        df = dc * (c if bug == "new cell" else c0) * f * (1 - f)
        dg = dc * i * (g * (1 - g) if bug == "sigmoid for g" else 1 - g**2)
        di = dc * g * i * (1 if bug == "i without slope" else 1 - i)
        order = (df, di, dg, do) if bug == "gates exchanged" else (di, df, dg, do)
        da = np.concatenate(order, 1)
        if bug == "overwritten":
            grads["b"][...] = 0
        grads["x"][:, t] = da @ p["W"].T
        grads["W"] += p["x"][:, t].T @ da
        grads["U"] += h0.T @ da
        grads["b"] += da.mean(0) if bug == "mean" else da.sum(0)
        dh, dc = da @ p["U"].T, dc * (1.0 if bug == "f not in carry" else f)
    return grads


def lstm(steps: int) -> Layer:
    """Return an LSTM over so many steps."""
    shapes = {"x": (5, steps, 3), "W": (3, 8), "U": (2, 8), "b": (8,)}
    return Layer(
        lambda rng: drawn(rng, **shapes, dout=(5, steps, 2)),
        lambda p: _lstm(p)[0],
        _lstm_back,
        {"x": "N T D", "W": "D 4H", "U": "H 4H", "b": "4H", "out": "N T H"},
        blocks={"4H": ("i", "f", "g", "o")},
    )


def _windows(x: Array) -> Array:
    return np.lib.stride_tricks.sliding_window_view(x, (3, 3), (2, 3))


def _conv_back(p: Point, bug: str) -> Grads:
    kernel, dout = p["K"], p["dout"]
    wide = np.pad(dout, ((0, 0), (0, 0), (2, 2), (2, 2)))
    wide = np.roll(wide, 1, 3) if bug == "crop" else wide
    flipped = kernel if bug == "not flipped" else kernel[:, :, ::-1, ::-1]
    first = 1 if bug == "first image left out" else 0
    dk = np.einsum("nchwij,nfhw->fcij", _windows(p["x"])[first:], dout[first:])
    dk = dk.transpose(0, 1, 3, 2) if bug == "turned" else dk
    return {
        "x": np.einsum("nfhwij,fcij->nchw", _windows(wide), flipped),
        "K": dk / (4 if bug == "mean" else 1),
    }


CONVOLUTION = Layer(
    lambda rng: drawn(rng, x=(4, 2, 7, 9), K=(3, 2, 3, 3), dout=(4, 3, 5, 7)),
    lambda p: np.einsum("nchwij,fcij->nfhw", _windows(p["x"]), p["K"]),
    _conv_back,
    {"x": "N C H W", "K": "F C KH KW", "out": "N F OH OW"},
)


def _block_back(p: Point, bug: str) -> Grads:
    keep = 0.0 if bug == "no skip" else 1.0
    scale = 1.0 if bug == "no scale" else 1 / 0.7
    slope = np.tanh(p["x"]) if bug == "slope of itself" else 1 - np.tanh(p["x"]) ** 2
    mask = np.ones((5, 7)) if bug == "no mask" else MASK
    return {"x": p["dout"] * (keep + mask * scale * slope)}


MASK = np.random.default_rng(7).binomial(1, 0.7, (5, 7)).astype(float)
BLOCK = Layer(
    lambda rng: drawn(rng, x=(5, 7), dout=(5, 7)),
    lambda p: p["x"] + MASK * np.tanh(p["x"]) / 0.7,
    _block_back,
    {"x": "N D", "out": "N D"},
    {"1 - ratio": 0.7},
)
LAYERS = {
    "layer norm": LAYER_NORM,
    "cross-entropy": CROSS_ENTROPY,
    "attention": ATTENTION,
    "max-pool": MAX_POOL,
    "lstm with 1 step": lstm(1),
    "lstm with 2 steps": lstm(2),
    "lstm": lstm(4),
    "convolution": CONVOLUTION,
    "block": BLOCK,
}


@functools.cache
def case(layer: str, leaf: str, mistake: str, seed: int) -> Case:
    """Return one mistake on one draw."""
    return LAYERS[layer].case(np.random.default_rng(seed), leaf, mistake)
