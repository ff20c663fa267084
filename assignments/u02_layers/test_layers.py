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
    "The output takes the part of x: keep for backward what forward was given, and not "
    "what it returned."
)
MOVED = (
    'backward changes params["W"] before dx is computed: it sets grads and returns dx, '
    "and an optimizer moves the parameters."
)


@exercise("2.1")
def test_affine_of_two_examples(student: Student) -> None:
    """Affine.forward gives x W + b: the example of handout section 2.1."""
    layer = student.Affine(W.copy(), B.copy())

    out = layer.forward(X.copy(), train=True)

    without = ("b is left out: every row gets it added.", X @ W)
    mixed = MIXED, X.T @ W + B  # what x.reshape(-1, N).T makes of two by two
    clues = Clues(suspects={"b:left-out": without, "x:mixed": mixed})
    close(out, [[19.0, 32.0, 45.0], [9.0, 21.0, 33.0]], "out", clues=clues)


@exercise("2.1")
def test_affine_of_a_small_image(student: Student) -> None:
    """Affine.forward reads an image as one row, line by line as reshape does."""
    layer = student.Affine(
        np.array([[1.0], [10.0], [100.0], [1000.0]]), np.array([5.0])
    )

    out = layer.forward(np.array([[[1.0, 2.0], [3.0, 4.0]]]), train=True)

    close(out, [[4326.0]], "out")


@exercise("2.2")
def test_affine_gradients_by_hand(student: Student) -> None:
    """Affine.backward gives the three gradients of handout section 2.3."""
    layer = student.Affine(W.copy(), B.copy())
    out = layer.forward(X.copy(), train=True)

    dx = layer.backward(DOUT.copy())

    close(stored(layer, "b"), [3.0, 1.0, -1.0], 'grads["b"]')
    found = stored(layer, "W")
    is_of_out = isinstance(out, np.ndarray) and np.array_equal(found, out.T @ DOUT)
    must = f'grads["W"] must have shape (2, 3), found {found.shape}.'
    require(found.shape == W.shape or not is_of_out, must, cause=KEPT_OUTPUT)
    close(found, [[7.0, 3.0, -1.0], [0.0, -1.0, -2.0]], 'grads["W"]')
    params = layer.params
    is_moved = isinstance(params, dict) and not np.array_equal(params.get("W", W), W)
    clues = Clues(cause=MOVED if is_moved else "")
    close(dx, [[-2.0, -2.0], [4.0, 13.0]], "dx", clues=clues)


@exercise("2.2")
def test_affine_gradient_of_images(student: Student, rng: np.random.Generator) -> None:
    """Affine.backward is the gradient of your own forward, for a batch of images."""
    layer = student.Affine(rng.normal(size=(6, 5)), rng.normal(size=5))
    axes = {"x": "N height width", "W": "D M", "b": "M", "out": "N M"}
    x, dout = rng.normal(size=(7, 2, 3)), rng.normal(size=(7, 5))

    gradient(layer, at=x, upstream=dout, clues=Clues(axes=axes))


@exercise("2.3")
def test_sigmoid_by_hand(student: Student) -> None:
    """Sigmoid at ln 3 is 3/4 and its slope 3/16: handout section 3.1."""
    layer = student.Sigmoid()

    out = layer.forward(np.log([1.0, 3.0, 1.0 / 3.0]), train=True)
    close(out, [0.5, 0.75, 0.25], "out")
    dx = layer.backward(np.array([4.0, 16.0, -16.0]))

    close(dx, [1.0, 3.0, -3.0], "dx")


@exercise("2.4")
def test_relu_by_hand(student: Student) -> None:
    """ReLU lets x and dout through where x > 0, and gives 0 elsewhere."""
    layer = student.ReLU()

    out = layer.forward(np.array([[-2.0, 1.0, 3.0]]), train=True)
    close(out, [[0.0, 1.0, 3.0]], "out")
    dx = layer.backward(np.array([[5.0, -7.0, 2.0]]))

    close(dx, [[0.0, -7.0, 2.0]], "dx")


