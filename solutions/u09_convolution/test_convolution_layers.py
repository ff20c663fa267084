"""Hidden checks of unit 9, second part: Conv2d, forward and backward.

A Conv2d that is right but for an im2col which gives right numbers in a wrong order
has paid for it in 9.1: what comes of the student's own windows passes here as well.
"""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, attempt, close, exercise, gradient

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, int, int, int]
Setting = tuple[Shape, Shape, int, int]  # images, filters, stride and pad
SETTINGS: dict[str, Setting] = {
    "no padding": ((2, 3, 7, 5), (5, 3, 3, 2), 1, 0),
    "padded by two": ((3, 2, 4, 3), (5, 2, 2, 3), 1, 2),
    "stride two": ((2, 3, 5, 7), (2, 3, 3, 2), 2, 1),
    "a stride that does not divide": ((2, 3, 8, 6), (5, 3, 3, 2), 3, 0),
    "filters of one pixel": ((2, 3, 5, 4), (7, 3, 1, 1), 1, 0),
    "one of each": ((1, 1, 4, 3), (1, 1, 2, 2), 1, 1),
}
EACH = pytest.mark.parametrize("setting", SETTINGS)
AXES = {"x": "N C h w", "W": "F C kh kw", "b": "F", "out": "N F oh ow"}
TURNED = (
    "The filter is turned by half a turn: lay it on the window as it is, its first "
    "weight on the first pixel."
)
UNMOVED = (
    "The rows are reshaped to images without moving the axis of the filters: reshape "
    "to (N, oh, ow, F) first, then bring F to its place."
)
SEVEN = (
    "It is right in some seven digits only: part of it is kept in float32, or it is "
    "measured by differences."
)


@exercise("9.3", weight=2)
@EACH
def test_outputs_by_definition(student: Student, rng: Rng, setting: str) -> None:
    """Conv2d.forward gives the sum of window times filter, plus the bias."""
    shape, filters, stride, pad = SETTINGS[setting]
    x, w, b = leaves(rng, shape, filters)

    out = student.Conv2d(w, b, stride=stride, pad=pad).forward(x.copy(), train=True)

    right = directly(x, w, stride, pad) + b[:, np.newaxis, np.newaxis]
    if not is_near(out, right) and is_own(student, out, (x, w, b), (stride, pad)):
        return
    close(out, right, "out", clues=clues_of((x, w, b), stride, pad))


@exercise("9.3")
def test_settings_of_a_convolution(student: Student, rng: Rng) -> None:
    """Conv2d: stride is 1 and pad 0 by default, and stride comes before pad."""
    x, w, b = leaves(rng, (2, 3, 7, 5), (5, 3, 2, 3))
    given = {"left out": ((), 1, 0), "by place": ((2, 1), 2, 1)}

    for name, (settings, stride, pad) in given.items():
        out = student.Conv2d(w, b, *settings).forward(x.copy(), train=True)
        right = directly(x, w, stride, pad) + b[:, np.newaxis, np.newaxis]
        if is_near(out, right) or not is_own(student, out, (x, w, b), (stride, pad)):
            close(out, right, f"out of settings {name}")


@exercise("9.3")
def test_evaluation_is_the_same(student: Student, rng: Rng) -> None:
    """Conv2d.forward gives the same in evaluation as in training."""
    x, w, b = leaves(rng, (2, 3, 5, 4), (5, 3, 2, 3))

    out = student.Conv2d(w, b, pad=1).forward(x.copy(), train=False)

    right = directly(x, w, 1, 1) + b[:, np.newaxis, np.newaxis]
    if is_near(out, right) or not is_own(student, out, (x, w, b), (1, 1)):
        close(out, right, "out", clues=clues_of((x, w, b), 1, 1))


@exercise("9.4", weight=2)
@EACH
def test_gradient_of_convolution(student: Student, rng: Rng, setting: str) -> None:
    """Conv2d.backward gives the numerical gradients of your own forward."""
    shape, filters, stride, pad = SETTINGS[setting]
    x, w, b = leaves(rng, shape, filters)
    dout = rng.normal(size=directly(x, w, stride, pad).shape)
    layer = student.Conv2d(w, b, stride=stride, pad=pad)

    gradient(layer, at=x, upstream=dout, clues=Clues(axes=AXES))


@exercise("9.4")
def test_digits_of_the_gradients(student: Student, rng: Rng) -> None:
    """Conv2d.backward gives dx, dW and db to full precision where forward is right."""
    x, w, b = leaves(rng, (2, 3, 5, 7), (5, 3, 3, 2))
    layer, out = student.Conv2d(w, b, stride=2, pad=1), directly(x, w, 2, 1)
    dout = rng.normal(size=out.shape)

    found = layer.forward(x.copy(), train=True)
    dx = layer.backward(dout.copy())

    if not is_near(found, out + b[:, np.newaxis, np.newaxis]):
        return  # 9.3 judges it, and the differences above judge what fits it
    windows = windows_of(x, (3, 2), 2, 1)
    right = {
        "W": np.einsum("nfyx,nyxcij->fcij", dout, windows),
        "b": np.einsum("nfyx->f", dout),
    }
    grads = layer.grads if isinstance(layer.grads, dict) else {}
    for key, wanted in right.items():
        require_digits(grads.get(key), wanted, f'grads["{key}"]')
    require_digits(dx, sent_back(dout, w, x.shape), "dx")


