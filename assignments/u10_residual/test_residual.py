"""Open checks of unit 10: one block. Branches and shortcuts are layers of this file."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    gradient,
    narrowed,
    require,
    support,
)

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
AXES = {"x": "N D", "out": "N D"}
BRANCH_ONLY = "Only the branch's part came back: x itself is in the sum as well."
IDENTITY_ONLY = "Only the part of x itself came back: the branch gives one as well."
NO_MASK = "dout does not go through the ReLU: where it was shut, nothing passes."
MASK_OF_BRANCH = "Only the branch's part goes through the ReLU: x's own part must, too."
MASK_OF_IDENTITY = (
    "Only x's own part goes through the ReLU: what the branch is given must, too."
)
RELU_OF_DX = "The ReLU is applied to dx: on the way back it comes before both ways."
SUM_ITSELF = (
    "dout is multiplied by the sum itself: its sign decides, by a factor 1 or 0."
)
PRODUCT = "The two parts are multiplied: they must be added."
MASK_OF_X = "It passes where x is positive: the sum branch(x) + x decides what passes."
MASK_OF_F = "It passes where branch(x) is positive: the sum branch(x) + x decides."
ALONG_ROWS = (
    "xp.max(total, 0) is the largest of each column, along axis 0: xp.maximum(total, "
    "0) compares each entry with 0."
)
X_TWICE = "x is added to itself: branch(x) is missing in the sum."
BRANCH_AGAIN = "The branch is called with its own output: give it x, and call it once."
OWN_TWICE = (
    "x's own part comes twice, and the branch's part is missing: is what "
    "branch.backward returns used?"
)
MASK_ALONE = (
    "The branch is given 1 where the sum is positive: it must be given dout there."
)
NO_X = "x is not added to branch(x)."
FORWARD = "The branch's part is that of its forward: on the way back call its backward."
TWICE = "The branch's part comes twice, and x's own part is missing."
NO_OWN_PART = "It is 0: is x's own part missing? The branch's part alone is 0 here."
NEGATIVE = "It passes where the sum is negative: it must where the sum is positive."
TOO_EARLY = (
    "The ReLU is taken of the branch alone, or it is the larger of x and the sum: add "
    "x first, then take the larger of the sum and 0."
)
SMALLER = "It is the smaller of the sum and 0: the ReLU is the larger."
ONLY_MASK = "It is 1 where the sum is positive: the sum itself must come out there."
OVERWRITTEN = "branch(x) is added to itself: is x overwritten by it?"
KINK = "Where the sum is 0 the gradient passes, but the slope of the ReLU is 0 there."
W = np.array([[2.0, 0.0], [0.0, 1.0]])  # a branch that is [2, 1] times x


@exercise("10.2")
def test_two_numbers_by_hand(student: Student) -> None:
    """ResidualBlock.forward gives the worked example of handout section 3.1."""
    block = student.ResidualBlock(linear(student, W))

    out = block.forward(np.array([[1.0, -1.0]]), train=True)

    x, w = np.array([[1.0, -1], [-2, 3], [4, -5], [2, -5]]), [[2.0, 1], [1, -1]]
    with narrowed(lambda: sums_then_relu(student, np.array(w), x)):
        close(out, np.array([[3.0, 0.0]]), "out")


@exercise("10.2")
def test_sum_then_relu(student: Student, rng: Rng) -> None:
    """ResidualBlock.forward is the ReLU of branch(x) + x."""
    sums_then_relu(student, rng.normal(size=(3, 3)), rng.normal(size=(5, 3)))


@exercise("10.3")
def test_two_numbers_back_by_hand(student: Student) -> None:
    """ResidualBlock.backward gives the example of handout 3.2, and one like it."""
    block = student.ResidualBlock(linear(student, W))
    other = student.ResidualBlock(linear(student, [[3.0, 1.0], [0.0, 1.0]]))
    for each in (block, other):
        each.forward(np.array([[1.0, -1.0]]), train=True)

    dx = block.backward(np.array([[1.0, 5.0]]))
    dx_of_other = other.backward(np.array([[4.0, 5.0]]))

    wrong = {  # some give the same for the first block, and none for the other
        "branch:only": (BRANCH_ONLY, [[2.0, 0.0]], [[12.0, 0.0]]),
        "identity:only": (IDENTITY_ONLY, [[1.0, 0.0]], [[4.0, 0.0]]),
        "identity:twice": (OWN_TWICE, [[2.0, 0.0]], [[8.0, 0.0]]),
        "parts:product": (PRODUCT, [[2.0, 0.0]], [[48.0, 0.0]]),
        "mask:missing": (NO_MASK, [[3.0, 10.0]], [[21.0, 10.0]]),
        "mask:branch-only": (MASK_OF_BRANCH, [[3.0, 5.0]], [[16.0, 5.0]]),
        "mask:identity-only": (MASK_OF_IDENTITY, [[3.0, 5.0]], [[21.0, 5.0]]),
        "mask:alone": (MASK_ALONE, [[3.0, 0.0]], [[7.0, 0.0]]),
        "mask:sum": (SUM_ITSELF, [[9.0, -20.0]], [[59.0, -10.0]]),
        "mask:of-dx": (RELU_OF_DX, [[3.0, 0.0]], [[21.0, 0.0]]),
        "branch:forward": (FORWARD, [[3.0, 0.0]], [[16.0, 4.0]]),
        "branch:twice": (TWICE, [[4.0, 0.0]], [[24.0, 0.0]]),
        "mask:negative": (NEGATIVE, [[0.0, 10.0]], [[5.0, 10.0]]),
    }
    here = {
        code: (said, first)
        for code, (said, first, second) in wrong.items()
        if np.array_equal(dx_of_other, second)
    }
    close(dx, np.array([[3.0, 0.0]]), "dx", clues=Clues(suspects=here))
    there = {code: (said, second) for code, (said, _, second) in wrong.items()}
    name = "dx, where W is [[3, 1], [0, 1]] and dout is [[4, 5]],"
    close(dx_of_other, np.array([[16.0, 0.0]]), name, clues=Clues(suspects=there))


@exercise("10.3")
def test_nothing_passes_at_zero(student: Student, rng: Rng) -> None:
    """ResidualBlock.backward passes no gradient where the sum is exactly 0."""
    block = student.ResidualBlock(linear(student, [[0.0, 0.0], [-1.0, 0.0]]))
    x, dout = np.array([[2.0, 2.0], [-3.0, -3.0]]), rng.normal(size=(2, 2))
    block.forward(x.copy(), train=True)

    dx = block.backward(dout.copy())

    f = np.array([[-2.0, 0.0], [3.0, 0.0]])  # the sum is [[0, 2], [0, -3]]
    masks = {
        KINK: x + f >= 0,
        MASK_OF_X: x > 0,
        MASK_OF_F: f > 0,
        NEGATIVE: x + f < 0,
    }
    wrong = {
        said: (said, dout * mask - [0.0, 1.0] * (dout * mask)[:, :1])
        for said, mask in masks.items()
    }
    wrong["own:missing"] = NO_OWN_PART, np.zeros((2, 2))
    close(dx, dout * [[0.0, 1.0], [0.0, 0.0]], "dx", clues=Clues(suspects=wrong))


@exercise("10.3")
def test_small_gradient(student: Student, rng: Rng) -> None:
    """ResidualBlock.backward gives the numerical dx of your own forward."""
    w, x, dout = (
        rng.normal(size=(3, 3)),
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 3)),
    )
    block = student.ResidualBlock(linear(student, w))

    clues = of_gradient(x, dout, w)
    gradient(block, at=x, upstream=dout, parameters=False, clues=clues)


def linear(student: Student, w: object) -> Student:
    """Return a layer of this file's with these weights."""
    make = support(student, "layers", LAYERS)
    layer: Student = make.Linear(np.array(w, np.float64))
    return layer


