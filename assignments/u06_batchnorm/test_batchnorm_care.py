"""Open checks of unit 6: care. Large offsets, one row, state, dtypes, and machines."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    averages_keep_arrays,
    averages_move_in_training,
    backward_twice,
    close,
    exercise,
    follows_dtype,
    keeps_digits,
    require,
    runs_on_device,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
CUT = "It is beta, as if all rows were equal: is x cut off somewhere on the way?"
ALONE = "One row is treated in another way than two: the formulas need no exception."
HOLDS_EPS = "eps is added to the variance on record: it belongs under the root alone."
NO_ROOT = "running_var keeps the root of the variance: it is for the variance itself."
N_1 = "running_var divides by N - 1: it keeps the variance of 2.2, which divides by N."
NOT_4 = "It moves towards 2: the mean of the batch, whose rows are 1 and 7, is 4."
OF_VAR = "It moves towards 9, the variance of the batch: its mean, 4, belongs here."
OF_MEAN = "It moves towards 4, the mean of the batch: its variance, 9, belongs here."
OTHER_RECORD = (
    "momentum multiplies another number: in the line of running_{0} it must multiply "
    "running_{0}."
)
NO_BRACKETS = "Brackets are missing: 1 - momentum as a whole must multiply the batch."
OF_0_9 = (
    "0.9 or 0.1 stands as a number in it: take self.momentum, which is 0.75 here, and "
    "1 - self.momentum."
)
PLUS = "1 + momentum multiplies the batch: it must be 1 - momentum."
TOO_MUCH = (
    "The old average comes in whole, and momentum times it once more: is += written "
    "where = belongs?"
)
EXCHANGED = (
    "momentum stands where 1 - momentum belongs: the old value must be multiplied by "
    "momentum."
)
BATCH = (
    "It is what the batch itself has: the record must take the share 1 - momentum of "
    "each batch, of the first one too."
)
STILL = "It is still what it was at the start: a training forward must move it."
WHOLE = "The batch is added whole: it must be multiplied by 1 - momentum."


@exercise("6.6")
def test_offset_of_ten_thousand(student: Student) -> None:
    """BatchNorm.forward gives the same for x and for x + 10 000, in float32."""
    low = np.array([[0.0], [1.0]], np.float32)
    gamma, beta = np.ones(1, np.float32), np.zeros(1, np.float32)

    near = student.BatchNorm(gamma, beta, eps=0.75).forward(low, train=True)
    far = student.BatchNorm(gamma, beta, eps=0.75).forward(low + 10_000, train=True)

    require(isinstance(near, np.ndarray), "forward must return an array.")
    clues = Clues(suspects={"offset:cut": (CUT, np.zeros((2, 1)))})
    keeps_digits(far, near, "out", 1e-5, clues=clues)


@exercise("6.6")
def test_batch_of_one_gives_beta(student: Student, rng: Rng) -> None:
    """BatchNorm.forward, training: for a batch of one row the output is beta."""
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    norm, x = student.BatchNorm(gamma, beta, eps=3.0), rng.normal(size=(1, 3))

    two = norm.forward(np.concatenate([x - 1, x + 1]), train=True)
    one = norm.forward(x.copy(), train=True)

    cause = ALONE if is_near(two, beta + gamma * np.array([[-0.5], [0.5]])) else ""
    close(one, beta[np.newaxis], "out of one row", clues=Clues(cause=cause))


@exercise("6.7")
def test_running_averages_of_two_steps(student: Student) -> None:
    """BatchNorm's running averages of two batches are those of handout section 2.3."""
    norm = student.BatchNorm(np.ones(1), np.zeros(1), momentum=0.75, eps=0.5)
    norm.forward(np.array([[1.0], [7.0]]), train=True)
    norm.forward(np.array([[1.0], [7.0]]), train=True)

    other = OTHER_RECORD.format("mean")
    suspects = {
        **of_two_steps(start=0.0, batch=4.0),
        "averages:half": (NOT_4, np.array([0.875])),
        "averages:of-var": (OF_VAR, np.array([3.9375])),
        "averages:other": (other, np.array([3.25])),
        "averages:other-last": (other, np.array([4.375])),
    }
    clues = Clues(suspects=suspects)
    close(norm.running_mean, np.array([1.75]), "running_mean", clues=clues)
    other = OTHER_RECORD.format("var")
    suspects = {
        **of_two_steps(start=1.0, batch=9.0),
        "averages:eps": (HOLDS_EPS, np.array([4.71875])),
        "averages:root": (NO_ROOT, np.array([1.875])),
        "averages:n-1": (N_1, np.array([8.4375])),
        "averages:of-mean": (OF_MEAN, np.array([2.3125])),
        "averages:other": (other, np.array([3.0])),
        "averages:other-last": (other, np.array([3.5625])),
    }
    clues = Clues(suspects=suspects)
    close(norm.running_var, np.array([4.5]), "running_var", clues=clues)


