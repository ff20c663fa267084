"""Open checks of unit 10: a block without a ReLU after the sum."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""A layer for branches and shortcuts."""

import difflib


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


def lacks(block, dout):
    """Return the name of what backward looks for on self in vain, "" if none."""
    try:
        block.backward(dout)
    except AttributeError as error:
        near = difflib.get_close_matches(error.name, ["branch", "shortcut"], cutoff=0.4)
        return "" if error.obj is not block or near else error.name
    return ""
'''
AXES = {"x": "N D", "out": "N D"}
BRANCH_ONLY = "Only the branch's part came back: x itself is in the sum as well."
IDENTITY_ONLY = "Only the part of x itself came back: the branch gives one as well."
NO_RELU = (
    "A ReLU is taken, in this forward or in that of ResidualBlock if it is called: "
    "this block must take none."
)
NOTHING_KEPT = (
    "This backward needs nothing that a forward keeps: dout arrives at both ways as it "
    "is (handout 4.2)."
)
NO_X = "x is not added to branch(x)."
SILENT = "Only the branch's part is there, and it is 0 here: {} must be added to it."
OWN_TWICE = (
    "x's own part comes twice, and the branch's part is missing: is what "
    "branch.backward returns used?"
)
W = np.array([[2.0, 0.0], [0.0, 1.0]])  # a branch that is [2, 1] times x


@exercise("10.4")
def test_no_relu_after_the_sum(student: Student) -> None:
    """PreActivationBlock gives the examples of handout sections 4.1 and 4.2."""
    block = student.PreActivationBlock(linear(student, W))

    out = block.forward(np.array([[1.0, -1.0]]), train=True)
    probe = student.PreActivationBlock(linear(student, W))
    probe.forward(np.array([[1.0, -1.0]]), train=True)
    lacks = support(student, "layers", LAYERS).lacks(probe, np.array([[1.0, 5.0]]))
    must = f"backward reads self.{lacks}, and the block has nothing by that name."
    require(not lacks, must, cause=NOTHING_KEPT)
    dx = block.backward(np.array([[1.0, 5.0]]))

    wrong = {
        "relu:inside": (NO_RELU, [[3.0, -1.0]]),
        "relu:after": (NO_RELU, [[3.0, 0.0]]),
        "identity:missing": (NO_X, [[2.0, -1.0]]),
    }
    close(out, np.array([[3.0, -2.0]]), "out", clues=Clues(suspects=wrong))
    wrong = {
        "branch:only": (BRANCH_ONLY, [[2.0, 5.0]]),
        "identity:only": (IDENTITY_ONLY, [[1.0, 5.0]]),
        "identity:twice": (OWN_TWICE, [[2.0, 10.0]]),
    }
    close(dx, np.array([[3.0, 10.0]]), "dx", clues=Clues(suspects=wrong))


@exercise("10.4")
def test_silent_branch_is_the_identity(student: Student, rng: Rng) -> None:
    """PreActivationBlock with branch weights of 0: out is x, and dx is dout."""
    x, dout = rng.normal(size=(2, 5, 3))
    block = student.PreActivationBlock(linear(student, np.zeros((3, 3))))

    out, dx = block.forward(x.copy(), train=True), block.backward(dout.copy())

    nothing = np.zeros((5, 3))
    for found, right, name, lost in ((out, x, "out", "x"), (dx, dout, "dx", "dout")):
        clues = Clues(suspects={"branch:only": (SILENT.format(lost), nothing)})
        close(found, right, name, clues=clues)


@exercise("10.4")
def test_small_gradient_without_relu(student: Student, rng: Rng) -> None:
    """PreActivationBlock.backward gives the numerical dx of your own forward."""
    w, x, dout = (
        rng.normal(size=(3, 3)),
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 3)),
    )
    block = student.PreActivationBlock(linear(student, w))

    clues = Clues(
        axes=AXES, terms={"of the branch": dout @ w.T, "of the identity": dout}
    )
    gradient(block, at=x, upstream=dout, parameters=False, clues=clues)


def linear(student: Student, w: object) -> Student:
    """Return a layer of this file's with these weights."""
    make = support(student, "layers", LAYERS)
    layer: Student = make.Linear(np.array(w, np.float64))
    return layer
