"""Open checks of unit 2. Most of their numbers can be redone on paper."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    backward_twice,
    close,
    exercise,
    follows_dtype,
    gradient,
    narrowed,
    quiet,
    require,
    runs_on_device,
    unchanged,
    vectorised,
)

W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
B = np.array([10.0, 20.0, 30.0])
X = np.array([[1.0, 2.0], [3.0, -1.0]])
DOUT = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
MIXED = (
    "Entries of other examples stand in a row of x: each example is one row, and the "
    "first axis, N, stays the first."
)
KEPT_OUTPUT = (
    "The output takes the place of x: keep for backward what forward was given, not "
    "what it returned."
)
BY_COLUMNS = (
    "The pixels are read column by column: reshape reads line by line, without "
    "order='F' and without a transpose before it."
)
BY_EXAMPLES = "It has a number for each example: sum over the examples, axis 0."
LAST_ALONE = "Only the last example is counted: add up the contributions of all."
EXCHANGED = 'The gradients of "W" and "b" are exchanged: look at the two keys.'
MEAN = "It is a mean over the examples: it must be their sum."
OF_GRADS = 'dx is made with grads["W"]: it must be made with params["W"].'
CLIPPED = "The ends are cut off: x must not be clipped, for 1 must come out exactly."
MOVED = (
    'backward changes params["W"] before dx is computed: it sets grads and returns dx, '
    "and an optimizer moves the parameters."
)


@exercise("2.1")
def test_affine_of_two_examples(student: Student) -> None:
    """Affine.forward gives x W + b: the example of handout section 2.1."""
    layer = student.Affine(W.copy(), B.copy())

    out = layer.forward(X.copy(), train=True)

    suspects = {
        "b:left-out": ("b is left out: it must be added to every row.", X @ W),
        "b:subtracted": ("b is subtracted: it must be added.", X @ W - B),
        "b:twice": ("b is added twice: once is right.", X @ W + 2 * B),
        "b:sum": ("The sum of b is added: each column must get its own b.", X @ W + 60),
        "x:mixed": (MIXED, X.T @ W + B),  # what x.reshape(-1, N).T makes of two by two
    }
    clues = Clues(suspects=suspects)
    close(out, [[19.0, 32.0, 45.0], [9.0, 21.0, 33.0]], "out", clues=clues)


@exercise("2.1")
def test_affine_of_a_small_image(student: Student) -> None:
    """Affine.forward reads an image as one row, line by line as reshape does."""
    layer = student.Affine(
        np.array([[1.0], [10.0], [100.0], [1000.0]]), np.array([5.0])
    )

    out = layer.forward(np.array([[[1.0, 2.0], [3.0, 4.0]]]), train=True)

    clues = Clues(suspects={"x:columns": (BY_COLUMNS, np.array([[4236.0]]))})
    close(out, [[4326.0]], "out", clues=clues)


@exercise("2.2")
def test_affine_gradients_by_hand(student: Student) -> None:
    """Affine.backward gives the three gradients of handout section 2.3."""
    layer = student.Affine(W.copy(), B.copy())
    out = layer.forward(X.copy(), train=True)

    dx = layer.backward(DOUT.copy())

    of_b = stored(layer, "b")
    is_by_rows = np.array_equal(of_b, DOUT.sum(axis=1))
    must = f'grads["b"] must have shape (3,), found {of_b.shape}.'
    require(not is_by_rows, must, cause=BY_EXAMPLES)
    is_of_w = of_b.shape == W.shape and stored(layer, "W").shape == B.shape
    require(not is_of_w, must, cause=EXCHANGED)
    halved = {"grads:mean": (MEAN, DOUT.mean(axis=0))}
    close(of_b, [3.0, 1.0, -1.0], 'grads["b"]', clues=Clues(suspects=halved))
    found = stored(layer, "W")
    is_of_out = isinstance(out, np.ndarray) and np.array_equal(found, out.T @ DOUT)
    must = f'grads["W"] must have shape (2, 3), found {found.shape}.'
    require(found.shape == W.shape or not is_of_out, must, cause=KEPT_OUTPUT)
    right = np.array([[7.0, 3.0, -1.0], [0.0, -1.0, -2.0]])
    suspects = {
        "grads:last": (LAST_ALONE, np.outer(X[-1], DOUT[-1])),
        "grads:mean": (MEAN, right / 2),
    }
    close(found, right, 'grads["W"]', clues=Clues(suspects=suspects))
    params = layer.params
    is_moved = isinstance(params, dict) and not np.array_equal(params.get("W", W), W)
    of_grads = {"dx:of-grads": (OF_GRADS, DOUT @ right.T)}
    clues = Clues(cause=MOVED) if is_moved else Clues(suspects=of_grads)
    close(dx, [[-2.0, -2.0], [4.0, 13.0]], "dx", clues=clues)


@exercise("2.2")
def test_affine_gradient_of_images(student: Student, rng: np.random.Generator) -> None:
    """Affine.backward is the gradient of your own forward, for a batch of images."""
    layer = student.Affine(rng.normal(size=(6, 5)), rng.normal(size=5))
    axes = {"x": "N height width", "W": "D M", "b": "M", "out": "N M"}
    x, dout = rng.normal(size=(7, 2, 3)), rng.normal(size=(7, 5))

    with narrowed(lambda: no_other_keys(layer, x, dout)):
        gradient(layer, at=x, upstream=dout, clues=Clues(axes=axes))


@exercise("2.7")
def test_sigmoid_far_out(student: Student) -> None:
    """Sigmoid is 0 at x = -10 000 and 1 at 10 000, without a NumPy warning."""
    layer = student.Sigmoid()

    with quiet(student):
        out = layer.forward(np.array([-10_000.0, 0.0, 10_000.0]), train=True)

    is_row = isinstance(out, np.ndarray) and out.shape == (3,)
    is_cut = is_row and bool(0.9 < out[2] < 1 and np.isclose(out[0], 1 - out[2]))
    close(out, [0.0, 0.5, 1.0], "out", clues=Clues(cause=CLIPPED if is_cut else ""))


@exercise("2.7")
def test_elu_far_out(student: Student) -> None:
    """ELU is 10 000 at x = 10 000, without a NumPy warning."""
    layer = student.ELU(2.0)

    with quiet(student):
        out = layer.forward(np.array([3.0, 10_000.0]), train=True)

    close(out, [3.0, 10_000.0], "out")


@exercise("2.8")
def test_relu_leaves_x_and_dout_alone(student: Student) -> None:
    """ReLU leaves x and dout unchanged, forward and backward."""
    layer = student.ReLU()

    unchanged(layer, at=[[-2.0, 1.0, 3.0]], upstream=np.array([[5.0, -7.0, 2.0]]))


@exercise("2.8")
def test_affine_backward_twice(student: Student) -> None:
    """Affine.backward called a second time gives the same gradients again."""
    layer = student.Affine(W.copy(), B.copy())

    backward_twice(layer, at=X, upstream=DOUT, train=True)


@exercise("2.9")
def test_relu_keeps_float32(student: Student) -> None:
    """ReLU gives float32 for float32 arrays, forward and backward."""
    layer = student.ReLU()

    follows_dtype(layer, at=[[-2.0, 1.0, 3.0]], upstream=np.array([[5.0, -7.0, 2.0]]))


@exercise("2.9")
def test_leaky_relu_of_whole_numbers(student: Student) -> None:
    """LeakyReLU of integers gives float64 and cuts no fraction off."""
    layer = student.LeakyReLU()

    out = layer.forward(np.array([-350, 4]), train=True)

    close(out, [-3.5, 4.0], "out", dtype="float64")


@exercise("2.9")
@pytest.mark.parametrize("name", ["ReLU", "Sigmoid", "Tanh"])
def test_activations_of_bytes(student: Student, name: str) -> None:
    """The activation of bytes gives float64, and the right numbers."""
    x = np.array([0.0, 3.0, 200.0])
    right = {"ReLU": x, "Sigmoid": 1 / (1 + np.exp(-x)), "Tanh": np.tanh(x)}

    out = getattr(student, name)().forward(x.astype(np.uint8), train=True)

    close(out, right[name], f"{name}'s out", dtype="float64")


@exercise("2.10")
def test_affine_does_all_at_once(student: Student, rng: np.random.Generator) -> None:
    """Affine has no Python loop over examples, features or outputs."""

    def build(size: dict[str, int]) -> Work:
        n, d, m = size["N"], size["D"], size["M"]
        layer = student.Affine(rng.normal(size=(d, m)), rng.normal(size=m))
        return Work(layer, (rng.normal(size=(n, d)),), upstream=rng.normal(size=(n, m)))

    vectorised(build, over={"N": 5, "D": 3, "M": 2})


@exercise("2.11")
def test_affine_on_the_gpu(student: Student, rng: np.random.Generator) -> None:
    """Affine keeps its arrays on the GPU, forward and backward."""
    x, dout = rng.normal(size=(5, 2)), rng.normal(size=(5, 3))

    runs_on_device(lambda: Work(student.Affine(W, B), (x,), upstream=dout))


def no_other_keys(
    layer: Student, x: NDArray[np.float64], dout: NDArray[np.float64]
) -> None:
    """Name the keys of grads that are none of the layer's."""
    layer.forward(x.copy(), train=True)
    layer.backward(dout.copy())
    grads = layer.grads
    is_unset = not (np.any(grads["W"]) and np.any(grads["b"]))
    others = sorted(repr(key) for key in set(grads) - {"W", "b"}) if is_unset else []
    listed = ", ".join(others)
    cause = f'grads has the key {listed}, and only "W" and "b" are looked at.'
    require(not others, "", cause=cause)


def stored(layer: Student, key: str) -> NDArray[np.float64]:
    """Return a gradient that the layer stored, once it is known to be an array."""
    grads = layer.grads
    is_array = isinstance(grads, dict) and isinstance(grads.get(key), np.ndarray)
    require(is_array, f'grads must be a dict with an array for "{key}".')
    return np.asarray(grads[key], np.float64)