@exercise("6.7")
def test_evaluation_keeps_the_averages(student: Student) -> None:
    """Evaluation and BatchNorm.backward leave running_mean and running_var alone."""
    norm = student.BatchNorm(np.ones(1), np.zeros(1), momentum=0.75)
    x, dout = np.array([[2.0], [6.0]]), np.array([[1.0], [0.0]])

    names = ("running_mean", "running_var")
    averages_move_in_training(norm, names, at=x, upstream=dout)


@exercise("6.7")
def test_averages_keep_their_arrays(student: Student, rng: Rng) -> None:
    """Training writes into the arrays running_mean and running_var, in place."""
    norm = student.BatchNorm(np.ones(2), np.zeros(2))

    averages_keep_arrays(
        norm, ("running_mean", "running_var"), at=rng.normal(size=(3, 2))
    )


@exercise("6.7")
def test_arguments_are_left_alone(student: Student, rng: Rng) -> None:
    """BatchNorm.forward and BatchNorm.backward do not modify x, dout or params."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2))

    unchanged(norm, at=rng.normal(size=(3, 2)), upstream=rng.normal(size=(3, 2)))


@exercise("6.7")
def test_second_backward_gives_the_same(student: Student, rng: Rng) -> None:
    """A second BatchNorm.backward gives the same dx and grads as the first."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2))
    x, dout = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))

    backward_twice(norm, at=x, upstream=dout, train=True)


@exercise("6.8")
def test_float32_stays_float32(student: Student, rng: Rng) -> None:
    """BatchNorm's output and gradients are float32 if its arrays and dout are."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2), eps=0.5)

    follows_dtype(norm, at=rng.normal(size=(3, 2)), upstream=rng.normal(size=(3, 2)))


@exercise("6.9")
def test_rows_and_features_at_once(student: Student, rng: Rng) -> None:
    """BatchNorm has no Python loop over rows or features."""

    def build(size: dict[str, int]) -> Work:
        n, d = size["N"], size["D"]
        norm = student.BatchNorm(rng.normal(2.0, 0.5, size=d), rng.normal(size=d))
        return Work(norm, (rng.normal(size=(n, d)),), upstream=rng.normal(size=(n, d)))

    vectorised(build, over={"N": 5, "D": 3})


@exercise("6.10")
def test_rows_on_the_gpu(student: Student, rng: Rng) -> None:
    """BatchNorm.forward and backward run on GPU arrays without going through NumPy."""
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))

    runs_on_device(lambda: Work(student.BatchNorm(gamma, beta), (x,), upstream=dout))


def of_two_steps(*, start: float, batch: float) -> dict[str, tuple[str, Array]]:
    """Return what a record may be after one batch has come twice, momentum 0.75."""
    shares = {  # of the old value and of the batch, and what is added
        "exchanged": (EXCHANGED, 0.25, 0.75, 0.0),
        "batch": (BATCH, 0.0, 1.0, 0.0),
        "still": (STILL, 1.0, 0.0, 0.0),
        "whole": (WHOLE, 0.75, 1.0, 0.0),
        "brackets": (NO_BRACKETS, 0.75, -0.75, 1.0),
        "0.9": (OF_0_9, 0.9, 0.1, 0.0),
        "0.9 of old": (OF_0_9, 0.9, 0.25, 0.0),
        "0.1 of new": (OF_0_9, 0.75, 0.1, 0.0),
        "plus": (PLUS, 0.75, 1.75, 0.0),
        "twice": (TOO_MUCH, 1.75, 0.25, 0.0),
    }
    found = {}
    for code, (said, keep, new, added) in shares.items():
        once = keep * start + new * batch + added
        twice = keep * once + new * batch + added
        found[f"averages:{code}"] = said, np.array([twice])
    return found


def is_near(found: object, right: Array) -> bool:
    """Whether a result is right, so that it can serve as a measure."""
    if not isinstance(found, np.ndarray) or found.shape != right.shape:
        return False
    return found.dtype.kind == "f" and bool(np.allclose(found, right, rtol=1e-5))
