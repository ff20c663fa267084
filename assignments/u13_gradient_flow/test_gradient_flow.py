"""Open checks of unit 13: the spectral norm, and gradients on their way back."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
EIGENVALUE = (
    "It is the largest size of an eigenvalue, the spectral radius; Wh Wh in place of "
    "Wh^T Wh leads there, too. The norm is the largest singular value."
)
SMALLEST = (
    "It is the smallest singular value: the largest one is asked for, and an svd gives "
    "that first."
)
ALL_SQUARES = (
    "It is the root of the sum of all squares: that norm counts every direction, and "
    "the spectral norm only the one that is stretched most."
)
COLUMNS = "It is the largest sum of a column's sizes: that is another norm of a matrix."
ROWS = "It is the largest sum of a row's sizes: that is another norm of a matrix."
TRIANGLE = (
    "eigvalsh reads one triangle of the matrix only, and the size of an eigenvalue is "
    "no singular value."
)
DETERMINANT = "It is the size of the determinant, the product of all singular values."
ALL_ADDED = "All singular values are added: the largest one is asked for."
LARGEST_ENTRY = "It is the largest size of an entry: a matrix stretches by all of them."
NOT_ONE = "All singular values come back: the largest is asked for, the first one."
TURNED = "The norms are in the order they were computed in: entry t belongs to h_t."
NO_SLOPE = "The slope of tanh, 1 - h * h, is left out: the gradient passes Wh alone."
NOT_TURNED = "It is multiplied by Wh: the way back takes the transposed matrix."
EARLIER = (
    "The slope of tanh is taken of the state before: from h_t back, it is made of h_t."
)
OF_H1 = (
    "The first step back, from h_2, takes the slope of h_1: it is made of h_2 itself, "
    "hidden[1]."
)
LINEAR = "The slope of tanh is 1 - h * h: the square is missing."
AGAIN = "The slope is taken of tanh(h): h has gone through the tanh already."
INSIDE = (
    "Each norm is taken inside of the tanh: the gradients for the states themselves "
    "are asked for."
)
ONE_LESS = "The norm of dh itself is missing: it is the last of the T + 1 norms."
NO_FIRST = "The norm for h_0 is missing: it is the first of the T + 1 norms."
COUNT = "T states have T + 1 norms: those for h_0 to h_T."
PER_ROW = (
    "One norm is needed for each state, of all its rows and columns together: sum over "
    "both axes."
)
DH_AGAIN = (
    "Every step begins with dh again: it must begin with the gradient that the step "
    "before it, on the way back, has given."
)
BEGUN_LATE = "The last norm must be that of dh itself, before it goes through Wh."
VECTORS = (
    "It is an entry of a singular vector: svd returns U, the singular values and Vh, "
    "in this order."
)
ROOT_OF_MEAN = "It is the root of a mean of squares: take the root of their sum."
FIRST_WH = (
    "The slope of tanh comes after Wh: from h_t back, the gradient passes tanh first, "
    "and then Wh."
)
MEANS = (
    "They are means of one norm for each sequence: one norm runs over all of (N, H)."
)
BATCH_FIRST = (
    "The first axis of hidden is time: hidden[t] holds the states of all sequences at "
    "one step."
)
DH_TWICE = (
    "The norm of dh stands twice, and that for h_0 is missing: take the norm after "
    "each step back, not before it."
)
SKIPPED = (
    "The step back from h_T is left out: the walk begins with the slope of the last "
    "state, hidden[-1]."
)
MEAN_OF_SQUARES = (
    "The squares are averaged: one norm is the root of their sum over all of (N, H)."
)
BRACKETS = "The slope must stand in brackets: dh times (1 - h_t^2)."
NO_ROOTS = "All but the last are sums of squares: take their roots, too."
NO_ROOT = "They are sums of squares: take the root."


@exercise("13.1")
def test_norm_of_a_matrix_that_forgets(student: Student) -> None:
    """spectral_norm of [[0, 2], [0.5, 0]], and with 0 for 0.5 (handout 2.3), is 2."""
    first = student.spectral_norm(np.array([[0.0, 2.0], [0.5, 0.0]]))
    norm = student.spectral_norm(np.array([[0.0, 2.0], [0.0, 0.0]]))
    other = np.array([[1.0, 3.0], [0.5, 2.0]])  # many formulas agree on the first one
    found = student.spectral_norm(other.copy())

    must = "spectral_norm must return one number, found an array of 2."
    kept = first.tolist() if isinstance(first, np.ndarray) else None
    are_all = kept == [2.0, 0.5]
    is_one = getattr(first, "shape", ()) != (2,)
    require(is_one, must, cause=NOT_ONE if are_all else "")
    told = found if isinstance(found, (float, np.floating)) else np.nan
    apart = {code for code, (_, wrong) in of_norm(other).items() if same(wrong, told)}
    wrong = of_norm(np.array([[0.0, 2.0], [0.5, 0.0]]))
    suspects = {code: wrong[code] for code in apart}
    close(first, 2.0, "the spectral norm", clues=Clues(suspects=suspects))
    close(norm, 2.0, "the spectral norm")


@exercise("13.1")
def test_norm_of_drawn_weights(student: Student, rng: Rng) -> None:
    """spectral_norm gives the largest singular value of a matrix of known ones."""
    left, right = (np.linalg.qr(rng.normal(size=(5, 5)))[0] for _ in range(2))
    stretches = rng.uniform(0.2, 1.0, size=5) + np.array([0, 0, 1.5, 0, 0])
    weights = left @ np.diag(stretches) @ right

    norm = student.spectral_norm(weights.copy())

    clues = Clues(suspects=of_norm(weights))
    close(norm, stretches[2], "the spectral norm", clues=clues)


@exercise("13.2")
def test_two_steps_of_one_unit(student: Student) -> None:
    """gradient_norms_through_time gives the worked example of handout section 2.2."""
    require_time_first(student)
    hidden = np.array([[[0.8]], [[0.5]]])

    norms = student.gradient_norms_through_time(
        np.array([[2.0]]), hidden, np.array([[8.0]])
    )

    suspects = {
        "norms:turned": (TURNED, [8.0, 12.0, 8.64]),
        "norms:slope": (NO_SLOPE, [32.0, 16.0, 8.0]),
        "norms:linear": (LINEAR, [3.2, 8.0, 8.0]),
        "norms:inside": (INSIDE, [8.64, 4.32, 6.0]),
        "norms:inside-but-dh": (INSIDE, [4.32, 6.0, 8.0]),
        "norms:dh-twice": (DH_TWICE, [12.0, 8.0, 8.0]),
    }
    for first in (4.1472, 8.64, 11.52):  # whatever slope follows that of h_1
        suspects[f"norms:earlier-{first}"] = OF_H1, [first, 5.76, 8.0]
    suspects["norms:dh-again"] = DH_AGAIN, [5.76, 12.0, 8.0]
    suspects["norms:root-before"] = NO_ROOTS, [74.6496, 144.0, 8.0]
    suspects["norms:brackets"] = BRACKETS, [29.72, 15.5, 8.0]
    suspects["norms:begun-late"] = BEGUN_LATE, [17.28, 24.0, 16.0]
    must = "the norms must be 3 here, found 2."
    is_row = isinstance(norms, np.ndarray) and norms.dtype.kind == "f"
    is_short = is_row and norms.shape == (2,)
    kept = norms.tolist() if isinstance(norms, np.ndarray) else []
    causes = {(12.0, 8.0): NO_FIRST, (8.64, 12.0): ONE_LESS, (5.76, 8.0): SKIPPED}
    cause = causes.get(tuple(round(each, 9) for each in kept)) if is_short else ""
    require(not is_short, must, cause=cause or COUNT)
    close(norms, [8.64, 12.0, 8.0], "the norms", clues=Clues(suspects=suspects))


@exercise("13.2", weight=2)
def test_norms_of_drawn_states(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time is right for five steps of three sequences."""
    weights, dh = rng.normal(size=(2, 2)), rng.normal(size=(3, 2))
    hidden = rng.uniform(-0.9, 0.9, size=(5, 3, 2))

    found = student.gradient_norms_through_time(weights, hidden.copy(), dh.copy())

    slopes = 1 - hidden * hidden
    right = norms_of(weights, slopes, dh)
    shifted = np.concatenate([slopes[:1], slopes[:-1]])
    means = norms_of(weights, slopes, dh, is_mean=True)
    ones, again = np.ones_like(slopes), 1 - np.tanh(hidden) ** 2
    late = np.concatenate([ones[:1], slopes[:-1]])
    suspects = {
        "norms:turned": (TURNED, right[::-1]),
        "norms:slope": (NO_SLOPE, norms_of(weights, ones, dh)),
        "norms:late": (EARLIER, norms_of(weights, late, dh)),
        "norms:linear": (LINEAR, norms_of(weights, 1 - hidden, dh)),
        "norms:again": (AGAIN, norms_of(weights, again, dh)),
        "norms:root-of-mean": (ROOT_OF_MEAN, right / dh.size**0.5),
        "norms:transposed": (NOT_TURNED, norms_of(weights.T, slopes, dh)),
        "norms:earlier": (EARLIER, norms_of(weights, shifted, dh)),
        "norms:wrapped": (EARLIER, norms_of(weights, np.roll(slopes, 1, axis=0), dh)),
        "norms:dh-again": (DH_AGAIN, dh_again(weights, slopes, dh)),
        "norms:begun-late": (BEGUN_LATE, norms_of(weights, slopes, dh @ weights.T)),
        "norms:wh-first": (FIRST_WH, wh_first(weights, slopes, dh)),
        "norms:means": (MEANS, means),
        "norms:means-before": (MEANS, np.append(means[:-1], right[-1])),
        "norms:root": (NO_ROOT, right**2),
        "norms:root-before": (NO_ROOTS, np.append(right[:-1] ** 2, right[-1])),
        "norms:dh-twice": (DH_TWICE, np.append(right[1:], right[-1])),
    }
    for count in (2, 3, 6):  # H, N and N H
        means = np.append(right[:-1] / count**0.5, right[-1])
        suspects[f"norms:mean-of-{count}-but-dh"] = MEAN_OF_SQUARES, means
        if count != dh.size:
            few = MEAN_OF_SQUARES, right / count**0.5
            suspects[f"norms:mean-of-{count}"] = few
    close(found, right, "the norms", clues=Clues(suspects=suspects))


