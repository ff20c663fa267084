"""Open checks of unit 3: the loss. Half of the numbers can be redone on paper.

By hand the logits are logarithms of whole numbers, so that softmax gives fractions:
ln 1, ln 2, ln 5 become 1/8, 2/8, 5/8.
"""

import functools
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient

Array = NDArray[np.float64]
Rng = np.random.Generator
LOGITS = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]])
LABELS = np.array([1, 0])  # of these two examples
FOUR_DIGITS = 1e-4  # the others of a logarithm are a matter of 3.9
BASE = "It is a logarithm of another base: take the natural one, xp.log."
HARD = (
    "Only the largest entry of a target row is looked at: all of its entries must "
    "count."
)
LOSS_TWICE = (
    "Softmax is taken twice: log_softmax must get the logits, and no probabilities."
)
SQUARES = "It is a squared distance: take logarithms of the probabilities."
BINARY = (
    "The classes that are not right count, too: only the target row times the "
    "logarithms may."
)
TWICE = "Softmax is taken of the probabilities once more: take them as they are."
ALL_PAIRS = (
    "It is a mean over all pairs of an example and a label: of each row take the one "
    "entry that its own label names."
)
ROWS_AS_LABELS = (
    "Rows are taken for labels: t has two axes here, where labels would have one."
)
ONE_LESS = "Labels are taken for one less than they are: they begin at 0."
COLUMNS = (
    "The probabilities are those of columns: softmax runs over the classes, axis=1."
)
SLOPE = (
    "p (1 - p) is multiplied in: the gradient of handout 3.3 has gone through softmax "
    "already."
)
LOGARITHMS = "p are logarithms here: the probabilities themselves are needed."
FOR_P = (
    "This is the gradient for the probabilities: it must go on through softmax, to the "
    "logits."
)


@exercise("3.2")
def test_loss_of_labels_by_hand(student: Student) -> None:
    """SoftmaxCrossEntropy.forward gives the loss of handout section 3.1."""
    loss = student.SoftmaxCrossEntropy().forward(LOGITS.copy(), LABELS.copy())

    suspects = {
        "loss:one-less": (ONE_LESS, np.log(8 / 1) / 2),
        "loss:pairs": (ALL_PAIRS, np.log(4 * 8 * (8 / 3) ** 2) / 4),
        "loss:one-less-wraps": (ONE_LESS, (np.log(8 / 1) + np.log(8 / 2)) / 2),
    }
    right, clues = (np.log(8 / 2) + np.log(8 / 3)) / 2, Clues(suspects=suspects)
    close(loss, right, "the loss", FOUR_DIGITS, clues=clues)


@exercise("3.2")
def test_loss_of_rows_by_hand(student: Student) -> None:
    """SoftmaxCrossEntropy.forward is right for target rows spread over classes."""
    t = np.array([[0.5, 0.0, 0.5], [0.0, 0.0, 1.0]])

    loss = student.SoftmaxCrossEntropy().forward(LOGITS.copy(), t)

    first = (np.log(8 / 1) + np.log(8 / 5)) / 2
    suspects = {"loss:hard": (HARD, (np.log(8 / 1) + np.log(8 / 2)) / 2)}
    right, clues = (first + np.log(8 / 2)) / 2, Clues(suspects=suspects)
    close(loss, right, "the loss", FOUR_DIGITS, clues=clues)


