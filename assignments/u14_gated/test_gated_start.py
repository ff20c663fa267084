"""Open checks of unit 14: how many parameters there are, and where they start."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Arrays = dict[str, Array]
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
KINDS = pytest.mark.parametrize("kind", KEYS)
KIT = '''
"""What a call raises."""


def raised(function, *args):
    try:
        found = function(*args)
    except NotImplementedError:
        raise
    except Exception as error:
        return [str(error), *(kind.__name__ for kind in type(error).__mro__)]
    return ["returned"] if isinstance(found, Exception) else []
'''
COUNTS = {  # for D = 2 and H = 3
    "lstm": {
        63: "9 are missing: each of the four gates has H biases.",
        84: "An LSTM has one bias for each gate, not two.",
    },
    "rnn": {16: "2 are missing: there are H biases, not one."},
    "gru": {
        57: "6 are missing: there are two biases of 3H numbers each.",
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
AROUND = (
    "They do not lie around 0: random gives numbers from 0 to 1, which are stretched "
    "to the width of the range first, and shifted then."
)
FIXED = "forget_bias is not used: it must be the number that fills the block of f."
EVERYWHERE = "forget_bias stands in all blocks: it belongs to the block of f alone."
NO_FORGET = "forget_bias is not used: it fills the block of f, columns H to 2H - 1."
FILL = "They must fill that range from end to end."
RETURNED = "The exception is returned: write raise in place of return."
SMALL = "Zeros are no start: in a GRU both biases are drawn like Wx and Wh."
REFUSE = "Test the kind first, and raise ValueError yourself for any other one."
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
        close(found, count, f'the count of "{kind}" (D = 2, H = 3)', clues=clues)
    told = support(student, "kit", KIT).raised(student.gate_parameters, "gate", 2, 3)
    said, *kinds = told if isinstance(told, list) and told else [""]
    found = f"found {kinds[0]}" if kinds else "but it returned"
    must = f'gate_parameters("gate", 2, 3) must raise ValueError, {found}.'
    cause = RETURNED if said == "returned" and not kinds else REFUSE
    require("ValueError" in kinds, must, cause=cause)
    must = f"the message of the ValueError must name the kind, gate, found {said!r}."
    require("gate" in str(said), must)


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
    for key, each in zip(KEYS[kind], pair, strict=False):
        low, high = float(np.min(np.asarray(each))), float(np.max(np.asarray(each)))
        largest, is_even = max(high, -low), abs(high + low) < 0.06 * bound
        must = (
            f"the numbers of {key} (D = 5, H = 7) run from {low:.2f} to {high:.2f}, "
            f"and must lie around 0 within 1/sqrt(H), {bound:.2f} here."
        )
        cause = BY_D if is_even and abs(largest * 5**0.5 - 1) < 0.06 else ""
        require(largest <= bound, must, cause=cause or AROUND * (not is_even))
        is_wide = low < -0.7 * bound and high > 0.7 * bound
        require(is_wide, f"{must} {FILL}", AROUND * (low < high and not is_even))
    require_biases(student, kind, params, seed)


def require_biases(student: Student, kind: str, params: Arrays, seed: int) -> None:
    """Check what the biases begin with; H is 7."""
    if kind == "LSTM":
        suspects = {
            "b:first": (FIRST_BLOCK, np.repeat([1.0, 0.0, 0.0, 0.0], 7)),
            "b:one": (ONE_ENTRY, np.eye(28)[1]),
            "b:one-of-f": (ONE_ENTRY, np.eye(28)[7]),
            "b:all": (EVERYWHERE, np.ones(28)),
            "b:none": (NO_FORGET, np.zeros(28)),
        }
        right, clues = np.repeat([0.0, 1.0, 0.0, 0.0], 7), Clues(suspects=suspects)
        close(params["b"], right, 'params["b"] (H = 7)', clues=clues)
        other = student.LSTM(5, 7, generator(seed), forget_bias=4.0).params
        require(isinstance(other, dict), "params must be a dict")
        clues = Clues(suspects={"b:one": (FIXED, right), "b:none": (FIXED, 0 * right)})
        name = 'with forget_bias = 4, params["b"]'
        close(other.get("b"), 4 * right, name, clues=clues)
    else:
        biases = [params[key] for key in KEYS[kind][2:]]
        are_drawn = [isinstance(a, np.ndarray) and bool(np.any(a)) for a in biases]
        require(all(are_drawn), "bx and bh must be arrays that are drawn", cause=SMALL)
