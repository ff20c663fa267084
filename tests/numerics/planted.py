"""One wrong gradient for each rule, by the code of what must be said about it."""

import dataclasses
from collections.abc import Callable, Mapping

import numpy as np

from grader.numerics.diagnosis.scene import Array, Scene, Suspect
from tests.numerics.wronged import (
    SIZES,
    Case,
    Rng,
    affine,
    batchnorm,
    elementwise,
    measured,
    recurrent,
    scene,
)

Plant = Callable[[Rng], Case]
GATES = ("i", "f", "g", "o")


def gated(rng: Rng, wrong: Callable[[list[Array]], list[Array]]) -> Case:
    """Return sigmoid(x @ W + b) with b (4H,), its gradient wrong by blocks."""
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 8))
    weight, b = rng.normal(size=(3, 8)), rng.normal(size=8)

    def forward(value: Array) -> Array:
        return np.asarray(1 / (1 + np.exp(-(x @ weight + value))))

    numeric, flow = measured(forward, b, (dout,), ("N 4H",))
    around = Scene('grads["b"]', ("4H",), SIZES, blocks={"4H": GATES})
    return Case(np.concatenate(wrong(np.split(numeric, 4))), numeric, around, flow)


def embedding(rng: Rng) -> Case:
    """Return rows that were looked up; of repeated ones only the last counts."""
    rows, weight = np.array([1, 4, 1, 0, 4]), rng.normal(size=(6, 3))
    dout = rng.normal(size=(5, 3))
    numeric, flow = measured(lambda w: w[rows], weight, (dout,), ("N D",))
    analytic = np.zeros_like(weight)
    analytic[rows] = dout
    return Case(analytic, numeric, scene("V D"), flow)


def convolution(rng: Rng, wrong: Callable[[Array], Array], leaf: str) -> Case:
    """Return a valid cross-correlation of one image with one kernel."""
    image, kernel = rng.normal(size=(7, 8)), rng.normal(size=(3, 3))
    dout = rng.normal(size=(5, 6))

    def correlate(image: Array, kernel: Array) -> Array:
        windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
        return np.asarray((windows * kernel).sum((2, 3)))

    at_kernel = leaf == "kernel"
    numeric, flow = measured(
        lambda v: correlate(image, v) if at_kernel else correlate(v, kernel),
        kernel if at_kernel else image,
        (dout,),
        ("OH OW",),
    )
    return Case(wrong(numeric), numeric, scene("KH KW" if at_kernel else "H W"), flow)


def two_outputs(rng: Rng) -> Case:
    """Return sin and square of x, the second one's gradient ignored."""
    x, first, second = rng.normal(size=(3, 5, 3))
    numeric, flow = measured(
        lambda v: (np.sin(v), v * v), x, (first, second), ("N D", "N D")
    )
    return Case(first * np.cos(x), numeric, scene("N D"), flow)


def scaled(rng: Rng, power: float) -> Case:
    """Return gamma * tanh(x), its dx with gamma once too often, or without it."""
    gamma = rng.normal(2.0, 0.5, size=7)
    return elementwise(
        rng,
        lambda x: gamma * np.tanh(x),
        lambda _x, _dout, right: right * gamma**power,
        gamma=gamma,
    )


def undecayed(rng: Rng) -> Case:
    """Return tanh(x), its dx less an array that the suite knows."""
    decay = rng.normal(size=(5, 7))
    return elementwise(
        rng, np.tanh, lambda _x, _dout, right: right - decay, decay=decay
    )


def one_sided(rng: Rng, left: Callable[[Array, Array], Array]) -> Case:
    """Return x right of 0, 0.3 (e^x - 1) left of it; the left of its dx is wrong."""
    x, dout = rng.permuted(np.linspace(-2.1, 2.0, 35)).reshape(5, 7), np.zeros((5, 7))
    dout[...] = rng.normal(size=(5, 7))
    numeric, flow = measured(
        lambda v: np.where(v > 0, v, 0.3 * np.expm1(v)), x, (dout,), ("N M",)
    )
    around = dataclasses.replace(scene("N M", x=x), constants={"alpha": 0.3, "2": 2.0})
    return Case(np.where(x > 0, numeric, left(x, dout)), numeric, around, flow)


def dropped_out(rng: Rng) -> Case:
    """Return dropout with one mask, its backward with another."""
    mask, other = rng.permutation(np.arange(35) % 2), rng.permutation(35) % 2
    mask, other = mask.reshape(5, 7), other.reshape(5, 7)
    return elementwise(rng, lambda x: mask * x, lambda _x, dout, _: other * dout)