def norms_of(
    weights: Array, slopes: Array, dh: Array, *, is_mean: bool = False
) -> Array:
    """Return the norms, from one matrix for each sequence and step.

    Where is_mean is true, they are means over the sequences, which is wrong.
    """
    count, size = dh.shape
    through, grads = np.broadcast_to(np.eye(size), (count, size, size)), [dh]
    for slope in slopes[::-1]:
        through = through @ (slope[:, :, np.newaxis] * weights.T)
        grads.append(np.einsum("nh,nhk->nk", dh, through))
    each = np.linalg.norm(np.array(grads[::-1]), axis=2)
    return np.asarray(each.mean(axis=1) if is_mean else np.linalg.norm(each, axis=1))


def dh_again(weights: Array, slopes: Array, dh: Array) -> Array:
    """Return what the norms are where each step back begins with dh: wrong."""
    steps = [*((dh * slope) @ weights.T for slope in slopes), dh]
    return np.array([np.linalg.norm(each) for each in steps])


def wh_first(weights: Array, slopes: Array, dh: Array) -> Array:
    """Return what the norms are where each step passes Wh before tanh: wrong."""
    through, found = np.broadcast_to(np.eye(2), (3, 2, 2)), [dh]
    for slope in slopes[::-1]:
        through = through @ (weights.T * slope[:, np.newaxis, :])
        found.append(np.einsum("nh,nhk->nk", dh, through))
    return np.asarray([np.linalg.norm(each) for each in found[::-1]])


