"""Open checks of unit 10: names, and care. Arrays written into, state, machines."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    follows_dtype,
    require,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Layers for branches: one that minds its manners, and one that writes."""


class Linear:
    """out = x W."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T


class Writer(Linear):
    """The same, and its backward leaves 9 in every entry of its dout."""

    def backward(self, dout):
        dx = super().backward(dout)
        dout[...] = 9.0
        return dx


class Moody(Linear):
    """out = x W, three times as much in training."""

    def forward(self, x, train=True):
        self.scale = 3.0 if train else 1.0
        return self.scale * super().forward(x)

    def backward(self, dout):
        return super().backward(self.scale * dout)
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
JACOBIANS = pytest.mark.parametrize("name", ["plain_gradient", "residual_gradient"])
SHARED = (
    "The branch writes into the dout that it is given, and the sum reads that array "
    "afterwards: give the branch an array of its own."
)
KEYS = 'A key is the place of the layer, a dot, and the name in the layer: "branch.W".'
PARAMS = "These are the numbers of params: take those of the grads of the layers."
NONE = "Is a return missing, where there is no shortcut layer or where there is one?"
METHOD = "It is a method: @property stands in the line above its def, and must stay."
MODE = "train does not reach the branch: pass train=train to its forward."


@exercise("10.1")
@KINDS
def test_names_of_parameters(student: Student, rng: Rng, kind: str) -> None:
    """The block's params have the keys "branch.W" and, with one, "shortcut.W"."""
    w, v = rng.normal(size=(2, 3, 5))
    blocks = [block_of(student, kind, "Linear", w, *around) for around in ([], [v])]

    alone, both = (entries(block, "params") for block in blocks)

    require_keys(alone, {"branch.W"}, "params")
    close(alone["branch.W"], w, 'params["branch.W"]')
    require_keys(both, {"branch.W", "shortcut.W"}, "params")
    close(both["shortcut.W"], v, 'params["shortcut.W"]')
    close(both["branch.W"], w, 'params["branch.W"]')


@exercise("10.1")
@KINDS
def test_names_of_gradients(student: Student, rng: Rng, kind: str) -> None:
    """The block's grads have the keys "branch.W" and, with one, "shortcut.W"."""
    w, v = rng.normal(size=(2, 3, 5))
    blocks = [block_of(student, kind, "Linear", w, *around) for around in ([], [v])]

    alone, both = (entries(block, "grads") for block in blocks)

    require_keys(alone, {"branch.W"}, "grads")
    clues = Clues(suspects={"grads:params": (PARAMS, w)})
    name = 'grads["branch.W"] before backward'
    close(alone["branch.W"], np.zeros((3, 5)), name, clues=clues)
    require_keys(both, {"branch.W", "shortcut.W"}, "grads")
    clues = Clues(suspects={"grads:params": (PARAMS, v)})
    name = 'grads["shortcut.W"] before backward'
    close(both["shortcut.W"], np.zeros((3, 5)), name, clues=clues)


@exercise("10.8")
@KINDS
def test_branch_that_writes_into_its_dout(
    student: Student, rng: Rng, kind: str
) -> None:
    """The block's dx is right even if branch.backward writes into its dout."""
    w, x, dout = (
        rng.normal(size=(3, 3)),
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 3)),
    )
    polite = block_of(student, kind, "Linear", w)
    polite.forward(x.copy(), train=True)
    wanted = array(polite.backward(dout.copy()), "dx")
    block = block_of(student, kind, "Writer", w)
    block.forward(x.copy(), train=True)

    dx = block.backward(dout.copy())

    close(dx, wanted, "dx", clues=Clues(cause=SHARED))


@exercise("10.9")
@KINDS
def test_arguments_are_left_alone(student: Student, rng: Rng, kind: str) -> None:
    """Neither the block's forward nor its backward modifies x or dout."""
    block = block_of(student, kind, "Linear", rng.normal(size=(3, 3)))

    unchanged(block, at=rng.normal(size=(5, 3)), upstream=rng.normal(size=(5, 3)))