def with_terms(rng: Rng, shares: tuple[float, float, float]) -> Case:
    """Return batch normalization with the parts of its dx as terms."""
    found: dict[str, Array] = {}

    def wrong(parts: dict[str, Array]) -> Array:
        found.update({k: parts[k] for k in ("direct", "mean", "variance")})
        return np.asarray(
            sum(c * p for c, p in zip(shares, found.values(), strict=True))
        )

    case = batchnorm(rng, wrong)  # type: ignore[arg-type]  # a dict is a mapping
    return dataclasses.replace(case, scene=dataclasses.replace(case.scene, terms=found))


def suspected(rng: Rng) -> Case:
    """Return an affine layer whose wrong dx the suite knows."""
    case = affine(rng, "x", lambda p: np.abs(p["right"]))
    suspect = Suspect("abs", "An abs was taken.", case.analytic)
    return dataclasses.replace(
        case, scene=dataclasses.replace(case.scene, suspects=(suspect,))
    )


def relu(x: Array) -> Array:
    """Return a ReLU."""
    return np.maximum(x, 0.0)


def square(rng: Rng) -> Case:
    """Return x @ W with a square W that backward forgets to transpose."""
    x, weight = rng.normal(size=(5, 7)), rng.normal(size=(7, 7))
    dout = rng.normal(size=(5, 7))
    numeric, flow = measured(lambda v: v @ weight, x, (dout,), ("N M",))
    return Case(dout @ weight, numeric, scene("N M", W=weight), flow)


def left_out(rng: Rng) -> Case:
    """Return x @ W, which has no bias; backward has a gradient for one."""
    x, weight, dout = (rng.normal(size=s) for s in ((5, 3), (3, 7), (5, 7)))
    numeric, flow = measured(lambda _b: x @ weight, np.zeros(7), (dout,), ("N M",))
    return Case(dout.sum(0), numeric, scene("M", x=x, W=weight), flow)


def centred(rng: Rng) -> Case:
    """Return a normalization without its variance path; the suite knows only x."""
    found: dict[str, Array] = {}

    def wrong(parts: Mapping[str, Array]) -> Array:
        found["x"] = parts["x"]
        return parts["direct"] + parts["mean"]

    case = batchnorm(rng, wrong)
    return dataclasses.replace(case, scene=scene("N D", **found))


