"""Open checks of unit 3: softmax. Half of the numbers can be redone on paper.

By hand the logits are logarithms of whole numbers, so that softmax gives fractions:
ln 1, ln 2, ln 5 become 1/8, 2/8, 5/8.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checks import Clues, Student, close, exercise

Array = NDArray[np.float64]
Rng = np.random.Generator
LOGITS = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]])
FOUR_DIGITS = 1e-4  # the others of a logarithm are a matter of 3.9
ALL_ENTRIES = (
    "The sum runs over all entries: sum over the given axis only, with keepdims=True."
)
LAST_AXIS = "It runs along the last axis whatever axis is given."
SHIFTED_ONCE = (
    "The maximum is taken off x and not off what stands in the sum, or the other way "
    "round: take the same numbers in both places."
)
LOG_NOT_TAKEN = "The sum itself is subtracted: its logarithm must be."
LOG_ADDED = "The logarithm of the sum is added: it must be subtracted."
LOG_INSIDE = (
    "The logarithm is taken of each power: take that of their sum, once for each row."
)
QUOTIENT = "It is divided by the logarithm of the sum: subtract it."
BY_COLUMNS = (
    "The sum runs along the first axis: it must run along the axis that is given, and "
    "along the last where none is."
)
BASE = "It is a logarithm of another base: take the natural one, xp.log."


@exercise("3.1")
def test_softmax_by_hand(student: Student) -> None:
    """softmax(x) gives the probabilities of handout section 2.1, row by row."""
    out = student.softmax(LOGITS.copy())

    powers, shifted = np.exp(LOGITS), np.exp(LOGITS - LOGITS.max(axis=1)[:, None])
    suspects = over_all_entries(LOGITS, axis=1) | no_shares(LOGITS)
    suspects["axis:first"] = BY_COLUMNS, powers / powers.sum(axis=0)
    suspects["axis:first-sum"] = BY_COLUMNS, shifted / shifted.sum(axis=0)
    clues = Clues(suspects=suspects)
    close(out, [[1 / 8, 2 / 8, 5 / 8], [3 / 8, 3 / 8, 2 / 8]], "out", clues=clues)


@exercise("3.1")
def test_log_softmax_by_hand(student: Student) -> None:
    """log_softmax gives the logarithms of the probabilities of handout section 2.1."""
    out = student.log_softmax(LOGITS.copy())

    right = np.log([[1 / 8, 2 / 8, 5 / 8], [3 / 8, 3 / 8, 2 / 8]])
    wrong = wrong_logarithms(LOGITS, axis=1)
    wrong["axis:first"] = BY_COLUMNS, LOGITS - np.log(np.exp(LOGITS).sum(axis=0))
    clues = Clues(suspects=wrong)
    close(out, right, "out", FOUR_DIGITS, clues=clues)


@exercise("3.1")
def test_softmax_along_columns(student: Student, rng: Rng) -> None:
    """softmax(x, axis=0) normalizes each column of a matrix."""
    x = rng.normal(size=(5, 3))

    out = student.softmax(x.copy(), axis=0)

    powers, shifted = np.exp(x), np.exp(x - x.max(axis=0))
    rows = powers / powers.sum(axis=1, keepdims=True)
    suspects = {
        **over_all_entries(x, axis=0),
        "axis:last": (LAST_AXIS, rows),
        "axis:last-sum": (LAST_AXIS, shifted / shifted.sum(axis=1, keepdims=True)),
    }
    clues = Clues(suspects=suspects, known={"e^x": powers})
    close(out, powers / powers.sum(axis=0), "out", clues=clues)


@exercise("3.1")
def test_log_softmax_along_columns(student: Student, rng: Rng) -> None:
    """log_softmax with axis=0 normalizes each column of a matrix."""
    x = rng.normal(size=(5, 3))

    out = student.log_softmax(x.copy(), axis=0)

    sums = np.exp(x).sum(axis=0)
    of_rows = np.exp(x).sum(axis=1, keepdims=True)
    suspects = {
        "axis:last": (LAST_AXIS, x - np.log(of_rows)),
        **wrong_logarithms(x, axis=0),
    }
    close(out, x - np.log(sums), "out", FOUR_DIGITS, clues=Clues(suspects=suspects))


def over_all_entries(x: Array, axis: int) -> dict[str, tuple[str, ArrayLike]]:
    """Return softmax with a sum over everything, of x and of x less its maximum."""
    powers, shifted = np.exp(x), np.exp(x - x.max(axis=axis, keepdims=True))
    return {
        "axis:all": (ALL_ENTRIES, powers / powers.sum()),
        "axis:all-shifted": (ALL_ENTRIES, shifted / shifted.sum()),
    }


def no_shares(x: Array) -> dict[str, tuple[str, ArrayLike]]:
    """Return what may stand for the shares of powers of e in each row."""
    powers, twos, z = np.exp(x), np.exp2(x), x - x.max(axis=1, keepdims=True)
    return {
        "powers:none": (
            "x itself is divided by its sum: take powers of e first.",
            x / x.sum(axis=1, keepdims=True),
        ),
        "powers:above": (
            "The line below has the sum of x: it must have that of the powers of e.",
            powers / x.sum(axis=1, keepdims=True),
        ),
        "powers:above-shifted": (
            "The line below has the sum of x: it must have that of the powers of e.",
            np.exp(z) / x.sum(axis=1, keepdims=True),
        ),
        "powers:below": (
            "x stands above the line: its power of e must.",
            x / powers.sum(axis=1, keepdims=True),
        ),
        "powers:below-shifted": (
            "The shifted x stands above the line: its power of e must.",
            z / np.exp(z).sum(axis=1, keepdims=True),
        ),
        "powers:two": (
            "Powers of 2 are taken, and powers of e must be.",
            twos / twos.sum(axis=1, keepdims=True),
        ),
        "sum:largest": (
            "Rows do not sum to 1: divide by their sums, not by their largest.",
            powers / powers.max(axis=1, keepdims=True),
        ),
        "axis:first": (BY_COLUMNS, powers / powers.sum(axis=0)),
    }


def wrong_logarithms(x: Array, axis: int) -> dict[str, tuple[str, ArrayLike]]:
    """Return what comes out in place of x less the logarithm of the sum."""
    z = x - x.max(axis=axis, keepdims=True)
    of_x, of_z = (np.exp(each).sum(axis=axis, keepdims=True) for each in (x, z))
    right = x - np.log(of_x)
    return {
        "axis:all": (ALL_ENTRIES, x - np.log(np.exp(x).sum())),
        "axis:all-shifted": (ALL_ENTRIES, z - np.log(np.exp(z).sum())),
        "log:none": (LOG_NOT_TAKEN, x - of_x),
        "log:none-shifted": (LOG_NOT_TAKEN, z - of_z),
        "log:added": (LOG_ADDED, x + np.log(of_x)),
        "log:added-shifted": (LOG_ADDED, z + np.log(of_z)),
        "log:inside": (LOG_INSIDE, x - x.sum(axis=axis, keepdims=True)),
        "log:inside-shifted": (LOG_INSIDE, z - z.sum(axis=axis, keepdims=True)),
        "log:quotient": (QUOTIENT, x / np.log(of_x)),
        "log:quotient-shifted": (QUOTIENT, z / np.log(of_z)),
        "log:shifted": (SHIFTED_ONCE, z - np.log(of_x)),
        "log:shifted-inside": (SHIFTED_ONCE, x - np.log(of_z)),
        "log:ten": (BASE, z - np.log10(of_z)),
        "log:ten-of-x": (BASE, x - np.log10(of_x)),
        "log:ten-of-softmax": (BASE, right / np.log(10)),
        "log:two": (BASE, z - np.log2(of_z)),
        "log:two-of-x": (BASE, x - np.log2(of_x)),
        "log:two-of-softmax": (BASE, right / np.log(2)),
    }
