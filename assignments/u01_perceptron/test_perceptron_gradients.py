"""Open checks of unit 1, fourth part: gradients, measured and compared."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
ONE_SLOPE = (
    "One number comes back: move one entry of x at a time, and write the slope of each "
    "to its own place in an array."
)

ONE_PLACE = (
    "The sizes are added entry by entry, and the largest sum is taken: take the "
    "largest of each gradient first, and add these."
)
ONE_AXIS = "The largest is taken along one axis only: take it of all entries."
WRONG_SLOPES: dict[str, tuple[str, ArrayLike]] = {  # of x^3 at 2 with h = 0.5
    "slope:forward": ("It goes up only: go down by h as well.", [15.25]),
    "slope:backward": ("It goes down only: go up by h as well.", [9.25]),
    "slope:h": ("The two points are 2 h apart, not h.", [24.5]),
    "slope:no-h": ("Divide by 2 h, not by 2.", [6.125]),
    "slope:default": ("It uses another h than it is given.", [12.0]),
    "slope:times-h": (
        "`/ 2 * h` divides by 2 and multiplies by h: put 2 * h in brackets.",
        [3.0625],
    ),
    "slope:one-default": (
        "x moves up by h, and down by 1e-5: go down by h, too.",
        [2.5**3 - (2.0 - 1e-5) ** 3],
    ),
    "slope:half-h": (
        "x is moved by h / 2 each way: move it by h up, and by h down.",
        [12.0625],
    ),
    "slope:double-h": (
        (
            "x is moved by 1 each way and must be moved by 0.5, which is h: not by "
            "2 h, nor by h times x."
        ),
        [13.0],
    ),
    "slope:one-h": (
        (
            "The two points are h apart, not 2 h. Does the way down begin at x + "
            "h, where the way up has led? Then take a copy of x for each."
        ),
        [7.625],
    ),
}
WRONG_ERRORS = {  # of the example in handout section 6.3
    "error:each": ("Take the three maxima first, and divide once.", 1 / 3),
    "error:analytic": (
        (
            "It divides by 4, the size of the analytic gradient, which is also the "
            "smaller of the two: add both sizes, 4 + 5."
        ),
        1 / 4,
    ),
    "error:numeric": (
        (
            "It divides by 5, the size of the numeric gradient, which is also the "
            "larger of the two: add both sizes, 4 + 5."
        ),
        1 / 5,
    ),
    "error:mean": (
        "The largest difference counts, not their mean.",
        1.5 / 4 / 9,
    ),
    "error:one-size": (
        (
            "It divides by 8: take the size of each number first. The largest of "
            "the analytic gradient is 4, that of -4."
        ),
        1 / 8,
    ),
    "error:norms": (
        "Take the largest entries, not roots of sums of squares.",
        1.25**0.5 / (27**0.5 + 35.25**0.5),
    ),
    "error:absolute": (
        "Divide by how large the gradients are, and take their difference, no sum.",
        1.0,
    ),
    "error:min": ("The larger of 1e-8 and the sum is needed: max, not min.", 1e8),
    "error:sums": ("Take the largest entries, not sums.", 1.5 / 18.5),
    "error:product": ("The two sizes are added, not multiplied.", 1 / 20),
    "error:half": ("Divide by the sum of the two sizes, not half of it.", 2 / 9),
    "error:difference-of-sizes": (
        (
            "It is the difference of the two sizes, 4 less 5: take the difference of "
            "the gradients first, entry by entry, then its size, then the largest."
        ),
        -1 / 9,
    ),
    "error:no-abs": ("The largest numbers are taken: take the largest sizes.", 1 / 6),
}
ADDED = "The differences are added: only the largest of them counts."
SAME_POINT = (
    "f gets the same x twice: for each entry it must get x + h once and x - h once. "
    "Give each of the two moves a copy of x."
)


@exercise("1.7")
def test_slope_of_a_cube(student: Student) -> None:
    """numerical_gradient of x^3 at 2, h = 0.5, is 12.25: handout section 6.1."""
    asked: list[Array] = []

    def noted(at: Array) -> float:
        asked.append(np.array(at))
        return cube(at)

    grad = student.numerical_gradient(noted, np.array([2.0]), h=0.5)

    must = "the gradient must be an array of shape (1,), found one number."
    require(not is_one_number(grad), must, cause=ONE_SLOPE)
    suspects = same_points(asked, np.zeros(1)) | WRONG_SLOPES
    close(grad, [12.25], "the gradient", clues=Clues(suspects=suspects))


@exercise("1.7")
def test_gradient_of_a_square(student: Student, rng: Rng) -> None:
    """numerical_gradient moves one entry at a time and keeps the others at x."""
    x, signs = rng.normal(size=(2, 3)), np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
    total = float((signs * x).sum())
    asked: list[Array] = []

    def square(at: Array) -> float:
        asked.append(np.array(at))
        return float((signs * np.asarray(at).reshape(2, 3)).sum() ** 2)

    grad = student.numerical_gradient(square, x.copy(), h=0.5)

    must = "the gradient must be an array of shape (2, 3), found one number."
    require(not is_one_number(grad), must, cause=ONE_SLOPE)
    right = 2 * signs * total
    suspects = wrong_squares(signs, total) | same_points(asked, 0 * x)
    close(grad, right, "the gradient", clues=Clues(suspects=suspects))


@exercise("1.7")
def test_gradient_at_one_number(student: Student) -> None:
    """numerical_gradient takes an x of shape (): the slope of x^3 at 3 is 27."""
    asked: list[Array] = []

    def noted(at: Array) -> float:
        asked.append(np.array(at))
        return cube(at)

    grad = student.numerical_gradient(noted, np.array(3.0))

    places = [float(at.max()) for at in asked]
    moves = [abs(place - 3.0) for place in places]
    farthest = float(f"{max(moves, default=0.0):.1g}")
    default = f"Without an h, x is moved by {farthest:g}: the default of h is 1e-5."
    if farthest == 3e-5:  # at x = 3
        default = "x is moved by h times x: add h and subtract it, whatever x is."
    if any(np.isclose(abs(place), 1e-5) for place in places):
        default = "The entry of x becomes h itself: add h to it, as += does."
    cause = default if farthest not in {0.0, 1e-5} else ""
    clues = Clues(cause=cause, suspects=same_points(asked, np.zeros(())))
    close(grad, 27.0, "the gradient", rtol=1e-8, clues=clues)


@exercise("1.8")
def test_error_by_hand(student: Student) -> None:
    """gradient_error gives 1/9 for the two gradients of handout section 6.3."""
    a, n = np.array([[3.0, -4.0], [1.0, 1.0]]), np.array([[3.0, -5.0], [1.0, 0.5]])

    error = student.gradient_error(a, n)

    must = "the error must be one number, found an array."
    is_row = isinstance(error, np.ndarray) and error.shape == (2,)
    require(not is_row, must, cause=ONE_AXIS)
    another = attempt(lambda: student.gradient_error(np.array([1.0, 2.0]), np.zeros(2)))
    suspects = dict(WRONG_ERRORS)
    if is_near(another, 1.5):  # (1 + 2) / 2, where the largest of the two is 2 / 2
        suspects["error:no-abs"] = ADDED, 1 / 6
    close(error, 1 / 9, "the error", clues=Clues(suspects=suspects))


@exercise("1.8")
def test_error_of_drawn_gradients(student: Student, rng: Rng) -> None:
    """gradient_error is 1 for opposite gradients, 0 for equal ones and zeros."""
    a = rng.uniform(-2.0, 2.0, size=(3, 5))
    a[1, 2] = -3.0  # the largest in size is negative

    errors = [student.gradient_error(a, s * a) for s in (-1.0, 1.0)]

    suspects = {
        "error:one-sum": (
            (
                "The gradients are added before their sizes are taken, and cancel: "
                "take the largest of each first."
            ),
            2 * abs(a).max() / 1e-8,
        ),
        "error:no-abs": (
            "The difference has a sign: take its size, then the largest.",
            a.max() / 3,
        ),
        "error:floor": (
            "1e-8 is added to the sum of the sizes: take the larger of the two.",
            6 / (6 + 1e-8),
        ),
    }
    opposite = "the error of opposite gradients"
    close(errors[0], 1.0, opposite, clues=Clues(suspects=suspects))
    close(errors[1], 0.0, "the error of equal gradients")
    zeros = Clues(cause="0 / 0 is no number: the denominator is 1e-8 at least.")
    both = student.gradient_error(np.zeros(3), np.zeros(3))
    close(both, 0.0, "the error of two gradients of zeros", clues=zeros)
    apart = student.gradient_error(np.array([3.0, 0.0]), np.array([0.0, 4.0]))
    suspects = {"error:one-place": (ONE_PLACE, 1.0)}
    clues = Clues(suspects=suspects)
    close(apart, 4 / 7, "the error of (3, 0) and (0, 4)", clues=clues)


def wrong_squares(signs: Array, total: float) -> dict[str, tuple[str, ArrayLike]]:
    """Return what comes out of other slopes of the square of a sum."""
    right = 2 * signs * total
    before = np.cumsum(signs).reshape(2, 3) - signs  # of those moved before
    return {
        "slope:left-down": (
            "Entries stay where they were moved to: move a fresh copy of x each time.",
            2 * signs * (total - 0.5 * before),
        ),
        "slope:left-up": (
            "Entries that were moved up stay there: move a fresh copy of x each time.",
            (total + (before + signs) / 2) ** 2 - (total - signs / 2) ** 2,
        ),
        "slope:all": (
            "All entries are moved at once: move one and leave the others.",
            np.full((2, 3), 2 * signs.sum() * total),
        ),
        "slope:rows": (
            "A whole row is moved at once: np.ndindex(x.shape) gives single places.",
            2 * signs.sum(axis=1, keepdims=True) * total + 0 * signs,
        ),
        "slope:absolute": (
            "A slope may be negative: take no absolute value.",
            np.abs(right),
        ),
        "slope:first": (
            "Only the first entry is measured: look at where return stands.",
            np.where(np.arange(6).reshape(2, 3) == 0, right, 0.0),
        ),
        "slope:all-up": (
            "Going up moves all entries, and going down one: move one each way.",
            (total + signs.sum() / 2) ** 2 - (total - signs / 2) ** 2,
        ),
    }


def same_points(asked: list[Array], zeros: Array) -> dict[str, tuple[str, ArrayLike]]:
    """Return what comes out where f gets each point twice, if it did."""
    pairs = list(zip(asked[::2], asked[1::2], strict=False))
    is_same = pairs and all(np.array_equal(up, down) for up, down in pairs)
    return {"slope:same-point": (SAME_POINT, zeros)} if is_same else {}


def is_near(found: Any, number: float) -> bool:  # noqa: ANN401 - whatever it is
    """Whether a result is this number, but for rounding."""
    return is_one_number(found) and bool(np.isclose(found, number))


def cube(x: Array) -> float:
    """Return the cube of one number."""
    return float(np.sum(x) ** 3)


def is_one_number(found: object) -> bool:
    """Whether a result is a number and no array."""
    return isinstance(found, (int, float, np.number))
