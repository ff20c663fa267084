"""Hidden checks of unit 1: the step, and one perceptron."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, told_by

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
ANY_SHAPE = pytest.mark.parametrize(
    "shape", [(31,), (1,), (3, 2, 5)], ids=["vector", "one entry", "three axes"]
)
AT_ZERO = "At exactly 0 the answer is 0, for 0.0 and for -0.0: ask for x > 0."
LATE = "Large numbers come out right and small ones do not: the step is at 0 exactly."
SMALLER_BIAS = (
    "These are the answers without b, or for a smaller b: the whole of b must be added "
    "to the sum, however large it is."
)


@exercise("1.1")
@ANY_SHAPE
def test_step_values(student: Student, rng: Rng, shape: Shape) -> None:
    """step(x) gives 0 for negative and 1 for positive entries, in the shape of x."""
    x = rng.uniform(0.1, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)

    out = student.step(x.copy())

    suspects = {
        "step:sign": ("It is -1 for negative numbers, and must be 0.", np.sign(x)),
        "step:slope": ("Positive numbers must become 1.", np.maximum(x, 0)),
        "step:reversed": (
            "The two answers are exchanged: 1 must come out where x is above 0.",
            x < 0,
        ),
    }
    with told_by(out, "step(x)", {"x": x}):
        close(out, (np.sign(x) + 1) / 2, "step(x)", clues=Clues(suspects=suspects))


@exercise("1.1")
def test_step_at_both_zeros(student: Student, rng: Rng) -> None:
    """step(x) is 0 where x is 0.0 and where it is -0.0."""
    large = student.step(np.array([-2.0, 2.0]))

    out = student.step(np.zeros(5) * rng.choice([-1.0, 1.0], size=5))

    cause = AT_ZERO if np.array_equal(large, [0, 1]) else ""
    close(out, np.zeros(5), "step(x)", clues=Clues(cause=cause))


@exercise("1.1")
def test_step_of_every_size(student: Student, rng: Rng) -> None:
    """step(x) depends on the sign of x alone, however small or large x is."""
    sign = rng.permuted(np.resize([-1.0, 1.0], 40))
    x = sign * np.geomspace(1e-12, 1e4, 40)
    large = student.step(np.array([-2.0, 2.0]))

    out = student.step(x.copy())

    cause = LATE if np.array_equal(large, [0, 1]) else ""
    clues = Clues(cause=cause, known={"x": x})
    close(out, np.heaviside(x, 0.0), "step(x)", clues=clues)


@exercise("1.2")
@pytest.mark.parametrize(
    "size", [(53, 5), (1, 5), (53, 1)], ids=["batch", "one example", "one feature"]
)
def test_perceptron_answers(student: Student, rng: Rng, size: tuple[int, int]) -> None:
    """perceptron(x, w, b) answers each example rightly, for any N and D."""
    x, w = rng.normal(size=size), rng.normal(size=size[1])
    b = rng.uniform(0.5, 1.5) * rng.choice([-1.0, 1.0])

    out = student.perceptron(x.copy(), w.copy(), b)

    sums = np.einsum("nd,d->n", x, w)
    right = np.heaviside(sums + b, 0.0)
    with told_by(out, "step(x @ w + b)", {"x": x, "w": w, "b": b}):
        close(out, right, "perceptron(x, w, b)", clues=of_sums(sums, w, b))


@exercise("1.2")
def test_perceptron_of_large_numbers(student: Student, rng: Rng) -> None:
    """perceptron(x, w, b) is right where the sums and b are about 10 000."""
    x, w = rng.normal(0.0, 1e4, size=(53, 3)), rng.normal(size=3)
    b = 1e4 * rng.uniform(0.5, 1.5) * rng.choice([-1.0, 1.0])

    out = student.perceptron(x.copy(), w.copy(), b)

    sums = np.einsum("nd,d->n", x, w)
    right, clues = np.heaviside(sums + b, 0.0), of_sums(sums, w, b, SMALLER_BIAS)
    close(out, right, "perceptron(x, w, b)", clues=clues)


def of_sums(
    sums: Array, w: Array, b: float, without: str = "The bias is not added."
) -> Clues:
    """Return what comes out where a perceptron sums up otherwise."""
    d, total = len(w), w.sum()
    suspects = {
        "perceptron:no-bias": (without, np.heaviside(sums, 0.0)),
        "perceptron:minus-bias": (
            "The bias is subtracted: add it.",
            np.heaviside(sums - b, 0.0),
        ),
        "perceptron:bias-in-x": (
            "The bias is added to every feature: add it once, to the weighted sum.",
            np.heaviside(sums + b * total, 0.0),
        ),
        "perceptron:many-biases": (
            "The bias weighs D times as much: add it once, to a sum and no mean.",
            np.heaviside(sums + d * b, 0.0),
        ),
        "perceptron:sums": ("These are the sums: let step answer.", sums + b),
        "perceptron:reversed": (
            "It is 1 where it must be 0.",
            np.heaviside(-sums - b, 0.0),
        ),
    }
    # One answer for all examples comes of more than one mistake.
    telling = {code: each for code, each in suspects.items() if np.ptp(each[1]) > 0}
    return Clues(suspects=telling)
