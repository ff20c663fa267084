"""Hidden checks of unit 10, third part: a layer on the shortcut."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""A layer for branches and shortcuts."""


class Linear:
    """out = x W; every backward puts a new array into grads."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
WIDTHS = pytest.mark.parametrize(
    ("n", "d", "m"),
    [(7, 5, 3), (1, 2, 3), (5, 3, 3)],
    ids=["5 to 3 features", "2 to 3 features", "3 to 3 features"],
)
AXES = {"x": "N D", "out": "N M"}
SILENT = (
    "The shortcut's parameters get another gradient: its backward is not called, or "
    "is given another gradient than the one at the sum."
)


@exercise("10.5")
@KINDS
@WIDTHS
def test_output_with_a_shortcut(
    student: Student, rng: Rng, kind: str, n: int, d: int, m: int
) -> None:
    """The block's forward adds shortcut(x) to branch(x) in place of x."""
    (w, v), x = rng.normal(size=(2, d, m)), rng.normal(size=(n, d))
    block = getattr(student, kind)(linear(student, w), linear(student, v))

    out = block.forward(x.copy(), train=True)

    f, s = np.einsum("nd,dm->nm", x, w), np.einsum("nd,dm->nm", x, v)
    wrong = {"shortcut:left-out": ("The shortcut is not added.", finish(kind, f))}
    if d == m:
        sums = {
            "shortcut:not-used": ("x is added, not what the shortcut gives.", f + x),
            "shortcut:and-x": ("x is added besides the shortcut.", f + s + x),
            "shortcut:of-branch": (
                "The shortcut is given what the branch gave: it takes x itself.",
                f + f @ v,
            ),
            "shortcut:before": (
                "The branch is given what the shortcut gave: it takes x itself.",
                s @ w + s,
            ),
        }
        wrong |= {code: (said, finish(kind, a)) for code, (said, a) in sums.items()}
    clues = Clues(axes=AXES, suspects=wrong)
    close(out, finish(kind, f + s), "out", clues=clues)


@exercise("10.5", weight=2)
@KINDS
@WIDTHS
def test_gradient_with_a_shortcut_layer(
    student: Student, rng: Rng, kind: str, n: int, d: int, m: int
) -> None:
    """With a shortcut layer, backward gives the numerical dx of your own forward."""
    (w, v), x = rng.normal(size=(2, d, m)), rng.normal(size=(n, d))
    dout = rng.normal(size=(n, m))
    block = getattr(student, kind)(linear(student, w), linear(student, v))

    g = dout * slope(kind, x @ w + x @ v)
    wrong = {}
    if d == m:
        identity = "The gradient goes around the shortcut layer: call its backward."
        wrong["shortcut:skipped"] = identity, g @ w.T + g
    if kind == "ResidualBlock":
        unmasked = "The shortcut is given dout itself: the ReLU comes first."
        wrong["mask:branch-only"] = unmasked, g @ w.T + dout @ v.T
    terms = {"of the branch": g @ w.T, "of the shortcut": g @ v.T}
    clues = Clues(axes=AXES, terms=terms, suspects=wrong)
    gradient(block, at=x, upstream=dout, parameters=False, clues=clues)


@exercise("10.5")
@KINDS
def test_both_layers_learn(student: Student, rng: Rng, kind: str) -> None:
    """After backward, branch and shortcut hold the gradients of their own weights."""
    (w, v), x = rng.normal(size=(2, 5, 3)), rng.normal(size=(7, 5))
    branch, around = linear(student, w), linear(student, v)
    block, dout = getattr(student, kind)(branch, around), rng.normal(size=(7, 3))
    block.forward(x.copy(), train=True)

    block.backward(dout.copy())

    g = dout * slope(kind, x @ w + x @ v)
    right = np.einsum("nd,nm->dm", x, g)
    close(weight_gradient(branch), right, "the gradient of the branch's W")
    clues = Clues(cause=SILENT)
    close(
        weight_gradient(around), right, "the gradient of the shortcut's W", clues=clues
    )


def linear(student: Student, w: Array) -> Student:
    """Return a layer of this file's with these weights."""
    layer: Student = support(student, "layers", LAYERS).Linear(w)
    return layer


def finish(kind: str, total: Array) -> Array:
    """Return what a block of a kind makes of its sum."""
    return np.asarray(total * slope(kind, total))


def slope(kind: str, total: Array) -> Array:
    """Return the slope of what comes after the sum."""
    is_open = (total > 0) if kind == "ResidualBlock" else np.ones(total.shape)
    return np.asarray(is_open, np.float64)


def weight_gradient(layer: Student) -> object:
    """Return what a layer of this file's holds for W."""
    grads = layer.grads
    require(isinstance(grads, dict) and "W" in grads, "The layer's grads are gone.")
    return dict(grads)["W"]
