"""Hidden checks of unit 5, fourth part: what goes from layer to layer.

The weights are the suite's own, handed out by an `init` of its own, so every output
follows from the one before it. The input is random: one array a run is judged by three
bounds that fail right work with probability 2 exp(-20) each, 1.3e-8 in all; they are
those of `test_initialization.py`.
"""

from collections.abc import Callable
from functools import partial
from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    drawn_by,
    exercise,
    generator,
    has_default,
    has_length,
    require,
    support,
    told_by,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each bound allows
LEVELS = np.arange(1, 40) / 40
GRID = np.array([NormalDist().inv_cdf(k / 40) for k in range(1, 40)])
AXES = {"what comes out": "L N D"}
GIVEN = '''
import numpy as np


class Given:
    """An init that hands out given matrices in turn and notes what it is asked."""

    def __init__(self, weights):
        self.weights, self.shapes = list(weights), []

    def __call__(self, shape, rng):
        self.shapes.append(tuple(shape))
        return self.weights[(len(self.shapes) - 1) % len(self.weights)]


def tanh(x):
    return np.tanh(x)


def bend(x):
    return np.where(x > 0, x, 0.5 * x)


def cube(x):
    return x * x * x


def same(x):
    return x


def eye(shape, rng):
    return np.eye(*shape)


def shapes(function, **sizes):
    outputs = function(eye, same, np.random.default_rng(1), **sizes)
    return [np.shape(each) for each in outputs]
'''
NOTES = {
    "x": "the input",
    "W1": "the first weights of init",
    "W2": "the second weights of init",
    "out1": "what the first layer gave",
    "z1": "x @ W1, without activation",
}
FORMULAS = {"tanh": "tanh({})", "bend": "where({0} > 0, {0}, 0.5 * ({0}))"}
TWICE = "What goes on to the next layer has passed the activation twice."
INPUT = "The list begins with the input, which is no layer: leave it out."
NUMBERS = (
    "The list holds single numbers: append the arrays themselves, not a statistic."
)
UNIFORM = (
    "The input comes from rng.random: it must be standard normal, from "
    "rng.standard_normal."
)
OFF = "The input does not lie around 0."
SPREAD = (
    "What comes out first is not activation(x @ weights) for a standard normal x: look "
    "at the input, the product and the activation."
)
EXCHANGED = "The axes are exchanged: each example is a row, and W stands on the right."
ORDER = "The last layer comes first: the list begins with the first layer."
BIAS = "The same numbers are added for every example: these layers have no bias."
SQUARE = "init must be asked for (width, width): as many numbers come out as go in."
ASKED = "init must be called once for each layer, and no more."


@exercise("5.7", weight=3)
@pytest.mark.parametrize("bend", ["tanh", "bend"], ids=["tanh", "leaky"])
def test_layers_follow_each_other(student: Student, rng: Rng, bend: str) -> None:
    """activation_statistics computes activation(x @ weights) per layer, no bias."""
    weights = rng.normal(0.0, 0.5, size=(4, 7, 7))
    module = support(student, "given_by_the_suite", GIVEN)
    activation, init = getattr(module, bend), module.Given(list(weights))

    seed = int(rng.integers(1 << 32))

    found = student.activation_statistics(
        init, activation, generator(seed), n_layers=4, width=7, n_samples=11
    )

    outs = outputs(found, (4, 11, 7))
    right = layered(outs, weights, bend)
    clues = Clues(axes=AXES, suspects=wrong_layers(outs, weights, bend))
    x = np.random.default_rng(seed).standard_normal((11, 7))
    parts = {"x": x, "W1": weights[0], "out1": outs[0], "W2": weights[1]}
    bent = FORMULAS[bend]
    with (
        told_by(
            outs[0],
            bent.format("x @ W1"),
            parts,
            name="What the first layer gives",
            notes=NOTES,
        ),
        told_by(
            outs[1],
            bent.format("out1 @ W2"),
            {**parts, "z1": x @ weights[0]},
            name="What the second layer gives",
            notes=NOTES,
        ),
    ):
        close(outs[1:], right, "what comes out", clues=clues)


@exercise("5.7", weight=2)
def test_input_is_standard_normal(student: Student, rng: Rng) -> None:
    """activation_statistics draws its input from the standard normal distribution."""
    module = support(student, "given_by_the_suite", GIVEN)
    init = module.Given([3 * np.eye(103)])

    seed = int(rng.integers(1 << 32))

    found = student.activation_statistics(
        init, module.cube, generator(seed), n_layers=1, width=103, n_samples=101
    )

    x = np.cbrt(outputs(found, (1, 101, 103))[0]) / 3
    with drawn_by(x, "z", {"width": 103}, seed):
        require_standard(x)


def require_standard(x: Array) -> None:
    """Refuse inputs that are no standard normal numbers."""
    n, spread = x.size, float(np.sqrt(np.mean(x**2)))
    cause = UNIFORM if x.min() >= 0 else OFF
    must = "the input must lie around 0."
    require(abs(x.mean()) <= np.sqrt(2 * T / n) * spread, must, cause=cause)
    slack = 2 * np.sqrt(T / n) + 2 * T / n
    must = f"the input must have a spread near 1, found {spread:.4g}."
    require(abs(spread**2 - 1) <= slack, must, cause=SPREAD)
    shares = np.searchsorted(np.sort(x, axis=None), GRID) / n
    must = "the input must have the distribution of normal numbers."
    is_normal = np.abs(shares - LEVELS).max() <= np.sqrt(T / 2 / n)
    require(is_normal, must, cause=UNIFORM)


