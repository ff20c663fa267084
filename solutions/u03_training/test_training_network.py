"""Hidden checks of unit 3, second part: Sequential, with layers of the suite's own."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    are_named,
    close,
    exercise,
    gradient,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Layers in which order, mode and the way gradients are kept all show."""

import numpy as np


class Affine:
    """out = x W + b; every backward puts new arrays into grads."""

    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class Bow:
    """out = x + 0.3 x^2; nothing to learn."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.x = x
        return x + 0.3 * x * x

    def backward(self, dout):
        return dout * (1 + 0.6 * self.x)


class Gain:
    """out = g x, in training x is bent before; backward makes a new dict of grads."""

    def __init__(self, g):
        self.params, self.grads = {"g": g}, {"g": np.zeros_like(g)}

    def forward(self, x, train=True):
        self.x, self.slope = x, np.ones_like(x)
        if train:
            self.x, self.slope = np.tanh(x), 1 - np.tanh(x) ** 2
        return self.params["g"] * self.x

    def backward(self, dout):
        self.grads = {"g": (dout * self.x).sum(axis=0)}
        return dout * self.params["g"] * self.slope
'''
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
AXES = {"x": "N D", "0.W": "D H", "0.b": "H", "2.g": "H", "3.W": "H M", "3.b": "M"}
NOT_PASSED = "train does not reach the layers: pass train=train to each forward."


@exercise("3.4")
@MODES
def test_sequential_output(student: Student, rng: Rng, *, train: bool) -> None:
    """Sequential.forward runs its layers in order and passes train on to each."""
    leaves, x = drawn(rng), rng.normal(size=(7, 5))

    out = net(student, leaves).forward(x.copy(), train=train)

    other = output(x, leaves, train=not train)
    clues = Clues(
        axes={"out": "N M"},
        suspects={"mode:other": (NOT_PASSED, other)},
        known={f"what comes out with train={not train}": other},
    )
    close(out, output(x, leaves, train=train), "out", clues=clues)


@exercise("3.4", weight=2)
@MODES
def test_sequential_gradients(student: Student, rng: Rng, *, train: bool) -> None:
    """Sequential.backward is the gradient of your own forward, for x and params."""
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))
    clues = Clues(axes={**AXES, "out": "N M"})

    layer = net(student, drawn(rng))
    gradient(layer, at=x, upstream=dout, train=train, clues=clues)


@exercise("3.4")
def test_sequential_of_two_affine_layers(student: Student, rng: Rng) -> None:
    """Sequential of two affine layers gives the right output, dx and grads."""
    make = support(student, "layers", LAYERS)
    v, w = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))
    layers = [make.Affine(v, np.zeros(3)), make.Affine(w, np.zeros(2))]
    chain = student.Sequential(layers)

    out, dx = chain.forward(x.copy(), train=True), chain.backward(dout.copy())

    close(out, np.einsum("nd,dh,hm->nm", x, v, w), "out")
    close(dx, np.einsum("nm,hm,dh->nd", dout, w, v), "dx")
    grads = entries(chain, "grads")
    close(grads.get("0.W"), np.einsum("nd,nm,hm->dh", x, dout, w), 'grads["0.W"]')
    close(grads.get("1.b"), np.einsum("nm->m", dout), 'grads["1.b"]')


@exercise("3.4")
def test_sequential_names(student: Student, rng: Rng) -> None:
    """Sequential.params names the parameters by place and key, for twelve layers."""
    make = support(student, "layers", LAYERS)
    gains = rng.normal(size=(6, 3))
    layers = [part for g in gains for part in (make.Bow(), make.Gain(g))]

    chain = student.Sequential(layers)

    wanted = {f"{place}.g" for place in range(1, 12, 2)}
    found = entries(chain, "params")
    are_named(found, wanted, "params")
    for place, g in zip(range(1, 12, 2), gains, strict=True):
        close(found[f"{place}.g"], g, f'params["{place}.g"]')


@exercise("3.4")
@MODES
def test_sequential_inside_sequential(
    student: Student, rng: Rng, *, train: bool
) -> None:
    """Sequential works as a layer of another one, with names such as 1.1.g."""
    make, (w, b, g, *_) = support(student, "layers", LAYERS), drawn(rng)
    inner = student.Sequential([make.Bow(), make.Gain(g)])
    layer = student.Sequential([make.Affine(w, b), inner])
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 3))

    found = set(entries(layer, "params"))

    are_named(found, {"0.W", "0.b", "1.1.g"}, "params")
    gradient(layer, at=x, upstream=dout, train=train)


@exercise("3.4")
def test_sequential_gradients_are_the_latest(student: Student, rng: Rng) -> None:
    """Sequential.grads holds the gradients of the latest backward."""
    make = support(student, "layers", LAYERS)
    w = rng.normal(size=(5, 3))
    chain = student.Sequential([make.Affine(w, np.zeros(3))])
    first, second = rng.normal(size=(2, 7, 5))
    dout, later = rng.normal(size=(2, 7, 3))

    chain.forward(first.copy(), train=True)
    chain.backward(dout.copy())
    chain.forward(second.copy(), train=True)
    chain.backward(later.copy())

    known = {
        "the gradient of the backward before": first.T @ dout,
        "what grads held before the first backward": 0 * w,
    }
    found, clues = entries(chain, "grads").get("0.W"), Clues(known=known)
    close(found, second.T @ later, 'grads["0.W"]', clues=clues)


def drawn(rng: Rng) -> tuple[Array, ...]:
    """Return the parameters of the usual network, in the order of its layers."""
    w, b, g = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(2.0, 0.5, size=3)
    return w, b, g, rng.normal(size=(3, 2)), rng.normal(size=2)


def net(student: Student, leaves: tuple[Array, ...]) -> Student:
    """Return the usual network: affine, bow, gain, affine."""
    make, (w, b, g, v, c) = support(student, "layers", LAYERS), leaves
    layers = [make.Affine(w, b), make.Bow(), make.Gain(g), make.Affine(v, c)]
    return student.Sequential(layers)  # type: ignore[no-any-return]  # a class makes a handle


def output(x: Array, leaves: tuple[Array, ...], *, train: bool) -> Array:
    """Return what the usual network gives."""
    w, b, g, v, c = leaves
    h = np.einsum("nd,dh->nh", x, w) + b
    h = h * (1 + 0.3 * h)
    h = np.tanh(h) if train else h
    return np.asarray(np.einsum("nh,h,hm->nm", h, g, v) + c)


def entries(chain: Student, name: str) -> dict[str, object]:
    """Return the network's dict of this name."""
    found = getattr(chain, name)
    require(isinstance(found, dict), f"{name} must be a dict.")
    return dict(found)