def relu(x: Array) -> Array:
    """Return x where it is positive, and 0 elsewhere."""
    return np.maximum(x, 0.0)


def sums_then_relu(student: Student, w: Array, x: Array) -> None:
    """Check what a block gives for x, whose branch has the weights w."""
    out = student.ResidualBlock(linear(student, w)).forward(x.copy(), train=True)

    total = x @ w + x
    largest = total.max(axis=0)
    is_along = isinstance(out, np.ndarray) and out.shape == largest.shape
    must = f"out must have shape {x.shape}, found {largest.shape}."
    is_largest = is_along and np.allclose(np.asarray(out), largest)
    require(not is_largest, must, cause=ALONG_ROWS)
    close(out, relu(total), "out", clues=of_output(x, w))


def of_output(x: Array, w: Array) -> Clues:
    """Return what out may be in place of relu(f + x), for a branch f = x w."""
    f = x @ w
    wrong = {
        "branch:again": (BRANCH_AGAIN, relu(f @ w + x)),
        "identity:twice": (X_TWICE, relu(x + x)),
        "relu:missing": ("The ReLU after the sum is missing.", f + x),
        "relu:too-early": (TOO_EARLY, relu(f) + x),
        "relu:twice": (
            "The branch's output goes through a ReLU before the sum as well.",
            relu(relu(f) + x),
        ),
        "relu:of-x": ("relu(x) is added: add x itself.", relu(f + relu(x))),
        "identity:missing": (NO_X, relu(f)),
        "sum:difference": ("One is taken off the other: add them.", relu(f - x)),
        "sum:turned": ("One is taken off the other: add them.", relu(x - f)),
        "relu:smaller": (SMALLER, np.minimum(f + x, 0.0)),
        "relu:mask": (ONLY_MASK, 1.0 * (f + x > 0)),
        "branch:twice": (OVERWRITTEN, relu(f + f)),
        "sum:product": ("branch(x) and x are multiplied: add them.", relu(f * x)),
    }
    return Clues(axes=AXES, known={"branch(x)": f}, suspects=wrong)


def of_gradient(x: Array, dout: Array, w: Array) -> Clues:
    """Return what dx is made of, and what it may be in its place."""
    g = dout * (x @ w + x > 0)
    wrong = {
        "mask:missing": (NO_MASK, dout @ w.T + dout),
        "mask:branch-only": (MASK_OF_BRANCH, g @ w.T + dout),
        "mask:identity-only": (MASK_OF_IDENTITY, dout @ w.T + g),
        "mask:of-dx": (RELU_OF_DX, (dout @ w.T + dout) * (x @ w + x > 0)),
        "parts:product": (PRODUCT, g @ w.T * g),
        "branch:only": (BRANCH_ONLY, g @ w.T),
        "branch:forward": (FORWARD, g @ w + g),
        "branch:twice": (TWICE, 2.0 * g @ w.T),
        "identity:twice": (OWN_TWICE, 2.0 * g),
        "mask:alone": (MASK_ALONE, (x @ w + x > 0) @ w.T + g),
    }
    closed = dout * (x @ w + x < 0)
    wrong["mask:negative"] = NEGATIVE, closed @ w.T + closed
    for said, mask in ((MASK_OF_X, x > 0), (MASK_OF_F, x @ w > 0)):
        wrong[said] = (said, (dout * mask) @ w.T + dout * mask)
    terms = {"of the branch": g @ w.T, "of the identity": g}
    return Clues(axes=AXES, terms=terms, suspects=wrong)
