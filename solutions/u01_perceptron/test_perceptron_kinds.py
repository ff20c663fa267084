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
    """step(x) gives an integer dtype, whatever the dtype of x."""
    x = rng.uniform(-9.0, 9.0, size=(5, 3)).astype(dtype)

    out = student.step(x)

    require_integers(out, "step")


@exercise("1.9")
@EACH_GATE
def test_gate_gives_integers(student: Student, rng: Rng, name: str) -> None:
    """The gate gives an integer dtype for arrays of floats and of integers."""
    bits, gate = rng.integers(0, 2, size=(2, 7)), getattr(student, name)

    of_floats, of_integers = gate(*bits.astype(float)), gate(*bits)

    require_integers(of_floats, name)
    require_integers(of_integers, name)


@exercise("1.9")
@EACH_GATE
def test_gate_of_numbers_gives_an_integer(student: Student, name: str) -> None:
    """The gate gives an integer for two plain numbers, integers or floats."""
    of_integers, of_floats = (getattr(student, name)(*x) for x in [(1, 0), (1.0, 0.0)])

    require_integers(of_integers, name)
    require_integers(of_floats, name)


@exercise("1.9", weight=3)
@pytest.mark.parametrize("dtype", ["int64", "uint8", "float32"])
def test_gradient_is_float64(student: Student, rng: Rng, dtype: str) -> None:
    """numerical_gradient measures in float64 whatever the dtype of x is."""
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
    ids=["integers", "bytes", "labels in bytes"],
)
def test_learning_from_whole_numbers(
    student: Student, rng: Rng, dtypes: tuple[str, str]
) -> None:
    """train_perceptron learns from integers the same w as from the same floats."""
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
    """xor_mlp gives float32 for float32 arrays and float64 for float64 arrays."""
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
    """The arrays that are passed in are unchanged after the call."""
    x = rng.uniform(-0.09, 0.09, size=(2, 7)) + rng.integers(0, 2, size=(2, 7))
    at = {"x": x[0]} if name == "step" else {"x1": x[0], "x2": x[1]}

    unchanged(getattr(student, name), at=at, train=None)


@exercise("1.10")
def test_perceptron_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """perceptron(x, w, b) leaves x and w unchanged."""
    at = {"x": rng.normal(size=(5, 3)), "w": rng.normal(size=3)}

    unchanged(student.perceptron, at=at, fixed=(0.7,), train=None)


@exercise("1.10", weight=3)
def test_learning_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """train_perceptron with lr and epochs given leaves x and t unchanged."""
    x, t = rng.normal(size=(13, 3)), rng.permuted(np.resize([1.0, 0.0], 13))

    unchanged(student.train_perceptron, at={"x": x, "t": t}, fixed=(0.3, 4), train=None)


@exercise("1.10", weight=2)
def test_learning_begins_anew(student: Student, rng: Rng) -> None:
    """train_perceptron gives the same w and errors again after another training."""
    x, t = rng.normal(size=(13, 3)), rng.permuted(np.resize([1, 0], 13))
    first = student.train_perceptron(x.copy(), t.copy(), lr=0.3, epochs=4)
    student.train_perceptron(-x, t.copy(), lr=0.3, epochs=4)

    third = student.train_perceptron(x.copy(), t.copy(), lr=0.3, epochs=4)

    begins_anew(weights(third), weights(first), "w of the same training again")
    again, once = (list(map(float, each[2])) for each in (third, first))
    begins_anew(again, once, "errors of the same training again")


@exercise("1.10")
def test_network_leaves_arguments_alone(student: Student, rng: Rng) -> None:
    """xor_mlp leaves x, w1, b1 and w2 unchanged."""
    at = {"x": rng.normal(size=(5, 2)), "w1": rng.normal(size=(2, 3))}
    at |= {"b1": rng.normal(size=3), "w2": rng.normal(size=3)}

    unchanged(student.xor_mlp, at=at, fixed=(0.7,), train=None)


@exercise("1.10", weight=3)
def test_gradient_never_moves_x(student: Student, rng: Rng) -> None:
    """numerical_gradient leaves x unchanged even while it calls f."""
    moved = support(student, "watching", WATCHING).moves(
        student, rng.normal(size=(2, 3))
    )

    must = "x must be as it was whenever f is called: move the entries of a copy."
    require(moved is False, must, cause="The entries of x itself are moved.")


@exercise("1.10")
def test_error_leaves_gradients_alone(student: Student, rng: Rng) -> None:
    """gradient_error leaves both gradients unchanged."""
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
