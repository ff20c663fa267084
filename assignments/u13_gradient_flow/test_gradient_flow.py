"""Open checks of unit 13: how gradients flow through time, and how they are clipped."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
EIGENVALUE = (
    "It is the largest size of an eigenvalue: that is the spectral radius. The norm is "
    "the largest singular value."
)
SMALLEST = (
    "It is the smallest singular value. The largest one is asked for, and svdvals "
    "gives that first."
)
ALL_SQUARES = (
    "It is the root of the sum of all squares: that norm counts every direction, and "
    "the spectral norm only the one that is stretched most."
)
COLUMNS = "It is the largest sum of a column's sizes: that is another norm of a matrix."
ROWS = "It is the largest sum of a row's sizes: that is another norm of a matrix."
TURNED = "The norms are in the order they were computed in: entry t belongs to h_t."
NO_SLOPE = "The slope of tanh, 1 - h * h, is left out: the gradient passes Wh alone."
NOT_TURNED = "It is multiplied by Wh: the way back takes the transposed matrix."
EARLIER = (
    "The slope of tanh is taken of the state before: from h_t back, it is made of h_t."
)
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
NO_ROOT = "They are sums of squares: take the root."
BY_ITS_OWN = (
    "Each array is clipped by a norm of its own: all of them share one norm and factor."
)
CUT = "Each entry is cut off at max_norm: that turns the gradient. Scale all of it."
SMALL = (
    "A small number is added to the norm: then the norm falls short of max_norm. "
    "Divide by the norm itself."
)
SMALL_NUMBERS = (1e-5, 1e-6, 1e-7, 1e-8)
AFTER = "It is the norm after clipping: return the one from before."
PLAIN_SUM = "The norms of the arrays are added: add their squares, and take one root."
UNWRITTEN = (
    "The array is what it was before: `g *= factor` writes into it, `g = g * factor` "
    "makes a new one."
)
ROOTED = "It is multiplied by the root of max_norm / norm: take the quotient itself."


@exercise("13.1")
def test_norm_of_a_matrix_that_forgets(student: Student) -> None:
    """spectral_norm of [[0, 2], [0.5, 0]], and with 0 for 0.5 (handout 2.3), is 2."""
    first = student.spectral_norm(np.array([[0.0, 2.0], [0.5, 0.0]]))
    norm = student.spectral_norm(np.array([[0.0, 2.0], [0.0, 0.0]]))

    suspects = {
        "eigen": (EIGENVALUE, 1.0),
        "smallest": (SMALLEST, 0.5),
        "squares": (ALL_SQUARES, float(np.sqrt(4.25))),
    }
    close(first, 2.0, "the spectral norm", clues=Clues(suspects=suspects))
    close(norm, 2.0, "the spectral norm")


@exercise("13.1")
def test_norm_of_drawn_weights(student: Student, rng: Rng) -> None:
    """spectral_norm gives the largest singular value of a matrix of known ones."""
    left, right = (np.linalg.qr(rng.normal(size=(5, 5)))[0] for _ in range(2))
    stretches = rng.uniform(0.2, 1.0, size=5) + np.array([0, 0, 1.5, 0, 0])
    weights = left @ np.diag(stretches) @ right

    norm = student.spectral_norm(weights.copy())

    radius = float(np.abs(np.linalg.eigvals(weights)).max())
    suspects = {
        "eigen": (EIGENVALUE, radius),
        "smallest": (SMALLEST, float(stretches.min())),
        "squares": (ALL_SQUARES, float(np.sqrt(np.sum(stretches**2)))),
        "columns": (COLUMNS, float(np.abs(weights).sum(axis=0).max())),
        "rows": (ROWS, float(np.abs(weights).sum(axis=1).max())),
    }
    close(norm, stretches[2], "the spectral norm", clues=Clues(suspects=suspects))


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
    }
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
    suspects = {
        "norms:turned": (TURNED, right[::-1]),
        "norms:slope": (NO_SLOPE, norms_of(weights, np.ones_like(slopes), dh)),
        "norms:transposed": (NOT_TURNED, norms_of(weights.T, slopes, dh)),
        "norms:earlier": (EARLIER, norms_of(weights, shifted, dh)),
        "norms:wrapped": (EARLIER, norms_of(weights, np.roll(slopes, 1, axis=0), dh)),
        "norms:wh-first": (FIRST_WH, wh_first(weights, slopes, dh)),
        "norms:means": (MEANS, means),
        "norms:means-before": (MEANS, np.append(means[:-1], right[-1])),
        "norms:root": (NO_ROOT, right**2),
    }
    close(found, right, "the norms", clues=Clues(suspects=suspects))


@exercise("13.3")
def test_three_and_four_make_five(student: Student) -> None:
    """clip_gradients gives half of [2, 1] and [-2], and the example of handout 3.1."""
    halves = {"W": np.array([[2.0, 1.0]]), "b": np.array([-2.0])}
    grads = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}

    student.clip_gradients(halves, 1.5)
    norm = student.clip_gradients(grads, 1.0)

    clues = of_clipping(np.array([[2.0, 1.0]]), 1.5, 3.0, 5**0.5 + 2)
    close(halves["W"], [[1.0, 0.5]], 'grads["W"]', clues=clues)
    close(halves["b"], [-1.0], 'grads["b"]')
    close(grads["W"], [[0.6, 0.0]], 'grads["W"]')
    close(grads["b"], [-0.8], 'grads["b"]')
    suspects = {"norm:after": (AFTER, 1.0), "norm:plain": (PLAIN_SUM, 7.0)}
    close(norm, 5.0, "the norm before", clues=Clues(suspects=suspects))


@exercise("13.3")
def test_small_gradients_stay(student: Student) -> None:
    """clip_gradients leaves gradients below max_norm alone and returns their norm."""
    grads = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}

    norm = student.clip_gradients(grads, 10.0)

    longer = "Small gradients are made longer: clipping only shortens."
    clues = Clues(suspects={"clip:always": (longer, [[6.0, 0.0]])})
    close(grads["W"], [[3.0, 0.0]], 'grads["W"]', clues=clues)
    close(grads["b"], [-4.0], 'grads["b"]')
    close(norm, 5.0, "the norm")


@exercise("13.3")
def test_drawn_gradients_are_clipped(student: Student, rng: Rng) -> None:
    """clip_gradients shortens two arrays to max_norm together by one factor."""
    before = {"Wx": rng.normal(size=(3, 2)), "Wh": rng.normal(size=(2, 2))}
    grads = {key: grad.copy() for key, grad in before.items()}

    student.clip_gradients(grads, 0.5)

    whole = np.concatenate([each.ravel() for each in before.values()])
    length = float(np.linalg.norm(whole))
    added = sum(float(np.linalg.norm(each)) for each in before.values())
    for key, grad in before.items():
        clues = of_clipping(grad, 0.5, length, added)
        close(grads[key], grad / length * 0.5, f'grads["{key}"]', clues=clues)
    require(set(grads) == set(before), "grads must keep its keys")


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


def wh_first(weights: Array, slopes: Array, dh: Array) -> Array:
    """Return what the norms are where each step passes Wh before tanh: wrong."""
    through, found = np.broadcast_to(np.eye(2), (3, 2, 2)), [dh]
    for slope in slopes[::-1]:
        through = through @ (weights.T * slope[:, np.newaxis, :])
        found.append(np.einsum("nh,nhk->nk", dh, through))
    return np.asarray([np.linalg.norm(each) for each in found[::-1]])


def require_time_first(student: Student) -> None:
    """Check which axis of hidden is time: there are two steps of two sequences."""
    weights, dh = np.array([[2.0]]), np.array([[8.0], [1.0]])
    hidden = np.array([[[0.8], [0.4]], [[0.5], [0.1]]])
    found = student.gradient_norms_through_time(weights, hidden.copy(), dh.copy())
    turned = norms_of(weights, 1 - hidden.swapaxes(0, 1) ** 2, dh)
    is_turned = np.shape(found) == turned.shape and np.allclose(found, turned)
    must = "hidden must be read as (T, N, H), found that it is read as (N, T, H)"
    require(not is_turned, must, cause=BATCH_FIRST)


def of_clipping(grad: Array, max_norm: float, length: float, added: float) -> Clues:
    """Return what a clipped gradient may be in place of what it must be.

    Args:
        grad: one array before it is clipped.
        max_norm: what the global norm shall be.
        length: the global norm.
        added: what the norms of all arrays come to, added.
    """
    own = float(np.linalg.norm(grad))
    suspects = {
        "clip:own": (BY_ITS_OWN, grad * min(1.0, max_norm / own)),
        "clip:cut": (CUT, np.clip(grad, -max_norm, max_norm)),
        "clip:unwritten": (UNWRITTEN, grad),
        "clip:added": (PLAIN_SUM, grad * (max_norm / added)),
        "clip:rooted": (ROOTED, grad * (max_norm / length) ** 0.5),
    }
    for small in SMALL_NUMBERS:
        suspects[f"clip:{small}"] = (SMALL, grad * (max_norm / (length + small)))
    constants = {"max_norm": max_norm, "the norm": length}
    return Clues(suspects=suspects, constants=constants)
