"""Hidden checks of unit 13: clipping by the global norm, and what it refuses."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    fetch,
    live,
    quiet,
    raises,
    require,
    resident,
    same,
)

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
BY_ITS_OWN = (
    "Each array is clipped by a norm of its own: all of them share one norm and factor."
)
CUT = "Each entry is cut off at max_norm: that turns the gradient. Scale all of it."
AFTER = "It is the norm after clipping: return the one from before."
PLAIN_SUM = "The norms of the arrays are added: add their squares, and take one root."
NO_ROOT = "It is the sum of the squares: take the root."
LARGEST = "It is the largest entry: the norm is the root of the sum of all squares."
LAST = "It is the norm of the last array alone."
EXACT = (
    "The norm falls short of max_norm: is a small number added where it divides? It "
    "must become max_norm exactly, and a norm above max_norm is never 0."
)
LONGER = "Small gradients are changed, too: clipping only shortens."
CHANGED = (
    "An array was changed before the norm was refused: look at the norm of all arrays "
    "first."
)
NEW = (
    "The array given was not written into: a new one stands under the key. Use *=, "
    "which writes into the array."
)
NOTHING = (
    "The norm is not above max_norm, so nothing happens: leave the arrays where they "
    "are."
)
SHAPES: dict[str, tuple[int, ...]] = {"Wx": (3, 5), "Wh": (5, 5), "b": (5,)}


@exercise("13.3", weight=2)
@pytest.mark.parametrize(
    "share", [0.03, 0.6], ids=["norm far above", "norm just above"]
)
def test_clipped_gradients(student: Student, rng: Rng, share: float) -> None:
    """clip_gradients scales all arrays by one factor and returns the norm before."""
    before = drawn(rng)
    length, max_norm = norm_of(before), share * norm_of(before)
    grads = copied(before)

    norm = student.clip_gradients(grads, max_norm)

    for key, grad in before.items():
        clues = of_clipping(grad, max_norm, length)
        close(grads.get(key), share * grad, f'grads["{key}"]', clues=clues)
    close(norm, length, "the norm before", clues=of_the_norm(before, max_norm))


@exercise("13.3", weight=2)
@pytest.mark.parametrize(
    "share", [1.01, 50.0], ids=["norm just below", "norm far below"]
)
def test_gradients_within_the_limit(student: Student, rng: Rng, share: float) -> None:
    """clip_gradients changes no bit of any array where the norm is below max_norm."""
    before = drawn(rng)
    grads, limit = copied(before), share * norm_of(before)

    norm = student.clip_gradients(grads, limit)

    for key, grad in before.items():
        same_bits = np.array_equal(np.asarray(grads.get(key)), grad)
        must = f'grads["{key}"] must stay as it is where the norm is below max_norm'
        require(same_bits, must, cause=LONGER)
    close(norm, norm_of(before), "the norm", clues=of_the_norm(before, limit))


@exercise("13.3")
@pytest.mark.parametrize("limit", [1e-6, 1e-3, 4.0], ids="max_norm {}".format)
def test_clipped_to_exactly(student: Student, rng: Rng, limit: float) -> None:
    """clip_gradients brings the norm to max_norm, right to nine digits."""
    before = drawn(rng)
    grads = copied(before)

    student.clip_gradients(grads, limit)

    after = {key: array(grads.get(key), SHAPES[key]) for key in before}
    close(norm_of(after) / limit, 1.0, "norm / max_norm", clues=Clues(cause=EXACT))


@exercise("13.3")
def test_clipping_one_array_and_none(student: Student, rng: Rng) -> None:
    """clip_gradients clips a single array, and returns 0 for an empty dictionary."""
    grad = rng.normal(size=(2, 3, 5))
    grads = {"filters": grad.copy()}

    norm = student.clip_gradients(grads, 0.3)
    nothing = student.clip_gradients({}, 0.3)

    length = float(np.linalg.norm(grad))
    close(norm, length, "the norm", clues=of_the_norm({"filters": grad}, 0.3))
    close(grads["filters"], 0.3 * grad / length, 'grads["filters"]')
    close(nothing, 0.0, "the norm of no arrays")


@exercise("13.10", weight=2)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf], ids=["nan", "inf", "-inf"])
@pytest.mark.parametrize("where", ["Wx", "b"], ids=["first array", "last array"])
def test_what_is_not_finite_is_refused(
    student: Student, rng: Rng, value: float, where: str
) -> None:
    """clip_gradients refuses a norm that is not finite and changes no array."""
    before = drawn(rng)
    before[where].reshape(-1)[3] = value
    held = {key: resident(student, grad) for key, grad in before.items()}

    raises(FloatingPointError, student.clip_gradients, resident(student, held), 0.1)

    for key, grad in before.items():
        is_kept = np.array_equal(np.asarray(fetch(held[key])), grad, equal_nan=True)
        require(is_kept, f'grads["{key}"] must stay as it is', cause=CHANGED)


@exercise("13.10")
def test_zero_gradients(student: Student) -> None:
    """clip_gradients returns 0 for gradients of 0, without a NumPy warning."""
    grads = {key: np.zeros(shape) for key, shape in SHAPES.items()}

    with quiet(student):
        norm = student.clip_gradients(grads, 0.1)

    close(norm, 0.0, "the norm")
    for key, shape in SHAPES.items():
        close(grads[key], np.zeros(shape), f'grads["{key}"]')


@exercise("13.11", weight=2)
@pytest.mark.parametrize("share", [0.3, 3.0], ids=["clipped", "not clipped"])
def test_clipping_keeps_the_arrays(student: Student, rng: Rng, share: float) -> None:
    """clip_gradients keeps the arrays and the keys of grads."""
    before = drawn(rng)
    held = {key: resident(student, grad) for key, grad in before.items()}
    grads, seen = resident(student, held), copied(before)

    student.clip_gradients(grads, share * norm_of(before))
    student.clip_gradients(seen, share * norm_of(before))

    for key, grad in before.items():
        must = f'grads["{key}"] must stay the array that was given'
        cause = NEW if share < 1 else NOTHING
        require(same(live(grads, key), held[key]), must, cause=cause)
        close(fetch(held[key]), array(seen[key], grad.shape), f'grads["{key}"]')
    require(set(as_dict(fetch(grads))) == set(before), "grads must keep its keys")


def drawn(rng: Rng) -> Arrays:
    """Return gradients of very different sizes, so that each has its own norm."""
    sizes = dict(zip(SHAPES, (3.0, 0.5, 0.1), strict=True))
    return {key: sizes[key] * rng.normal(size=shape) for key, shape in SHAPES.items()}


def copied(arrays: Arrays) -> Arrays:
    """Return copies under the same keys."""
    return {key: each.copy() for key, each in arrays.items()}


def norm_of(arrays: Arrays) -> float:
    """Return the length of all entries in one row."""
    return float(np.linalg.norm(np.concatenate([a.ravel() for a in arrays.values()])))


def array(value: object, shape: tuple[int, ...]) -> Array:
    """Return a gradient once it is an array of this shape."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_right = found.shape == shape and found.dtype.kind == "f"
    require(is_right, f"grads must keep its arrays, one of shape {shape} is missing")
    return found