def require_time_first(student: Student) -> None:
    """Check which axis is time, and what is summed: two steps of two sequences."""
    weights, dh = np.array([[2.0]]), np.array([[8.0], [1.0]])
    hidden = np.array([[[0.8], [0.4]], [[0.5], [0.1]]])
    found = student.gradient_norms_through_time(weights, hidden.copy(), dh.copy())
    sizes = getattr(found, "shape", ())
    must = (
        f"the norms must have shape (3,) for two steps of two sequences, found {sizes}."
    )
    require(sizes not in {(3, 1), (3, 2)}, must, cause=PER_ROW)
    turned = norms_of(weights, 1 - hidden.swapaxes(0, 1) ** 2, dh)
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_turned = is_array and sizes == turned.shape and np.allclose(found, turned)
    must = "hidden must be read as (T, N, H), but it is read as (N, T, H)."
    require(not is_turned, must, cause=BATCH_FIRST)


def same(wrong: float, found: object) -> bool:
    """Return whether a wrong formula gives the number that was found."""
    return bool(np.isclose(wrong, np.asarray(found, float), rtol=1e-9, atol=0))


def of_norm(weights: Array) -> dict[str, tuple[str, float]]:
    """Return what the norm of a matrix may be in place of what it must be."""
    stretches, sizes = np.linalg.svd(weights, compute_uv=False), np.abs(weights)
    triangle = np.abs(np.linalg.eigvalsh(weights)).max()
    upper = np.abs(np.linalg.eigvalsh(weights, "U")).max()
    left, _, above = np.linalg.svd(weights)
    wrong = {
        "left": (VECTORS, left.max()),
        "right": (VECTORS, above.max()),
        "left-first": (VECTORS, left[0, 0]),
        "eigen": (EIGENVALUE, np.abs(np.linalg.eigvals(weights)).max()),
        "smallest": (SMALLEST, stretches.min()),
        "squares": (ALL_SQUARES, np.sqrt(np.sum(stretches**2))),
        "columns": (COLUMNS, sizes.sum(axis=0).max()),
        "rows": (ROWS, sizes.sum(axis=1).max()),
        "triangle": (TRIANGLE, triangle),
        "upper": (TRIANGLE, upper),
        "determinant": (DETERMINANT, np.prod(stretches)),
        "added": (ALL_ADDED, stretches.sum()),
        "entry": (LARGEST_ENTRY, sizes.max()),
    }
    return {code: (text, float(value)) for code, (text, value) in wrong.items()}
