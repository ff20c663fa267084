"""Open check of unit 5: how alpha, the slope left of 0, changes He's weights.

It asks for the share of your own weights without alpha, which 5.5 judges.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Student, attempt, close, exercise, generator, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
AXES_LOST = (
    "Give the whole shape to the generator, which gives an array of that shape, and "
    "leave that as it is: no index, no squeeze."
)
IGNORED = "alpha makes no difference: the variance has 1 + alpha^2 below."
ADDED = "1 + alpha^2 is added to fan_in: it must multiply it."
ADDED_ALONE = "alpha^2 is added to fan_in: 1 + alpha^2 must multiply it."


@exercise("5.6")
def test_he_normal_with_alpha(student: Student, rng: Rng) -> None:
    """he_normal with alpha = 3 has a spread sqrt(10) times smaller than without."""
    seed, shape = int(rng.integers(1 << 32)), (100, 120)

    found = array(student.he_normal(shape, generator(seed), alpha=3.0), shape)

    plain = array(student.he_normal(shape, generator(seed)), shape)
    ratio = spread(found) / max(spread(plain), 1e-9)
    exact = {  # lie close together: equal draws give one of them to all digits
        IGNORED: 1.0,
        ADDED: (101 / 110) ** 0.5,
        ADDED_ALONE: (100 / 109) ** 0.5,
    }
    wrong = {
        "1 + alpha^2 stands above the line: the variance is divided by it.": 10**0.5,
        "alpha is not squared: the variance has 1 + alpha^2 below.": 1 / 2,
        "1 + alpha is squared: only alpha is.": 1 / 4,
        "1 + alpha^2 stands outside the root: it belongs under it.": 1 / 10,
    }
    near = [said for said, value in wrong.items() if abs(ratio / value - 1) < 0.05]
    near += [said for said, value in exact.items() if abs(ratio / value - 1) < 1e-9]
    is_near = abs(ratio * 10**0.5 - 1) < 0.09  # each spread is off by 4.2 % at most
    is_built = is_own(student, found, (2 / 1000) ** 0.5, seed)  # where fan_in is 100
    must = (
        f"the spread must be 0.316 times that without alpha, found {ratio:.3g} times."
    )
    require(is_near or is_built, must, cause=near[0] if len(near) == 1 else "")


def array(found: object, shape: Shape) -> Array:
    """Return weights after a look at their kind and shape."""
    if isinstance(found, (np.ndarray, np.number)) and found.ndim != len(shape):
        must = f"the weights must have shape {shape}, found {found.shape}."
        require(False, must, cause=AXES_LOST)  # noqa: FBT003 - it has another
    if not isinstance(found, np.ndarray) or found.shape != shape:
        close(found, np.zeros(shape), "the weights")  # which says what is wrong
    return np.asarray(found, np.float64)


def spread(found: Array) -> float:
    """Return the spread around 0."""
    return float(np.sqrt(np.mean(found**2)))


def is_own(student: Student, found: Array, std: float, seed: int) -> bool:
    """Whether the student's own normal_init gives these weights for this spread."""
    own, twice = (
        attempt(partial(student.normal_init, found.shape, each, generator(seed)))
        for each in (std, 2 * std)
    )
    is_usable = isinstance(own, np.ndarray) and own.shape == found.shape
    depends = not np.array_equal(np.asarray(own), np.asarray(twice))
    return is_usable and depends and np.array_equal(np.asarray(own), found)
