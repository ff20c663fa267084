"""Open checks of unit 7: care. How layers are made, state, dtypes, and machines."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    are_alike,
    close,
    exercise,
    fetch,
    follows_dtype,
    generator,
    narrowed,
    raises,
    require,
    resident,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
KINDS = pytest.mark.parametrize("kind", ["Dropout", "ClassicDropout"])
GIVEN = """
import numpy as np


def make(seed):
    return np.random.default_rng(seed)
"""
REFUSED = """
import linecache


def refused(kind, ratio):
    # How a layer of this ratio is refused: what is raised, and by which line.
    try:
        kind(ratio)
    except Exception as error:
        at = error.__traceback__
        while at.tb_next:
            at = at.tb_next
        file = at.tb_frame.f_code.co_filename
        is_own = file.endswith("regularization.py")
        line = linecache.getline(file, at.tb_lineno) if is_own else ""
        return type(error).__name__, str(error), line.strip()
    return "", "", ""
"""
ELSEWHERE = (
    "Numbers come from elsewhere than rng, such as np.random or a generator of the "
    "layer's own."
)
ZERO = "A ratio of 0 drops nothing: is it lost, as in `ratio or 0.5`?"
ALL_ZERO = (
    "With a ratio of 0 all of it is 0: no number is below 0, so nothing must be "
    "dropped. Is the comparison turned around?"
)
RETURNED = "The ValueError is returned: write raise in place of return."
AGAIN = (
    "A second layer with the same generator drops the same entries: let rng go on, "
    "and do not start it anew."
)
ANOTHER = (
    "grads has a new array under its key, and the one that the layer holds stays as it "
    "was: write into it, as += does."
)


@exercise("7.8")
@KINDS
@pytest.mark.parametrize("ratio", [-0.25, 1.0], ids=["-0.25", "exactly 1"])
def test_no_such_ratio(student: Student, kind: str, ratio: float) -> None:
    """The constructor raises ValueError for a ratio below 0 or from 1 on."""
    with narrowed(lambda: tell_how(student, kind, ratio)):
        raises("ValueError", getattr(student, kind), ratio)


def tell_how(student: Student, kind: str, ratio: float) -> None:
    """Name what the code does in place of raising ValueError."""
    module = support(student, "refused_in_the_suite", REFUSED)
    raised, text, line = module.refused(getattr(student, kind), ratio)
    require("should return None, not 'ValueError'" not in text, "", cause=RETURNED)
    is_own = "raise " in line and raised
    require(not is_own, "", cause=f"Your line raises {raised}: raise ValueError.")


@exercise("7.8")
@KINDS
def test_nothing_is_dropped_with_a_ratio_of_zero(
    student: Student, rng: Rng, kind: str
) -> None:
    """With a ratio of 0, a training forward returns all of x unchanged."""
    x = rng.normal(size=(7, 11))

    out = getattr(student, kind)(0.0, generator(int(rng.integers(99)))).forward(x)

    is_all = isinstance(out, np.ndarray) and not np.any(out)
    clues = Clues(cause=ALL_ZERO if is_all else ZERO)
    close(out, x, "out with a ratio of 0", clues=clues)


@exercise("7.8")
@KINDS
def test_one_seed_one_mask(student: Student, rng: Rng, kind: str) -> None:
    """Two layers whose generators have the same seed drop the same entries."""
    seed, x = int(rng.integers(1 << 32)), np.ones((7, 11))

    first = getattr(student, kind)(0.3, generator(seed)).forward(x.copy())
    second = getattr(student, kind)(0.3, generator(seed)).forward(x.copy())

    is_same = are_alike(first, second)
    require(is_same, f"{kind} must drop the same for the same rng.", cause=ELSEWHERE)


@exercise("7.8")
@KINDS
def test_one_generator_two_masks(student: Student, rng: Rng, kind: str) -> None:
    """Two layers that share one generator drop different entries."""
    shared = support(student, "given_in_the_suite", GIVEN).make(int(rng.integers(99)))
    x = np.ones((7, 11))

    first = getattr(student, kind)(0.3, shared).forward(x.copy())
    second = getattr(student, kind)(0.3, shared).forward(x.copy())

    is_other = not are_alike(first, second)
    require(is_other, f"Two layers of {kind} must drop other entries.", cause=AGAIN)


@exercise("7.10")
@KINDS
def test_x_and_dout_stay(student: Student, rng: Rng, kind: str) -> None:
    """In training, neither forward nor backward modifies x or dout."""
    layer = getattr(student, kind)(0.3, generator(int(rng.integers(99))))

    unchanged(layer, at=rng.normal(size=(3, 5)), upstream=rng.normal(size=(3, 5)))


@exercise("7.10")
def test_layer_holds_the_same_gradient(student: Student) -> None:
    """add_weight_decay changes the array in grads in place."""
    held = resident(student, np.array([1.0, 2.0]))

    student.add_weight_decay({"0.W": np.array([4.0, 6.0])}, {"0.W": held}, 0.5)

    is_moved = not np.array_equal(np.asarray(fetch(held)), [1.0, 2.0])
    require(is_moved, "The array that was in grads must change.", cause=ANOTHER)


@exercise("7.11")
@KINDS
def test_float32_stays_float32(student: Student, rng: Rng, kind: str) -> None:
    """In training, out and dx have the dtype of the input, float32 or float64."""
    layer = getattr(student, kind)(0.3, generator(int(rng.integers(99))))

    follows_dtype(layer, at=rng.normal(size=(3, 5)), upstream=rng.normal(size=(3, 5)))


@exercise("7.12")
def test_batch_at_once(student: Student, rng: Rng) -> None:
    """Dropout has no Python loop over examples or features."""
    seed = int(rng.integers(99))

    def build(size: dict[str, int]) -> Work:
        x = rng.normal(size=(size["N"], size["D"]))
        layer = student.Dropout(0.3, generator(seed))
        return Work(layer, (x,), {"train": True}, x)

    vectorised(build, over={"N": 5, "D": 3})


@exercise("7.12")
def test_squares_at_once(student: Student, rng: Rng) -> None:
    """l2_penalty has no Python loop over the rows or columns of a weight."""

    def build(size: dict[str, int]) -> Work:
        w = rng.normal(size=(size["D"], size["M"]))
        return Work(student.l2_penalty, ({"W": w}, 0.5))

    vectorised(build, over={"D": 5, "M": 3})


@exercise("7.13")
@KINDS
def test_batch_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """In training, both passes run on GPU arrays without going through NumPy."""
    (x, dout), seed = rng.normal(size=(2, 5, 3)), generator(int(rng.integers(99)))

    runs_on_device(
        lambda: Work(getattr(student, kind)(0.3, seed), (x,), {"train": True}, dout)
    )


@exercise("7.13")
def test_decay_on_the_gpu(student: Student, rng: Rng) -> None:
    """add_weight_decay runs on GPU arrays without going through NumPy."""
    w, grad = rng.normal(size=(2, 5, 3))

    runs_on_device(lambda: Work(student.add_weight_decay, ({"W": w}, {"W": grad}, 0.5)))
