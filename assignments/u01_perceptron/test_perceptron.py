"""Open checks of unit 1: a step, a perceptron and gates, by hand and drawn."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from grader.checks import Clues, Student, attempt, close, exercise, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
X1, X2 = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
GATES = {
    "AND": [0, 0, 0, 1],
    "NAND": [1, 1, 1, 0],
    "OR": [0, 1, 1, 1],
    "XOR": [0, 1, 1, 0],
    "NOR": [1, 0, 0, 0],
    "XNOR": [1, 0, 0, 1],
    "the first input": [0, 0, 1, 1],
    "the second input": [0, 1, 0, 1],
    "x1 AND NOT x2": [0, 0, 1, 0],
    "x2 AND NOT x1": [0, 1, 0, 0],
    "x1 OR NOT x2": [1, 0, 1, 1],
    "x2 OR NOT x1": [1, 1, 0, 1],
    "NOT x1": [1, 1, 0, 0],
    "NOT x2": [1, 0, 1, 0],
    "a gate that is never 1": [0, 0, 0, 0],
    "a gate that is never 0": [1, 1, 1, 1],
}
EACH_GATE = pytest.mark.parametrize(
    ("name", "truth"),
    [
        pytest.param(
            f"{name.lower()}_gate",
            GATES[name],
            id=name,
            marks=pytest.mark.exercise("1.4" if name == "XOR" else "1.3"),
        )
        for name in ("AND", "NAND", "OR", "XOR")
    ],
)
AT_ZERO = "At exactly 0 the answer is 0: ask for x > 0, not for x >= 0."
BY_FEATURE = (
    "It has a number for each feature: sum over the features, so that each of the "
    "three examples has an answer."
)
OTHER = "An answer is 0 or 1. Other numbers come out, as from `~` and from sums."
MINUS = (
    "0 and -1 come out, as from a minus in front of a gate: the opposite of an answer "
    "is 1 less that answer."
)
INVERTED = "`~` makes -1 of 0 and -2 of 1: take 1 less an answer to turn it around."
NOISE_OF_AND = (
    "It is 1 less and_gate at each place, and there and_gate is wrong: let the line of "
    "and_gate run in the middle between the corners."
)
NOISE = (
    "It is right for 0 and 1 and wrong a little beside them: do not compare with 0 "
    "and 1, nor cut or round, and let the line run in the middle between the corners."
)
NOISE_OF_XOR = (
    "It is right for 0 and 1 and wrong a little beside them: build it of your gates, "
    "and neither compare nor round nor cut the inputs themselves."
)
SAID = {
    "NOR": "This is NOR, which is 1 only where both inputs are 0.",
    "XNOR": "This is XOR with its answers exchanged: 1 where both inputs are equal.",
    "a gate that is never 1": "It is 0 at all four corners: where the answer is 1, the "
    "weighted sum and the bias must come to more than 0.",
}

PARTS = '''
"""A right step and a right perceptron, for functions that are made of them."""

import numpy as np


def step(x):
    return np.heaviside(x, 0.0).astype(int)


def perceptron(x, w, b):
    return step(np.dot(x, w) + b)


def call(student, name, *args, **settings):
    """Call a function of the student's while these parts are in place of its own."""
    own = student.step, student.perceptron
    student.step, student.perceptron = step, perceptron
    try:
        return getattr(student, name)(*args, **settings)
    finally:
        student.step, student.perceptron = own