def as_dict(value: object) -> dict[str, object]:
    """Return a dictionary, an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def of_clipping(grad: Array, max_norm: float, length: float) -> Clues:
    """Return what a clipped gradient may be in place of what it must be."""
    own = float(np.linalg.norm(grad))
    suspects = {
        "clip:own": (BY_ITS_OWN, grad * min(1.0, max_norm / own)),
        "clip:cut": (CUT, np.clip(grad, -max_norm, max_norm)),
        "clip:square": (NO_ROOT, grad * min(1.0, max_norm / length**2)),
    }
    constants = {"max_norm": max_norm, "the norm": length}
    return Clues(suspects=suspects, constants=constants)


def of_the_norm(grads: Arrays, max_norm: float) -> Clues:
    """Return what the norm may be in place of what it must be."""
    lengths = [float(np.linalg.norm(each)) for each in grads.values()]
    whole = norm_of(grads)
    suspects = {
        "norm:plain": (PLAIN_SUM, sum(lengths)),
        "norm:square": (NO_ROOT, whole**2),
        "norm:after": (AFTER, min(whole, max_norm)),
        "norm:last": (LAST, lengths[-1]),
        "norm:largest": (LARGEST, max(float(np.abs(g).max()) for g in grads.values())),
    }
    return Clues(suspects=suspects)
