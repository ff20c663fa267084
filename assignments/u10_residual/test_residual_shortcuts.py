"""Open checks of unit 10: a layer on the way around the branch."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""A layer for branches and shortcuts."""


class Linear:
    """out = x W."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x = x
        self.expect("forward", x, 0, "x")
        return x @ self.params["W"]

    def expect(self, name, given, axis, wanted):
        shape = self.params["W"].shape
        if given.shape[-1] != shape[axis]:
            said = f"{name} of the layer with W {shape} got an array {given.shape}"
            raise ValueError(f"{said}: it takes {wanted} (N, {shape[axis]})")

    def backward(self, dout):
        self.expect("backward", dout, 1, "the gradient for its output,")
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
WIDER = {"x": "N D", "out": "N M", "branch.W": "D M", "shortcut.W": "D M"}
NO_MASK = "dout does not go through the ReLU: where it was shut, nothing passes."
NO_MASK_AROUND = (
    "The shortcut is given dout itself: what it is given must pass the ReLU first."
)
NO_MASK_INSIDE = (
    "The branch is given dout itself: what it is given must pass the ReLU first."
)
X_TOO = "x is added as well: with a shortcut layer, shortcut(x) takes the place of x."
X_INSTEAD = (
    "x itself is added: a shortcut layer that is given is used, also where x would fit."
)
DOUT_IN = (
    "dout itself is in dx: with a shortcut layer, what its backward answers takes the "
    "place of dout."
)


@exercise("10.5")
def test_shortcut_by_hand(student: Student) -> None:
    """Blocks with a shortcut give the example of handout section 5, and one more."""
    for kind, total, right in (
        ("PreActivationBlock", [[9.0, -3.0]], -7.0),
        ("ResidualBlock", [[9.0, 0.0]], 3.0),
    ):
        branch, around = linear(student, [[2.0, 0.0]]), linear(student, [[1.0, -1.0]])
        block = getattr(student, kind)(branch, around)

        out = block.forward(np.array([[3.0]]), train=True)
        dx = block.backward(np.array([[1.0, 10.0]]))

        suspects = {"x:too": (X_TOO, np.array([[12.0, 0.0]]))}
        name = f"out of {kind}"
        close(out, np.array(total), name, clues=Clues(suspects=suspects))
        must = f"dx of {kind} must have shape (1, 1), found (1, 2)."
        shape = dx.shape if isinstance(dx, np.ndarray) else ()
        require(shape != (1, 2), must, cause=DOUT_IN)
        close(dx, np.array([[right]]), f"dx of {kind}")
        square = linear(student, [[2.0]]), linear(student, [[5.0]])
        out = getattr(student, kind)(*square).forward(np.array([[3.0]]), train=True)
        clues = Clues(suspects={"x:instead": (X_INSTEAD, [[9.0]])})
        name = f"out of {kind} with the weights [[2]] and [[5]]"
        close(out, np.array([[21.0]]), name, clues=clues)


@exercise("10.5")
@KINDS
def test_gradient_with_a_shortcut(student: Student, rng: Rng, kind: str) -> None:
    """With a shortcut layer, out is right and dx is the numerical gradient."""
    w, v = rng.normal(size=(2, 3, 2))
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    block = getattr(student, kind)(linear(student, w), linear(student, v))

    total = x @ w + x @ v
    relu_or_not = relu if kind == "ResidualBlock" else np.copy
    out = block.forward(x.copy(), train=True)
    close(out, relu_or_not(total), "out", clues=Clues(axes=WIDER))
    fresh = getattr(student, kind)(linear(student, w), linear(student, v))
    g = dout * (total > 0) if kind == "ResidualBlock" else dout
    terms = {"of the branch": g @ w.T, "of the shortcut": g @ v.T}
    wrong = {
        "mask:missing": (NO_MASK, dout @ w.T + dout @ v.T),
        "mask:around": (NO_MASK_AROUND, g @ w.T + dout @ v.T),
        "mask:inside": (NO_MASK_INSIDE, dout @ w.T + g @ v.T),
    }
    clues = Clues(axes=WIDER, terms=terms, suspects=wrong)
    gradient(fresh, at=x, upstream=dout, parameters=False, clues=clues)


def linear(student: Student, w: object) -> Student:
    """Return a layer of this file's with these weights."""
    make = support(student, "layers", LAYERS)
    layer: Student = make.Linear(np.array(w, np.float64))
    return layer


def relu(x: Array) -> Array:
    """Return x where it is positive, and 0 elsewhere."""
    return np.maximum(x, 0.0)
