"""Hidden checks of unit 2.

Each activation is asked for the same things, so those checks are parametrized.
Entries keep away from 0, where slopes jump, except in the checks of that jump.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    fetch,
    follows_dtype,
    gradient,
    live,
    quiet,
    require,
    resident,
    same,
    unchanged,
)

Array = NDArray[np.float64]
Options = tuple[float, ...]

EACH_ACTIVATION = pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param("Sigmoid", (), id="sigmoid"),
        pytest.param("Tanh", (), id="tanh"),
        pytest.param("ReLU", (), id="relu"),
        pytest.param("LeakyReLU", (0.3,), id="leaky_relu"),
        pytest.param("ELU", (0.7,), id="elu"),
    ],
)
ANY_SHAPE = pytest.mark.parametrize(
    "shape", [(7,), (3, 2, 5, 2)], ids=["one_axis", "four_axes"]
)


@exercise("2.1", weight=2)
def test_affine_of_a_batch(student: Student, rng: np.random.Generator) -> None:
    """A batch of several examples is weighed, and b is added to each."""
    x, weights, b = rng.normal(size=(7, 5)), rng.normal(size=(5, 3)), rng.normal(size=3)

    out = student.Affine(weights.copy(), b.copy()).forward(x.copy(), train=True)

    close(out, np.einsum("nd,dm->nm", x, weights) + b, "out")


@exercise("2.1")
@pytest.mark.parametrize(
    ("n", "d", "m"),
    [(1, 5, 3), (7, 1, 3), (7, 5, 1)],
    ids=["one_example", "one_feature", "one_output"],
)
def test_affine_at_the_smallest_sizes(
    student: Student, rng: np.random.Generator, n: int, d: int, m: int
) -> None:
    """One example, one feature or one output is enough."""
    x, weights, b = rng.normal(size=(n, d)), rng.normal(size=(d, m)), rng.normal(size=m)

    out = student.Affine(weights.copy(), b.copy()).forward(x.copy(), train=True)

    close(out, np.einsum("nd,dm->nm", x, weights) + b, "out")


@exercise("2.1")
@pytest.mark.parametrize("shape", [(3, 2, 5), (3, 2, 5, 7)], ids=["three", "four"])
def test_affine_of_images(
    student: Student, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    """An input with more than two axes becomes one row for each example."""
    rows = rng.normal(size=(shape[0], int(np.prod(shape[1:]))))
    weights, b = rng.normal(size=(rows.shape[1], 2)), rng.normal(size=2)

    layer = student.Affine(weights.copy(), b.copy())
    out = layer.forward(rows.reshape(shape), train=True)

    close(out, np.einsum("nd,dm->nm", rows, weights) + b, "out")


@exercise("2.2", weight=2)
def test_affine_gradients(student: Student, rng: np.random.Generator) -> None:
    """Backward must differentiate the forward pass you wrote."""
    layer = student.Affine(rng.normal(size=(5, 3)), rng.normal(size=3))

    gradient(layer, at=rng.normal(size=(7, 5)), upstream=rng.normal(size=(7, 3)))


@exercise("2.2")
def test_affine_gradients_of_one_example(
    student: Student, rng: np.random.Generator
) -> None:
    """Backward is right for a batch of one."""
    layer = student.Affine(rng.normal(size=(5, 3)), rng.normal(size=3))

    gradient(layer, at=rng.normal(size=(1, 5)), upstream=rng.normal(size=(1, 3)))


@exercise("2.2")
def test_affine_gradients_of_deep_images(
    student: Student, rng: np.random.Generator
) -> None:
    """The gradient for an input with four axes has its shape."""
    layer = student.Affine(rng.normal(size=(12, 5)), rng.normal(size=5))

    gradient(layer, at=rng.normal(size=(3, 2, 3, 2)), upstream=rng.normal(size=(3, 5)))


@exercise("2.2")
def test_affine_gradients_add_up_over_the_batch(
    student: Student, rng: np.random.Generator
) -> None:
    """Every example given twice doubles the gradients of W and b."""
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    weights, b = rng.normal(size=(3, 2)), rng.normal(size=2)
    once = student.Affine(weights.copy(), b.copy())
    once.forward(x.copy(), train=True)
    once.backward(dout.copy())
    twice = student.Affine(weights.copy(), b.copy())
    twice.forward(np.concatenate([x, x]), train=True)

    twice.backward(np.concatenate([dout, dout]))

    close(twice.grads["W"], 2 * once.grads["W"], 'grads["W"] of the doubled batch')
    close(twice.grads["b"], 2 * once.grads["b"], 'grads["b"] of the doubled batch')


@exercise("2.3", weight=2)
def test_sigmoid_values(student: Student, rng: np.random.Generator) -> None:
    """The sigmoid has the right values on both sides of 0."""
    x = away_from_zero(rng, (5, 7))

    out = student.Sigmoid().forward(x.copy(), train=True)

    close(out, 0.5 + 0.5 * np.tanh(x / 2), "out")


@exercise("2.3", weight=2)
def test_sigmoid_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward must differentiate the sigmoid you wrote."""
    x = away_from_zero(rng, (5, 7))

    gradient(student.Sigmoid(), at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.3")
@ANY_SHAPE
def test_sigmoid_of_any_shape(
    student: Student, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    """Forward and backward work for any number of axes."""
    x = away_from_zero(rng, shape)

    gradient(student.Sigmoid(), at=x, upstream=rng.normal(size=shape))


@exercise("2.4", weight=2)
def test_relu_values(student: Student, rng: np.random.Generator) -> None:
    """Positive entries pass and negative ones become zero."""
    x = away_from_zero(rng, (5, 7))

    out = student.ReLU().forward(x.copy(), train=True)

    close(out, (x + np.abs(x)) / 2, "out")


@exercise("2.4", weight=2)
def test_relu_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward lets the gradient pass where the input did."""
    x = away_from_zero(rng, (5, 7))

    gradient(student.ReLU(), at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.4")
@ANY_SHAPE
def test_relu_of_any_shape(
    student: Student, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    """Forward and backward work for any number of axes."""
    x = away_from_zero(rng, shape)

    gradient(student.ReLU(), at=x, upstream=rng.normal(size=shape))


@exercise("2.4")
def test_relu_slope_at_zero(student: Student, rng: np.random.Generator) -> None:
    """At exactly 0, with either sign, no gradient passes."""
    layer = student.ReLU()
    layer.forward(np.array([[0.0, -0.0, 0.0]]), train=True)

    dx = layer.backward(rng.normal(2.0, 0.1, size=(1, 3)))

    close(dx, np.zeros((1, 3)), "dx")


@exercise("2.5")
def test_tanh_values(student: Student, rng: np.random.Generator) -> None:
    """The hyperbolic tangent has the right values on both sides of 0."""
    x = away_from_zero(rng, (5, 7))

    out = student.Tanh().forward(x.copy(), train=True)

    close(out, np.sinh(x) / np.cosh(x), "out")


@exercise("2.5")
@ANY_SHAPE
def test_tanh_gradient(
    student: Student, rng: np.random.Generator, shape: tuple[int, ...]
) -> None:
    """Backward must differentiate your forward pass, for any number of axes."""
    x = away_from_zero(rng, shape)

    gradient(student.Tanh(), at=x, upstream=rng.normal(size=shape))


@exercise("2.6")
def test_leaky_relu_values(student: Student, rng: np.random.Generator) -> None:
    """The left side has the slope that the constructor was given."""
    x, alpha = away_from_zero(rng, (5, 7)), float(rng.uniform(0.2, 0.8))

    out = student.LeakyReLU(alpha).forward(x.copy(), train=True)

    close(out, np.maximum(x, alpha * x), "out")


@exercise("2.6")
def test_leaky_relu_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward must differentiate the LeakyReLU you wrote."""
    layer, x = student.LeakyReLU(0.3), away_from_zero(rng, (5, 7))

    gradient(layer, at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.6")
def test_leaky_relu_without_a_slope(student: Student, rng: np.random.Generator) -> None:
    """With alpha = 0 it is a ReLU, forward and backward."""
    layer, x = student.LeakyReLU(0.0), away_from_zero(rng, (5, 7))
    dout = rng.normal(size=(5, 7))

    out = layer.forward(x.copy(), train=True)
    dx = layer.backward(dout.copy())

    close(out, np.clip(x, 0, None), "out")
    close(dx, np.heaviside(x, 0) * dout, "dx")


@exercise("2.6")
def test_elu_values(student: Student, rng: np.random.Generator) -> None:
    """The left side bends towards -alpha."""
    x, alpha = away_from_zero(rng, (5, 7)), float(rng.uniform(0.3, 0.8))

    out = student.ELU(alpha).forward(x.copy(), train=True)

    left, right = np.minimum(x, 0), np.maximum(x, 0)
    close(out, right + alpha * (np.exp(left) - 1), "out")


@exercise("2.6")
def test_elu_gradient(student: Student, rng: np.random.Generator) -> None:
    """Backward must differentiate the ELU you wrote."""
    layer, x = student.ELU(0.7), away_from_zero(rng, (5, 7))

    gradient(layer, at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.6")
@pytest.mark.parametrize("kind", ["LeakyReLU", "ELU"], ids=["leaky_relu", "elu"])
def test_left_slope_at_zero(
    student: Student, rng: np.random.Generator, kind: str
) -> None:
    """At exactly 0 the slope is alpha."""
    layer, dout = getattr(student, kind)(0.3), rng.normal(2.0, 0.1, size=(1, 3))
    layer.forward(np.array([[0.0, -0.0, 0.0]]), train=True)

    dx = layer.backward(dout.copy())

    close(dx, 0.3 * dout, "dx")


@exercise("2.7", weight=2)
@EACH_ACTIVATION
def test_far_out_forward(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """Any input up to 10 000 in size gives the right value and no warning."""
    layer, x = getattr(student, kind)(*options), far_out(rng)

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    close(out, limit_far_out(kind, options, x), "out")


@exercise("2.7")
@EACH_ACTIVATION
def test_far_out_backward(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """Far from 0 the slope is that of a straight line, and there is no warning."""
    layer, x, dout = getattr(student, kind)(*options), far_out(rng), rng.normal(size=12)

    with quiet(student):
        layer.forward(x.copy(), train=True)
        dx = layer.backward(dout.copy())

    close(dx, dout * slope_far_out(kind, options, x), "dx")


@exercise("2.7")
@EACH_ACTIVATION
def test_far_out_in_float32(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """In float32 too, where the exponential ends much sooner."""
    layer = getattr(student, kind)(*options)
    x = (away_from_zero(rng, (12,)) * 30 + far_out(rng) / 100).astype(np.float32)
    wide = x.astype(np.float64)

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    close(out, limit_far_out(kind, options, wide), "out", rtol=1e-5)


@exercise("2.8", weight=2)
def test_affine_leaves_its_arguments_alone(
    student: Student, rng: np.random.Generator
) -> None:
    """Neither pass of the affine layer writes into the array it was given."""
    layer = student.Affine(rng.normal(size=(6, 2)), rng.normal(size=2))

    unchanged(layer, at=rng.normal(size=(5, 3, 2)), upstream=rng.normal(size=(5, 2)))


@exercise("2.8")
@EACH_ACTIVATION
def test_activation_leaves_its_arguments_alone(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """Neither pass writes into the array it was given."""
    layer, x = getattr(student, kind)(*options), away_from_zero(rng, (5, 7))

    unchanged(layer, at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.8", weight=2)
def test_affine_gradients_are_assigned(
    student: Student, rng: np.random.Generator
) -> None:
    """A second backward gives the same gradients, not doubled ones."""
    layer = student.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    dout = rng.normal(size=(5, 2))
    layer.forward(rng.normal(size=(5, 3)), train=True)
    dx, grads = layer.backward(dout.copy()), layer.grads

    again = layer.backward(dout.copy())

    close(again, dx, "dx of a second backward")
    close(layer.grads["W"], grads["W"], 'grads["W"] after a second backward')
    close(layer.grads["b"], grads["b"], 'grads["b"] after a second backward')


@exercise("2.8")
@EACH_ACTIVATION
def test_activation_backward_twice(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """A second backward after the same forward gives the same gradient."""
    layer, dout = getattr(student, kind)(*options), rng.normal(size=(5, 7))
    layer.forward(away_from_zero(rng, (5, 7)), train=True)
    first = layer.backward(dout.copy())

    second = layer.backward(dout.copy())

    close(second, first, "dx of a second backward")


@exercise("2.8")
@EACH_ACTIVATION
def test_backward_belongs_to_the_latest_forward(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """Backward belongs to the most recent forward, whatever `train` was."""
    layer, fresh = getattr(student, kind)(*options), getattr(student, kind)(*options)
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))
    fresh.forward(x.copy(), train=True)
    layer.forward(-2 * x, train=True)
    layer.forward(x.copy(), train=False)

    dx = layer.backward(dout.copy())

    close(dx, fresh.backward(dout.copy()), "dx after a second forward")


@exercise("2.8")
@EACH_ACTIVATION
def test_two_activations_share_nothing(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """What one object saw leaves another of its kind alone."""
    layer, other = getattr(student, kind)(*options), getattr(student, kind)(*options)
    x, dout = away_from_zero(rng, (3, 7)), rng.normal(size=(3, 7))
    layer.forward(x.copy(), train=True)
    before = layer.backward(dout.copy())

    other.forward(-2 * x, train=True)

    close(layer.backward(dout.copy()), before, "dx after another object's forward")


@exercise("2.8")
def test_two_affine_layers_share_nothing(
    student: Student, rng: np.random.Generator
) -> None:
    """What one affine layer saw leaves another alone, its gradients included."""
    layer = student.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    other = student.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    dout = rng.normal(size=(5, 2))
    layer.forward(rng.normal(size=(5, 3)), train=True)
    dx = layer.backward(dout.copy())

    other.forward(rng.normal(size=(7, 3)), train=True)

    close(other.grads["W"], np.zeros((3, 2)), "another layer's grads before its backward")
    close(layer.backward(dout.copy()), dx, "dx after another layer's forward")


@exercise("2.8")
def test_affine_backward_belongs_to_the_latest_forward(
    student: Student, rng: np.random.Generator
) -> None:
    """The gradients belong to the most recent forward, whatever `train` was."""
    x, dout = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    layer = student.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    layer.forward(rng.normal(size=(7, 3)), train=True)
    layer.forward(x.copy(), train=False)

    layer.backward(dout.copy())

    close(layer.grads["W"], np.einsum("nd,nm->dm", x, dout), 'grads["W"]')


@exercise("2.8", weight=2)
def test_affine_keeps_the_arrays_it_was_given(
    student: Student, rng: np.random.Generator
) -> None:
    """The given arrays are kept, not copied."""
    weights = resident(student, rng.normal(size=(3, 2)))
    b = resident(student, rng.normal(size=2))
    layer = student.Affine(weights, b)

    layer.forward(rng.normal(size=(5, 3)), train=True)

    is_kept = same(live(layer, "params", "W"), weights)
    require(is_kept, 'params["W"] must be the array that was given, found another one.')
    is_kept = same(live(layer, "params", "b"), b)
    require(is_kept, 'params["b"] must be the array that was given, found another one.')


@exercise("2.8", weight=2)
def test_weights_changed_in_place_take_effect(
    student: Student, rng: np.random.Generator
) -> None:
    """A weight that is edited in place counts from the next forward on."""
    x, new = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    weights = resident(student, rng.normal(size=(3, 2)))
    b = resident(student, rng.normal(size=2))
    layer = student.Affine(weights, b)
    before = layer.forward(x.copy(), train=True)
    old = fetch(weights)

    weights[...] = new

    moved = np.einsum("nd,dm->nm", x, new - old)
    close(layer.forward(x.copy(), train=True), before + moved, "out after the edit")


@exercise("2.9")
def test_affine_keeps_float32(student: Student, rng: np.random.Generator) -> None:
    """Float32 in gives float32 out, dx and gradients."""
    layer = student.Affine(rng.normal(size=(6, 2)), rng.normal(size=2))

    follows_dtype(
        layer, at=rng.normal(size=(5, 3, 2)), upstream=rng.normal(size=(5, 2))
    )


@exercise("2.9")
@EACH_ACTIVATION
def test_activation_keeps_float32(
    student: Student, rng: np.random.Generator, kind: str, options: Options
) -> None:
    """Float32 in gives float32 out, forward and backward."""
    layer, x = getattr(student, kind)(*options), away_from_zero(rng, (5, 7))

    follows_dtype(layer, at=x, upstream=rng.normal(size=(5, 7)))


@exercise("2.9")
@EACH_ACTIVATION
@pytest.mark.parametrize("dtype", ["int64", "uint8"], ids=["integers", "bytes"])
def test_whole_numbers_become_float64(
    student: Student, rng: np.random.Generator, kind: str, options: Options, dtype: str
) -> None:
    """Whole numbers give what the same numbers give in float64."""
    whole = rng.integers(1, 9, size=(3, 5)).astype(dtype)
    signed = np.where(np.eye(3, 5), 0 - whole, whole)  # bytes wrap around, and stay bytes
    layer, wide = getattr(student, kind)(*options), getattr(student, kind)(*options)
    dout = rng.normal(size=(3, 5))

    out = layer.forward(signed.copy(), train=True)
    dx = layer.backward(dout.copy())

    close(out, wide.forward(signed.astype(np.float64), train=True), "out", dtype="float64")
    close(dx, wide.backward(dout.copy()), "dx", dtype="float64")


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Return numbers of both signs, half of each, none near 0."""
    size = int(np.prod(shape))
    signs = rng.permutation(np.resize([1.0, -1.0], size))
    return (signs * rng.uniform(0.1, 3.0, size=size)).reshape(shape)


def far_out(rng: np.random.Generator) -> Array:
    """Return 12 numbers between 60 and 10 000 in size, of both signs, ends included."""
    size = np.concatenate([10 ** rng.uniform(1.8, 4.0, size=10), [1e4, 1e4]])
    return size * np.resize([1.0, -1.0], 12)


def limit_far_out(kind: str, options: Options, x: Array) -> Array:
    """Return what each activation becomes far from 0."""
    alpha = options[0] if options else 0.0
    left = {"Sigmoid": 0.0 * x, "Tanh": 0.0 * x - 1, "LeakyReLU": alpha * x}
    right = {"Sigmoid": 0.0 * x + 1, "Tanh": 0.0 * x + 1}
    bent = {"ELU": 0.0 * x - alpha}
    return np.where(x > 0, right.get(kind, x), {**left, **bent}.get(kind, 0.0 * x))


def slope_far_out(kind: str, options: Options, x: Array) -> Array:
    """Return the slope of each activation far from 0."""
    left = {"LeakyReLU": options[0] if options else 0.0}.get(kind, 0.0)
    right = {"Sigmoid": 0.0, "Tanh": 0.0}.get(kind, 1.0)
    return np.where(x > 0, right, left)
