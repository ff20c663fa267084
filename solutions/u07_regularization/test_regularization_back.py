"""Hidden checks of unit 7, third part: dropout, backward and evaluation.

Backward is held against what the submission's own forward made of x, so no check here
knows a mask. Of 77 entries all are kept, or all dropped, with probability below 2e-12
(ratios 0.3 and 0.7), which a run asks 10 times.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    drawn_by,
    exercise,
    generator,
    in_turn,
    require,
    told_by,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
RATIOS = pytest.mark.parametrize("ratio", [0.3, 0.7], ids=["ratio 0.3", "ratio 0.7"])
SHAPES = pytest.mark.parametrize(
    "shape",
    [(11, 7), (1, 79), (83,), (2, 3, 5, 7)],
    ids=["a matrix", "one row", "a vector", "images"],
)
NOTHING = "Nothing is dropped: has forward got a line that sets entries to 0?"
EVERYTHING = "Everything is dropped: does the comparison ever hold?"
OTHER_DRAW = (
    "dx is 0 at other places than out: backward must use the choice that its forward "
    "made, and draw nothing."
)
BY_OUT = (
    "A 0 in the output is taken for a dropped entry, and x may be 0 itself: keep the "
    "comparison that forward made."
)
BACK = "where(kept, dout / (1 - ratio), 0)"
EVALUATED = "where(train, where(u < ratio, 0, x / (1 - ratio)), x)"
NOTES = {
    "kept": "what forward kept",
    "positive": "where out is above 0",
    "drawn_anew": "what a second draw keeps",
    "train": "0 in evaluation",
}
LEFT_OVER = "Evaluation must hand dout on as it is: nothing was dropped or scaled."


@exercise("7.5", weight=3)
@RATIOS
@SHAPES
def test_gradient_of_training(
    student: Student, rng: Rng, ratio: float, shape: Shape
) -> None:
    """After training, dx of Dropout.backward is dout times forward's factor of x."""
    seed = int(rng.integers(1 << 32))
    layer = student.Dropout(ratio, generator(seed))
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)
    factor = factor_of(layer.forward(x.copy(), train=True), x)

    dx = layer.backward(dout.copy())

    cause = OTHER_DRAW if is_elsewhere(dx, factor) else ""
    parts = {
        "kept": factor != 0,
        "dout": dout,
        "ratio": ratio,
        "positive": x * factor > 0,
        "drawn_anew": np.random.default_rng(seed).random((2, *shape))[1] >= ratio,
    }
    with told_by(dx, BACK, parts, notes=NOTES):
        close(dx, dout * factor, "dx", clues=of_gradient(dout, factor, ratio, cause))


@exercise("7.5", weight=2)
def test_gradient_does_not_look_at_dout(student: Student, rng: Rng) -> None:
    """Dropout.backward is linear in dout, and gives 0 where dout is 0."""
    layer, x = student.Dropout(0.3, seeded(rng)), away_from_zero(rng, (11, 7))
    factor_of(layer.forward(x.copy(), train=True), x)
    one, two = rng.normal(size=(2, 11, 7))

    back = in_turn(layer.backward, each=[one, two, one + two, 0 * one])

    first, second, both, none = (array(each, (11, 7), "dx") for each in back)
    close(both, first + second, "dx of a sum")
    close(none, 0 * one, "dx of zeros")


@exercise("7.5", weight=6)
def test_zeros_have_a_gradient(student: Student, rng: Rng) -> None:
    """Dropout.backward gives kept entries their gradient also where x is 0.

    Below a ReLU many are 0. All 77 would be dropped with probability below 1e-40.
    """
    seed, dout = int(rng.integers(1 << 32)), away_from_zero(rng, (11, 7))
    layer = student.Dropout(0.3, generator(seed))
    out = array(layer.forward(np.zeros((11, 7)), train=True), (11, 7))

    dx = array(layer.backward(dout.copy()), (11, 7), "dx")

    kept = np.random.default_rng(seed).random((11, 7)) >= 0.3
    parts = {"kept": kept, "dout": dout, "ratio": 0.3, "out": out}
    with told_by(dx, BACK, parts, notes=NOTES):
        must = "where x is 0 and was kept, dx must not be 0."
        require((dx != 0).any(), must, cause=BY_OUT)


