"""Hidden checks of unit 1: a gradient measured, and two gradients compared.

The functions are polynomials, for which central differences are known exactly for
any step, so a large step shows which differences were taken.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    has_default,
    moves_one_entry,
    narrowed,
    require,
    support,
    told_by,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
H = 0.3  # so large that h^2 and h show
SMOOTH_RTOL = 1e-8  # 1e-10 from h^2, and as much from rounding, times a hundred
NAME = "the gradient"
LAYOUT = """
import numpy as np

def turned(student, x):
    return student.numerical_gradient(lambda at: float(np.sum(at ** 2)), x.T)
"""
ERROR = "max(abs(a - n)) / maximum(max(abs(a)) + max(abs(n)), 1e-8)"


class Cubic:
    """A function of all entries: sum of c x^3, plus the square of sum of d x.

    Attributes:
        points: the points it was asked at, in order, as they came.
    """

    def __init__(self, rng: Rng, shape: Shape) -> None:
        self.c, self.d = rng.uniform(-2.0, 2.0, size=(2, *shape))
        self.points: list[Array] = []

    def __call__(self, at: Array) -> float:
        """Return the value, whatever shape the entries come in."""
        self.points.append(np.asarray(at))
        return self.value(np.asarray(at, np.float64).reshape(self.c.shape))

    def value(self, at: Array) -> float:
        """Return the value at an array of the right shape."""
        return float((self.c * at**3).sum() + (self.d * at).sum() ** 2)

    def slope(self, at: Array, h: float = 0.0) -> Array:
        """Return the central differences at a point: the derivative and c h^2."""
        coupled = 2 * self.d * (self.d * at).sum()
        return np.asarray(3 * self.c * at**2 + self.c * h**2 + coupled)


@exercise("1.7", weight=3)
@pytest.mark.parametrize(
    "shape",
    [(3, 2), (5,), (2, 3, 1, 2), (1,)],
    ids=["matrix", "vector", "four axes", "one entry"],
)
def test_gradient_of_a_cubic(student: Student, rng: Rng, shape: Shape) -> None:
    """numerical_gradient takes central differences with the given h at each entry."""
    f, x = Cubic(rng, shape), rng.uniform(-2.0, 2.0, size=shape)

    grad = student.numerical_gradient(f, x.copy(), h=H)

    with narrowed(lambda: moves_one_entry(f.points, x, H)):
        close(grad, f.slope(x, H), NAME, clues=of_differences(f, x))


@exercise("1.7")
def test_gradient_without_an_axis(student: Student, rng: Rng) -> None:
    """numerical_gradient of an x of shape () is right and has the shape ()."""
    f, x = Cubic(rng, ()), np.array(rng.uniform(0.5, 2.0))

    grad = student.numerical_gradient(f, x.copy(), h=H)

    close(grad, f.slope(x, H), NAME, clues=of_differences(f, x))


@exercise("1.7")
def test_gradient_by_default_step(student: Student) -> None:
    """numerical_gradient uses h = 1e-5 by default."""

    def steep(at: Array) -> float:
        return float(1e10 * np.sum(np.asarray(at) ** 3))

    grad = student.numerical_gradient(steep, np.zeros(3))

    def run(*_: float, **h: float) -> Array:
        return np.asarray(student.numerical_gradient(steep, np.zeros(3), **h))

    cause = "With nothing said, h must be 1e-5."
    with narrowed(lambda: has_default(run, "h", 1e-5)):
        close(grad, np.ones(3), NAME, rtol=1e-6, clues=Clues(cause=cause))


@exercise("1.7")
def test_gradient_of_a_wave(student: Student, rng: Rng) -> None:
    """numerical_gradient of a smooth function is right to eight digits by default."""
    x, a = rng.uniform(-2.0, 2.0, size=(3, 5)), rng.uniform(0.5, 2.0, size=(3, 5))

    def wave(at: Array) -> float:
        return float(np.sin(a * np.asarray(at, np.float64).reshape(3, 5)).sum())

    grad = student.numerical_gradient(wave, x.copy())

    close(grad, a * np.cos(a * x), NAME, rtol=SMOOTH_RTOL)


@exercise("1.7")
def test_gradient_asks_at_the_right_points(student: Student, rng: Rng) -> None:
    """numerical_gradient calls f in the shape of x, with one entry moved by h."""
    f, x = Cubic(rng, (2, 3)), rng.uniform(0.5, 2.0, size=(2, 3))

    student.numerical_gradient(f, x.copy(), h=H)

    require(f.points, "f must be called.")
    moves_one_entry(f.points, x, H)


@exercise("1.7")
def test_gradient_of_a_transposed_array(student: Student, rng: Rng) -> None:
    """numerical_gradient is right where x is a transposed array."""
    x = rng.normal(size=(2, 3))
    plain = student.numerical_gradient(lambda at: float(np.sum(at**2)), x.copy())

    grad = support(student, "layout", LAYOUT).turned(student, x)

    is_right = isinstance(plain, np.ndarray) and plain.dtype.kind in "fiu"
    cause = "It is right until x is transposed: reshape(-1) of x.T is a copy. Use "
    cause += "np.ndindex(x.shape) for the places."
    clues = Clues(
        cause=cause
        if is_right and plain.shape == x.shape and np.allclose(plain, 2 * x)
        else ""
    )
    close(grad, 2 * x.T, NAME, rtol=SMOOTH_RTOL, clues=clues)


@exercise("1.8", weight=2)
@pytest.mark.parametrize(
    "shape", [(3, 5), (7,), ()], ids=["matrix", "vector", "number"]
)
def test_error_of_two_gradients(student: Student, rng: Rng, shape: Shape) -> None:
    """gradient_error gives the formula of handout section 6.3."""
    a, n = -rng.uniform(1.0, 9.0, size=shape), rng.uniform(-5.0, 5.0, size=shape)

    error = student.gradient_error(a.copy(), n.copy())

    right = np.abs(a - n).max() / (np.abs(a).max() + np.abs(n).max())
    with told_by(error, ERROR, {"a": a, "n": n}, name="The error"):
        close(error, right, "the error", clues=of_errors(a, n))


@exercise("1.8")
def test_error_of_tiny_gradients(student: Student, rng: Rng) -> None:
    """gradient_error divides by 1e-8 where the gradients are smaller than that."""
    a, n = 1e-9 * rng.uniform(1.0, 2.0, size=(2, 5)) * [[1.0], [-1.0]]

    error = student.gradient_error(a.copy(), n.copy())

    size = a.max() - n.min()
    suspects = {
        "floor:none": ("There is no floor of 1e-8.", (a - n).max() / size),
        "floor:added": (
            "1e-8 is added: take the larger of 1e-8 and the sum.",
            (a - n).max() / (size + 1e-8),
        ),
    }
    clues = Clues(suspects=suspects)
    with told_by(error, ERROR, {"a": a, "n": n}, name="The error"):
        close(error, (a - n).max() / 1e-8, "the error", clues=clues)


@exercise("1.8")
def test_error_of_equal_gradients(student: Student, rng: Rng) -> None:
    """gradient_error is 0 for equal gradients, also where both are all zeros."""
    a = rng.normal(size=(3, 5))

    errors = [student.gradient_error(each, each.copy()) for each in (a, 0 * a)]

    close(errors[0], 0.0, "the error of equal gradients")
    zeros = Clues(cause="0 / 0 is no number: the denominator is 1e-8 at least.")
    close(errors[1], 0.0, "the error of two gradients of zeros", clues=zeros)


def of_differences(f: Cubic, x: Array) -> Clues:
    """Return what comes out of other differences than central ones."""
    places, now = list(np.ndindex(x.shape)), f.value(x)
    up = _each(x.shape, [f.value(x + _move(x.shape, at)) for at in places])
    down = _each(x.shape, [f.value(x - _move(x.shape, at)) for at in places])
    together = (f.value(x + H) - f.value(x - H)) / (2 * H)
    results = {
        "It goes up only: go down by h as well.": (up - now) / H,
        "It goes down only: go up by h as well.": (now - down) / H,
        "The two points are 2 h apart, not h.": (up - down) / H,
        "Divide by 2 h, not by 2.": (up - down) / 2,
        "Divide by 2 h.": up - down,
        "Take what is lower from what is higher.": (down - up) / (2 * H),
        "It uses another h than it is given.": f.slope(x),
        "A slope may be negative: take no absolute value.": np.abs(f.slope(x, H)),
        "The points are h / 2 away from x: go h up and h down.": f.slope(x, H / 2),
        "All entries are moved at once: move one and leave the others.": np.full(
            x.shape, together
        ),
        "Entries stay where they were moved to: move a fresh copy of x.": _left(f, x),
    }
    return Clues(suspects=_numbered("slope", results))


def _left(f: Cubic, x: Array) -> Array:
    """Return the slopes where each entry stays h below x once it was moved."""
    slopes, point = [], x.copy()
    for at in np.ndindex(x.shape):
        slopes.append(float(f.slope(point, H)[at]))
        point[at] -= H
    return _each(x.shape, slopes)


def _move(shape: Shape, at: Shape) -> Array:
    """Return zeros, with H in one place."""
    move = np.zeros(shape)
    move[at] = H
    return move


def _each(shape: Shape, values: list[float]) -> Array:
    """Return the array with these entries."""
    return np.array(values, np.float64).reshape(shape)


def of_errors(a: Array, n: Array) -> Clues:
    """Return what comes out of other ways to compare two gradients."""
    gap, big_a, big_n = np.abs(a - n), np.abs(a).max(), np.abs(n).max()
    size, sizes = big_a + big_n, np.abs(a) + np.abs(n)
    norms = np.linalg.norm(a) + np.linalg.norm(n)
    results = {
        "Take the three maxima first, and divide once.": (gap / sizes).max(),
        "The size of the numeric gradient is left out.": gap.max() / big_a,
        "The size of the analytic gradient is left out.": gap.max() / big_n,
        "Divide by the sum of the sizes, not by the larger.": gap.max()
        / max(big_a, big_n),
        "Take the largest entries, not sums.": gap.sum() / sizes.sum(),
        "The larger of 1e-8 and the sum is needed: max, not min.": gap.max() / 1e-8,
        "The largest difference counts, not their mean.": gap.mean() / size,
        "Take the largest entries, not roots of sums of squares.": np.linalg.norm(a - n)
        / norms,
        "Divide by how large the gradients are.": gap.max(),
        "The two sizes are added, not multiplied.": gap.max() / (big_a * big_n),
        "Divide by the sum of the sizes, not half of it.": 2 * gap.max() / size,
        "The largest number is not the largest in size.": (a - n).max()
        / (a.max() + n.max()),
        "A negative difference is one, too: take its size.": (a - n).max() / size,
        "Take the sizes one by one, not that of the sum.": gap.max()
        / np.abs(a + n).max(),
        "Take the largest of each gradient, then add: not the other way round.": (
            gap.max() / sizes.max()
        ),
    }
    return Clues(suspects=_numbered("error", results))


def _numbered(name: str, results: dict[str, Array]) -> dict[str, tuple[str, Array]]:
    """Return suspects with codes of their own."""
    return {f"{name}:{k}": item for k, item in enumerate(results.items())}
