"""Hidden checks of unit 10, sixth part: train, what is kept, what is left alone.

All but the checks of train compare a submission with itself.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    close,
    exercise,
    live,
    require,
    same,
    support,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Layers with a mood, and with an output for every shape."""


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


class Renewed(Linear):
    """The same; every backward makes a new dict of grads."""

    def backward(self, dout):
        self.grads = {"W": self.x.T @ dout}
        return dout @ self.params["W"].T


class Moody(Linear):
    """out = x W, three times as much in training."""

    def forward(self, x, train=True):
        self.scale = 3.0 if train else 1.0
        return self.scale * super().forward(x)

    def backward(self, dout):
        return super().backward(self.scale * dout)
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
JACOBIANS = pytest.mark.parametrize("name", ["plain_gradient", "residual_gradient"])
MODE = {
    "branch": "train does not reach the branch: pass train=train to its forward.",
    "shortcut": "train does not reach the shortcut: pass train=train to its forward.",
}
STALE = (
    "grads is not what the layers hold since their latest backward: look there each "
    "time, for a layer may put new arrays, or a new dict, into its grads."
)
AROUND = (
    "The list of Jacobians is turned around: go through it by reversed(...), which "
    "leaves it as it is."
)
ONLY_READ = "Only read the list and its arrays: what comes out must be a new array."


@exercise("10.9", weight=2)
@KINDS
@pytest.mark.parametrize("moody", ["branch", "shortcut"])
def test_train_is_passed_on(student: Student, rng: Rng, kind: str, moody: str) -> None:
    """The block's forward passes train on to both of its layers."""
    w, v, x = rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=(7, 3))
    is_branch = moody == "branch"
    names = ("Moody", "Linear") if is_branch else ("Linear", "Moody")
    told = block_of(student, kind, (names[0], w), (names[1], v))

    for train, scale in ((True, 3.0), (False, 1.0)):
        pair = (scale * w, v) if is_branch else (w, scale * v)
        plain = block_of(student, kind, *(("Linear", each) for each in pair))
        wanted = array(plain.forward(x.copy(), train=train))

        out = told.forward(x.copy(), train=train)

        close(out, wanted, "out", clues=Clues(cause=MODE[moody]))


@exercise("10.9")
@KINDS
def test_blocks_leave_arguments_alone(student: Student, rng: Rng, kind: str) -> None:
    """Neither forward nor backward of the block modifies x, dout or a parameter."""
    block = block_of(student, kind, ("Linear", rng.normal(size=(3, 3))))
    x, dout = rng.normal(size=(2, 7, 3))

    unchanged(block, at=x, upstream=dout)


@exercise("10.9")
@JACOBIANS
def test_stacks_leave_arguments_alone(student: Student, rng: Rng, name: str) -> None:
    """The function modifies neither dout, nor a Jacobian, nor the list of them."""
    for depth in (1, 3):
        jacobians = [rng.normal(size=(3, 3)) for _ in range(depth)]
        dout = rng.normal(size=(5, 3))
        before, end = [each.copy() for each in jacobians], dout.copy()

        getattr(student, name)(jacobians, dout)

        said = f"{name} changes dout: work on a new array."
        require(np.array_equal(dout, end), said, cause=said)
        is_turned = len(jacobians) == depth
        is_turned = is_turned and all(map(np.array_equal, jacobians, before[::-1]))
        said = f"{name} changes the list of Jacobians, or one of them."
        is_same = len(jacobians) == depth
        is_same = is_same and all(map(np.array_equal, jacobians, before))
        require(is_same, said, cause=AROUND if is_turned else ONLY_READ)


@exercise("10.9")
def test_norms_leave_arguments_alone(student: Student, rng: Rng) -> None:
    """gradient_norms modifies neither x nor dout."""
    make = support(student, "layers", LAYERS)
    blocks = [make.Linear(w) for w in rng.normal(size=(2, 3, 3))]
    x, dout = rng.normal(size=(2, 7, 3))
    before = x.copy(), dout.copy()

    student.gradient_norms(blocks, x, dout)

    for name, found, right in (("x", x, before[0]), ("dout", dout, before[1])):
        said = f"gradient_norms changes {name}: work on a new array."
        require(np.array_equal(found, right), said, cause=said)


@exercise("10.9")
@KINDS
@MODES
def test_backward_is_of_the_latest_forward(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """The gradients belong to the latest forward only, also in a second backward."""
    w, (x, dout) = rng.normal(size=(3, 3)), rng.normal(size=(2, 7, 3))

    def make() -> Student:
        return block_of(student, kind, ("Moody", w))

    backward_is_of_latest_forward(
        make, at=x, upstream=dout, earlier=rng.normal(size=(5, 3)), train=train
    )
    backward_twice(make(), at=x, upstream=dout, train=train)


@exercise("10.9")
@KINDS
@pytest.mark.parametrize(
    "layer", ["Linear", "Renewed"], ids=["same dict", "new dict each time"]
)
def test_grads_are_of_the_latest_backward(
    student: Student, rng: Rng, kind: str, layer: str
) -> None:
    """After backward, the block's grads holds the arrays its layers hold now."""
    make = support(student, "layers", LAYERS)
    layers = [getattr(make, layer)(w) for w in rng.normal(size=(2, 3, 3))]
    block = getattr(student, kind)(*layers)
    start = block.grads
    keys = list(start) if isinstance(start, dict) else []
    require(len(keys) == 2, "grads must have one key for each of two arrays.")
    block.forward(rng.normal(size=(7, 3)), train=True)

    block.backward(rng.normal(size=(7, 3)))

    found = block.grads
    for key, each in zip(keys, layers, strict=True):
        is_there = isinstance(found, dict) and key in found
        require(is_there, f'grads must still have the key "{key}".')
        own = same(live(block, "grads", key), live(each, "grads", "W"))
        require(own, f'grads["{key}"] is not what the layer holds.', cause=STALE)


def block_of(student: Student, kind: str, *layers: tuple[str, Array]) -> Student:
    """Return a block of layers of this file's, each by its name and its weights."""
    make = support(student, "layers", LAYERS)
    block: Student = getattr(student, kind)(*(getattr(make, n)(w) for n, w in layers))
    return block


def array(value: object) -> Array:
    """Return a (7, 3) output that serves as a measure, after a look at its kind."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == (7, 3) and found.dtype.kind == "f"
    require(is_kind, "out must be an array of shape (7, 3) of finite numbers")
    return found