@exercise("10.9")
@JACOBIANS
def test_stacks_leave_dout_alone(student: Student, rng: Rng, name: str) -> None:
    """The function does not modify dout."""
    jacobians = list(rng.normal(size=(2, 3, 3)))
    dout = rng.normal(size=(5, 3))
    before = dout.copy()

    getattr(student, name)(jacobians, dout)

    said = f"{name} writes into the dout that it was given."
    close(dout, before, "dout after the call", clues=Clues(cause=said))


@exercise("10.9")
@KINDS
def test_train_reaches_the_branch(student: Student, rng: Rng, kind: str) -> None:
    """The block's forward passes train on to the branch."""
    w, x = rng.normal(size=(3, 3)), rng.normal(size=(5, 3))
    moody = block_of(student, kind, "Moody", w)

    for train, scale in ((True, 3.0), (False, 1.0)):
        same = block_of(student, kind, "Linear", scale * w)
        wanted = array(same.forward(x.copy(), train=train), "out")

        out = moody.forward(x.copy(), train=train)

        close(out, wanted, "out", clues=Clues(cause=MODE))


@exercise("10.10")
@KINDS
def test_float32_stays_float32(student: Student, rng: Rng, kind: str) -> None:
    """The block's output and gradients are float32 if all arrays given are float32."""
    block = block_of(student, kind, "Linear", rng.normal(size=(3, 3)))

    follows_dtype(block, at=rng.normal(size=(5, 3)), upstream=rng.normal(size=(5, 3)))


@exercise("10.11")
def test_rows_and_features_at_once(student: Student, rng: Rng) -> None:
    """ResidualBlock has no Python loop over rows or features."""

    def build(size: dict[str, int]) -> Work:
        n, d = size["N"], size["D"]
        block = block_of(student, "ResidualBlock", "Linear", rng.normal(size=(d, d)))
        return Work(block, (rng.normal(size=(n, d)),), upstream=rng.normal(size=(n, d)))

    vectorised(build, over={"N": 5, "D": 3})


@exercise("10.12")
@KINDS
def test_block_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """The block runs on GPU arrays without going through NumPy."""
    w, x, dout = (
        rng.normal(size=(3, 3)),
        rng.normal(size=(5, 3)),
        rng.normal(size=(5, 3)),
    )

    runs_on_device(
        lambda: Work(block_of(student, kind, "Linear", w), (x,), upstream=dout)
    )


def block_of(
    student: Student, kind: str, branch: str, w: Array, *shortcut: Array
) -> Student:
    """Return a block around a branch of this file's, with a Linear as a shortcut."""
    make = support(student, "layers", LAYERS)
    around = [make.Linear(v) for v in shortcut]
    block: Student = getattr(student, kind)(getattr(make, branch)(w), *around)
    return block


def array(value: object, name: str) -> Array:
    """Return a (5, 3) result that serves as a measure, after a look at its kind."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_right = found.shape == (5, 3) and found.dtype.kind == "f"
    require(is_right, f"{name} must be an array of shape (5, 3).")
    return found


def entries(block: Student, name: str) -> dict[str, object]:
    """Return the block's dict of this name."""
    found = getattr(block, name)
    is_method = type(found).__name__ == "Method"
    shown = "a method" if is_method else type(found).__name__
    shown = "None" if found is None else shown
    must = f"{name} must be a dict, found {shown}."
    cause = NONE if found is None else METHOD if is_method else ""
    require(isinstance(found, dict), must, cause=cause)
    return dict(found)


def require_keys(found: dict[str, object], wanted: set[str], name: str) -> None:
    """Require these keys, and tell which were found."""
    listed = ", ".join(sorted(map(str, found))) or "none"
    they = "key" if len(wanted) == 1 else "keys"
    must = f"{name} must have the {they} {', '.join(sorted(wanted))}, found {listed}."
    missing = ", ".join(sorted(wanted - set(found)))
    cause = f"What is missing is {missing}: each layer of the block gives its own."
    is_short = bool(found) and set(found) < wanted
    require(set(found) == wanted, must, cause=cause if is_short else KEYS)
