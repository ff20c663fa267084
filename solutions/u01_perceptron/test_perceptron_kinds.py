"""Hidden checks of unit 1: kinds of numbers, and arguments that are left alone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    as_in_floats,
    begins_anew,
    close,
    exercise,
    follows_dtype,
    has_integers,
    narrowed,
    require,
    support,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
GATES = ["and_gate", "nand_gate", "or_gate", "xor_gate"]
EACH_GATE = pytest.mark.parametrize("name", GATES)
WATCHING = """
import numpy as np

def moves(student, x):
    before, seen = x.copy(), []
    def f(at):
        seen.append(not np.array_equal(x, before))
        return float(np.sum(np.asarray(at) ** 2))
    student.numerical_gradient(f, x)
    return any(seen)
"""


@exercise("1.9")
@pytest.mark.parametrize("dtype", ["float64", "float32", "int64"])
def test_step_gives_integers(student: Student, rng: Rng, dtype: str) -> None:
    """0 and 1 are integers, whatever the dtype of x."""
    x = rng.uniform(-9.0, 9.0, size=(5, 3)).astype(dtype)

    out = student.step(x)

    require_integers(out, "step")


@exercise("1.9")
@EACH_GATE
def test_gate_gives_integers(student: Student, rng: Rng, name: str) -> None:
    """A gate's answers are integers, of arrays of floats and of integers."""
    bits, gate = rng.integers(0, 2, size=(2, 7)), getattr(student, name)

    of_floats, of_integers = gate(*bits.astype(float)), gate(*bits)

    require_integers(of_floats, name)
    require_integers(of_integers, name)


@exercise("1.9")
@EACH_GATE
def test_gate_of_numbers_gives_an_integer(student: Student, name: str) -> None:
    """A gate of two plain numbers gives an integer as well."""
    of_integers, of_floats = (getattr(student, name)(*x) for x in [(1, 0), (1.0, 0.0)])

    require_integers(of_integers, name)
    require_integers(of_floats, name)


@exercise("1.9", weight=3)
@pytest.mark.parametrize("dtype", ["int64", "uint8", "float32"])
def test_gradient_is_float64(student: Student, rng: Rng, dtype: str) -> None:
    """Whatever the dtype of x, points and slopes are float64, and no h is cut off."""
    x, c = rng.integers(0, 4, size=(2, 3)).astype(dtype), rng.normal(size=(2, 3))
    kinds: set[str] = set()

    def f(at: Array) -> float:
        kinds.add(str(np.asarray(at).dtype))
        return float((c * np.asarray(at, np.float64).reshape(2, 3) ** 2).sum())

    wide = student.numerical_gradient(f, x.astype(float))

    kinds.clear()
    grad = student.numerical_gradient(f, x)

    is_array = isinstance(wide, np.ndarray) and wide.shape == x.shape
    require(is_array, "the gradient must have the shape of x.")
    cut = Clues(cause="x + h does not fit into the dtype of x: work on a float64 copy.")
    close(grad, wide, "the gradient", rtol=1e-8, dtype="float64", clues=cut)
    must = f"f must be called with arrays of float64, found {', '.join(sorted(kinds))}."
    require(kinds == {"float64"}, must, cause="The copies of x must be float64.")


@exercise("1.9", weight=2)
@pytest.mark.parametrize(
    "dtypes",
    [("int64", "int64"), ("uint8", "uint8"), ("float64", "uint8")],
    ids=["integers", "bytes", "labels_in_bytes"],
)
def test_learning_from_whole_numbers(
    student: Student, rng: Rng, dtypes: tuple[str, str]
) -> None:
    """Whole numbers and bytes teach what the same numbers teach in float64."""
    x, t = rng.integers(0, 9, size=(13, 3)), rng.permuted(np.resize([1, 0], 13))
    wide = student.train_perceptron(x.astype(float), t.astype(float), lr=0.25, epochs=4)

    narrow = student.train_perceptron(
        x.astype(dtypes[0]), t.astype(dtypes[1]), lr=0.25, epochs=4
    )

    cause = "With these numbers in float64 something else is learned: w must hold "
    cause += "fractions, and 0 - 1 of bytes is 255."
    with narrowed(lambda: as_in_floats(weights(narrow), weights(wide), "w")):
        close(weights(narrow), weights(wide), "w", clues=Clues(cause=cause))
    require_float(narrow)


