"""Open checks of unit 6: numbers to redo on paper, and batches that are drawn.

By hand most take eps = 3 and a variance of 1, so that the root is 2.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Chain,
    Clues,
    Student,
    close,
    exercise,
    gradient,
    live,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Leaves = tuple[Array, Array]
EPS = 0.3
STEPS = np.array([[-5.0], [-1.0], [1.0], [2.0], [3.0]])  # mean 0, variance 8
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
NO_DIVISION = "The division by the root, sqrt(var + eps), is missing in dx."
DIVIDED_TWICE = "dx is divided by the root, sqrt(var + eps), once too often."
NO_X_HAT = "It is the sum of dout: x_hat is missing in it."
ONE_MEAN = "The mean is one number for all features: each must have its own, axis=0."
ONE_OF_EACH = (
    "The mean and the variance are one number each for all features: each feature must "
    "have its own, axis=0."
)
NOT_ZERO = (
    "It is zero everywhere: the averages do not change with x, but the direct path "
    "from x to out is there, through its division by the root."
)
MOVED = "The averages are moved before they are read: an evaluation must not move them."
OTHER_ROOT = (
    "It is divided by the root of the last training batch: after an evaluation the "
    "root must be that of running_var."
)
WITH_MEAN = "The path through the mean is in it: in an evaluation the mean is fixed."
LACKS = {
    "x_hat": "It is exactly x_hat: gamma and beta are missing.",
    "x_hat + beta": "gamma is missing: x_hat must be multiplied by it.",
    "gamma * x_hat": "beta is missing: it must be added.",
}
ROWS = "The mean and the variance are those of a row: each feature has its own, axis=0."
RECORDS = "The running averages are in it: in training, take mean and var of the batch."
TRAINED = "It is the output of training: evaluation reads the running averages."
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
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


@exercise("6.2")
def test_evaluation_of_a_fresh_layer(student: Student) -> None:
    """In evaluation, a fresh BatchNorm gives the example of handout section 2.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)

    out = norm.forward(np.array([[1.0], [6.0]]), train=False)

    close(out, np.array([[12.0], [22.0]]), "out")


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
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


@exercise("6.3")
def test_two_rows_back_by_hand(student: Student) -> None:
    """BatchNorm.backward gives the example of handout sections 3.2 and 3.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [3.0]]), train=True)

    dx = norm.backward(np.array([[1.0], [0.0]]))

    close(dx, np.array([[0.75], [-0.75]]), "dx")
    close(parameter_gradient(norm, "gamma"), np.array([-0.5]), 'grads["gamma"]')
    close(parameter_gradient(norm, "beta"), np.array([1.0]), 'grads["beta"]')


@exercise("6.3")
def test_two_numbers_pass_no_gradient(student: Student, rng: Rng) -> None:
    """BatchNorm.backward: for a batch of two rows with eps = 0, dx is 0."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=0.0)
    norm.forward(np.array([[10.0], [70.0]]), train=True)

    dx = norm.backward(rng.normal(size=(2, 1)))

    close(dx, np.zeros((2, 1)), "dx")


@exercise("6.3")
def test_small_gradient(student: Student, rng: Rng) -> None:
    """BatchNorm.backward gives the numerical gradient of your own forward."""
    leaves = rng.normal(2.0, 0.5, size=2), rng.normal(size=2)
    norm = student.BatchNorm(*leaves, eps=0.5)
    x, dout = rng.normal(2.0, 3.0, size=(5, 2)), rng.normal(size=(5, 2))

    var = x.var(axis=0)
    measured = slopes(x, dout, leaves[0])
    suspects = {
        "gamma:sum": (NO_X_HAT, dout.sum(axis=0)),
        "root:missing": (NO_DIVISION, measured * np.sqrt(var + 0.5)),
        "root:square": (DIVIDED_TWICE, measured / np.sqrt(var + 0.5)),
    }
    clues = Clues(axes=AXES, chain=in_training, suspects=suspects)
    gradient(norm, at=x, upstream=dout, clues=clues)


@exercise("6.4")
def test_after_evaluation_one_path_is_left(student: Student) -> None:
    """After evaluation, BatchNorm.backward gives the example of handout section 3.4."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [6.0]]), train=False)

    dx = norm.backward(np.array([[1.0], [0.5]]))

    close(dx, np.array([[2.0], [1.0]]), "dx")


@exercise("6.4")
def test_small_gradient_after_evaluation(student: Student, rng: Rng) -> None:
    """After evaluation, BatchNorm.backward gives the numerical dx of your forward."""
    leaves = rng.normal(2.0, 0.5, size=2), rng.normal(size=2)
    norm = student.BatchNorm(*leaves, momentum=0.6, eps=0.5)
    before = rng.normal(2.0, 3.0, size=(5, 2))
    norm.forward(before.copy(), train=True)
    x, dout = rng.normal(2.0, 3.0, size=(5, 2)), rng.normal(size=(5, 2))
    direct, var = leaves[0] * dout, before.var(axis=0)
    suspects = {
        "root:trained": (OTHER_ROOT, direct / np.sqrt(var + 0.5)),
        "dx:zero": (NOT_ZERO, 0 * direct),
        "mean:path": (
            WITH_MEAN,
            (direct - direct.mean(axis=0)) / np.sqrt(0.6 + 0.4 * var + 0.5),
        ),
    }
    clues = Clues(axes=AXES, suspects=suspects)

    gradient(norm, at=x, upstream=dout, train=False, parameters=False, clues=clues)


def in_training(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return out as 2.2 does; the names are those that 3.2 gives to gradients."""
    mean = chain.through(at["x"].mean(axis=0), "dmean")
    var = chain.through(((at["x"] - mean) ** 2).mean(axis=0), "dvar")
    x_hat = chain.through((at["x"] - mean) / np.sqrt(var + 0.5), "dx_hat", "g")
    chain.holds(x_hat, "x_hat")
    return at["gamma"] * x_hat + at["beta"]


def slopes(x: Array, dout: Array, gamma: Array) -> Array:
    """Return the slope of dout * out for each entry of x, by tiny complex steps."""
    found = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[place] += 1e-30j
        apart = moved - moved.mean(axis=0)
        out = gamma * apart / np.sqrt((apart * apart).mean(axis=0) + 0.5)
        found[place] = (dout * out).sum().imag / 1e-30
    return found


def drawn(rng: Rng) -> tuple[Leaves, Array, Array]:
    """Return gamma and beta, then a mean and a spread for each of three features."""
    leaves = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    return leaves, rng.normal(2.0, 3.0, size=3), rng.uniform(0.5, 2.0, size=3)


def scaled(centred: Array, var: Array, leaves: Leaves) -> Array:
    """Return out, once the mean is taken off x."""
    gamma, beta = leaves
    return gamma * centred / np.sqrt(var + EPS) + beta


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
    wrong = {**suspects, **lacks, **other}
    return Clues(axes=AXES, known={"beta": beta}, suspects=wrong)


def parameter_gradient(norm: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = norm.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
