"""Open checks of unit 10: one block. Branches and shortcuts are layers of this file."""

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
AXES = {"x": "N D", "out": "N D"}
WIDER = {"x": "N D", "out": "N M", "branch.W": "D M", "shortcut.W": "D M"}
KEYS = 'A key is the place of the layer, a dot, and the name in the layer: "branch.W".'
BRANCH_ONLY = "Only the branch's part came back: x itself is in the sum as well."
IDENTITY_ONLY = "Only the part of x itself came back: the branch gives one as well."
NO_MASK = "dout does not go through the ReLU: where it was shut, nothing passes."
MASK_OF_BRANCH = "Only the branch's part goes through the ReLU: x's own part must, too."
MASK_OF_X = "It passes where x is positive: the sum branch(x) + x decides what passes."
MASK_OF_F = "It passes where branch(x) is positive: the sum branch(x) + x decides."
NO_MASK_AROUND = (
    "The shortcut's part does not go through the ReLU: the sum has passed it."
)
RELU_FIRST = "The branch gets relu(x): it gets x itself, and has its ReLU inside."
METHOD = "It is a method: @property stands in the line above its def, and must stay."
FORWARD = "The branch's part is that of its forward: on the way back call its backward."
KINK = "Where the sum is exactly 0 the gradient passes: the slope of the ReLU is 0."
W = np.array([[2.0, 0.0], [0.0, 1.0]])  # a branch that is [2, 1] times x


@exercise("10.1")
@KINDS
def test_names_of_a_branch(student: Student, rng: Rng, kind: str) -> None:
    """The block's params and grads have the branch's "W" under the key "branch.W"."""
    w = rng.normal(size=(3, 3))
    block = getattr(student, kind)(linear(student, w))

    found, grads = entries(block, "params"), entries(block, "grads")

    require_keys(found, {"branch.W"}, "params")
    require_keys(grads, {"branch.W"}, "grads")
    close(found["branch.W"], w, 'params["branch.W"]')
    close(grads["branch.W"], np.zeros((3, 3)), 'grads["branch.W"] before backward')


@exercise("10.1")
@KINDS
def test_names_of_branch_and_shortcut(student: Student, rng: Rng, kind: str) -> None:
    """The block's params and grads have the keys "branch.W" and "shortcut.W"."""
    w, v = rng.normal(size=(2, 3, 5))
    block = getattr(student, kind)(linear(student, w), linear(student, v))

    found, grads = entries(block, "params"), entries(block, "grads")

    require_keys(found, {"branch.W", "shortcut.W"}, "params")
    require_keys(grads, {"branch.W", "shortcut.W"}, "grads")
    close(found["shortcut.W"], v, 'params["shortcut.W"]')
    close(found["branch.W"], w, 'params["branch.W"]')


@exercise("10.2")
def test_two_numbers_by_hand(student: Student) -> None:
    """ResidualBlock.forward gives the worked example of handout section 3.1."""
    block = student.ResidualBlock(linear(student, W))

    out = block.forward(np.array([[1.0, -1.0]]), train=True)

    close(out, np.array([[3.0, 0.0]]), "out")


@exercise("10.2")
def test_sum_then_relu(student: Student, rng: Rng) -> None:
    """ResidualBlock.forward is the ReLU of branch(x) + x."""
    w, x = rng.normal(size=(3, 3)), rng.normal(size=(5, 3))
    block = student.ResidualBlock(linear(student, w))

    out = block.forward(x.copy(), train=True)

    close(out, relu(x @ w + x), "out", clues=of_output(x, x @ w))


@exercise("10.3")
def test_two_numbers_back_by_hand(student: Student) -> None:
    """ResidualBlock.backward gives the example of handout 3.2, and one like it."""
    block = student.ResidualBlock(linear(student, W))
    other = student.ResidualBlock(linear(student, [[2.0, 1.0], [0.0, 1.0]]))
    for each in (block, other):
        each.forward(np.array([[1.0, -1.0]]), train=True)

    dx = block.backward(np.array([[1.0, 5.0]]))
    dx_of_other = other.backward(np.array([[1.0, 5.0]]))

    wrong = {
        "branch:only": (BRANCH_ONLY, [[2.0, 0.0]]),
        "identity:only": (IDENTITY_ONLY, [[1.0, 0.0]]),
        "mask:missing": (NO_MASK, [[3.0, 10.0]]),
        "mask:branch-only": (MASK_OF_BRANCH, [[3.0, 5.0]]),
    }
    close(dx, np.array([[3.0, 0.0]]), "dx", clues=Clues(suspects=wrong))
    turned = {"branch:forward": (FORWARD, [[3.0, 1.0]])}
    name = "dx, where W is [[2, 1], [0, 1]],"
    close(dx_of_other, np.array([[3.0, 0.0]]), name, clues=Clues(suspects=turned))


