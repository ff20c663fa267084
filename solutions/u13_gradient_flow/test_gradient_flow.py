"""Hidden checks of unit 13: the spectral norm, and gradients on their way back."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise

Array = NDArray[np.float64]
Rng = np.random.Generator
TINY = 1e-30  # a step along the imaginary axis: its derivative has no rounding error
EIGENVALUE = (
    "It is the largest size of an eigenvalue: that is the spectral radius. The norm is "
    "the largest singular value."
)
ALL_SQUARES = (
    "It is the root of the sum of all squares: that norm counts every direction, and "
    "the spectral norm only the one that is stretched most."
)
SQUARED = "It is the square of the norm: an eigenvalue of Wh.T @ Wh wants a root."
SIGNED = "A stretch has no sign: a matrix that turns around stretches all the same."
COLUMNS = "It is the largest sum of sizes in a row or a column: that is another norm."
TURNED = "The norms are in the order they were computed in: entry t belongs to h_t."
NO_SLOPE = "The slope of tanh, 1 - h * h, is left out: the gradient passes Wh alone."
NOT_TURNED = "It is multiplied by Wh: the way back takes the transposed matrix."
EARLIER = (
    "The slope of tanh is taken of the state before: from h_t back, it is made of h_t."
)
LINEAR = "The slope of tanh is 1 - h * h: the square is missing."
OF_THE_STATE = (
    "tanh is applied to the states once more: they have been through it already."
)
NO_ROOT = "They are sums of squares: take the root."
MEANS = "They are means over the sequences: the norm runs over all of (N, H)."
BOUND = "They are powers of the spectral norm: that is the bound, not the gradient."
SATURATED = "Where a state is at 1 or -1, tanh is flat and no gradient passes."
SHAPES = pytest.mark.parametrize(
    ("n", "t", "h"),
    [(1, 1, 1), (1, 5, 2), (7, 1, 3), (5, 2, 7)],
    ids=["one of each", "one sequence", "one step", "many"],
)


@exercise("13.1", weight=2)
@pytest.mark.parametrize("h", [1, 2, 7], ids="H={}".format)
@pytest.mark.parametrize("size", [1e-4, 1.0, 1e4], ids=["small", "usual", "large"])
def test_norm_of_any_matrix(student: Student, rng: Rng, h: int, size: float) -> None:
    """spectral_norm is right for any size of matrix and of entries."""
    weights = size * rng.uniform(-1, 1, size=(h, h))

    norm = student.spectral_norm(weights.copy())

    right = float(np.sqrt(np.linalg.eigvalsh(weights.T @ weights).max()))
    radius = float(np.abs(np.linalg.eigvals(weights)).max())
    sums = np.abs(weights).sum(axis=0).max(), np.abs(weights).sum(axis=1).max()
    wrong = {
        "norm:eigen": (EIGENVALUE, radius / right),
        "norm:squares": (ALL_SQUARES, float(np.linalg.norm(weights)) / right),
        "norm:square": (SQUARED, right),
        "norm:columns": (COLUMNS, sums[0] / right),
        "norm:rows": (COLUMNS, sums[1] / right),
    }
    found = norm / right if isinstance(norm, (float, np.floating)) else norm
    close(found, 1.0, "the norm, over what it must be", clues=Clues(suspects=wrong))


@exercise("13.1")
def test_norm_of_a_turned_matrix(student: Student, rng: Rng) -> None:
    """spectral_norm of a symmetric matrix with negative eigenvalues is positive."""
    turn = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    values = -rng.uniform(0.5, 2.0, size=5)

    norm = student.spectral_norm(turn @ np.diag(values) @ turn.T)

    wrong = {
        "norm:signed": (SIGNED, values.max()),
        "norm:negative": (SIGNED, values.min()),
        "norm:squares": (ALL_SQUARES, float(np.sqrt(np.sum(values**2)))),
    }
    close(norm, -values.min(), "the spectral norm", clues=Clues(suspects=wrong))


@exercise("13.2", weight=2)
def test_norms_of_derivatives(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time matches numerical derivatives of the network."""
    weights, dh = rng.normal(size=(3, 3)), rng.normal(size=(2, 3))
    hidden = rng.uniform(-0.9, 0.9, size=(5, 2, 3))
    first = rng.uniform(-0.9, 0.9, size=(2, 3))

    found = student.gradient_norms_through_time(
        weights.copy(), hidden.copy(), dh.copy()
    )

    states = [first, *hidden]
    inputs = [
        np.arctanh(after) - before @ weights
        for before, after in zip(states, hidden, strict=False)
    ]
    right = [
        np.linalg.norm(derivatives(state, inputs[t:], weights, dh))
        for t, state in enumerate(states)
    ]
    close(found, right, "the norms", clues=of_norms(weights, hidden, dh))


