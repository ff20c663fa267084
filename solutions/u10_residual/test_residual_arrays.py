"""Hidden checks of unit 10, fifth part: branches that write into arrays.

Each check compares a block with one of the same kind around a branch that computes the
same and keeps its hands off: a wrong formula costs nothing here.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    require,
    support,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Branches that do the same in polite and in impolite ways."""

import numpy as np


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
    """Its backward leaves something else in its dout."""

    def backward(self, dout):
        dx = super().backward(dout)
        dout += 1.0
        return dx


class Gain:
    """out = g x."""

    def __init__(self, g):
        self.params, self.grads = {"g": g}, {"g": 0 * g}

    def forward(self, x, train=True):
        self.x = x
        return self.params["g"] * x

    def backward(self, dout):
        self.grads["g"] = (self.x * dout).sum(axis=0)
        return self.params["g"] * dout


class GainInPlace(Gain):
    """It multiplies in its dout, and hands that array back."""

    def backward(self, dout):
        self.grads["g"] = (self.x * dout).sum(axis=0)
        dout *= self.params["g"]
        return dout


class Tanh:
    """out = tanh(x W), kept and read in backward."""

    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": 0 * W}

    def forward(self, x, train=True):
        self.x, self.out = x, np.tanh(x @ self.params["W"])
        return self.handed_out(self.out)

    def handed_out(self, out):
        return out.copy()

    def backward(self, dout):
        dz = dout * (1 - self.out**2)
        self.grads["W"] = self.x.T @ dz
        return dz @ self.params["W"].T


class TanhOwn(Tanh):
    """It hands out the very array that its backward will read."""

    def handed_out(self, out):
        return out


class TanhScratch(Tanh):
    """Its backward computes in the array that it had handed out."""

    def handed_out(self, out):
        self.given = out.copy()
        return self.given

    def backward(self, dout):
        self.given *= -self.given
        self.given += 1.0
        self.given *= dout
        self.grads["W"] = self.x.T @ self.given
        return self.given @ self.params["W"].T


class Same:
    """Hands on x and dout themselves, as dropout does in evaluation."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        return x

    def backward(self, dout):
        return dout


class SameCopied(Same):
    """The same, in new arrays."""

    def forward(self, x, train=True):
        return x.copy()

    def backward(self, dout):
        return dout.copy()
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
AROUND = pytest.mark.parametrize(
    "around", [False, True], ids=["identity", "shortcut layer"]
)
SHAPE = 7, 3
WRITTEN = (
    "The branch writes into the dout that it is given, and the sum reads that array "
    "afterwards: give the branch an array of its own."
)
HANDED_BACK = (
    "The branch gives back the dout that it was given, multiplied in place, and the "
    "sum adds that array to itself: give the branch an array of its own."
)
NEEDED = (
    "The branch's backward reads the array that its forward returned, and the block "
    "has changed it: add into a new array."
)
SCRATCH = (
    "The branch writes into the array that its forward returned, and the block reads "
    "that array afterwards: decide in forward where the ReLU is open, and keep that."
)
SAME_CHANGED = (
    "The layer here hands back the very array that it was given, so adding into what "
    "it returns changes that array: write a + b in place of a += b."
)
SAME = (
    "The layer hands back the very array that it was given, and the block adds into "
    "it: add into a new array."
)


@exercise("10.8", weight=2)
@KINDS
@AROUND
def test_branch_writes_into_dout(
    student: Student, rng: Rng, kind: str, *, around: bool
) -> None:
    """Out, dx and grads are right even if branch.backward writes into its dout."""
    w, v = rng.normal(size=(2, 3, 3))
    polite, writing = (
        block_of(student, kind, (name, w), ("Linear", v) if around else None)
        for name in ("Linear", "Writer")
    )

    require_same(polite, writing, rng, WRITTEN)


@exercise("10.8")
@KINDS
@AROUND
def test_branch_hands_its_dout_back(
    student: Student, rng: Rng, kind: str, *, around: bool
) -> None:
    """The block's results are right if branch.backward changes dout and returns it."""
    g, v = rng.normal(2.0, 0.5, size=3), rng.normal(size=(3, 3))
    polite, writing = (
        block_of(student, kind, (name, g), ("Linear", v) if around else None)
        for name in ("Gain", "GainInPlace")
    )

    require_same(polite, writing, rng, HANDED_BACK)


@exercise("10.8")
@KINDS
def test_branch_reads_what_it_returned(student: Student, rng: Rng, kind: str) -> None:
    """The block leaves the array alone that branch.forward returned."""
    w = rng.normal(size=(3, 3))
    polite, reading = (
        block_of(student, kind, (name, w), None) for name in ("Tanh", "TanhOwn")
    )

    require_same(polite, reading, rng, NEEDED)


@exercise("10.8")
@KINDS
def test_branch_writes_into_what_it_returned(
    student: Student, rng: Rng, kind: str
) -> None:
    """The block's results are right if branch.backward writes into branch's output."""
    w = rng.normal(size=(3, 3))
    polite, writing = (
        block_of(student, kind, (name, w), None) for name in ("Tanh", "TanhScratch")
    )

    require_same(polite, writing, rng, SCRATCH)


@exercise("10.8")
@KINDS
@pytest.mark.parametrize("place", ["branch", "shortcut"])
def test_layer_hands_on_what_it_got(
    student: Student, rng: Rng, kind: str, place: str
) -> None:
    """The block's results are right if a layer returns x and dout themselves."""
    w = rng.normal(size=(3, 3))
    pairs = [[(name, None), ("Linear", w)] for name in ("SameCopied", "Same")]
    turn = 1 if place == "branch" else -1
    polite, short = (block_of(student, kind, *pair[::turn]) for pair in pairs)

    require_same(polite, short, rng, SAME)
    again = block_of(student, kind, *pairs[1][::turn])
    x, dout = rng.normal(size=(2, *SHAPE))
    unchanged(again, at=x, upstream=dout, cause=SAME_CHANGED)


def block_of(
    student: Student,
    kind: str,
    branch: tuple[str, Array | None],
    around: tuple[str, Array | None] | None,
) -> Student:
    """Return a block of layers of this file's, each by its name and its array."""
    make = support(student, "layers", LAYERS)
    layers = [
        getattr(make, name)(*([] if array is None else [array]))
        for name, array in (branch, *([around] if around else []))
    ]
    block: Student = getattr(student, kind)(*layers)
    return block


def require_same(polite: Student, other: Student, rng: Rng, cause: str) -> None:
    """Require the same output and gradients of two blocks that compute the same."""
    x, dout = rng.normal(size=(2, *SHAPE))
    wanted = array(polite.forward(x.copy(), train=True), "out")
    back = array(polite.backward(dout.copy()), "dx")

    out, dx = other.forward(x.copy(), train=True), other.backward(dout.copy())

    clues = Clues(cause=cause)
    close(out, wanted, "out", clues=clues)
    close(dx, back, "dx", clues=clues)
    right, found = polite.grads, other.grads
    for key, each in right.items() if isinstance(right, dict) else ():
        is_there = isinstance(found, dict) and key in found
        require(is_there, f'grads must have the key "{key}" here as well.')
        close(dict(found)[key], each, f'grads["{key}"]', clues=clues)


def array(value: object, name: str) -> Array:
    """Return a result that serves as a measure, after a look at its kind and shape."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == SHAPE and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {SHAPE} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found
