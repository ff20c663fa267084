"""Hidden checks of unit 9, sixth part: dtypes, whole numbers, large numbers."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    follows_dtype,
    has_dtype,
    quiet,
    require,
    whole_numbers,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
KINDS = pytest.mark.parametrize("kind", ["Conv2d", "MaxPool2d"])
SHAPE = (2, 3, 5, 4)
OUT = {"Conv2d": (2, 5, 6, 4), "MaxPool2d": (2, 3, 4, 3)}
LARGE = 1e4  # the largest size of a pixel that the course calls legal


@exercise("9.10", weight=2)
@KINDS
def test_float32(student: Student, rng: Rng, kind: str) -> None:
    """Output and gradients are float32 for float32 arrays and float64 for float64."""
    x, dout = apart(rng), rng.normal(size=OUT[kind])

    follows_dtype(layer(student, rng, kind), at=x, upstream=dout)


@exercise("9.10")
@pytest.mark.parametrize("dtype", ["float32", "int16", "uint8"])
def test_windows_of_any_dtype(student: Student, rng: Rng, dtype: str) -> None:
    """im2col and col2im keep the dtype, and col2im the sum of all numbers."""
    x = rng.integers(1, 9, size=SHAPE).astype(dtype)
    col = rng.integers(1, 9, size=(24, 18)).astype(dtype)

    rows = student.im2col(x.copy(), (2, 3), 1, 0)
    images = student.col2im(col[:16].copy(), SHAPE, (2, 3), 1, 0)

    has_dtype(rows, dtype, "col")
    has_dtype(images, dtype, "images")
    total = float(np.asarray(images, np.float64).sum())
    close(total, float(col[:16].sum(dtype=np.float64)), "the sum of images")


@exercise("9.10")
def test_float32_kernels(student: Student, rng: Rng) -> None:
    """compose_kernels gives float32 for float32 kernels and float64 for float64."""
    given = {"k1": rng.normal(size=(3, 2)), "k2": rng.normal(size=(2, 5))}

    follows_dtype(student.compose_kernels, at=given, train=None)


@exercise("9.10")
@KINDS
def test_whole_numbers_become_floats(student: Student, rng: Rng, kind: str) -> None:
    """Images of integers give the out and dx of the same numbers as floats."""
    x = rng.integers(-9, 10, size=SHAPE)
    made = leaves(rng)

    def make() -> Student:
        return of_kind(student, kind, made)

    whole_numbers(make, at=x, upstream=rng.normal(size=OUT[kind]))


@exercise("9.10")
@KINDS
def test_pixels_of_ten_thousand(student: Student, rng: Rng, kind: str) -> None:
    """For pixels up to 10 000, out and dx are right, without a NumPy warning."""
    made, x = leaves(rng), rng.uniform(-LARGE, LARGE, size=SHAPE)
    far, near = (of_kind(student, kind, made) for _ in range(2))
    dout = rng.normal(size=OUT[kind])

    with quiet(student):
        out = far.forward(x.copy(), train=True)
        dx = far.backward(dout.copy())

    small = near.forward(x / LARGE, train=True)
    back = near.backward(dout.copy())
    outs, dxs = {"out": out, "out of small pixels": small}, {"dx": dx, "its dx": back}
    for shape, arrays in ((OUT[kind], outs), (SHAPE, dxs)):
        for name, found in arrays.items():
            must = f"{name} must be an array {shape} of finite numbers"
            require(is_finite(found, shape), must)
    bias = made[1].reshape(5, 1, 1) if kind == "Conv2d" else 0.0
    right = (np.asarray(small) - bias) * LARGE + bias
    if not np.allclose(np.asarray(out), right):
        cause = wrong_from(of_kind(student, kind, made), x, right, bias)
        close(out, right, "out", clues=Clues(cause=cause))
    close(out, right, "out")
    close(dx, np.asarray(back), "dx")


def is_finite(found: object, shape: tuple[int, ...]) -> bool:
    """Whether this is an array of finite numbers, of this shape."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "biuf":
        return False
    return found.shape == shape and bool(np.isfinite(found).all())


def wrong_from(layer: Student, x: Array, right: Array, bias: Array | float) -> str:
    """Return from which size of the pixels on out is wrong, "" for none.

    Args:
        layer: a fresh one.
        x: large pixels.
        right: out for these.
        bias: what does not grow with the pixels.
    """
    for size in (10, 100, 1000, int(LARGE)):
        share = size / LARGE
        out = np.asarray(layer.forward(share * x, train=False))
        if not np.allclose(out, share * (right - bias) + bias):
            return (
                f"It is right for pixels up to {size // 10}, and wrong up to {size}: "
                "nothing may be cut off, and no number may stand for infinity."
            )
    return ""


def apart(rng: Rng) -> Array:
    """Return images no two pixels of which are alike."""
    return (rng.permutation(int(np.prod(SHAPE))).reshape(SHAPE) - 40.0) / 10


def leaves(rng: Rng) -> tuple[Array, Array]:
    """Return filters and biases."""
    return rng.normal(size=(5, 3, 2, 3)), rng.normal(3.0, 0.5, size=5)


def layer(student: Student, rng: Rng, kind: str) -> Student:
    """Return a fresh layer of a kind."""
    return of_kind(student, kind, leaves(rng))


def of_kind(student: Student, kind: str, made: tuple[Array, Array]) -> Student:
    """Return a fresh layer of a kind, with these filters if it has any."""
    if kind == "Conv2d":
        return student.Conv2d(*made, pad=1)  # type: ignore[no-any-return]  # a class makes a handle
    return student.MaxPool2d(2, stride=1)  # type: ignore[no-any-return]  # a class makes a handle
