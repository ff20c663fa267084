"""Hidden checks of unit 1: the network with one hidden layer."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, quiet, require, told_by

Array = NDArray[np.float64]
Rng = np.random.Generator
FLOAT32_RTOL = 10 * float(np.finfo(np.float32).eps)
NAME = "xor_mlp(x, w1, b1, w2, b2)"


@exercise("1.6", weight=2)
@pytest.mark.parametrize(
    ("n", "h"), [(7, 3), (1, 5), (7, 1)], ids=["batch", "one example", "one unit"]
)
def test_network_output(student: Student, rng: Rng, n: int, h: int) -> None:
    """xor_mlp gives the right output for each example, for any N and H."""
    x, w1, b1 = rng.normal(size=(n, 2)), rng.normal(size=(2, h)), rng.normal(size=h)
    w2, b2 = rng.normal(0.0, 2.0, size=h), rng.uniform(0.5, 1.5)

    out = student.xor_mlp(x.copy(), w1.copy(), b1.copy(), w2.copy(), b2)

    right = sigmoid(sigmoid(x @ w1 + b1) @ w2 + b2)
    clues = of_network(x, (w1, b1, w2, b2))
    parts = {"x": x, "w1": w1, "b1": b1, "w2": w2, "b2": b2}
    with told_by(out, "sigmoid(sigmoid(x @ w1 + b1) @ w2 + b2)", parts):
        close(out, right, NAME, clues=clues)


@exercise("1.6")
def test_network_makes_xor(student: Student, rng: Rng) -> None:
    """xor_mlp with steep weights computes XOR, also of inputs off by up to 0.1."""
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    x = np.repeat(corners, 5, axis=0) + rng.uniform(-0.1, 0.1, size=(20, 2))
    steep = rng.uniform(90.0, 110.0)
    w1 = steep * np.array([[1.0, -1.0], [1.0, -1.0]])
    b1, w2 = steep * np.array([-0.5, 1.5]), steep * np.ones(2)

    out = student.xor_mlp(x, w1, b1, w2, -1.5 * steep)

    close(out, np.repeat([0.0, 1.0, 1.0, 0.0], 5), NAME, rtol=1e-6)


@exercise("1.11", weight=2)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_network_of_large_sums(student: Student, rng: Rng, dtype: str) -> None:
    """xor_mlp is right for sums up to 10 000 in both layers, without a warning."""
    x = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    w1 = rng.uniform(5e3, 1e4, size=(2, 5)) * rng.choice([-1.0, 1.0], size=(2, 5))
    w2 = 400 * np.array([1.0, -2.0, 4.0, -8.0, 16.0])  # no sums of them cancel
    w2 *= rng.uniform(0.97, 1.03, size=5)
    arrays = [each.astype(dtype) for each in (x, w1, np.zeros(5), w2)]
    right = sigmoid(np.heaviside(x @ w1, 0.5) @ arrays[3].astype(float) + 0.5)

    with quiet(student):
        out = student.xor_mlp(*arrays, 0.5)

    require_as_right(student, rng, out, right)


@exercise("1.11")
@pytest.mark.parametrize("sign", [-1.0, 1.0], ids=["sum of -10 000", "sum of 10 000"])
def test_network_at_the_far_ends(student: Student, rng: Rng, sign: float) -> None:
    """xor_mlp gives 0 or 1 where the output's sum is huge, without a warning."""
    x, zeros = rng.normal(size=(3, 2)), np.zeros((2, 7))

    with quiet(student):
        out = student.xor_mlp(x, zeros, np.zeros(7), np.zeros(7), sign * 1e4)

    require_as_right(student, rng, out, np.full(3, (sign + 1) / 2))


def require_as_right(student: Student, rng: Rng, out: object, right: Array) -> None:
    """Require finite outputs, and right ones where those of small sums are right.

    A wrong formula is 1.6's to judge.
    """
    x, w1, b1 = rng.normal(size=(3, 2)), rng.normal(size=(2, 5)), rng.normal(size=5)
    w2 = rng.normal(size=5)
    usual = student.xor_mlp(x.copy(), w1.copy(), b1.copy(), w2.copy(), 0.7)
    formula = sigmoid(sigmoid(x @ w1 + b1) @ w2 + 0.7)
    is_array = isinstance(usual, np.ndarray) and usual.shape == formula.shape
    if is_array and usual.dtype.kind in "fiub" and np.allclose(usual, formula):
        close(out, right, NAME, rtol=FLOAT32_RTOL)
    is_real = isinstance(out, np.ndarray) and out.dtype.kind in "fiub"
    must = "xor_mlp must return finite, real numbers."
    require(is_real and bool(np.isfinite(np.asarray(out, float)).all()), must)


def sigmoid(z: Array) -> Array:
    """Return the sigmoid; the hyperbolic tangent is the same curve, stretched."""
    return np.asarray(0.5 + np.tanh(z / 2) / 2)


def of_network(x: Array, given: tuple[Array, Array, Array, float]) -> Clues:
    """Return what comes out where something is missing or stands in a wrong place."""
    w1, b1, w2, b2 = given
    sums = x @ w1 + b1
    hidden = sigmoid(sums)
    score = hidden @ w2 + b2
    results = {
        "The last sigmoid is missing.": score,
        "The hidden layer does not bend: its sigmoid is missing.": sigmoid(
            sums @ w2 + b2
        ),
        "b1 is not added.": sigmoid(sigmoid(x @ w1) @ w2 + b2),
        "b1 is added after the sigmoid: add it to the sum.": sigmoid(
            (sigmoid(x @ w1) + b1) @ w2 + b2
        ),
        "b2 is not added.": sigmoid(hidden @ w2),
        "b1 is subtracted: add it.": sigmoid(sigmoid(x @ w1 - b1) @ w2 + b2),
        "b2 is subtracted: add it.": sigmoid(hidden @ w2 - b2),
        "The output must bend, not jump.": np.heaviside(score, 0.0),
        "The hidden layer must bend, not jump.": sigmoid(
            np.heaviside(sums, 0.0) @ w2 + b2
        ),
        "The hidden layer bends by tanh: use the sigmoid.": sigmoid(
            np.tanh(sums) @ w2 + b2
        ),
        "Both layers bend by tanh: use the sigmoid.": np.tanh(np.tanh(sums) @ w2 + b2),
        "The hidden layer bends by ReLU: use the sigmoid.": sigmoid(
            np.maximum(sums, 0) @ w2 + b2
        ),
        "It is 1 less the right value: the sign in e^-z is lost.": 1 - sigmoid(score),
        "The sigmoid is taken twice at the end.": sigmoid(sigmoid(score)),
        "The curve is twice as steep as the sigmoid must be.": (
            sigmoid(2 * (sigmoid(2 * sums) @ w2 + b2))
        ),
    }
    codes = {f"network:{place}": item for place, item in enumerate(results.items())}
    return Clues(suspects=codes)
