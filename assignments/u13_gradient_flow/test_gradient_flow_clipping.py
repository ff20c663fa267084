"""Open checks of unit 13: how gradients are clipped by their global norm."""

import math

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
BY_ITS_OWN = (
    "Each array is clipped by a norm of its own: all of them share one norm and factor."
)
OF_THE_LARGEST = (
    "The norm of the largest array counts alone: the norm is the root of the sum of "
    "all squares."
)
NO_ROOT_OF_ALL = "The sum of all squares has no root yet: the norm is its root."
NO_MAXIMUM = "max_norm is missing in the factor: it is max_norm / norm."
UPSIDE_DOWN = "The factor is turned around: it is max_norm / norm."
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
WRONG_SIDE = (
    "The array is what it was before, and gradients below max_norm are scaled: it must "
    "be the other way around, norm > max_norm."
)
FIRST_ALONE = (
    "The first array is clipped and the others are not: all get the same factor. Look "
    "for a return inside of the loop, or for a norm or factor that changes in it."
)
OF_ONE = "It is the norm of one array alone: the norm runs over all of them."
ENTRIES = "The entries of an array are added and then squared: square them first."
TWO_ROOTS = (
    "Each array has a root of its own before the sum: add all squares, and take one "
    "root."
)
ROOTED = "It is multiplied by the root of max_norm / norm: take the quotient itself."


@exercise("13.3")
def test_three_and_four_make_five(student: Student) -> None:
    """clip_gradients gives handout 3.1's example, and 0.3 of [1, 2] and [-2, 4]."""
    before = {"W": np.array([[1.0, 2.0]]), "b": np.array([-2.0, 4.0])}
    parts = {key: grad.copy() for key, grad in before.items()}
    grads = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}

    of_parts = student.clip_gradients(parts, 1.5)
    norm = student.clip_gradients(grads, 1.0)

    is_number = isinstance(of_parts, (float, np.floating))
    if is_number and not np.isclose(np.asarray(of_parts, float), 1.5):
        clues = Clues(suspects=of_global_norm(list(before.values()), 1.5))
        close(of_parts, 5.0, "the norm of [1, 2] and [-2, 4]", clues=clues)
    said = WRONG_SIDE if lengthens(student) else UNWRITTEN
    clues = of_clipping(before, "W", 1.5, unwritten=said)
    close(parts["W"], [[0.3, 0.6]], 'grads["W"]', clues=clues)
    clues = Clues(suspects={"clip:first": (FIRST_ALONE, before["b"])})
    close(parts["b"], [-0.6, 1.2], 'grads["b"]', clues=clues)
    close(grads["W"], [[0.6, 0.0]], 'grads["W"]')
    close(grads["b"], [-0.8], 'grads["b"]')
    require(not isinstance(norm, dict), "the norm must come back, found a dict.")
    clues = Clues(suspects=of_global_norm([np.array([3.0]), np.array([-4.0])], 1.0))
    close(norm, 5.0, "the norm before", clues=clues)


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
    for key, grad in before.items():
        said = UNWRITTEN if key == "Wx" else FIRST_ALONE
        said = WRONG_SIDE if key == "Wx" and lengthens(student) else said
        clues = of_clipping(before, key, 0.5, unwritten=said)
        close(grads[key], grad / length * 0.5, f'grads["{key}"]', clues=clues)
    require(set(grads) == set(before), "grads must keep its keys")


def lengthens(student: Student) -> bool:
    """Return whether gradients below max_norm are made longer."""
    grads = {"W": np.array([[3.0, 0.0]]), "b": np.array([-4.0])}
    attempt(lambda: student.clip_gradients(grads, 10.0))
    found = grads["W"]
    is_kind = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    return is_kind and found.shape == (1, 2) and bool(found[0, 0] > 3.0)


def of_global_norm(
    arrays: list[Array], max_norm: float
) -> dict[str, tuple[str, float]]:
    """Return what the norm of all arrays may be in place of what it must be."""
    squares = [float(np.sum(each**2)) for each in arrays]
    norms = [square**0.5 for square in squares]
    return {
        "norm:after": (AFTER, max_norm),
        "norm:plain": (PLAIN_SUM, sum(norms)),
        "norm:square": (NO_ROOT_OF_ALL, sum(squares)),
        "norm:roots": (TWO_ROOTS, sum(norms) ** 0.5),
        "norm:entries": (ENTRIES, math.hypot(*(float(g.sum()) for g in arrays))),
        "norm:first": (OF_ONE, norms[0]),
        "norm:last": (OF_ONE, norms[-1]),
    }


def of_clipping(before: Arrays, key: str, max_norm: float, unwritten: str) -> Clues:
    """Return what a clipped gradient may be in place of what it must be.

    Args:
        before: the arrays before they are clipped.
        key: the one that is looked at.
        max_norm: what the global norm shall be.
        unwritten: what it means where the array is as before.
    """
    grad, norms = before[key], [float(np.linalg.norm(g)) for g in before.values()]
    own, added, length = float(np.linalg.norm(grad)), sum(norms), math.hypot(*norms)
    is_largest = own == max(norms)  # two mistakes give the same there
    ours = f"{BY_ITS_OWN} {OF_THE_LARGEST}" if is_largest else BY_ITS_OWN
    suspects = {
        "clip:own": (ours, grad * min(1.0, max_norm / own)),
        "clip:square": (NO_ROOT_OF_ALL, grad * min(1.0, max_norm / length**2)),
        "clip:no-max": (NO_MAXIMUM, grad / length),
        "clip:turned": (UPSIDE_DOWN, grad * (length / max_norm)),
        "clip:cut": (CUT, np.clip(grad, -max_norm, max_norm)),
        "clip:unwritten": (unwritten, grad),
        "clip:added": (PLAIN_SUM, grad * (max_norm / added)),
        "clip:rooted": (ROOTED, grad * (max_norm / length) ** 0.5),
    }
    if not is_largest:
        suspects["clip:largest"] = OF_THE_LARGEST, grad * (max_norm / max(norms))
    for small in SMALL_NUMBERS:
        suspects[f"clip:{small}"] = (SMALL, grad * (max_norm / (length + small)))
    constants = {"max_norm": max_norm, "the norm": length}
    return Clues(suspects=suspects, constants=constants)
