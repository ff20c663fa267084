"""Open checks of unit 1, fifth part: care."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    quiet,
    require,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
IN_FLOAT64 = (
    "x.astype(np.float64) gives float64 whatever x is, and so does np.zeros(x.shape); "
    "zeros_like and copy keep the dtype of x."
)


@exercise("1.9")
@pytest.mark.parametrize("name", ["step", "and_gate", "xor_gate"])
def test_answers_are_whole_numbers(student: Student, name: str) -> None:
    """The answers have an integer dtype, neither float nor bool."""
    x = np.array([0.0, 1.0])

    out = getattr(student, name)(*[x] * (1 if name == "step" else 2))

    require(isinstance(out, np.ndarray), f"{name} of arrays must give an array.")
    found = np.asarray(out).dtype
    must = f"{name} must give integers, found {found}."
    why = "1.0, 0.0 and what has the dtype of x are floats here: give 1 and 0."
    if found.kind == "b":
        why = "A comparison gives True and False: make whole numbers of them."
    require(found.kind in "iu", must, cause=why)


@exercise("1.9")
def test_gradient_at_whole_numbers(student: Student) -> None:
    """numerical_gradient of sum(x**2) at an integer x is that at the same float x."""
    wide = student.numerical_gradient(squares, np.array([1.0, 2.0, 3.0]))

    grad = student.numerical_gradient(squares, np.array([1, 2, 3]))

    is_array = isinstance(wide, np.ndarray) and wide.shape == (3,)
    require(is_array, "the gradient must have the shape of x, (3,).")
    found = grad.dtype if isinstance(grad, np.ndarray) else "no array"
    must = f"the gradient must have dtype float64, found {found}."
    require(str(found) == "float64", must, cause=IN_FLOAT64)
    why = "x is an array of integers, which cuts x + h off to x, and x - h to x - 1."
    cut = Clues(cause=why)
    close(grad, wide, "the gradient", rtol=1e-8, dtype="float64", clues=cut)

    short = student.numerical_gradient(squares, np.array([1, 2, 3], np.float32))
    close(short, wide, "the gradient at a float32 x", rtol=1e-8, dtype="float64")


@exercise("1.10")
def test_gradient_leaves_x_alone(student: Student) -> None:
    """numerical_gradient never writes into x: a read-only x works."""
    x = np.array([1.0, 2.0])
    x.flags.writeable = False

    student.numerical_gradient(squares, x)


@exercise("1.10")
def test_training_leaves_x_and_t_alone(student: Student) -> None:
    """train_perceptron leaves x and t unchanged."""
    x = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]])
    t = np.array([1.0, 0.0, 1.0])

    unchanged(student.train_perceptron, at={"x": x, "t": t}, train=None)


@exercise("1.11")
def test_network_far_out(student: Student) -> None:
    """xor_mlp gives 0 and 1 for sums of -10 000 and 10 000, without a warning."""
    x = np.array([[-1.0, 0.0], [1.0, 0.0]])
    w1, w2 = np.array([[1e4, -1e4], [0.0, 0.0]]), np.array([1e4, -1e4])

    with quiet(student):
        out = student.xor_mlp(x, w1, np.zeros(2), w2, 0.0)

    edge = sigmoid_cut_at(out)
    cause = f"This is the sigmoid of {edge:g}: z is cut off there, and must not be."
    clues = Clues(cause=cause if edge else "")
    close(out, [0.0, 1.0], "xor_mlp(x, w1, b1, w2, b2)", clues=clues)


def sigmoid_cut_at(out: object) -> float:
    """Return the negative z that an output is the sigmoid of, 0 if it is of none."""
    first = out[0] if isinstance(out, np.ndarray) and out.shape == (2,) else 0.5
    is_share = isinstance(first, np.floating) and 0.0 < first < 0.5
    return round(float(np.log(first / (1 - first))), 2) if is_share else 0.0


@exercise("1.12")
def test_perceptron_takes_all_examples_at_once(student: Student, rng: Rng) -> None:
    """perceptron(x, w, b) has no Python loop over examples or features."""

    def build(size: dict[str, int]) -> Work:
        x, w = rng.normal(size=(size["N"], size["D"])), rng.normal(size=size["D"])
        return Work(student.perceptron, (x, w, 0.5))

    vectorised(build, over={"N": 5, "D": 3})


@exercise("1.12")
def test_gate_takes_all_inputs_at_once(student: Student, rng: Rng) -> None:
    """xor_gate has no Python loop over the pairs of inputs."""

    def build(size: dict[str, int]) -> Work:
        x1, x2 = rng.integers(0, 2, size=(2, size["N"])).astype(float)
        return Work(student.xor_gate, (x1, x2))

    vectorised(build, over={"N": 5})


def squares(x: Array) -> float:
    """Return the sum of the squares."""
    return float(np.sum(np.asarray(x) ** 2))
