"""Open checks of unit 3: care. Large logits, state, dtypes, and machines."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    follows_dtype,
    generator,
    narrowed,
    quiet,
    require,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
BYTES = (
    "The same numbers are right as floats: compute with 1.0 * x, and write into no "
    "array that is made like x, which holds whole numbers only."
)
USED_UP = (
    "A backward changes what the next one needs, such as the probabilities that "
    "forward kept: compute with a new array."
)
ONCE = '''
"""Goes through the data once, and counts the batches."""


def go(student, x, t, rng):
    return len(list(student.minibatches(x, t, 6, rng)))
'''
LIMIT = (
    "Something small is added to the probability, or it is cut off, and that sets a "
    "limit: log_softmax must take the logarithm of the sum (handout 2.2), and the loss "
    "must be made of log_softmax."
)
ONE_LARGEST = (
    "The largest number of the whole batch is subtracted, and rows far below it become "
    "0/0: subtract from each row its own largest, along the axis that is given."
)
CUT = "Logits are cut off on the way: the loss must be their whole distance."
TAKEN = "minibatches must leave x and t in the order in which they came."


@exercise("3.9")
def test_softmax_of_ten_thousand(student: Student) -> None:
    """softmax(x) is right for logits of 10 000 and -10 000, without a warning."""
    x = np.array([[10_000.0, 10_000.0, 0.0], [-10_000.0, -10_000.0, -10_000.0]])

    with narrowed(lambda: has_own_largest(student)), quiet(student):
        out = student.softmax(x)

    close(out, [[0.5, 0.5, 0.0], [1 / 3, 1 / 3, 1 / 3]], "out")


def has_own_largest(student: Student) -> None:
    """Refuse a softmax that subtracts one number from all rows, however far apart."""
    out = student.softmax(np.array([[800.0, 800.0], [0.0, 0.0]]))
    is_lost = np.array_equal(out, [[0.5, 0.5], [np.nan, np.nan]], equal_nan=True)
    require(not is_lost, "", cause=ONE_LARGEST)


@exercise("3.9")
def test_loss_of_a_thousand(student: Student) -> None:
    """SoftmaxCrossEntropy.forward gives the loss 1000 of handout section 6.1."""
    loss, logits = student.SoftmaxCrossEntropy(), np.array([[1000.0, 0.0, -1000.0]])

    with quiet(student):
        found = loss.forward(logits, np.array([1]))

    is_below = isinstance(found, float) and 0 < found < 999
    cause = "" if not is_below else LIMIT if found < 99 else CUT
    clues = Clues(cause=cause)
    close(found, 1000.0, "the loss", clues=clues)


@exercise("3.10")
def test_loss_leaves_logits_alone(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy leaves logits and labels unchanged."""
    at = {"logits": rng.normal(size=(5, 3)), "t": np.array([2, 0, 1, 1, 0])}

    unchanged(student.SoftmaxCrossEntropy(), at=at, upstream=2.0, train=None)


@exercise("3.10")
def test_second_backward_of_the_loss(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward called twice gives the same gradient twice."""
    loss = student.SoftmaxCrossEntropy()
    loss.forward(rng.normal(size=(5, 3)), np.array([2, 0, 1, 1, 0]))
    first = loss.backward(1.0)
    is_array = isinstance(first, np.ndarray) and first.shape == (5, 3)
    require(is_array, "backward must return an array in the shape of the logits.")

    second = loss.backward(1.0)

    clues = Clues(cause=USED_UP)
    close(second, np.asarray(first), "dlogits of a second backward", clues=clues)


@exercise("3.10")
def test_batches_leave_the_data_alone(student: Student, rng: Rng) -> None:
    """minibatches(...) keeps the order of x and t themselves."""
    x, t = rng.normal(size=(20, 3)), np.arange(20)
    given, seed = x.copy(), generator(int(rng.integers(2**31)))

    count = support(student, "passes", ONCE).go(student, given, t, seed)

    require(count, "minibatches must yield batches.")
    is_kept = np.array_equal(given, x) and np.array_equal(t, np.arange(20))
    require(is_kept, TAKEN, cause=TAKEN)


@exercise("3.11")
def test_loss_keeps_float32(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward gives float32 for float32 logits, integer labels."""
    at, labels = {"logits": rng.normal(size=(5, 3))}, np.array([2, 0, 1, 1, 0])

    loss = student.SoftmaxCrossEntropy()
    follows_dtype(loss, at=at, upstream=2.0, fixed=(labels,), train=None)


@exercise("3.11")
def test_softmax_of_bytes(student: Student) -> None:
    """softmax(x) of uint8 logits gives float64, and no difference wraps around."""
    out = student.softmax(np.array([0, 100, 200], np.uint8))

    with narrowed(lambda: not_in_floats(student)):
        close(out, [0.0, 0.0, 1.0], "out", dtype="float64")


@exercise("3.12")
def test_loss_does_all_at_once(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy has no Python loop over examples or classes."""

    def build(size: dict[str, int]) -> Work:
        n, c = size["N"], size["C"]
        logits, labels = rng.normal(size=(n, c)), rng.integers(c, size=n)
        return Work(student.SoftmaxCrossEntropy(), (logits, labels), upstream=2.0)

    vectorised(build, over={"N": 5, "C": 3})


@exercise("3.13")
def test_loss_on_the_gpu(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy keeps its arrays on the GPU, forward and backward."""
    logits, labels = rng.normal(size=(5, 3)), rng.integers(3, size=5)

    runs_on_device(
        lambda: Work(student.SoftmaxCrossEntropy(), (logits, labels), upstream=2.0)
    )


def not_in_floats(student: Student) -> None:
    """Check that softmax fails with floats, too: else whole numbers are the cause."""
    out = student.softmax(np.array([0.0, 100.0, 200.0]))
    right = np.shape(out) == (3,) and np.allclose(out, [0.0, 0.0, 1.0])
    require(not right, BYTES, cause=BYTES)
