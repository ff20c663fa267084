"""Hidden checks of unit 10, second part: the gradients of blocks."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""A branch, and rows of blocks."""


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


def through(student, kind, weights, x, dout):
    """Return what comes out of blocks in a row, and what comes back."""
    blocks = [getattr(student, kind)(Linear(W)) for W in weights]
    for block in blocks:
        x = block.forward(x, train=True)
    for block in reversed(blocks):
        dout = block.backward(dout)
    return x, dout
'''
SHAPES = pytest.mark.parametrize(
    ("n", "d"),
    [(7, 5), (1, 3), (5, 1)],
    ids=["7 rows of 5 features", "1 row of 3 features", "5 rows of 1 feature"],
)
AXES = {"x": "N D", "out": "N D"}
DEPTH = 30
KINK = "Where the sum is exactly 0 the gradient passes: the slope of the ReLU is 0."
ADDED = "A ReLU is taken here, too: nothing comes after this block's sum."


@exercise("10.3", weight=3)
@SHAPES
def test_gradient_of_a_block(student: Student, rng: Rng, n: int, d: int) -> None:
    """ResidualBlock.backward gives the numerical dx of forward, at any batch size."""
    w, (x, dout) = rng.normal(size=(d, d)), rng.normal(size=(2, n, d))
    block = student.ResidualBlock(linear(student, w))

    clues = of_gradient(x, dout, w)
    gradient(block, at=x, upstream=dout, parameters=False, clues=clues)


@exercise("10.3")
def test_nothing_passes_where_the_sum_is_zero(student: Student, rng: Rng) -> None:
    """ResidualBlock.backward: the slope of the ReLU is 0 where the sum is exactly 0."""
    w = np.array([[0.0, 0.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    block = student.ResidualBlock(linear(student, w))
    x, dout = np.abs(rng.normal(size=(7, 3))), rng.normal(size=(7, 3))
    x[:, 1] = x[:, 0]  # what the branch gives to the first feature is -x[:, 1]
    block.forward(x.copy(), train=True)

    dx = block.backward(dout.copy())

    passes = dout * [1.0, 2.0, 3.0] - [0.0, 1.0, 0.0] * dout[:, :1]
    clues = Clues(axes={"dx": "N D"}, suspects={"kink": (KINK, passes)})
    close(dx, dout * [0.0, 2.0, 3.0], "dx", clues=clues)


@exercise("10.3")
def test_silent_branch_sends_back_what_is_open(student: Student, rng: Rng) -> None:
    """ResidualBlock.backward with branch weights of 0: dx is dout where x > 0."""
    x, dout = rng.normal(size=(2, 7, 5))
    block = student.ResidualBlock(linear(student, np.zeros((5, 5))))
    block.forward(x.copy(), train=True)

    dx = block.backward(dout.copy())

    wrong = {"mask:missing": ("dout passes where out is 0, too.", dout)}
    close(dx, np.where(x > 0, dout, 0.0), "dx", clues=Clues(suspects=wrong))


@exercise("10.3")
def test_thirty_blocks_in_a_row(student: Student, rng: Rng) -> None:
    """Thirty ResidualBlocks in a row give the dx of the product of their Jacobians."""
    weights = 0.3 * rng.normal(size=(DEPTH, 3, 3))
    x, dout = rng.normal(size=(2, 7, 3))
    make = support(student, "layers", LAYERS)

    _, dx = make.through(student, "ResidualBlock", weights, x.copy(), dout.copy())

    right, h = [], x
    for row in range(7):
        jacobian, h = np.eye(3), x[row]
        for w in weights:
            total = h + h @ w
            jacobian = (
                np.diag(np.where(total > 0, 1.0, 0.0)) @ (np.eye(3) + w.T) @ jacobian
            )
            h = np.maximum(total, 0.0)
        right.append(dout[row] @ jacobian)
    close(dx, np.stack(right), "dx", clues=Clues(axes={"dx": "N D"}))


@exercise("10.4")
@SHAPES
def test_output_without_relu(student: Student, rng: Rng, n: int, d: int) -> None:
    """PreActivationBlock.forward gives branch(x) + x."""
    w, x = rng.normal(size=(d, d)), rng.normal(size=(n, d))
    block = student.PreActivationBlock(linear(student, w))

    out = block.forward(x.copy(), train=True)

    f = np.einsum("nd,dm->nm", x, w)
    wrong = {
        "relu:after": (ADDED, np.maximum(f + x, 0.0)),
        "relu:branch": (
            "A ReLU is taken of what the branch gave: what the branch needs is in it.",
            np.maximum(f, 0.0) + x,
        ),
        "relu:before": (
            "The branch is given relu(x): a ReLU before it is the branch's own affair.",
            np.maximum(x, 0.0) @ w + x,
        ),
        "identity:missing": ("x is not added to the branch.", f),
    }
    close(out, f + x, "out", clues=Clues(axes=AXES, suspects=wrong))


@exercise("10.4", weight=2)
@SHAPES
def test_gradient_without_relu(student: Student, rng: Rng, n: int, d: int) -> None:
    """PreActivationBlock.backward gives the numerical dx of forward, at any size."""
    w, (x, dout) = rng.normal(size=(d, d)), rng.normal(size=(2, n, d))
    block = student.PreActivationBlock(linear(student, w))

    g = dout * (x + x @ w > 0)
    wrong = {"mask:here": (ADDED, g + g @ w.T)}
    terms = {"of the branch": dout @ w.T, "of the identity": dout}
    clues = Clues(axes=AXES, terms=terms, suspects=wrong)
    gradient(block, at=x, upstream=dout, parameters=False, clues=clues)


@exercise("10.4")
def test_identity_to_the_last_bit(student: Student, rng: Rng) -> None:
    """Fifty PreActivationBlocks with branch weights of 0 give exactly x and dout."""
    x, dout = rng.normal(size=(2, 7, 5))
    make, weights = support(student, "layers", LAYERS), np.zeros((50, 5, 5))

    given = student, "PreActivationBlock", weights, x.copy(), dout.copy()
    out, dx = make.through(*given)

    close(out, x, "out", 0.0)
    close(dx, dout, "dx", 0.0)


@exercise("10.4")
def test_thirty_blocks_without_relu(student: Student, rng: Rng) -> None:
    """Thirty PreActivationBlocks in a row give out and dx of the product of I + J."""
    weights = 0.3 * rng.normal(size=(DEPTH, 3, 3))
    x, dout = rng.normal(size=(2, 7, 3))
    make = support(student, "layers", LAYERS)

    given = student, "PreActivationBlock", weights, x.copy(), dout.copy()
    out, dx = make.through(*given)

    forth = np.linalg.multi_dot(list(np.eye(3) + weights))
    close(out, x @ forth, "out", clues=Clues(axes=AXES))
    close(dx, dout @ forth.T, "dx", clues=Clues(axes={"dx": "N D"}))


def linear(student: Student, w: Array) -> Student:
    """Return a layer of this file's with these weights."""
    layer: Student = support(student, "layers", LAYERS).Linear(w)
    return layer


def of_gradient(x: Array, dout: Array, w: Array) -> Clues:
    """Return what dx is made of, and what it may be in its place."""
    f = x @ w
    g = dout * (f + x > 0)
    early = dout * (f > 0)
    wrong = {
        "mask:missing": (
            "dout does not go through the ReLU: where it was shut, nothing passes.",
            dout @ w.T + dout,
        ),
        "mask:branch-only": (
            "Only the branch's part goes through the ReLU: the identity's must, too.",
            g @ w.T + dout,
        ),
        "mask:identity-only": (
            "Only the identity's part goes through the ReLU: the branch's must, too.",
            dout @ w.T + g,
        ),
        "mask:too-late": (
            "The ReLU is applied to dx: it comes first on the way back, to dout.",
            (dout @ w.T + dout) * (f + x > 0),
        ),
        "mask:of-x": (
            "The ReLU is open where the sum is positive, not where x is.",
            (dout * (x > 0)) @ w.T + dout * (x > 0),
        ),
        "mask:of-the-branch": (
            "The ReLU is open where the sum is positive, not where the branch is.",
            early @ w.T + early,
        ),
    }
    terms = {"of the branch": g @ w.T, "of the identity": g}
    return Clues(axes=AXES, terms=terms, suspects=wrong)
