"""Hidden checks of unit 7, fifth part: what layers keep, and what is left alone.

Nothing here depends on chance: each check compares numbers that must agree exactly.
"""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    close,
    exercise,
    fetch,
    follows_dtype,
    generator,
    in_turn,
    is_given,
    learns_nothing,
    narrowed,
    require,
    resident,
    steady,
    unchanged,
    whole_numbers,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SHAPE = (11, 7)
KINDS = pytest.mark.parametrize("kind", ["Dropout", "ClassicDropout"])
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
AFTER = ["after training", "after evaluation"]
SPOILED = (
    "A second backward gives something else than the first: read what forward kept, "
    "leave it as it is, and draw nothing."
)
EARLIER = (
    "What backward uses comes from an earlier forward than the latest: keep it anew in "
    "each forward, whatever train is."
)
SHARED = (
    "Another layer changes what this one keeps: keep it on self, not on the class or "
    "in the module."
)
WRITTEN = {
    "l2_penalty": (
        "params is written into, as by **= on an array taken from it: make the squares "
        "a new array."
    ),
    "add_weight_decay": (
        "params is written into: the slope must be a new array, and be added to grads."
    ),
}
VIEW = "What forward kept is an array that it also returned: keep one of your own."


@exercise("7.10", weight=2)
@KINDS
@MODES
def test_passes_leave_their_arguments(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """Neither forward nor backward modifies x or dout."""
    layer = getattr(student, kind)(0.3, seeded(rng))
    x, dout = rng.normal(size=(2, *SHAPE))

    unchanged(layer, at=x, upstream=dout, train=train)


@exercise("7.10", weight=2)
@pytest.mark.parametrize("name", ["l2_penalty", "add_weight_decay"])
def test_weights_are_left_alone(student: Student, rng: Rng, name: str) -> None:
    """The function leaves params as it is, keys and numbers."""
    params = {key: rng.normal(size=(3, 5)) for key in ("0.W", "0.b")}
    given = {key: array.copy() for key, array in params.items()}
    grads = {key: np.zeros((3, 5)) for key in params}
    args = (given, 0.3) if name == "l2_penalty" else (given, grads, 0.3)

    getattr(student, name)(*args)

    must = f"{name} must leave the keys of params as they are."
    require(set(given) == set(params), must)
    for key, array in params.items():
        clues = Clues(cause=WRITTEN[name])
        close(given[key], array, f'params["{key}"] afterwards', 0.0, clues=clues)


@exercise("7.10", weight=4)
def test_decay_is_written_into_the_array(student: Student, rng: Rng) -> None:
    """add_weight_decay writes the new gradient into the array that grads holds."""
    w, before = rng.normal(size=(2, 3, 5))
    alone, held = {"0.W": before.copy()}, resident(student, before)

    student.add_weight_decay({"0.W": w.copy()}, alone, 0.3)
    student.add_weight_decay({"0.W": w.copy()}, {"0.W": held}, 0.3)

    is_given(fetch(held), before, alone["0.W"], "the array that was in grads")


@exercise("7.10")
@KINDS
@MODES
def test_backward_may_come_twice(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """A second backward gives the same dx as the first."""
    layer = getattr(student, kind)(0.3, seeded(rng))
    x, dout = away_from_zero(rng), rng.normal(size=SHAPE)
    factor = array(layer.forward(x.copy(), train=train)) / x

    first, second = in_turn(layer.backward, each=[dout, dout])

    right = measure(first, dout * factor, second)
    steadied = partial(steady_layer, student, kind, rng)
    with narrowed(lambda: backward_twice(steadied(), at=x, upstream=dout, train=train)):
        close(second, right, "dx of a second backward", clues=Clues(cause=SPOILED))


@exercise("7.10")
@KINDS
@pytest.mark.parametrize("before", [True, False], ids=AFTER)
@MODES
def test_backward_belongs_to_the_latest_forward(
    student: Student, rng: Rng, kind: str, *, before: bool, train: bool
) -> None:
    """After two forwards, the layer's backward belongs to the second."""
    layer, fresh = (getattr(student, kind)(0.3, seeded(rng)) for _ in range(2))
    x, dout = away_from_zero(rng), rng.normal(size=SHAPE)
    alone = array(fresh.forward(x.copy(), train=train)) / x
    right_alone = is_near(fresh.backward(dout.copy()), dout * alone)
    layer.forward(rng.normal(size=SHAPE), train=before)
    factor = array(layer.forward(x.copy(), train=train)) / x

    dx = layer.backward(dout.copy())

    right = dout * factor if right_alone else array(dx)
    with narrowed(lambda: latest_alone(student, kind, rng, train=train)):
        close(dx, right, "dx", clues=Clues(cause=EARLIER))


@exercise("7.10", weight=2)
@KINDS
def test_layers_share_nothing(student: Student, rng: Rng, kind: str) -> None:
    """Another layer with another ratio does not change this layer's backward."""
    one = getattr(student, kind)(0.3, seeded(rng))
    x, dout = away_from_zero(rng), rng.normal(size=SHAPE)
    factor = array(one.forward(x.copy(), train=True)) / x
    first = one.backward(dout.copy())

    other = getattr(student, kind)(0.6, seeded(rng))
    other.forward(away_from_zero(rng), train=True)

    with narrowed(
        lambda: latest_alone(student, kind, rng, train=True),
        lambda: backward_twice(
            steady_layer(student, kind, rng), at=x, upstream=dout, train=True
        ),
    ):
        second = one.backward(dout.copy())
        right = measure(first, dout * factor, second)
        close(second, right, "dx of the first layer", clues=Clues(cause=SHARED))


def steady_layer(student: Student, kind: str, rng: Rng) -> Student:
    """Return a layer that drops the same entries in every forward."""
    made: Student = getattr(student, kind)(0.3, steady(student, rng))
    return made


def latest_alone(student: Student, kind: str, rng: Rng, *, train: bool) -> None:
    """Hold a backward against that of a fresh layer, where nothing is left to chance.

    The earlier input has fewer rows, so that what it dropped cannot be right by chance.
    """
    same = steady(student, rng)
    backward_is_of_latest_forward(
        lambda: getattr(student, kind)(0.3, same),
        at=away_from_zero(rng),
        upstream=rng.normal(size=SHAPE),
        earlier=away_from_zero(rng)[:5],
        train=train,
    )


@exercise("7.10")
@KINDS
def test_nothing_to_learn(student: Student, rng: Rng, kind: str) -> None:
    """The layer's params and grads are empty, also after both passes."""
    x, dout = rng.normal(size=(2, *SHAPE))

    learns_nothing(getattr(student, kind)(0.3, seeded(rng)), at=x, upstream=dout)


@exercise("7.11", weight=3)
@KINDS
@MODES
def test_layers_keep_the_dtype(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """The layer's out and dx are float32 for float32 and float64 for float64."""
    layer = getattr(student, kind)(0.3, seeded(rng))
    x, dout = rng.normal(size=(2, *SHAPE))

    follows_dtype(layer, at=x, upstream=dout, train=train)


@exercise("7.11")
def test_decay_keeps_the_dtype(student: Student, rng: Rng) -> None:
    """add_weight_decay keeps gradients float32 if they are, with the right numbers."""
    w, before = rng.normal(size=(2, 3, 5)).astype(np.float32)
    narrow, wide = {"0.W": before.copy()}, {"0.W": before.astype(np.float64)}

    student.add_weight_decay({"0.W": w.copy()}, narrow, 0.3)
    student.add_weight_decay({"0.W": w.astype(np.float64)}, wide, 0.3)

    right = np.asarray(wide["0.W"])
    close(narrow["0.W"], right, 'grads["0.W"] in float32', 1e-5, "float32")
    close(wide["0.W"], right, 'grads["0.W"] in float64', dtype="float64")


@exercise("7.11")
def test_whole_numbers_are_scaled(student: Student, rng: Rng) -> None:
    """Dropout treats a batch of integers like the same numbers as floats."""
    seed = int(rng.integers(1 << 32))
    x, dout = rng.integers(1, 10, size=SHAPE), rng.normal(size=SHAPE)

    def make() -> Student:
        made: Student = student.Dropout(0.3, generator(seed))
        return made

    whole_numbers(make, at=x, upstream=dout)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def away_from_zero(rng: Rng) -> Array:
    """Return numbers of both signs, none of which is small."""
    signs: Array = rng.choice([-1.0, 1.0], size=SHAPE)
    return signs * rng.uniform(0.5, 3.0, size=SHAPE)


def array(found: object, name: str = "out") -> Array:
    """Return a result after a look at its kind, shape and sense."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(SHAPE), name)  # which says what is wrong
    finite = np.isfinite(np.asarray(found)) * 1.0
    close(finite, np.ones(SHAPE), f"whether {name} is finite")
    result: Array = np.asarray(found, np.float64)
    return result


def is_near(found: object, right: Array) -> bool:
    """Whether a result is right, so that others can be measured by it."""
    return np.allclose(array(found, "dx"), right, rtol=1e-9, atol=1e-12)


def measure(first: object, right: Array, second: object) -> Array:
    """Return what a later dx is held against: nothing, where the first was wrong."""
    return right if is_near(first, right) else array(second, "dx")
