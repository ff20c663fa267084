"""Hidden checks of unit 10, fourth part: gradients through rows of layers."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
BLOCKS = '''
"""Layers that bend, so that the way forward matters, and one that changes the width."""


class Bow:
    """out = factor x + 0.2 x^2, of any shape."""

    def __init__(self, factor):
        self.params, self.grads, self.factor = {}, {}, factor

    def forward(self, x, train=True):
        self.x = x
        return self.factor * x + 0.2 * x * x

    def backward(self, dout):
        return dout * (self.factor + 0.4 * self.x)


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
'''
SIZES = pytest.mark.parametrize(
    ("depth", "n", "d"),
    [(30, 7, 5), (3, 1, 2), (2, 5, 1)],
    ids=["30 layers", "3 layers", "2 layers"],
)
ORDER = "The layers are gone through in the wrong order: the last one comes first."
TURNED = "The Jacobians are transposed: for rows y = x J^T the way back is dout J."
NO_IDENTITY = "The identity is missing: a layer gives x + x J^T."
ONCE = "The identity is there once for all layers: each of them has its own."
AGAIN = "dout itself is added at each layer: add what has arrived there."
SINGLE = (
    "Only the paths through one branch at most are there: paths go through several."
)
FORWARD = (
    "The norms are in the order of the way back: entry 0 must be that of the first "
    "block."
)
AFTER = "The norm is taken of what a block gives back: take it of what it is given."


@exercise("10.6")
@pytest.mark.parametrize(
    ("depth", "n", "d"),
    [(30, 7, 5), (3, 1, 2), (1, 3, 2)],
    ids=["30 layers", "3 layers", "1 layer"],
)
def test_plain_product(student: Student, rng: Rng, depth: int, n: int, d: int) -> None:
    """plain_gradient gives dout times the Jacobian of all layers together."""
    jacobians, dout = drawn(rng, depth, d), rng.normal(size=(n, d))

    dx = student.plain_gradient(list(jacobians), dout.copy())

    wrong = {
        "order": (ORDER, dout @ product(jacobians[::-1])),
        "turned": (TURNED, dout @ product(jacobians).T),
        "turned-each": (TURNED, dout @ product(jacobians[::-1]).T),
    }
    clues = Clues(axes={"dx": "N D"}, suspects=wrong)
    close(dx, dout @ product(jacobians), "dx", clues=clues)


@exercise("10.6")
@SIZES
def test_residual_product(
    student: Student, rng: Rng, depth: int, n: int, d: int
) -> None:
    """residual_gradient gives dout times the product of all I + J."""
    jacobians, dout = 0.3 * drawn(rng, depth, d), rng.normal(size=(n, d))

    dx = student.residual_gradient(list(jacobians), dout.copy())

    whole = np.eye(d) + jacobians
    wrong = {
        "order": (ORDER, dout @ product(whole[::-1])),
        "turned": (TURNED, dout @ product(whole).T),
        "turned-each": (TURNED, dout @ product(whole[::-1]).T),
        "identity:missing": (NO_IDENTITY, dout @ product(jacobians)),
        "identity:once": (ONCE, dout + dout @ product(jacobians)),
        "identity:of-dout": (AGAIN, adding_dout(jacobians, dout)),
        "paths:single": (SINGLE, dout + dout @ jacobians.sum(axis=0)),
    }
    clues = Clues(axes={"dx": "N D"}, suspects=wrong)
    close(dx, dout @ product(whole), "dx", clues=clues)


@exercise("10.6")
def test_sixteen_paths(student: Student, rng: Rng) -> None:
    """residual_gradient for four layers is the sum over all sixteen paths."""
    jacobians, dout = drawn(rng, 4, 3), rng.normal(size=(5, 3))

    dx = student.residual_gradient(list(jacobians), dout.copy())

    terms = {f"through {n} of 4 branches": np.zeros((5, 3)) for n in range(5)}
    for taken in itertools.product([False, True], repeat=4):
        path = product(jacobians[list(taken)])
        terms[f"through {sum(taken)} of 4 branches"] += dout @ path
    close(dx, sum(terms.values()), "dx", clues=Clues(axes={"dx": "N D"}, terms=terms))


@exercise("10.6")
def test_silent_branches_pass_everything(student: Student, rng: Rng) -> None:
    """Jacobians of 0: plain_gradient gives 0, and residual_gradient gives dout."""
    zeros, dout = list(np.zeros((30, 5, 5))), rng.normal(size=(7, 5))

    plain = student.plain_gradient(zeros, dout.copy())
    residual = student.residual_gradient(zeros, dout.copy())

    close(plain, np.zeros((7, 5)), "dx through plain layers")
    close(residual, dout, "dx through residual layers")


@exercise("10.7", weight=2)
@pytest.mark.parametrize(
    "shape", [(7, 3), (1, 5), (2, 3, 5, 1)], ids=["a batch", "one row", "images"]
)
def test_norms_at_each_block(
    student: Student, rng: Rng, shape: tuple[int, ...]
) -> None:
    """gradient_norms: entry i is the norm of all that block i's backward is given."""
    make, factors = support(student, "blocks", BLOCKS), rng.uniform(0.5, 1.5, size=4)
    x, dout = rng.normal(size=(2, *shape))

    found = student.gradient_norms([make.Bow(f) for f in factors.tolist()], x, dout)

    gradients = received(x, dout, factors)
    right = np.array([np.sqrt((g**2).sum()) for g in gradients[1:]])
    before = np.array([np.sqrt((g**2).sum()) for g in gradients[:-1]])
    wrong = {
        "order": (FORWARD, right[::-1]),
        "norm:after": (AFTER, before),
        "norm:after-turned": (AFTER, before[::-1]),
        **wrong_norms(gradients[1:]),
    }
    close(numbers(found, 4), right, "the list of norms", clues=Clues(suspects=wrong))