@exercise("3.2")
def test_loss_of_a_drawn_batch(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.forward gives the mean loss, for labels and for rows."""
    logits, labels = rng.normal(size=(7, 3)), rng.integers(3, size=7)
    loss, rows = student.SoftmaxCrossEntropy(), np.eye(3)[labels]

    by_labels = loss.forward(logits.copy(), labels.copy())
    by_rows = loss.forward(logits.copy(), rows.copy())

    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    total = -np.log(p[rows == 1]).sum()
    suspects = {
        "loss:sum": ("It is summed over the examples: divide by N.", total),
        "loss:all": (
            "It is a mean over all N times C entries: divide the sum by N alone.",
            total / 21,
        ),
        "loss:no-log": (
            "It takes the probabilities themselves, and not their logarithms.",
            -p[rows == 1].mean(),
        ),
    }
    pairs, classes = -np.log(p[:, labels]).mean(), rows[:, None] == np.arange(3)
    suspects["loss:pairs"] = ALL_PAIRS, pairs
    suspects["loss:rows"] = ROWS_AS_LABELS, -(classes * np.log(p)).sum() / 7
    clues = Clues(suspects=suspects | other_losses(logits, p, rows))
    close(by_labels, total / 7, "the loss of labels", FOUR_DIGITS, clues=clues)
    close(by_rows, total / 7, "the loss of rows", FOUR_DIGITS, clues=clues)


@exercise("3.3")
def test_loss_gradient_by_hand(student: Student) -> None:
    """SoftmaxCrossEntropy.backward(16.0) is 16 times that of handout section 3.3."""
    loss = student.SoftmaxCrossEntropy()
    loss.forward(LOGITS.copy(), LABELS.copy())

    dlogits = loss.backward(16.0)

    clues = Clues(suspects=wrong_gradients(LOGITS, np.eye(3)[LABELS], 16.0))
    close(dlogits, [[1.0, -6.0, 5.0], [-5.0, 3.0, 2.0]], "dlogits", clues=clues)


@exercise("3.3")
def test_loss_gradient_of_soft_rows(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward is the gradient of your forward for target rows."""
    logits, rows = rng.uniform(-0.4, 0.4, size=(5, 3)), rng.dirichlet([1.0] * 3, size=5)

    require_gradient(student, logits, rows, rows, float(rng.uniform(2.0, 3.0)))


@exercise("3.3")
def test_loss_gradient_of_labels(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward is the gradient of your forward for labels."""
    logits, labels = rng.uniform(-0.4, 0.4, size=(5, 3)), rng.integers(3, size=5)

    rows = np.eye(3)[labels]
    require_gradient(student, logits, labels, rows, float(rng.uniform(2.0, 3.0)))


def require_gradient(
    student: Student, logits: Array, t: NDArray[np.generic], rows: Array, dout: float
) -> None:
    """Check backward by differences, or by the handout where forward is wrong.

    So a loss that 3.2 finds wrong costs nothing here.
    """
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    parts = {"the probabilities": p, "the target rows": rows}
    clues = Clues(
        axes={"logits": "N C"},
        constants={"dout": dout},
        known=parts,
        suspects=wrong_gradients(logits, rows, dout),
        chain=functools.partial(mean_loss, rows),
    )
    loss, tried, at = *(student.SoftmaxCrossEntropy() for _ in "12"), {"logits": logits}
    found, dlogits = tried.forward(logits.copy(), t), tried.backward(dout)

    is_right = is_near(found, -(rows * np.log(p)).sum() / 5, 1e-9)
    if is_right or not is_near(dlogits, (p - rows) / 5 * dout, 1e-6):
        gradient(loss, at=at, upstream=dout, fixed=(t,), train=None, clues=clues)


def other_losses(
    logits: Array, p: Array, rows: Array
) -> dict[str, tuple[str, ArrayLike]]:
    """Return other means over the examples of what is wrong with each."""
    again = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
    of_columns = np.exp(logits) / np.exp(logits).sum(axis=0)
    total = -(rows * np.log(p)).sum()
    n, c = rows.shape
    return {
        "loss:classes": ("It is divided by C: divide by N.", total / c),
        "loss:raw": (
            "The logits stand where the logarithms of the probabilities belong.",
            -(rows * logits).sum() / n,
        ),
        "loss:twice": (LOSS_TWICE, -(rows * np.log(again)).sum() / n),
        "loss:columns": (COLUMNS, -(rows * np.log(of_columns)).sum() / n),
        "loss:squares": (SQUARES, ((p - rows) ** 2).sum() / n),
        "loss:mean-square": (SQUARES, ((p - rows) ** 2).mean()),
        "loss:binary": (BINARY, (total - ((1 - rows) * np.log1p(-p)).sum()) / n),
        "loss:base-two": (BASE, total / n / np.log(2)),
        "loss:base-ten": (BASE, total / n / np.log(10)),
    }


def wrong_gradients(
    logits: Array, rows: Array, dout: float
) -> dict[str, tuple[str, ArrayLike]]:
    """Return what comes out in place of (p - rows) / N * dout."""
    powers, share = np.exp(logits), dout / len(logits)
    p = powers / powers.sum(axis=1, keepdims=True)
    again = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
    return {
        "dlogits:twice": (TWICE, (again - rows) * share),
        "dlogits:columns": (COLUMNS, (powers / powers.sum(axis=0) - rows) * share),
        "dlogits:slope": (SLOPE, (p - rows) * p * (1 - p) * share),
        "dlogits:for-p": (FOR_P, -rows / p * share),
        "dlogits:logarithms": (LOGARITHMS, (np.log(p) - rows) * share),
        "dlogits:hard": (HARD, (p - np.eye(3)[rows.argmax(axis=1)]) * share),
    }


def mean_loss(rows: Array, at: Mapping[str, Array], chain: Chain) -> Array:
    """Return the loss of 3.2; the names are those of 3.3."""
    powers = np.exp(at["logits"])
    p = powers / powers.sum(axis=1, keepdims=True)
    chain.holds(p, "p")
    chain.holds(rows, "rows")
    chain.holds(p - rows, "diff")
    return np.asarray(-(rows * np.log(p)).sum() / len(rows))


def is_near(found: object, right: ArrayLike, rtol: float) -> bool:
    """Whether a result is what the handout says."""
    wanted, kinds = np.asarray(right), (float, np.floating, np.ndarray)
    if not isinstance(found, kinds) or np.shape(found) != wanted.shape:
        return False
    array = np.asarray(found)
    return array.dtype.kind == "f" and bool(np.allclose(array, wanted, rtol, rtol))