@exercise("2.4")
def test_relu_has_slope_zero_at_zero(student: Student) -> None:
    """ReLU.backward gives dout where x > 0, and 0 where x is exactly 0."""
    layer = student.ReLU()
    layer.forward(np.array([0.0, 2.0]), train=True)

    dx = layer.backward(np.array([5.0, 7.0]))

    close(dx, [0.0, 7.0], "dx")


@exercise("2.5")
def test_tanh_by_hand(student: Student) -> None:
    """Tanh at (ln 3)/2 is 1/2 and its slope 3/4: handout section 3.3."""
    layer = student.Tanh()

    out = layer.forward(np.log([1.0, 3.0, 1.0 / 3.0]) / 2, train=True)
    close(out, [0.0, 0.5, -0.5], "out")
    dx = layer.backward(np.array([4.0, 4.0, -8.0]))

    close(dx, [4.0, 3.0, -6.0], "dx")


@exercise("2.6")
def test_leaky_relu_by_hand(student: Student) -> None:
    """LeakyReLU multiplies x by alpha left of 0; its slope at 0 is alpha too."""
    layer = student.LeakyReLU(0.5)

    out = layer.forward(np.array([-4.0, 0.0, 2.0]), train=True)
    close(out, [-2.0, 0.0, 2.0], "out")
    dx = layer.backward(np.array([10.0, -6.0, 3.0]))

    close(dx, [5.0, -3.0, 3.0], "dx")


@exercise("2.6")
def test_elu_by_hand(student: Student) -> None:
    """ELU with alpha = 2 is -1 at x = -ln 2, and its slope there is 1."""
    layer = student.ELU(2.0)

    out = layer.forward(np.array([-np.log(2.0), 0.0, 5.0]), train=True)
    close(out, [-1.0, 0.0, 5.0], "out")
    dx = layer.backward(np.array([3.0, 3.0, -4.0]))

    close(dx, [3.0, 6.0, -4.0], "dx")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        pytest.param("Sigmoid", {}, id="Sigmoid", marks=pytest.mark.exercise("2.3")),
        pytest.param("ReLU", {}, id="ReLU", marks=pytest.mark.exercise("2.4")),
        pytest.param("Tanh", {}, id="Tanh", marks=pytest.mark.exercise("2.5")),
        pytest.param(
            *("LeakyReLU", {"alpha": 0.3}),
            id="LeakyReLU",
            marks=pytest.mark.exercise("2.6"),
        ),
        pytest.param(
            *("ELU", {"alpha": 0.7}), id="ELU", marks=pytest.mark.exercise("2.6")
        ),
    ],
)
def test_activation_gradient(
    student: Student, rng: np.random.Generator, name: str, options: dict[str, float]
) -> None:
    """The layer's backward is the gradient of your own forward, on both sides of 0."""
    x = rng.uniform(0.1, 3.0, size=(5, 7)) * rng.choice([-1.0, 1.0], size=(5, 7))
    layer = getattr(student, name)(**options)
    y = layer.forward(x.copy(), train=True)
    is_array = isinstance(y, np.ndarray) and y.shape == x.shape
    known = {"x": x, "y": y, "(1 - y)": 1 - y} if is_array else {"x": x}
    clues = Clues(known=known, constants=options)

    gradient(layer, at=x, upstream=rng.normal(size=x.shape), clues=clues)


@exercise("2.7")
def test_sigmoid_far_out(student: Student) -> None:
    """Sigmoid is 0 at x = -10 000 and 1 at 10 000, without a NumPy warning."""
    layer = student.Sigmoid()

    with quiet(student):
        out = layer.forward(np.array([-10_000.0, 0.0, 10_000.0]), train=True)

    close(out, [0.0, 0.5, 1.0], "out")


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


def stored(layer: Student, key: str) -> NDArray[np.float64]:
    """Return a gradient that the layer stored, once it is known to be an array."""
    grads = layer.grads
    is_array = isinstance(grads, dict) and isinstance(grads.get(key), np.ndarray)
    require(is_array, f'grads must be a dict with an array for "{key}".')
    return np.asarray(grads[key], np.float64)