@exercise("13.2", weight=2)
@SHAPES
def test_norms_of_any_shape(student: Student, rng: Rng, n: int, t: int, h: int) -> None:
    """gradient_norms_through_time is right for any N, T and H."""
    weights, dh = rng.normal(size=(h, h)), rng.normal(size=(n, h))
    hidden = rng.uniform(-0.9, 0.9, size=(t, n, h))

    found = student.gradient_norms_through_time(
        weights.copy(), hidden.copy(), dh.copy()
    )

    right = np.sqrt(sum(each**2 for each in alone(weights, hidden, dh)))
    close(found, right, "the norms", clues=of_norms(weights, hidden, dh))


@exercise("13.2")
@pytest.mark.parametrize("scale", [0.7, 1.0, 1.3], ids="scale {}".format)
def test_norms_of_a_turning_matrix(student: Student, rng: Rng, scale: float) -> None:
    """gradient_norms_through_time gives powers of the scale of an orthogonal Wh.

    40 steps at 0.7 leave less than a millionth, which is right to nine digits, too.
    """
    weights = scale * np.linalg.qr(rng.normal(size=(5, 5)))[0]
    dh, steps = rng.normal(size=(3, 5)), 40

    found = student.gradient_norms_through_time(weights, np.zeros((steps, 3, 5)), dh)

    shape_is_right = isinstance(found, np.ndarray) and found.shape == (steps + 1,)
    powers = float(np.linalg.norm(dh)) * scale ** np.arange(steps, -1, -1.0)
    ratios = np.asarray(found) / powers if shape_is_right else found
    suspects = {"norms:turned": (TURNED, powers[::-1] / powers)}
    clues = Clues(suspects=suspects)
    close(ratios, np.ones(steps + 1), "the norms, over their powers", clues=clues)


@exercise("13.2")
def test_saturated_states_stop_the_gradient(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time gives 0 for all steps before states of 1 and -1."""
    weights, dh = rng.normal(size=(3, 3)), rng.normal(size=(2, 3))
    hidden = np.where(rng.random(size=(5, 2, 3)) < 0.4, 1.0, -1.0)

    found = student.gradient_norms_through_time(weights, hidden, dh)

    right = np.append(np.zeros(5), np.linalg.norm(dh))
    suspects = {"norms:turned": (TURNED, right[::-1])}
    clues = Clues(suspects=suspects, cause=SATURATED)
    close(found, right, "the norms", clues=clues)


def derivatives(state: Array, inputs: list[Array], weights: Array, dh: Array) -> Array:
    """Return d(sum of dh * h_T) / d(state), entry by entry, by a complex step."""
    found = np.empty(state.shape)
    for place in np.ndindex(state.shape):
        h = state.astype(complex)
        h[place] += 1j * TINY
        for a in inputs:
            h = np.tanh(a + h @ weights)
        found[place] = np.sum(dh * h).imag / TINY
    return found


def alone(weights: Array, hidden: Array, dh: Array) -> list[Array]:
    """Return the norms of each sequence for itself, from one matrix for all steps."""
    found = []
    for n in range(len(dh)):
        through = [np.eye(len(weights))]
        for h in hidden[::-1, n]:
            through.append(through[-1] @ np.diag(1 - h * h) @ weights.T)
        found.append(np.array([np.linalg.norm(dh[n] @ each) for each in through[::-1]]))
    return found


def walked(weights: Array, slopes: Array, dh: Array) -> Array:
    """Return the norms that these slopes and weights lead to."""
    found = [dh]
    for slope in slopes[::-1]:
        found.append((found[-1] * slope) @ weights.T)
    return np.array([np.linalg.norm(each) for each in found[::-1]])


def of_norms(weights: Array, hidden: Array, dh: Array) -> Clues:
    """Return what the norms may be in place of what they must be."""
    slopes, ones = 1 - hidden * hidden, np.ones_like(hidden)
    right, again = walked(weights, slopes, dh), 1 - np.tanh(hidden) ** 2
    shifted = np.concatenate([ones[:1], slopes[:-1]])
    largest = float(np.linalg.norm(weights, 2))
    bound = right[-1] * largest ** np.arange(len(hidden), -1, -1.0)
    suspects = {
        "norms:turned": (TURNED, right[::-1]),
        "norms:slope": (NO_SLOPE, walked(weights, ones, dh)),
        "norms:transposed": (NOT_TURNED, walked(weights.T, slopes, dh)),
        "norms:earlier": (EARLIER, walked(weights, shifted, dh)),
        "norms:linear": (LINEAR, walked(weights, 1 - hidden, dh)),
        "norms:again": (OF_THE_STATE, walked(weights, again, dh)),
        "norms:root": (NO_ROOT, right**2),
        "norms:means": (MEANS, right / np.sqrt(len(dh))),
        "norms:means-of-norms": (MEANS, np.mean(alone(weights, hidden, dh), axis=0)),
        "norms:bound": (BOUND, bound),
    }
    return Clues(suspects=suspects)