def require_digits(found: object, right: Array, name: str) -> None:
    """Refuse a gradient that is another one; say so where it has lost digits."""
    is_array = isinstance(found, np.ndarray) and found.shape == right.shape
    is_rough = is_array and np.allclose(np.asarray(found), right, rtol=1e-5, atol=1e-5)
    close(found, right, name, clues=Clues(cause=SEVEN if is_rough else ""))


def leaves(rng: Rng, shape: Shape, filters: Shape) -> tuple[Array, Array, Array]:
    """Return images off centre, filters, and biases none of which is near zero."""
    x, w = rng.normal(1.0, 1.0, size=shape), rng.normal(size=filters)
    return x, w, rng.normal(3.0, 0.5, size=filters[0])


def directly(x: Array, w: Array, stride: int, pad: int) -> Array:
    """Return (N, F, oh, ow) by the definition: image by image, sum by sum."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    kh, kw = w.shape[2:]
    tops = range(0, padded.shape[2] - kh + 1, stride)
    lefts = range(0, padded.shape[3] - kw + 1, stride)
    out = np.zeros((len(x), len(w), len(tops), len(lefts)))
    for n, image in enumerate(padded):
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                window = image[:, top : top + kh, left : left + kw]
                out[n, :, i, j] = (w * window).sum(axis=(1, 2, 3))
    return out


def sent_back(dout: Array, w: Array, shape: tuple[int, ...]) -> Array:
    """Return dx for stride 2 and pad 1: each output adds its filter to its window."""
    n, c, h, width = shape
    dx, (kh, kw) = np.zeros((n, c, h + 2, width + 2)), w.shape[2:]
    for (k, f, i, j), share in np.ndenumerate(dout):
        top, left = 2 * i, 2 * j
        dx[k, :, top : top + kh, left : left + kw] += share * w[f]
    return dx[:, :, 1:-1, 1:-1]


def windows_of(x: Array, kernel: tuple[int, int], stride: int, pad: int) -> Array:
    """Return (N, oh, ow, C, kh, kw): every window, seen through a moving frame."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    views = np.lib.stride_tricks.sliding_window_view(padded, kernel, axis=(2, 3))
    return views[:, :, ::stride, ::stride].transpose(0, 2, 3, 1, 4, 5)


def clues_of(given: tuple[Array, Array, Array], stride: int, pad: int) -> Clues:
    """Return what out may be in place of what it must be."""
    x, w, b = given
    bias, right = b[:, np.newaxis, np.newaxis], directly(x, w, stride, pad)
    rows = right.transpose(0, 2, 3, 1) + b
    turned = directly(x, w[:, :, ::-1, ::-1], stride, pad) + bias
    suspects = {
        "filters:turned": (TURNED, turned),
        "rows:not moved": (UNMOVED, rows.reshape(right.shape)),
    }
    terms = {"of the filters": right, "of the bias": bias + 0 * right}
    return Clues(axes=AXES, terms=terms, suspects=suspects)


def is_own(
    student: Student,
    out: object,
    given: tuple[Array, Array, Array],
    settings: tuple[int, int],
) -> bool:
    """Whether out is right for the student's own windows, right ones misplaced."""
    x, w, b = given
    kernel, found = w.shape[2:], windows_of(x, w.shape[2:], *settings)
    n, oh, ow = found.shape[:3]
    own = attempt(partial(student.im2col, x.copy(), kernel, *settings))
    is_matrix = isinstance(own, np.ndarray) and own.shape == (n * oh * ow, w[0].size)
    is_matrix = is_matrix and np.asarray(own).dtype.kind in "biuf"
    if not is_matrix or not is_near(ordered(own), ordered(found)):
        return False
    rows = np.asarray(own) @ w.reshape(len(w), -1).T + b
    return is_near(out, rows.reshape(n, oh, ow, len(w)).transpose(0, 3, 1, 2))


def ordered(found: object) -> Array:
    """Return the numbers of an array, the smallest first."""
    return np.sort(np.asarray(found), axis=None)


def is_near(found: object, right: Array) -> bool:
    """Whether a result is right, so that others can be measured by it."""
    if not isinstance(found, np.ndarray) or found.shape != right.shape:
        return False
    return found.dtype.kind == "f" and np.allclose(found, right, rtol=1e-9, atol=1e-9)
