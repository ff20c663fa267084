"""Open checks of unit 6: forward, on paper and for batches that are drawn.

By hand most take eps = 3 and a variance of 1, so that the root is 2.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, live

Array = NDArray[np.float64]
Rng = np.random.Generator
Leaves = tuple[Array, Array]
EPS = 0.3
STEPS = np.array([[-5.0], [-1.0], [1.0], [2.0], [3.0]])  # mean 0, variance 8
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
ONE_MEAN = "The mean is one number for all features: each must have its own, axis=0."
ONE_OF_EACH = (
    "The mean and the variance are one number each for all features: each feature must "
    "have its own, axis=0."
)
MOVED = "The averages are moved before they are read: an evaluation must not move them."
LACKS = {
    "x_hat": "It is exactly x_hat: gamma and beta are missing.",
    "x_hat + beta": "gamma is missing: x_hat must be multiplied by it.",
    "gamma * x_hat": "beta is missing: it must be added.",
}
ROWS = "The mean and the variance are those of a row: each feature has its own, axis=0."
RECORDS = "The running averages are in it: in training, take mean and var of the batch."
TRAINED = "It is the output of training: evaluation reads the running averages."
ONE_VARIANCE = "One variance serves all features: each must have its own, axis=0."
SUMMED = "The variance is a sum over N: divide it by N."
STD = "The standard deviation stands where the variance belongs."
BRACKETS = "The mean alone is divided by the root: put brackets around x - mean."
TURNED = "The sign is turned: it must be x - mean."
EPS_ALONE = (
    "It is divided by the root of eps alone: running_var, which is 1 at the start, "
    "must be added to eps. Does running_mean, which is 0 there, stand in its place?"
)
CLIPPED = "x_hat is cut off at -3 and 3: no number of it is too large."
EXCHANGED = "gamma and beta are exchanged: gamma multiplies, and beta is added."
NO_EPS = (
    "eps is left out, or is not the one that was given: self.eps must be added to the "
    "variance."
)
ROOTS: dict[str, tuple[str, Callable[[Array], Array]]] = {  # wrong ones
    "root:none": (
        "It is divided by the variance plus eps: take the root of that sum.",
        lambda var: var + EPS,
    ),
    "root:eps-outside": (
        "eps is added to the root: add it to the variance, then take the root.",
        lambda var: np.sqrt(var) + EPS,
    ),
    "root:no-eps": (
        NO_EPS,
        np.sqrt,
    ),
    "root:no-square": (
        "The variance is 0: the distances must be squared before their mean is taken.",
        lambda var: np.sqrt(0 * var + EPS),
    ),
    "root:n-1": (
        "The variance divides by N - 1: divide the sum of the squares by N.",
        lambda var: np.sqrt(var * 5 / 4 + EPS),
    ),
}


@exercise("6.1")
def test_two_rows_by_hand(student: Student) -> None:
    """BatchNorm.forward gives the worked example of handout section 2.2."""
    norm = student.BatchNorm(np.array([4.0, 2.0]), np.array([10.0, -1.0]), eps=3.0)

    out = norm.forward(np.array([[1.0, 20.0], [3.0, 22.0]]), train=True)

    close(out, np.array([[8.0, -2.0], [12.0, 0.0]]), "out")


@exercise("6.1")
def test_five_rows_in_steps(student: Student, rng: Rng) -> None:
    """In training, BatchNorm.forward is right for rows of known mean and variance."""
    leaves, mean, step = drawn(rng)
    norm = student.BatchNorm(*leaves, momentum=0.6, eps=EPS)

    out = norm.forward(mean + step * STEPS, train=True)

    centred, var = step * STEPS, 8 * step**2
    on_record = 0.4 * mean, 0.6 + 0.4 * var  # after this batch
    evaluated = scaled(mean + centred - on_record[0], on_record[1], leaves)
    x = mean + centred
    rows = x - x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    apart = x - x.mean()
    other = {
        "mean:one": (ONE_MEAN, scaled(apart, var, leaves)),
        "mean:one, var": (ONE_MEAN, scaled(apart, (apart**2).mean(axis=0), leaves)),
        "both:one": (ONE_OF_EACH, scaled(apart, 0 * var + x.var(), leaves)),
        "axis:1": (ROWS, scaled(*rows, leaves)),
        "records:first": (RECORDS, scaled(x, np.ones(3), leaves)),
        "records:moved": (RECORDS, evaluated),
        "leaves:exchanged": (EXCHANGED, scaled(centred, var, leaves[::-1])),
        "var:sum": (SUMMED, scaled(centred, 5 * var, leaves)),
        "var:std": (STD, scaled(centred, np.sqrt(var), leaves)),
        "var:one": (ONE_VARIANCE, scaled(centred, 0 * var + var.mean(), leaves)),
        "var:one of x": (ONE_VARIANCE, scaled(centred, 0 * var + x.var(), leaves)),
        "mean:divided": (BRACKETS, unbracketed(x, mean, var, leaves)),
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


@exercise("6.2")
def test_evaluation_of_a_fresh_layer(student: Student) -> None:
    """In evaluation, a fresh BatchNorm gives the example of handout section 2.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)

    out = norm.forward(np.array([[1.0], [6.0]]), train=False)

    of_eps = 4 * np.array([[1.0], [6.0]]) / np.sqrt(3) + 10
    clues = Clues(suspects={"root:eps": (EPS_ALONE, of_eps)})
    close(out, np.array([[12.0], [22.0]]), "out", clues=clues)


