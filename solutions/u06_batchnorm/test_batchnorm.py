"""Hidden checks of unit 6: what comes out of rows, in training and in evaluation."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, has_default, live, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that its place in the formula shows
KEEP = 0.6  # a momentum that is not its own complement
SPREADS = pytest.mark.parametrize(
    "spread", [1e-4, 100.0], ids=["tiny variance", "large variance"]
)
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
ROOTS: dict[str, tuple[str, Callable[[Array, int], Array]]] = {  # wrong ones
    "root:none": (
        "It is divided by the variance plus eps: take the root of that sum.",
        lambda var, _n: var + EPS,
    ),
    "root:eps-outside": (
        "eps is added to the root: add it to the variance, then take the root.",
        lambda var, _n: np.sqrt(var) + EPS,
    ),
    "root:no-eps": (
        "The root is taken of the variance alone: eps is left out.",
        lambda var, _n: np.sqrt(var),
    ),
    "root:n-1": (
        "The variance divides by N - 1: divide the sum of the squares by N.",
        lambda var, n: np.sqrt(var * n / (n - 1) + EPS),
    ),
}
ROWS = (
    "Each row is normalized over its features: the mean and the variance of a feature "
    "run over the batch, axis 0."
)
LIMIT = (
    "An ordinary spread comes out right and this one does not: look for a limit that "
    "the variance, or x_hat, is kept above or below."
)
OTHERS = (
    "In evaluation a row comes out alone in another way than among others: nothing may "
    "be taken from the batch."
)
CENTRE = (
    "Adding 1 to all of x must not change the output of training: take off the mean of "
    "the batch in hand."
)


@exercise("6.1")
@pytest.mark.parametrize("n", [53, 2], ids=["many rows", "two rows"])
def test_training_output(student: Student, rng: Rng, n: int) -> None:
    """In training, BatchNorm.forward gives the output of Algorithm 1."""
    given, x = leaves(rng), batch(rng, n)
    x[0] += 90  # an outlier: among many rows its x_hat is near 7

    out = student.BatchNorm(*given, momentum=KEEP, eps=EPS).forward(x.copy())

    mean, var = x.sum(axis=0) / n, x.var(axis=0)
    record = (1 - KEEP) * mean, KEEP + (1 - KEEP) * var  # after this batch
    evaluated = output(x, *record, given)
    clues = clues_of(x, mean, var, given, {"the output of an evaluation": evaluated})
    close(out, output(x, mean, var, given), "out", clues=clues)


@exercise("6.1")
@SPREADS
def test_training_of_any_spread(student: Student, rng: Rng, spread: float) -> None:
    """In training, BatchNorm.forward is right for features of extreme variance."""
    given, x = leaves(rng), batch(rng, 7)
    usual = student.BatchNorm(*given, eps=EPS).forward(x.copy(), train=True)

    out = student.BatchNorm(*given, eps=EPS).forward(spread * x, train=True)

    mean, var = x.mean(axis=0), x.var(axis=0)
    cause = LIMIT if is_near(usual, output(x, mean, var, given)) else ""
    right = output(spread * x, spread * mean, spread**2 * var, given)
    close(out, right, "out", clues=Clues(cause=cause))


@exercise("6.1")
@pytest.mark.parametrize("kind", ["BatchNorm", "BatchNorm2d"])
def test_default_eps(student: Student, rng: Rng, kind: str) -> None:
    """The layer's eps is 1e-5 if the constructor is not given one."""
    require_centring(student, rng)
    given, make = leaves(rng), getattr(student, kind)
    x = rng.normal(0.01, 0.003, size=(7, 3, 2, 5) if kind == "BatchNorm2d" else (7, 3))

    def run(*args: float, **kwargs: float) -> Array:
        out = make(*given, *args, **kwargs).forward(x.copy(), train=True)
        return array(out, x.shape, "out")

    has_default(run, "eps", 1e-5)