@exercise("10.7")
def test_norms_where_the_width_changes(student: Student, rng: Rng) -> None:
    """gradient_norms gives the right norms where layers change the feature count."""
    make = support(student, "blocks", BLOCKS)
    w, v = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))

    found = student.gradient_norms([make.Linear(w), make.Linear(v)], x, dout)

    right = [np.sqrt(((dout @ v.T) ** 2).sum()), np.sqrt((dout**2).sum())]
    wrong = wrong_norms([dout @ v.T, dout])
    close(numbers(found, 2), right, "the list of norms", clues=Clues(suspects=wrong))


def drawn(rng: Rng, depth: int, d: int) -> Array:
    """Return Jacobians whose product neither dies out nor runs away."""
    return np.asarray(rng.normal(size=(depth, d, d)) / np.sqrt(d))


def product(matrices: Array) -> Array:
    """Return the Jacobian of the whole row: the last layer's matrix comes first."""
    whole: Array = np.eye(matrices.shape[-1])
    for matrix in matrices:
        whole = np.asarray(matrix @ whole)
    return whole


def adding_dout(jacobians: Array, dout: Array) -> Array:
    """Return what comes of dout that is added anew at each layer."""
    dx = dout
    for jacobian in jacobians[::-1]:
        dx = np.asarray(dx @ jacobian + dout)
    return dx


def received(x: Array, dout: Array, factors: Array) -> list[Array]:
    """Return the gradient at x and at the output of each bow, first to last."""
    inputs = [x]
    for factor in factors:
        inputs.append(factor * inputs[-1] + 0.2 * inputs[-1] ** 2)
    gradients = [dout]
    for h, factor in zip(inputs[-2::-1], factors[::-1], strict=True):
        gradients.insert(0, gradients[0] * (factor + 0.4 * h))
    return gradients


def wrong_norms(gradients: list[Array]) -> dict[str, tuple[str, Array]]:
    """Return what may be taken for the norms of these."""
    flat = [g.reshape(len(g), -1) for g in gradients]

    def each(measure: Callable[[Array], float]) -> Array:
        return np.array([measure(g) for g in flat])

    return {
        "norm:squared": (
            "The root of the sum of the squares is missing.",
            each(lambda g: (g**2).sum()),
        ),
        "norm:mean": (
            "It is a root of a mean: take the sum of the squares.",
            each(lambda g: np.sqrt((g**2).mean())),
        ),
        "norm:absolute": (
            "It is a sum of absolute values: take the root of the sum of squares.",
            each(lambda g: np.abs(g).sum()),
        ),
        "norm:largest": (
            "It is the largest entry: take the root of the sum of squares.",
            each(lambda g: np.abs(g).max()),
        ),
        "norm:spectral": (
            "It is the largest singular value: take the root of the sum of squares.",
            each(lambda g: float(np.linalg.norm(g, 2))),
        ),
        "norm:rows": (
            "It is the mean of the rows' norms: take one norm over all entries.",
            each(lambda g: np.sqrt((g**2).sum(axis=1)).mean()),
        ),
    }


def numbers(norms: object, n: int) -> Array:
    """Return the numbers of a list of n, as an array."""
    is_list = isinstance(norms, list) and len(norms) == n
    found = norms if isinstance(norms, list) else []
    are_numbers = all(isinstance(each, (float, np.floating)) for each in found)
    must = f"gradient_norms must return a list of {n} numbers, one for each block"
    require(is_list and are_numbers, must)
    return np.array(found, np.float64)
