"""Open checks of unit 6: backward, on paper and against your own forward.

By hand most take eps = 3 and a variance of 1, so that the root is 2.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
NO_DIVISION = "The division by the root, sqrt(var + eps), is missing in dx."
DIVIDED_TWICE = "dx is divided by the root, sqrt(var + eps), once too often."
NO_X_HAT = "It is the sum of dout: x_hat is missing in it."
NO_GAMMA = "g is gamma * dout: dout stands in its place, or gamma is added to dout."
LACK_DIRECT = "The direct path lacks 1 / s: all three paths must have it."
LACK_MEAN = "The path through the mean lacks 1 / s, or is a sum and no mean over N."
LACK_VAR = "The path through the variance lacks 1 / s: all three must have it."
LACK_TWO = (
    "The direct path and the one through the mean lack 1 / s: all three must have it."
)
NOT_ZERO = (
    "It is zero everywhere: the averages do not change with x, but the direct path "
    "from x to out is there, through its division by the root."
)
NO_ROOT = "It is dout * gamma: the division by the root of running_var is missing."
OTHER_ROOT = (
    "It is divided by the root of the last training batch: after an evaluation the "
    "root must be that of running_var."
)
WITH_MEAN = "The path through the mean is in it: in an evaluation the mean is fixed."


@exercise("6.3")
def test_two_rows_back_by_hand(student: Student) -> None:
    """BatchNorm.backward gives the example of handout sections 3.2 and 3.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [3.0]]), train=True)

    dx = norm.backward(np.array([[1.0], [0.0]]))

    suspects = {
        "root:two paths": (LACK_TWO, np.array([[1.75], [-1.75]])),
        "root:direct": (LACK_DIRECT, np.array([[2.75], [-0.75]])),
        "root:mean": (LACK_MEAN, np.array([[-0.25], [-1.75]])),
        "gamma:apart": (NO_GAMMA, np.array([[0.1875], [-0.1875]])),
    }
    close(dx, np.array([[0.75], [-0.75]]), "dx", clues=Clues(suspects=suspects))
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
        "gamma:apart": (NO_GAMMA, measured / leaves[0]),
        **undivided(x, leaves[0] * dout),
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
        "dx:g": (NO_ROOT, direct),
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


def undivided(x: Array, g: Array) -> dict[str, tuple[str, Array]]:
    """Return what dx is where some paths are not divided by the root."""
    s = np.sqrt(x.var(axis=0) + 0.5)
    x_hat = (x - x.mean(axis=0)) / s
    of_mean = -g.mean(axis=0)
    of_var = -x_hat * (g * x_hat).mean(axis=0)
    return {
        "root:two paths": (LACK_TWO, g + of_mean + of_var / s),
        "root:direct": (LACK_DIRECT, g + (of_mean + of_var) / s),
        "root:mean": (LACK_MEAN, of_mean + (g + of_var) / s),
        "root:var": (LACK_VAR, of_var + (g + of_mean) / s),
    }


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


def parameter_gradient(norm: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = norm.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