@exercise("6.2")
def test_evaluation_output(student: Student, rng: Rng) -> None:
    """In evaluation, BatchNorm.forward uses the running averages, not the batch."""
    given, x = leaves(rng), batch(rng, 7)
    norm, mean, var = recorded(student, rng, given, 1.0)

    out = norm.forward(x.copy(), train=False)

    trained = output(x, x.mean(axis=0), x.var(axis=0), given)
    clues = clues_of(x, mean, var, given, {"the output of training": trained})
    close(out, output(x, mean, var, given), "out", clues=clues)


@exercise("6.2")
def test_evaluation_of_one_row(student: Student, rng: Rng) -> None:
    """In evaluation, BatchNorm.forward gives a row the same alone as in a batch."""
    x = batch(rng, 5)
    norm, _, _ = recorded(student, rng, leaves(rng))
    among = array(norm.forward(x.copy(), train=False), (5, 3), "out")

    alone = norm.forward(x[2:3].copy(), train=False)

    close(alone, among[2:3], "out of one row", clues=Clues(cause=OTHERS))


@exercise("6.2")
@SPREADS
def test_evaluation_of_any_spread(student: Student, rng: Rng, spread: float) -> None:
    """In evaluation, BatchNorm.forward is right for an extreme running_var."""
    given, x = leaves(rng), batch(rng, 7)
    norm, mean, var = recorded(student, rng, given, 1.0)
    usual = norm.forward(x.copy(), train=False)
    cause = LIMIT if is_near(usual, output(x, mean, var, given)) else ""
    norm, mean, var = recorded(student, rng, given, spread)

    out = norm.forward(x.copy(), train=False)

    close(out, output(x, mean, var, given), "out", clues=Clues(cause=cause))


def leaves(rng: Rng, d: int = 3) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)


def batch(rng: Rng, n: int, d: int = 3) -> Array:
    """Return (N, D) activations, each feature off centre by an amount of its own."""
    return rng.normal(rng.normal(2.0, 3.0, size=d), 1.5, size=(n, d))


def recorded(
    student: Student, rng: Rng, given: Leaves, spread: float = 1.0
) -> tuple[Student, Array, Array]:
    """Return a layer that has been trained, and what is on record in it since."""
    mean, var = rng.normal(size=3), rng.uniform(0.5, 2.0, size=3) * spread**2
    norm: Student = student.BatchNorm(*given, eps=EPS)
    norm.forward(batch(rng, 5), train=True)
    live(norm, "running_mean")[...] = mean
    live(norm, "running_var")[...] = var
    return norm, mean, var


def output(x: Array, mean: Array, var: Array, given: Leaves) -> Array:
    """Return what comes out where these are taken for mean and variance."""
    gamma, beta = given
    return gamma * (x - mean) / np.sqrt(var + EPS) + beta


def clues_of(
    x: Array, mean: Array, var: Array, given: Leaves, other: dict[str, Array]
) -> Clues:
    """Return what out may be in place of what it must be."""
    gamma, beta = given
    suspects = {
        code: (said, gamma * (x - mean) / root(var, len(x)) + beta)
        for code, (said, root) in ROOTS.items()
    }
    row_mean, row_var = (each[:, np.newaxis] for each in (x.mean(1), x.var(1)))
    suspects["axis:rows"] = ROWS, output(x, row_mean, row_var, given)
    x_hat = (x - mean) / np.sqrt(var + EPS)
    known = {"x_hat": x_hat, "x_hat + beta": x_hat + beta, "beta": beta, **other}
    return Clues(axes=AXES, known=known, suspects=suspects)


def is_near(found: object, right: Array) -> bool:
    """Whether a result is right, so that others can be measured by it."""
    if not isinstance(found, np.ndarray) or found.shape != right.shape:
        return False
    return found.dtype.kind == "f" and np.allclose(found, right, rtol=1e-9, atol=1e-9)


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def require_centring(student: Student, rng: Rng) -> None:
    """Refuse a training forward that could not be anyone's, such as returning x."""
    norm, x = student.BatchNorm(*leaves(rng), eps=EPS), batch(rng, 5)
    out = array(norm.forward(x.copy(), train=True), (5, 3), "out")
    again = norm.forward(x + 1, train=True)
    close(again, out, "out after adding 1 to all of x", clues=Clues(cause=CENTRE))
