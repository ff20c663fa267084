"""Hidden checks of unit 10: what a block holds, and what comes out of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, live, require, same, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Layers for branches and shortcuts."""

import numpy as np


class Affine:
    """out = x W + b."""

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
    """out = 0.3 x^2 - 1, of any shape; nothing to learn."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.x = x
        return 0.3 * x * x - 1.0

    def backward(self, dout):
        return 0.6 * dout * self.x
'''
KINDS = pytest.mark.parametrize("kind", ["ResidualBlock", "PreActivationBlock"])
SHAPES = pytest.mark.parametrize(
    ("n", "d"),
    [(7, 5), (1, 3), (5, 1)],
    ids=["7 rows of 5 features", "1 row of 3 features", "5 rows of 1 feature"],
)
AXES = {"x": "N D", "out": "N D"}
KEYS = 'A key is the place of the layer, a dot, and the name in the layer: "branch.W".'
COPIED = (
    "params and grads must hold the layers' own arrays, no copies: an optimizer edits "
    "the parameters in place."
)
PLACES = {"branch": "Wb", "shortcut": "Wb"}


@exercise("10.1")
@KINDS
@pytest.mark.parametrize(
    "places",
    [["branch"], ["branch", "shortcut"]],
    ids=["branch", "branch and shortcut"],
)
def test_names_of_parameters(
    student: Student, rng: Rng, kind: str, places: list[str]
) -> None:
    """The keys of params and grads are the layers' own, with the place in front."""
    block, arrays = made(student, rng, kind, places)

    for name in ("params", "grads"):
        found = entries(block, name)
        listed = ", ".join(sorted(map(str, found))) or "none"
        must = f"{name} must have the keys {', '.join(arrays)}, found {listed}."
        require(set(found) == set(arrays), must, cause=KEYS)

    found = entries(block, "params")
    for key, array in arrays.items():
        close(found[key], array, f'params["{key}"]')


@exercise("10.1")
@KINDS
def test_arrays_are_the_layers_own(student: Student, rng: Rng, kind: str) -> None:
    """The block's params and grads hold the layers' own arrays, not copies."""
    make = support(student, "layers", LAYERS)
    layers = {
        place: make.Affine(rng.normal(size=(3, 5)), rng.normal(size=5))
        for place in PLACES
    }

    block = getattr(student, kind)(*layers.values())

    for name in ("params", "grads"):
        found = entries(block, name)
        for place, layer in layers.items():
            key = f"{place}.W"
            require(key in found, f'{name} must have the key "{key}".')
            own = same(live(block, name, key), live(layer, name, "W"))
            require(own, f'{name}["{key}"] is a copy.', cause=COPIED)


@exercise("10.1")
@KINDS
def test_block_inside_a_block(student: Student, rng: Rng, kind: str) -> None:
    """A block as the branch of a block has the keys "branch.branch.W" and so on."""
    inner, _ = made(student, rng, kind, ["branch"])
    bow = support(student, "layers", LAYERS).Bow()

    outer = getattr(student, kind)(inner, bow)

    for name in ("params", "grads"):
        found = entries(outer, name)
        listed = ", ".join(sorted(map(str, found))) or "none"
        must = f'{name} must have "branch.branch.W" and "branch.branch.b", found '
        wanted = {"branch.branch.W", "branch.branch.b"}
        require(set(found) == wanted, f"{must}{listed}.", cause=KEYS)


@exercise("10.2", weight=2)
@SHAPES
def test_output_of_a_block(student: Student, rng: Rng, n: int, d: int) -> None:
    """ResidualBlock.forward gives relu(branch(x) + x)."""
    make, x = support(student, "layers", LAYERS), rng.normal(size=(n, d))
    w, b = rng.normal(size=(d, d)), rng.normal(size=d)
    block = student.ResidualBlock(make.Affine(w, b))

    out = block.forward(x.copy(), train=True)

    f = np.einsum("nd,dm->nm", x, w) + b
    close(out, relu(f + x), "out", clues=of_output(x, f))


@exercise("10.2")
@pytest.mark.parametrize(
    "shape", [(2, 3, 5, 7), (2, 3, 5), (7,)], ids=["images", "three axes", "a vector"]
)
def test_output_of_any_shape(
    student: Student, rng: Rng, shape: tuple[int, ...]
) -> None:
    """ResidualBlock.forward takes x of any shape that its branch takes."""
    x = rng.normal(0.0, 2.0, size=shape)
    block = student.ResidualBlock(support(student, "layers", LAYERS).Bow())

    out = block.forward(x.copy(), train=True)

    f = 0.3 * x**2 - 1.0
    close(out, relu(f + x), "out", clues=Clues(suspects=wrong_sums(x, f)))


@exercise("10.2")
def test_silent_branch_leaves_a_relu(student: Student, rng: Rng) -> None:
    """ResidualBlock.forward with branch weights of 0 gives relu(x)."""
    x = np.abs(rng.normal(size=(7, 5)))
    make = support(student, "layers", LAYERS)
    block = student.ResidualBlock(make.Affine(np.zeros((5, 5)), np.zeros(5)))

    out, shut = (block.forward(each.copy(), train=True) for each in (x, -x))

    close(out, x, "out")
    close(shut, np.zeros((7, 5)), "out of a negative x")


def made(
    student: Student, rng: Rng, kind: str, places: list[str]
) -> tuple[Student, dict[str, Array]]:
    """Return a block of affine layers, and their parameters by the block's names."""
    make, layers = support(student, "layers", LAYERS), []
    arrays: dict[str, Array] = {}
    for place in places:
        w, b = rng.normal(size=(3, 3)), rng.normal(size=3)
        arrays |= {f"{place}.W": w, f"{place}.b": b}
        layers.append(make.Affine(w, b))
    block: Student = getattr(student, kind)(*layers)
    return block, arrays


def entries(block: Student, name: str) -> dict[str, object]:
    """Return the block's dict of this name."""
    found = getattr(block, name)
    require(isinstance(found, dict), f"{name} must be a dict.")
    return dict(found)


def relu(x: Array) -> Array:
    """Return x where it is positive, and 0 elsewhere."""
    return np.asarray(x * (x > 0))


def wrong_sums(x: Array, f: Array) -> dict[str, tuple[str, Array]]:
    """Return what out may be in place of relu(f + x), and what is said of it."""
    return {
        "relu:missing": ("The ReLU after the sum is missing.", f + x),
        "relu:too-early": (
            "The ReLU is taken of the branch alone: add x first, then take it.",
            relu(f) + x,
        ),
        "relu:of-x": (
            "The ReLU is taken of x alone: add first, then take it of the sum.",
            f + relu(x),
        ),
        "relu:twice": (
            "The ReLU is taken of branch and x apart: add first, then take it once.",
            relu(f) + relu(x),
        ),
        "identity:missing": ("x is not added to the branch.", relu(f)),
        "identity:twice": ("x is added twice.", relu(f + 2 * x)),
        "identity:taken-off": ("x is taken off the branch: add it.", relu(f - x)),
        "identity:times": ("x is multiplied with the branch: add it.", relu(f * x)),
    }


def of_output(x: Array, f: Array) -> Clues:
    """Return what out may be in place of relu(f + x), for a branch that gives f."""
    known = {"branch(x)": f, "relu(x)": relu(x)}
    return Clues(axes=AXES, known=known, suspects=wrong_sums(x, f))
