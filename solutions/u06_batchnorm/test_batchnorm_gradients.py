"""Hidden checks of unit 6, second part: gradients, after training and evaluation."""

from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that its place in the formula shows
KEEP = 0.6  # a momentum that is not its own complement
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
CENTRE = (
    "Adding 1 to all of x must not change the output of training: take off the mean of "
    "the batch in hand."
)
ONE_ROW = (
    "With one row the direct path and the path through the mean cancel: the path "
    "through the mean is left out, or has another weight."
)
SEVEN = (
    "It is right in some seven digits only: part of it is kept in float32, or it is "
    "measured by differences."
)
ALL_PATHS = (
    "It holds all three paths, but in an evaluation the mean and the variance do not "
    "depend on x: one path is left."
)


@exercise("6.3")
@pytest.mark.parametrize(
    ("n", "d"),
    [(7, 3), (7, 1), (3, 5)],
    ids=["7 rows of 3 features", "7 rows of 1 feature", "3 rows of 5 features"],
)
def test_gradient_of_forward(
    student: Student, reference: ModuleType, rng: Rng, n: int, d: int
) -> None:
    """BatchNorm.backward gives the gradients of your own forward to full precision."""
    require_centring(student, rng)
    given = leaves(rng, d)
    norm = student.BatchNorm(*given, eps=EPS)
    right = reference.BatchNorm(*given, eps=EPS)
    x, dout = batch(rng, n, d), rng.normal(size=(n, d))

    gradient(norm, at=x, upstream=dout, clues=of_paths(x, dout, given))

    # Differences are blind to single precision. Nine digits are asked of a forward
    # that is right, at this very point: to be another one here would gain nothing.
    out, clues = norm.forward(x.copy(), train=True), Clues(cause=SEVEN)
    is_right = is_near(out, right.forward(x, train=True))
    dx = array(norm.backward(dout.copy()), (n, d), "dx")
    close(dx, right.backward(dout) if is_right else dx, "dx", clues=clues)
    found = slopes(norm, d)
    wanted = slopes(right, d) if is_right else found
    close(found, wanted, "grads of gamma and beta", clues=clues)


@exercise("6.3")
def test_one_row_gets_no_gradient(student: Student, rng: Rng) -> None:
    """BatchNorm.backward: for a batch of one row, dx is 0."""
    require_centring(student, rng)
    gamma, beta = leaves(rng)
    norm = student.BatchNorm(gamma, beta, eps=EPS)
    out = norm.forward(batch(rng, 1), train=True)

    dx = array(norm.backward(rng.normal(size=(1, 3))), (1, 3), "dx")

    wanted = 0 * dx if is_near(out, beta[np.newaxis]) else dx  # 6.6 judges beta
    close(dx, wanted, "dx of one row", clues=Clues(cause=ONE_ROW))


@exercise("6.4")
def test_after_evaluation(student: Student, rng: Rng) -> None:
    """After evaluating a trained layer, BatchNorm.backward gives the numerical dx."""
    given, before = leaves(rng), batch(rng, 7)
    norm = student.BatchNorm(*given, momentum=KEEP, eps=EPS)
    norm.forward(before.copy(), train=True)
    x, dout = batch(rng, 5), rng.normal(size=(5, 3))

    mean, var = (1 - KEEP) * before.mean(axis=0), before.var(axis=0)
    clues = of_evaluation(x - mean, dout, given, KEEP + (1 - KEEP) * var)
    gradient(norm, at=x, upstream=dout, train=False, parameters=False, clues=clues)


@exercise("6.4")
def test_all_gradients_after_evaluation(student: Student, rng: Rng) -> None:
    """After evaluation of one row, BatchNorm.backward gives dx, dgamma and dbeta."""
    given, x, dout = leaves(rng), batch(rng, 1), rng.normal(size=(1, 3))
    norm, root = student.BatchNorm(*given, eps=EPS), np.sqrt(1 + EPS)

    clues = of_evaluation(x, dout, given, np.ones(3), root=root)
    gradient(norm, at=x, upstream=dout, train=False, clues=clues)


def leaves(rng: Rng, d: int = 3) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (D,) each."""
    return rng.normal(2.0, 0.5, size=d), rng.normal(1.0, 1.0, size=d)


def batch(rng: Rng, n: int, d: int = 3) -> Array:
    """Return (N, D) activations, each feature off centre by an amount of its own."""
    return rng.normal(rng.normal(2.0, 3.0, size=d), 1.5, size=(n, d))


def paths(
    centred: Array, dout: Array, given: Leaves, inv_std: Array
) -> dict[str, Array]:
    """Return what comes back to x along each of the three paths."""
    x_hat, direct = centred * inv_std, given[0] * dout
    along = np.einsum("nd,nd->d", direct, x_hat) / len(dout)
    return {
        "of the direct path": inv_std * direct,
        "of the path through the mean": -inv_std * direct.mean(axis=0),
        "of the path through the variance": -inv_std * x_hat * along,
    }


def of_evaluation(
    centred: Array, dout: Array, given: Leaves, var: Array, **constants: float
) -> Clues:
    """Return what dx may be after an evaluation."""
    inv_std = 1 / np.sqrt(var + EPS)
    all_paths = sum(paths(centred, dout, given, inv_std).values())
    return Clues(
        axes=AXES,
        constants=constants,
        known={"1 / root": inv_std},
        suspects={"paths:all": (ALL_PATHS, all_paths)},
    )


def of_paths(x: Array, dout: Array, given: Leaves) -> Clues:
    """Return what dx is made of, where x is normalized by its own statistics."""
    inv_std, centred = 1 / np.sqrt(x.var(axis=0) + EPS), x - x.mean(axis=0)
    known = {"x_hat": centred * inv_std, "(x - mean)": centred, "1 / root": inv_std}
    one = {"gamma": float(given[0][0]), "root": 1 / float(inv_std[0])}
    return Clues(
        axes=AXES,
        constants=one if x.shape[1] == 1 else {},  # of one feature they are numbers
        known=known,
        terms=paths(centred, dout, given, inv_std),
    )


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


def slopes(norm: Student, d: int = 3) -> Array:
    """Return the gradients of gamma and beta in a row; 6.3 judges their shapes."""
    grads = norm.grads if isinstance(norm.grads, dict) else {}
    found = [grads.get("gamma"), grads.get("beta")]
    is_right = all(isinstance(each, np.ndarray) and each.size == d for each in found)
    require(is_right, "grads must hold an array of shape (D,) for gamma and for beta")
    return np.concatenate([np.ravel(np.asarray(each)) for each in found])