@exercise("6.2")
def test_evaluation_reads_the_running_averages(student: Student, rng: Rng) -> None:
    """In evaluation, BatchNorm.forward normalizes by running_mean and running_var."""
    leaves, mean, step = drawn(rng)
    norm = student.BatchNorm(*leaves, eps=EPS)
    live(norm, "running_mean")[...] = mean
    live(norm, "running_var")[...] = step**2

    out = norm.forward(mean + 1 + step * STEPS, train=False)

    centred, var = 1 + step * STEPS, step**2
    trained = scaled(step * STEPS, 8 * step**2, leaves)
    cut = np.clip(centred / np.sqrt(var + EPS), -3, 3)
    moved = centred - 0.1, 0.9 * var + 0.8 * step**2
    other = {
        "training": (TRAINED, trained),
        "moved:both": (MOVED, scaled(*moved, leaves)),
        "moved:mean": (MOVED, scaled(moved[0], var, leaves)),
        "x_hat:cut": (CLIPPED, leaves[0] * cut + leaves[1]),
        "mean:divided": (BRACKETS, unbracketed(mean + centred, mean, var, leaves)),
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


def drawn(rng: Rng) -> tuple[Leaves, Array, Array]:
    """Return gamma and beta, then a mean and a spread for each of three features."""
    leaves = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    return leaves, rng.normal(2.0, 3.0, size=3), rng.uniform(0.5, 2.0, size=3)


def scaled(centred: Array, var: Array, leaves: Leaves) -> Array:
    """Return out, once the mean is taken off x."""
    gamma, beta = leaves
    return gamma * centred / np.sqrt(var + EPS) + beta


def unbracketed(x: Array, mean: Array, var: Array, leaves: Leaves) -> Array:
    """Return out where x - mean has no brackets."""
    gamma, beta = leaves
    return np.asarray(gamma * (x - mean / np.sqrt(var + EPS)) + beta)


def clues_of(
    centred: Array, var: Array, leaves: Leaves, other: dict[str, tuple[str, Array]]
) -> Clues:
    """Return what out may be in place of what it must be."""
    gamma, beta = leaves
    suspects = {
        code: (said, gamma * centred / root(var) + beta)
        for code, (said, root) in ROOTS.items()
    }
    x_hat = centred / np.sqrt(var + EPS)
    parts = x_hat, x_hat + beta, gamma * x_hat
    lacks = dict(zip(LACKS, zip(LACKS.values(), parts, strict=True), strict=True))
    turned = {"x_hat:turned": (TURNED, beta - gamma * x_hat)}
    wrong = {**suspects, **lacks, **turned, **other}
    return Clues(axes=AXES, known={"beta": beta}, suspects=wrong)