@exercise("10.3")
def test_nothing_passes_at_zero(student: Student, rng: Rng) -> None:
    """ResidualBlock.backward passes no gradient where the sum is exactly 0."""
    block = student.ResidualBlock(linear(student, [[0.0, 0.0], [-1.0, 0.0]]))
    x, dout = np.array([[2.0, 2.0], [-3.0, -3.0]]), rng.normal(size=(2, 2))
    block.forward(x.copy(), train=True)

    dx = block.backward(dout.copy())

    f = np.array([[-2.0, 0.0], [3.0, 0.0]])  # the sum is [[0, 2], [0, -3]]
    masks = {KINK: x + f >= 0, MASK_OF_X: x > 0, MASK_OF_F: f > 0}
    suspects = {
        f"mask:{k}": (said, dout * mask - [0.0, 1.0] * (dout * mask)[:, :1])
        for k, (said, mask) in enumerate(masks.items())
    }
    clues = Clues(suspects=suspects)
    close(dx, dout * [[0.0, 1.0], [0.0, 0.0]], "dx", clues=clues)


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


@exercise("10.4")
def test_no_relu_after_the_sum(student: Student) -> None:
    """PreActivationBlock gives the examples of handout sections 4.1 and 4.2."""
    block = student.PreActivationBlock(linear(student, W))

    out = block.forward(np.array([[1.0, -1.0]]), train=True)
    dx = block.backward(np.array([[1.0, 5.0]]))

    clues = Clues(suspects={"relu:first": (RELU_FIRST, [[3.0, -1.0]])})
    close(out, np.array([[3.0, -2.0]]), "out", clues=clues)
    close(dx, np.array([[3.0, 10.0]]), "dx")


@exercise("10.4")
def test_silent_branch_is_the_identity(student: Student, rng: Rng) -> None:
    """PreActivationBlock with branch weights of 0: out is x, and dx is dout."""
    x, dout = rng.normal(size=(2, 5, 3))
    block = student.PreActivationBlock(linear(student, np.zeros((3, 3))))

    out, dx = block.forward(x.copy(), train=True), block.backward(dout.copy())

    close(out, x, "out")
    close(dx, dout, "dx")


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


@exercise("10.5")
def test_shortcut_by_hand(student: Student) -> None:
    """PreActivationBlock with a shortcut gives the example of handout section 5."""
    branch, around = linear(student, [[2.0, 0.0]]), linear(student, [[1.0, -1.0]])
    block = student.PreActivationBlock(branch, around)

    out = block.forward(np.array([[3.0]]), train=True)
    dx = block.backward(np.array([[1.0, 10.0]]))

    close(out, np.array([[9.0, -3.0]]), "out")
    close(dx, np.array([[-7.0]]), "dx")


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


def of_output(x: Array, f: Array) -> Clues:
    """Return what out may be in place of relu(f + x), for a branch that gives f."""
    wrong = {
        "relu:missing": ("The ReLU after the sum is missing.", f + x),
        "relu:too-early": (
            "The ReLU is taken of the branch alone: add x first, then take it.",
            relu(f) + x,
        ),
        "identity:missing": ("x is not added to the branch.", relu(f)),
    }
    return Clues(axes=AXES, known={"branch(x)": f}, suspects=wrong)


def of_gradient(x: Array, dout: Array, w: Array) -> Clues:
    """Return what dx is made of, and what it may be in its place."""
    g = dout * (x @ w + x > 0)
    wrong = {
        "mask:missing": (NO_MASK, dout @ w.T + dout),
        "mask:branch-only": (MASK_OF_BRANCH, g @ w.T + dout),
        "branch:only": (BRANCH_ONLY, g @ w.T),
        "branch:forward": (FORWARD, g @ w + g),
    }
    for said, mask in ((MASK_OF_X, x > 0), (MASK_OF_F, x @ w > 0)):
        wrong[said] = (said, (dout * mask) @ w.T + dout * mask)
    terms = {"of the branch": g @ w.T, "of the identity": g}
    return Clues(axes=AXES, terms=terms, suspects=wrong)


def entries(block: Student, name: str) -> dict[str, object]:
    """Return the block's dict of this name."""
    found = getattr(block, name)
    is_method = type(found).__name__ == "Method"
    shown = "a method" if is_method else type(found).__name__
    must = f"{name} must be a dict, found {shown}."
    require(isinstance(found, dict), must, cause=METHOD if is_method else "")
    return dict(found)


def require_keys(found: dict[str, object], wanted: set[str], name: str) -> None:
    """Require these keys, and tell which were found."""
    listed = ", ".join(sorted(map(str, found))) or "none"
    must = f"{name} must have the keys {', '.join(sorted(wanted))}, found {listed}."
    missing = ", ".join(sorted(wanted - set(found)))
    cause = f"What is missing is {missing}: each layer of the block gives its own."
    is_short = bool(found) and set(found) < wanted
    require(set(found) == wanted, must, cause=cause if is_short else KEYS)