@exercise("5.7")
@pytest.mark.parametrize(
    ("n_layers", "width", "n_samples"),
    [(1, 3, 5), (3, 1, 2), (2, 5, 1)],
    ids=["one layer", "one unit", "one example"],
)
def test_layers_of_any_size(
    student: Student, rng: Rng, n_layers: int, width: int, n_samples: int
) -> None:
    """activation_statistics works for one layer, one unit or one example."""
    module = support(student, "given_by_the_suite", GIVEN)
    weights = rng.normal(0.0, 0.5, size=(n_layers, width, width))

    found = student.activation_statistics(
        module.Given(list(weights)),
        module.tanh,
        seeded(rng),
        n_layers,
        width,
        n_samples,
    )

    outs = outputs(found, (n_layers, n_samples, width))
    close(outs[1:], layered(outs, weights, "tanh"), "what comes out")


@exercise("5.7")
def test_default_sizes(student: Student) -> None:
    """activation_statistics has 5 layers, width 100 and 1000 samples by default."""
    module = support(student, "given_by_the_suite", GIVEN)

    found = module.shapes(student.activation_statistics)

    must = f"without sizes there must be 5 outputs of (1000, 100), found {found}."
    if list(map(tuple, found)) != [(1000, 100)] * 5:
        for name, value in {"n_layers": 5, "width": 100, "n_samples": 1000}.items():
            has_default(partial(made, student), name, value)
        require(False, must)  # noqa: FBT003 - it is none of the sizes


@exercise("5.7")
def test_init_is_called_for_each_layer(student: Student, rng: Rng) -> None:
    """activation_statistics calls init once per layer, for (width, width)."""
    module = support(student, "given_by_the_suite", GIVEN)
    init = module.Given(list(rng.normal(size=(3, 5, 5))))

    student.activation_statistics(
        init, module.tanh, seeded(rng), n_layers=3, width=5, n_samples=2
    )

    asked = init.shapes
    must = f"init must be asked for (5, 5) each time, found {asked[:4]}."
    require(set(map(tuple, asked)) == {(5, 5)}, must, cause=SQUARE)
    must = f"init must be called 3 times for 3 layers, found {len(asked)}."
    require(len(asked) == 3, must, cause=ASKED)


def made(student: Student, **sizes: float) -> Array:
    """Return the shapes of what comes out with these sizes."""
    module = support(student, "given_by_the_suite", GIVEN)
    shapes = module.shapes(student.activation_statistics, **sizes)
    are_matrices = all(len(shape) == 2 for shape in shapes)
    require(are_matrices, f"each output must have two axes, found {shapes}.")
    return np.array(shapes, np.float64)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def outputs(found: object, shape: tuple[int, int, int]) -> Array:
    """Return the outputs of all layers; 5.10 judges that they are in a list."""
    parts = has_length(found, shape[0], "the list of outputs")
    are_arrays = all(isinstance(part, np.ndarray) for part in parts)
    turned = any(np.shape(part) == shape[:0:-1] for part in parts)
    cause = EXCHANGED if turned else "" if are_arrays else NUMBERS
    for number, part in enumerate(parts):
        size = np.shape(part) if isinstance(part, np.ndarray) else "no array"
        must = f"output {number} must have the shape {shape[1:]}, found {size}."
        require(size == shape[1:], must, cause=cause)
        is_finite = np.isfinite(np.asarray(part)).all()
        require(is_finite, f"output {number} must be finite")
    return np.stack(parts).astype(np.float64)


def bent(x: Array, bend: str) -> Array:
    """Return the activation of x."""
    return np.tanh(x) if bend == "tanh" else np.where(x > 0, x, 0.5 * x)


def unbent(y: Array, bend: str) -> Array:
    """Return what the activation made y of; nan where it cannot have made it."""
    with np.errstate(all="ignore"):
        return np.arctanh(y) if bend == "tanh" else np.where(y > 0, y, 2 * y)


def layered(outs: Array, weights: Array, bend: str) -> Array:
    """Return what must come out of all layers but the first, by what came before."""
    return bent(outs[:-1] @ weights[1:], bend)


def wrong_layers(
    outs: Array, weights: Array, bend: str
) -> dict[str, tuple[str, Callable[[], Array]]]:
    """Return what may come out of all layers but the first in place of the right."""
    came, w = outs[:-1], weights[1:]

    def biased() -> Array:
        z = came @ w
        bias = (unbent(outs[1:], bend) - z).mean(axis=1, keepdims=True)
        return bent(z + bias, bend)

    def reversed_order() -> Array:
        fits = np.allclose(outs[:-1], bent(outs[1:] @ weights[:0:-1], bend))
        return outs[1:] if fits else np.full_like(came, np.nan)

    return {
        "layers:reversed": (ORDER, reversed_order),
        "layers:bias": (BIAS, biased),
        "layers:twice": (TWICE, lambda: bent(bent(came, bend) @ w, bend)),
        "layers:input": (INPUT, lambda: bent(came @ weights[:-1], bend)),
    }