@exercise("1.9")
def test_network_keeps_float32(student: Student, rng: Rng) -> None:
    """Float32 in gives float32 out, and float64 stays float64."""
    given = {
        "x": rng.normal(size=(5, 2)),
        "w1": rng.normal(size=(2, 3)),
        "b1": rng.normal(size=3),
        "w2": rng.normal(size=3),
    }

    follows_dtype(student.xor_mlp, at=given, fixed=(0.7,), train=None)


@exercise("1.10")
@pytest.mark.parametrize("name", ["step", *GATES])
def test_answers_leave_arguments_alone(student: Student, rng: Rng, name: str) -> None:
    """An answer is a new array: the numbers it is about stay."""
    x = rng.uniform(-0.09, 0.09, size=(2, 7)) + rng.integers(0, 2, size=(2, 7))
    at = {"x": x[0]} if name == "step" else {"x1": x[0], "x2": x[1]}

    unchanged(getattr(student, name), at=at, train=None)


@exercise("1.10")
def test_perceptron_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """Examples and weights stay as they are."""
    at = {"x": rng.normal(size=(5, 3)), "w": rng.normal(size=3)}

    unchanged(student.perceptron, at=at, fixed=(0.7,), train=None)


@exercise("1.10", weight=3)
def test_learning_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """The weights are an array of their own, and no row of x."""
    x, t = rng.normal(size=(13, 3)), rng.permuted(np.resize([1.0, 0.0], 13))

    unchanged(student.train_perceptron, at={"x": x, "t": t}, fixed=(0.3, 4), train=None)


@exercise("1.10", weight=2)
def test_learning_begins_anew(student: Student, rng: Rng) -> None:
    """A second training knows nothing of the first."""
    x, t = rng.normal(size=(13, 3)), rng.permuted(np.resize([1, 0], 13))
    first = student.train_perceptron(x.copy(), t.copy(), lr=0.3, epochs=4)
    student.train_perceptron(-x, t.copy(), lr=0.3, epochs=4)

    third = student.train_perceptron(x.copy(), t.copy(), lr=0.3, epochs=4)

    begins_anew(weights(third), weights(first), "w of the same training again")
    again, once = (list(map(float, each[2])) for each in (third, first))
    begins_anew(again, once, "errors of the same training again")


@exercise("1.10")
def test_network_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """Sums and sigmoids are new arrays."""
    at = {"x": rng.normal(size=(5, 2)), "w1": rng.normal(size=(2, 3))}
    at |= {"b1": rng.normal(size=3), "w2": rng.normal(size=3)}

    unchanged(student.xor_mlp, at=at, fixed=(0.7,), train=None)


@exercise("1.10", weight=3)
def test_gradient_never_moves_x(student: Student, rng: Rng) -> None:
    """Not even while it is measured: f may look at x, too."""
    moved = support(student, "watching", WATCHING).moves(
        student, rng.normal(size=(2, 3))
    )

    must = "x must be as it was whenever f is called: move the entries of a copy."
    require(moved is False, must, cause="The entries of x itself are moved.")


@exercise("1.10")
def test_error_leaves_gradients_alone(student: Student, rng: Rng) -> None:
    """Both gradients are needed afterwards."""
    at = {"analytic": rng.normal(size=(3, 5)), "numeric": rng.normal(size=(3, 5))}

    unchanged(student.gradient_error, at=at, train=None)


def require_integers(value: object, name: str) -> None:
    """Require numbers of an integer dtype."""
    has_integers(value, f"what {name} gives")


def weights(result: object) -> Array:
    """Return what was learned of one training: w, once it is known to be an array."""
    w = result[0] if isinstance(result, tuple) and len(result) == 3 else None
    is_array = isinstance(w, np.ndarray) and w.shape == (3,) and w.dtype.kind in "fiub"
    require(
        is_array, "train_perceptron must return three things; the first is w, (D,)."
    )
    return np.asarray(w, np.float64)


def require_float(result: tuple[object, object, object]) -> None:
    """Require weights that can hold fractions."""
    dtype = np.asarray(result[0]).dtype
    why = "w is an array of integers: every fraction that it should hold is cut off."
    require(
        dtype.kind == "f", f"w must be an array of floats, found {dtype}.", cause=why
    )
