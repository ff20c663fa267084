"""Hidden checks of unit 1: the gates that are made of perceptrons."""

import itertools
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from grader.checks import (
    Clues,
    Student,
    answers_as,
    attempt,
    close,
    holds_beside,
    narrowed,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
OFF = 0.0999  # an input may be off by 0.1; the rest is for rounding
CORNERS = np.array(list(itertools.product([0.0, 1.0], repeat=2)))  # x1, x2
EXTREMES = OFF * (2 * CORNERS - 1)  # how far the two inputs can be off, at most
ANY_SHAPE = pytest.mark.parametrize(
    "shape", [(31,), (1,), (3, 2, 5)], ids=["vector", "one entry", "three axes"]
)
OTHER = "An answer is 0 or 1. Other numbers come out, as from `~` and from sums."
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
}


class Gate(NamedTuple):
    """A gate: its name and its answers at the four corners."""

    name: str
    truth: tuple[int, int, int, int]

    @property
    def function(self) -> str:
        """What the student's function for it is called."""
        return f"{self.name.lower()}_gate"

    def answers(self, x1: Array, x2: Array) -> Array:
        """Return what it must answer, found by the nearest corner."""
        corner = 2 * np.rint(x1).astype(int) + np.rint(x2).astype(int)
        return np.asarray(np.array(self.truth, float)[corner])


GATES = [
    Gate("AND", (0, 0, 0, 1)),
    Gate("NAND", (1, 1, 1, 0)),
    Gate("OR", (0, 1, 1, 1)),
    Gate("XOR", (0, 1, 1, 0)),
]
OTHERS = [
    Gate("NOR", (1, 0, 0, 0)),
    Gate("XNOR", (1, 0, 0, 1)),
    Gate("a gate that is never 1", (0, 0, 0, 0)),
    Gate("a gate that is never 0", (1, 1, 1, 1)),
]
EACH_GATE = pytest.mark.parametrize(
    "gate",
    [
        pytest.param(
            gate,
            id=gate.name,
            marks=pytest.mark.exercise("1.4" if gate.name == "XOR" else "1.3"),
        )
        for gate in GATES
    ],
)

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


@EACH_GATE
@ANY_SHAPE
def test_gate_answers(student: Student, rng: Rng, gate: Gate, shape: Shape) -> None:
    """The gate gives its truth table, entry by entry, in the shape of its inputs."""
    x1, x2 = rng.integers(0, 2, size=(2, *shape)).astype(float)

    out = answered(student, gate.function, gate.answers(x1, x2), x1, x2)

    has_others = isinstance(out, np.ndarray) and not np.isin(out, [0, 1]).all()
    clues = Clues(suspects=of_gate(gate, x1, x2), cause=OTHER * has_others)
    with narrowed(lambda: answers_at_corners(student, gate)):
        close(out, gate.answers(x1, x2), call(gate), clues=clues)


@EACH_GATE
def test_gate_at_the_extremes(student: Student, rng: Rng, gate: Gate) -> None:
    """The gate is right where both inputs are off by 0.1, in any direction."""
    pairs = (CORNERS[:, np.newaxis] + EXTREMES).reshape(-1, 2)
    inside = np.repeat(CORNERS, 7, axis=0) + rng.uniform(-OFF, OFF, size=(28, 2))
    x1, x2 = rng.permutation(np.concatenate([pairs, inside])).T
    at_corners = answered(student, gate.function, gate.truth, *CORNERS.T.copy())

    out = answered(student, gate.function, gate.answers(x1, x2), x1, x2)

    right_at_corners = is_like(at_corners, gate.truth)
    other = Clues(suspects=of_gate(gate, x1, x2))
    noise = NOISE_OF_XOR if gate.name == "XOR" else NOISE
    clues = Clues(cause=noise) if right_at_corners else other
    right = gate.answers(x1, x2)
    with narrowed(
        lambda: answers_at_corners(student, gate),
        lambda: holds_beside(out, right, gate.name),
    ):
        close(out, right, call(gate), clues=clues)


def answers_at_corners(student: Student, gate: Gate) -> None:
    """Hold a gate against its truth table."""
    own = getattr(student, gate.function)
    answers_as(own(*CORNERS.T.copy()), gate.truth, gate.name)


@EACH_GATE
def test_gate_of_plain_numbers(student: Student, rng: Rng, gate: Gate) -> None:
    """The gate gives one answer for two plain numbers, exact or off by up to 0.1."""
    noise = rng.uniform(-OFF, OFF, size=(4, 2))
    pairs = [(int(x1), int(x2)) for x1, x2 in CORNERS]
    beside = [(float(x1), float(x2)) for x1, x2 in CORNERS + noise]

    for pair, right in zip([*pairs, *beside], [*gate.truth, *gate.truth], strict=True):
        answer = answered(student, gate.function, right, *pair)
        close(answer, right, f"{gate.function} of {pair[0]:g} and {pair[1]:g}")


def answered(
    student: Student, name: str, right: ArrayLike, *args: Array | float
) -> Any:  # noqa: ANN401 - whatever it is
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


def call(gate: Gate) -> str:
    """Return what the result of a gate is called."""
    return f"{gate.function}(x1, x2)"


def of_gate(gate: Gate, x1: Array, x2: Array) -> dict[str, tuple[str, Array]]:
    """Return what comes out of other gates."""
    suspects = {
        f"gate:{other.name}": (
            SAID.get(other.name, f"This is {other.name}."),
            other.answers(x1, x2),
        )
        for other in [*GATES, *OTHERS]
        if other != gate
    }
    one = "It is the first input: the second has no say."
    two = "It is the second input: the first has no say."
    inputs = {
        "gate:first": (one, np.rint(x1)),
        "gate:second": (two, np.rint(x2)),
    }
    return {**suspects, **inputs}