@exercise("7.6", weight=2)
@RATIOS
@SHAPES
def test_evaluation_is_the_identity(
    student: Student, rng: Rng, ratio: float, shape: Shape
) -> None:
    """In evaluation, Dropout.forward returns x, in a fresh and in a trained layer."""
    x, seed = away_from_zero(rng, shape), int(rng.integers(1 << 32))
    layer = student.Dropout(ratio, generator(seed))

    fresh = layer.forward(x.copy(), train=False)
    layer.forward(rng.normal(size=shape), train=True)
    later = layer.forward(x.copy(), train=False)

    clues = of_evaluation(x, ratio)
    with drawn_by(fresh, EVALUATED, {"x": x, "ratio": ratio, "train": 0.0}, seed):
        close(fresh, x, "what a fresh layer gives", clues=clues)
    close(later, x, "out after a training forward", clues=clues)


@exercise("7.6", weight=2)
@RATIOS
def test_gradient_after_evaluation(student: Student, rng: Rng, ratio: float) -> None:
    """Dropout.backward returns dout after an evaluation."""
    layer, dout = student.Dropout(ratio, seeded(rng)), rng.normal(size=(11, 7))
    layer.forward(rng.normal(size=(11, 7)), train=False)

    dx = layer.backward(dout.copy())

    constants = {"1 - ratio": 1 - ratio, "ratio": ratio}
    clues = Clues(cause=LEFT_OVER, constants=constants)
    close(dx, dout, "dx after an evaluation", clues=clues)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none of which is small."""
    signs: Array = rng.choice([-1.0, 1.0], size=shape)
    return signs * rng.uniform(0.5, 3.0, size=shape)


def array(found: object, shape: Shape, name: str = "out") -> Array:
    """Return a result after a look at its kind, shape and sense."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), name)  # which says what is wrong
    finite = np.isfinite(np.asarray(found)) * 1.0
    close(finite, np.ones(shape), f"whether {name} is finite")
    result: Array = np.asarray(found, np.float64)
    return result


def factor_of(out: object, x: Array) -> Array:
    """Return what a training forward multiplied x by, once something was dropped."""
    factor = array(out, x.shape) / x
    require((factor == 0).any(), "in training some entry must be 0", cause=NOTHING)
    require((factor != 0).any(), "in training some entry must be kept", EVERYTHING)
    return factor


def of_gradient(dout: Array, factor: Array, ratio: float, cause: str) -> Clues:
    """Return what dx may be in place of what it must be."""
    stayed = dout * (factor != 0)
    unscaled = "dx lacks the scale: forward divided x, so divide dout as well."
    suspects = {
        "gradient:no-scale": (unscaled, stayed),
        "gradient:no-mask": (
            "What forward dropped gets a gradient: it had no part in the loss.",
            dout / (1 - ratio),
        ),
        "gradient:dout": ("dx is dout itself: drop and scale it like x.", dout),
        "gradient:squared": (
            "The scale is there twice: is it in what forward keeps already?",
            stayed / (1 - ratio) ** 2,
        ),
        "gradient:ratio": (
            "dout is divided by ratio: forward divided x by 1 - ratio.",
            stayed / ratio,
        ),
        "gradient:down": (
            "dout is multiplied by 1 - ratio: divide by it, as forward does.",
            stayed * (1 - ratio),
        ),
    }
    return Clues(suspects=suspects, cause=cause)


def is_elsewhere(dx: object, factor: Array) -> bool:
    """Whether dx is 0 where x was kept, and is not 0 where x was dropped."""
    if not isinstance(dx, np.ndarray) or dx.shape != factor.shape:
        return False
    zero, dropped = dx == 0, factor == 0
    return bool((zero & ~dropped).any() and (~zero & dropped).any())


def of_evaluation(given: Array, ratio: float) -> Clues:
    """Return what an evaluation may give in place of what it was given."""
    said = (
        "Evaluation is scaled: training has the right mean, so nothing is to be done."
    )
    factors = {"down": 1 - ratio, "up": 1 / (1 - ratio), "ratio": ratio}
    suspects = {f"scaled:{key}": (said, given * f) for key, f in factors.items()}
    return Clues(suspects=suspects)
