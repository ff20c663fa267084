"""Open checks of unit 14: how many parameters there are, and where they start."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, raises, require

Array = NDArray[np.float64]
Rng = np.random.Generator
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
KINDS = pytest.mark.parametrize("kind", KEYS)
COUNTS = {  # for D = 2 and H = 3
    "lstm": {
        63: "9 are missing: each of the four gates has H biases.",
        84: "An LSTM has one bias for each gate, not two.",
    },
    "gru": {
        54: "A GRU has two biases for each gate.",
        51: "12 are missing: each of the three gates has 2H biases.",
        48: "15 are missing: each of the three gates has 2H biases.",
    },
}
FIRST_BLOCK = (
    "forget_bias stands in the first block, that of i: the order is i, f, g, o."
)
ONE_ENTRY = (
    "forget_bias stands in one column: it fills all H columns of the block of f."
)
EVERYWHERE = "forget_bias stands in all blocks: it belongs to the block of f alone."
NO_FORGET = "forget_bias is not used: it fills the block of f, columns H to 2H - 1."
BY_D = "Its bound is 1/sqrt(D), and must be 1/sqrt(H), for Wx as well."


@exercise("14.3")
def test_table_of_counts(student: Student) -> None:
    """gate_parameters gives the table of handout section 3 and refuses other kinds."""
    for kind, count in (("rnn", 18), ("lstm", 72), ("gru", 63)):
        suspects = {
            f"count:{wrong}": (said, float(wrong))
            for wrong, said in COUNTS.get(kind, {}).items()
        }
        found, clues = student.gate_parameters(kind, 2, 3), Clues(suspects=suspects)
        close(found, count, f'the count of "{kind}"', clues=clues)
    raises(ValueError, student.gate_parameters, "gate", 2, 3)


@exercise("14.3")
@KINDS
def test_first_parameters(student: Student, rng: Rng, kind: str) -> None:
    """The constructor draws Wx and Wh in +-1/sqrt(H), and sets the b of an LSTM."""
    seed = int(rng.integers(1 << 32))
    layer = getattr(student, kind)(5, 7, generator(seed))
    params, bound = layer.params, 7**-0.5

    is_right = isinstance(params, dict) and set(params) == set(KEYS[kind])
    require(is_right, f"params must have the keys {', '.join(KEYS[kind])}")
    pair = [params[key] for key in KEYS[kind][:2]]
    are_arrays = all(isinstance(a, np.ndarray) and a.dtype.kind == "f" for a in pair)
    require(are_arrays and all(a.size for a in pair), "Wx and Wh must be arrays")
    drawn = np.concatenate([np.ravel(each) for each in pair])
    for key, each in zip(KEYS[kind], pair, strict=False):
        largest = float(np.abs(np.asarray(each)).max())
        inside = f"{key} must lie between -1/sqrt(H) and 1/sqrt(H), {bound:.4f} here, "
        cause = BY_D if abs(largest * 5**0.5 - 1) < 0.06 else ""
        must = f"{inside}found a number of size {largest:.4f}."
        require(largest <= bound, must, cause=cause)
    filled = drawn.min() < -0.9 * bound and drawn.max() > 0.9 * bound
    require(filled, "Wx and Wh must fill the range from -1/sqrt(H) to 1/sqrt(H)")
    if kind == "LSTM":
        suspects = {
            "b:first": (FIRST_BLOCK, np.repeat([1.0, 0.0, 0.0, 0.0], 7)),
            "b:one": (ONE_ENTRY, np.eye(28)[1]),
            "b:one-of-f": (ONE_ENTRY, np.eye(28)[7]),
            "b:all": (EVERYWHERE, np.ones(28)),
            "b:none": (NO_FORGET, np.zeros(28)),
        }
        right, clues = np.repeat([0.0, 1.0, 0.0, 0.0], 7), Clues(suspects=suspects)
        close(params["b"], right, 'params["b"]', clues=clues)