'''


@exercise("1.1")
def test_step_by_hand(student: Student) -> None:
    """step(x) gives 0 for negative numbers and 1 for positive ones."""
    out = student.step(np.array([-2.0, -0.5, 0.5, 3.0]))

    cause = "A step has two values, 0 and 1, and others come out." * has_others(out)
    suspects = {
        "step:whole": (
            "0.5 is answered by 0: compare x with 0, and x as it is, not rounded.",
            [0, 0, 0, 1],
        )
    }
    clues = Clues(cause=cause, suspects=suspects)
    close(out, [0, 0, 1, 1], "step(x)", clues=clues)


@exercise("1.1")
def test_step_at_zero(student: Student) -> None:
    """step(x) is 0 where x is exactly 0."""
    out = student.step(np.array([-1.0, 0.0, 1.0]))

    is_row = isinstance(out, np.ndarray) and out.shape == (3,)
    is_right_beside = is_row and np.array_equal(out[[0, 2]], [0, 1])
    is_reversed = is_row and np.array_equal(out[[0, 2]], [1, 0])  # another check's
    cause = AT_ZERO if is_right_beside else ""
    right = [1, 0, 0] if is_reversed else [0, 0, 1]
    close(out, right, "step(x)", clues=Clues(cause=cause))


@exercise("1.1")
def test_step_of_a_matrix(student: Student, rng: Rng) -> None:
    """step(x) of a matrix x gives 0 or 1 for each entry, in the shape of x."""
    x = rng.normal(size=(5, 3))

    out = student.step(x.copy())

    suspects = {
        "step:sign": ("It is -1 for negative numbers, and must be 0.", np.sign(x)),
        "step:slope": ("Positive numbers must become 1.", np.maximum(x, 0)),
        "step:reversed": (
            "The two answers are exchanged: 1 must come out where x is above 0.",
            x < 0,
        ),
        "step:late": ("Small positive numbers count, too: the step is at 0.", x > 0.5),
    }
    close(out, (np.sign(x) + 1) / 2, "step(x)", clues=Clues(suspects=suspects))


@exercise("1.2")
def test_perceptron_by_hand(student: Student) -> None:
    """perceptron(x, w, b) gives the three answers of handout section 2.1."""
    x = np.array([[1.0, 2.0], [0.0, 3.0], [3.0, 1.0]])

    out = student.perceptron(x, np.array([2.0, 1.0]), -3.5)

    is_of_features = isinstance(out, np.ndarray) and out.shape == (2,)
    must = "perceptron(x, w, b) must have shape (3,), found (2,)."
    require(not is_of_features, must, cause=BY_FEATURE)
    close(out, [1, 0, 1], "perceptron(x, w, b)")


@exercise("1.2")
def test_perceptron_of_many_examples(student: Student, rng: Rng) -> None:
    """perceptron(x, w, b) takes the step of each example's weighted sum plus b."""
    x, w, b = rng.normal(size=(53, 5)), rng.normal(size=5), rng.uniform(0.5, 1.5)
    w -= w.mean() + 0.5  # a bias on every feature counts -2.5 times, no other one does

    out = student.perceptron(x.copy(), w.copy(), b)

    sums = (x * w).sum(axis=1)
    suspects = {
        "perceptron:no-bias": ("The bias is not added.", sums > 0),
        "perceptron:minus-bias": ("The bias is subtracted: add it.", sums - b > 0),
        "perceptron:late-bias": (
            "The bias is added after the step: add it to the sum.",
            (sums > 0) + b,
        ),
        "perceptron:sums": ("These are the sums: let step answer.", sums + b),
        "perceptron:bias-in-x": (
            "The bias is added to every feature: add it once, to the weighted sum.",
            sums + b * w.sum() > 0,
        ),
        "perceptron:many-biases": (
            "The bias weighs D times as much: add it once, to a sum and no mean.",
            sums + 5 * b > 0,
        ),
        "perceptron:rows-normalized": (
            "Each row is divided by its length first: use x as it is.",
            sums / np.sqrt((x**2).sum(axis=1)) + b > 0,
        ),
        "perceptron:reversed": ("It is 1 where it must be 0.", sums + b <= 0),
    }
    right = np.heaviside(sums + b, 0.0)
    close(out, right, "perceptron(x, w, b)", clues=Clues(suspects=suspects))


@EACH_GATE
def test_gate_of_the_four_corners(
    student: Student, name: str, truth: list[int]
) -> None:
    """The gate gives its truth table for two arrays with the four corners."""
    out = answered(student, name, truth, X1.copy(), X2.copy())

    table = np.array(truth, float)
    signed = {"gate:minus": (MINUS, table - 1), "gate:bits": (INVERTED, table - 2)}
    suspects = other_gates(truth) | signed
    is_told = any(is_like(out, table - less) for less in (1, 2))
    cause = OTHER if has_others(out) and not is_told else ""
    clues = Clues(suspects=suspects, cause=cause)
    close(out, truth, f"{name}(x1, x2)", clues=clues)


@EACH_GATE
def test_gate_of_two_numbers(student: Student, name: str, truth: list[int]) -> None:
    """The gate gives one right answer for the plain numbers 1 and 0."""
    out = answered(student, name, truth[2], 1, 0)

    close(out, truth[2], f"{name}(1, 0)")


@EACH_GATE
def test_gate_beside_the_corners(
    student: Student, rng: Rng, name: str, truth: list[int]
) -> None:
    """The gate keeps its answers where each input is off by up to 0.1."""
    x1, x2 = np.tile(X1, 8), np.tile(X2, 8)
    noise = rng.uniform(-0.1, 0.1, size=(2, 32))
    at_corners = answered(student, name, truth, X1.copy(), X2.copy())

    out = answered(student, name, np.tile(truth, 8), x1 + noise[0], x2 + noise[1])

    right_at_corners = is_like(at_corners, truth)
    other = Clues(suspects=other_gates(truth, 8))
    cause = NOISE_OF_XOR if name == "xor_gate" else NOISE
    if name == "nand_gate":
        ands = attempt(lambda: student.and_gate(x1 + noise[0], x2 + noise[1]))
        is_built = isinstance(ands, np.ndarray) and is_like(out, 1 - ands)
        cause = NOISE_OF_AND if is_built else NOISE
    told = Clues(cause=OTHER if has_others(out) else cause)
    clues = told if right_at_corners else other
    close(out, np.tile(truth, 8), f"{name}(x1, x2)", clues=clues)


def answered(
    student: Student, name: str, right: ArrayLike, *args: Array | float
) -> object:
    """Return a gate's answer, or where that is wrong, its answer with right parts.

    A gate is made of `step` and `perceptron`, which 1.1 and 1.2 judge.
    """
    own = attempt(lambda: getattr(student, name)(*args))
    if is_like(own, right):
        return own
    parts = support(student, "parts", PARTS)
    other = attempt(lambda: parts.call(student, name, *args))
    return other if is_like(other, right) else getattr(student, name)(*args)


def is_like(found: Any, right: ArrayLike) -> bool:  # noqa: ANN401 - whatever it is
    """Whether these are the right answers, of whatever kind."""
    return np.array_equal(found, right)


def other_gates(truth: list[int], times: int = 1) -> dict[str, tuple[str, Array]]:
    """Return what comes out of a gate that is another one."""
    return {
        f"gate:{name}": (
            SAID.get(name, f"This is {name}."),
            np.tile(np.array(table, float), times),
        )
        for name, table in GATES.items()
        if table != truth
    }


def has_others(out: object) -> bool:
    """Whether numbers came out that are no answers."""
    return isinstance(out, np.ndarray) and not np.isin(out, [0, 1]).all()