PLANTED: dict[str, Plant] = {
    "abs": suspected,
    "zero": lambda rng: affine(rng, "W", lambda p: 0 * p["right"]),
    "unused": left_out,
    "factor:-1": lambda rng: affine(rng, "x", lambda p: -p["right"]),
    "factor:1/N": lambda rng: affine(rng, "W", lambda p: p["right"] / 5),
    "factor:-2": lambda rng: affine(rng, "b", lambda p: -2 * p["right"]),
    "factor:other": lambda rng: affine(rng, "b", lambda p: 1.23 * p["right"]),
    "dout:ignored": lambda rng: affine(rng, "x", lambda p: np.ones((5, 7)) @ p["W"].T),
    "dout1:ignored": two_outputs,
    "carried:T": lambda rng: recurrent(rng, 4, lambda _h, d, back: back(d, 0.0)),
    "carried:N": lambda rng: batchnorm(rng, lambda p: p["own"]),
    "before:T": lambda rng: recurrent(rng, 4, lambda _h, d, back: back(d, 0.9)),
    "counted:last:N": lambda rng: affine(
        rng, "W", lambda p: np.outer(p["x"][-1], p["dout"][-1])
    ),
    "counted:first:N": lambda rng: affine(rng, "b", lambda p: p["dout"][0]),
    "counted:last:T": lambda rng: recurrent(
        rng, 4, lambda _h, d, back: back(d * np.eye(4)[3, :, None], 0.7)
    ),
    "counted:some:N": lambda rng: affine(
        rng, "W", lambda p: p["x"][1:].T @ p["dout"][1:]
    ),
    "counted:sign:N": lambda rng: affine(
        rng, "b", lambda p: p["dout"][:3].sum(0) - p["dout"][3:].sum(0)
    ),
    "counted:overwritten:N": embedding,
    "swapped:KH and KW": lambda rng: convolution(rng, np.transpose, "kernel"),
    "order": lambda rng: affine(rng, "W", lambda p: p["right"].T.reshape(3, 7)),
    "reversed:KH and KW": lambda rng: convolution(rng, np.flip, "kernel"),
    "reversed:N": lambda rng: affine(rng, "x", lambda p: p["right"][::-1]),
    "shifted:W": lambda rng: convolution(rng, lambda g: np.roll(g, 1, 1), "image"),
    "shifted:H and W": lambda rng: convolution(
        rng, lambda g: np.roll(g, (1, 1), (0, 1)), "image"
    ),
    "blocks:f,i,g,o": lambda rng: gated(rng, lambda b: [b[1], b[0], b[2], b[3]]),
    "term:variance:missing": lambda rng: with_terms(rng, (1, 1, 0)),
    "term:mean:sign": lambda rng: with_terms(rng, (1, -1, 1)),
    "term:mean:twice,variance:N": lambda rng: with_terms(rng, (1, 2, 5)),
    "gate:f:factor:1/2": lambda rng: gated(rng, lambda b: [b[0], b[1] / 2, b[2], b[3]]),
    "gate:f,o": lambda rng: gated(rng, lambda b: [b[0], b[1] ** 2, b[2], b[3] + 1]),
    "gate:g:zero": lambda rng: gated(rng, lambda b: [b[0], b[1], 0 * b[2], b[3]]),
    "only:last:N": lambda rng: affine(
        rng, "x", lambda p: p["right"] + np.eye(5)[4, :, None] * p["x"]
    ),
    "only:first:N": lambda rng: affine(
        rng, "x", lambda p: p["right"] + np.eye(5)[0, :, None] * p["x"]
    ),
    "but:last:N": lambda rng: affine(
        rng, "x", lambda p: p["right"] + (1 - np.eye(5)[4, :, None]) * (1 + p["x"] ** 2)
    ),
    "but:first:N": lambda rng: affine(
        rng, "x", lambda p: p["right"] + (1 - np.eye(5)[0, :, None]) * (1 + p["x"] ** 2)
    ),
    "side:x:negative": lambda rng: one_sided(rng, lambda x, d: d * (np.exp(x) - 0.3)),
    "side:x:negative:factor:1/alpha": lambda rng: one_sided(
        rng, lambda x, d: d * np.exp(x)
    ),
    "mask:missing": lambda rng: elementwise(rng, relu, lambda _x, d, _: d),
    "mask:missing:2": lambda rng: elementwise(rng, relu, lambda _x, d, _: 2 * d),
    "mask:missing:factor": lambda rng: elementwise(
        rng, relu, lambda _x, d, _: 0.37 * d
    ),
    "mask:other": dropped_out,
    "mask:dropped": lambda rng: elementwise(
        rng, np.tanh, lambda x, _d, right: right * (x > 0)
    ),
    "equals:dout": lambda rng: elementwise(rng, np.tanh, lambda _x, d, _: d),
    "equals:2 * dout": lambda rng: elementwise(rng, np.tanh, lambda _x, d, _: 2 * d),
    "formula:dout @ W": square,
    "missing:dout": lambda rng: elementwise(
        rng, lambda x: x + np.tanh(x), lambda _x, d, right: right - d
    ),
    "added:dout": lambda rng: elementwise(rng, np.tanh, lambda _x, d, right: right + d),
    "term:2 * dout": lambda rng: elementwise(
        rng, np.tanh, lambda _x, d, right: right + 2 * d
    ),
    "multiple:dout": lambda rng: elementwise(
        rng, np.tanh, lambda _x, d, right: right + 0.37 * d
    ),
    "missing:decay": undecayed,
    "slices:M:missing gamma": lambda rng: scaled(rng, -1.0),
    "slices:M:extra gamma": lambda rng: scaled(rng, 1.0),
    "slices:N": lambda rng: affine(
        rng, "x", lambda p: p["right"] * np.array([[0.3], [2.2], [-1], [1.7], [0.4]])
    ),
    "offset:N": lambda rng: batchnorm(rng, lambda p: p["direct"] + p["variance"]),
    "multiple:x_hat:D": lambda rng: batchnorm(rng, lambda p: p["direct"] + p["mean"]),
    "multiple:centred x": centred,
    "offset:N+multiple:x_hat": lambda rng: batchnorm(
        rng, lambda p: p["direct"] + 0.5 * p["mean"] + 0.2 * p["variance"]
    ),
    "offset:everywhere": lambda rng: affine(rng, "W", lambda p: p["right"] + 0.25),
    "sign:some": lambda rng: affine(rng, "x", lambda p: np.abs(p["right"])),
}
