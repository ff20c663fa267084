"""Open checks of unit 13: care. Large numbers, state, dtypes, and machines."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    fetch,
    follows_dtype,
    quiet,
    require,
    resident,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Rng = np.random.Generator
KIT = '''
"""What a call raises."""


def raised(function, *args):
    try:
        function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return [kind.__name__ for kind in type(error).__mro__]
    return []
'''
ONE_MAXIMUM = (
    "One maximum is subtracted everywhere: each place has its own, over its V "
    "characters."
)
LOG_OF_ZERO = (
    "The softmax of a target is 0, and its logarithm is taken: take log softmax as a "
    "difference (handout 5.1)."
)
REFUSE = (
    "A norm that is nan or infinite is refused by FloatingPointError and by no other "
    "exception: raise it yourself, before any array is written."
)
REBOUND = (
    "The array given was not written into: a new one stands under the key, and who "
    "holds the old one is not clipped. Use *=, which writes into the array."
)
FLOOR = (
    "The loss stops at a bound: a small number is added to the softmax, or it is cut "
    "off there, before the logarithm. Take log softmax as a difference (handout 5.1)."
)
SCALED = (
    "The arrays are scaled before the norm is refused: look at the norm first, and "
    "write afterwards (handout 5.1)."
)


@exercise("13.10")
def test_scores_of_ten_thousand(student: Student) -> None:
    """sequence_cross_entropy is exact at scores of 10 000, without a NumPy warning."""
    logits, targets = np.array([[[1e4, -1e4], [1e4, -1e4]]]), np.array([[1, 0]])
    apart = np.array([[[1e4, -1e4], [-1e4, -1e4]]])
    losses = [float_of(student, each, targets) for each in (logits, apart)]
    near = float_of(student, logits / 25, targets)  # no exp overflows there
    must = f"at scores of 400 and -400 the loss must be 400, found {near}."
    require(np.isfinite(near), must, cause=LOG_OF_ZERO)
    must = "the loss is not finite where one place has smaller scores than the other."
    is_apart = np.isfinite(losses[0]) and not np.isfinite(losses[1])
    require(not is_apart, must, cause=ONE_MAXIMUM)

    with quiet(student):
        found = student.sequence_cross_entropy(logits, targets)

    loss, dlogits = pair(found)
    suspects = {
        f"log:floor-{k}": (FLOOR, -0.5 * float(np.log(10.0**-k))) for k in range(5, 31)
    }
    close(loss, 1e4, "the loss", clues=Clues(suspects=suspects))
    close(dlogits, [[[0.5, -0.5], [0.0, 0.0]]], "dlogits")


@exercise("13.10")
def test_nan_is_refused(student: Student) -> None:
    """clip_gradients raises FloatingPointError for nan or inf and changes no array."""
    for odd in (np.nan, np.inf):
        held = resident(student, np.array([30.0, -40.0]))
        grads = {"W": held, "b": np.array([odd])}

        kinds = support(student, "kit", KIT).raised(student.clip_gradients, grads, 1.0)

        found = f"found {kinds[0]}" if kinds else "but it returned"
        must = f"clip_gradients must raise FloatingPointError for {odd}, {found}"
        require("FloatingPointError" in kinds, must, cause=REFUSE)

        after = np.asarray(fetch(held))
        must = f'grads["W"] must stay [30, -40] where the norm is {odd}, found {after}.'
        require(np.array_equal(after, [30.0, -40.0]), must, cause=SCALED)


@exercise("13.11")
def test_states_and_gradients_are_left_alone(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time and sequence_cross_entropy change no argument."""
    at = {"Wh": rng.normal(size=(2, 2)), "hidden": rng.uniform(-1, 1, size=(3, 5, 2))}

    unchanged(
        student.gradient_norms_through_time,
        at={**at, "dh": rng.normal(size=(5, 2))},
        train=None,
    )
    logits, targets = rng.normal(size=(2, 3, 5)), rng.integers(5, size=(2, 3))
    unchanged(
        student.sequence_cross_entropy,
        at={"logits": logits},
        fixed=(targets,),
        train=None,
    )


@exercise("13.11")
def test_clipping_writes_into_the_array(student: Student, rng: Rng) -> None:
    """clip_gradients writes into the array that it was given."""
    before = rng.normal(size=(3, 2))
    held, grads = resident(student, before), {"W": before.copy()}

    student.clip_gradients({"W": held}, 0.1)
    student.clip_gradients(grads, 0.1)

    clues = Clues(suspects={"clip:new": (REBOUND, before)})
    close(fetch(held), grads["W"], "the array that was given", clues=clues)


@exercise("13.12")
def test_float32_stays_float32(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time and sequence_cross_entropy keep float32."""
    at = {"Wh": rng.normal(size=(2, 2)), "hidden": rng.uniform(-1, 1, size=(3, 5, 2))}
    logits, targets = rng.normal(size=(2, 3, 5)), rng.integers(5, size=(2, 3))

    follows_dtype(
        student.gradient_norms_through_time,
        at={**at, "dh": rng.normal(size=(5, 2))},
        train=None,
    )
    follows_dtype(
        student.sequence_cross_entropy, at=logits, fixed=(targets,), train=None
    )


@exercise("13.13")
def test_sequences_and_characters_at_once(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy has no Python loop over sequences or characters."""

    def build(size: dict[str, int]) -> Work:
        n, t, v = size["N"], size["T"], size["V"]
        logits, targets = rng.normal(size=(n, t, v)), rng.integers(v, size=(n, t))
        return Work(student.sequence_cross_entropy, (logits, targets))

    vectorised(build, over={"N": 5, "T": 3, "V": 7})


@exercise("13.13")
def test_flow_on_the_gpu(student: Student, rng: Rng) -> None:
    """The norms, spectral_norm and sequence_cross_entropy run on the GPU."""
    weights, dh = rng.normal(size=(2, 2)), rng.normal(size=(5, 2))
    hidden = rng.uniform(-1, 1, size=(3, 5, 2))

    runs_on_device(
        lambda: Work(student.gradient_norms_through_time, (weights, hidden, dh))
    )
    logits, targets = rng.normal(size=(2, 3, 5)), rng.integers(5, size=(2, 3))
    runs_on_device(lambda: Work(student.spectral_norm, (weights,)))
    runs_on_device(lambda: Work(student.sequence_cross_entropy, (logits, targets)))


def float_of(student: Student, logits: Array, targets: Ids) -> float:
    """Return a loss; 0 where something else comes back."""
    given = logits.copy(), targets.copy()
    loss, _ = pair(student.sequence_cross_entropy(*given))
    is_number = isinstance(loss, (float, np.floating))
    return float(np.asarray(loss)) if is_number else 0.0


def pair(found: object) -> tuple[object, object]:
    """Return the loss and dlogits, once they are two."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    require(is_pair, "sequence_cross_entropy must return two things, loss and dlogits")
    assert isinstance(found, (tuple, list))
    return found[0], found[1]
