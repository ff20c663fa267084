"""Hidden checks of unit 9, third part: max-pooling, forward and backward."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, int, int, int]
SETTINGS: dict[str, tuple[Shape, int, int]] = {  # images, size and stride
    "side by side": ((2, 3, 4, 6), 2, 2),
    "overlapping": ((2, 3, 7, 5), 3, 2),
    "one apart": ((2, 3, 4, 5), 3, 1),
    "with gaps": ((3, 2, 8, 5), 2, 3),
    "not dividing": ((2, 3, 8, 5), 3, 3),
    "one window": ((1, 2, 3, 3), 3, 2),
}
EACH = pytest.mark.parametrize("setting", SETTINGS)
AXES = {"x": "N C h w", "out": "N C oh ow"}
FROM_ZERO = (
    "Windows of negative pixels come out as 0: start from a pixel of the window, not "
    "from 0 or from a padding of zeros."
)
DEFAULTS = {
    "no size": "Where no size is given, it must be 2: look at the constructor.",
    "no stride": "Where no stride is given, it must be size: look at the constructor.",
}
MEANS = "It is the mean of each window: max-pooling keeps the largest pixel."
ALL_TIES = (
    "Every one of the largest pixels gets the whole gradient: only the first of them "
    "gets it."
)
SHARED_TIES = (
    "The largest pixels share the gradient between them: the first of them gets all."
)
LAST_TIE = (
    "The last of the largest pixels gets the gradient: a later pixel wins only where "
    "it is truly larger."
)
COLUMN_TIE = (
    "Windows are searched column by column for the first of the largest pixels: go "
    "row by row."
)
ASSIGNED = (
    "Where a pixel wins in several windows, only one of their gradients arrives: add "
    "them up."
)


@exercise("9.5", weight=2)
@EACH
def test_largest_of_each_window(student: Student, rng: Rng, setting: str) -> None:
    """MaxPool2d.forward gives the largest pixel of each window, channel by channel."""
    shape, size, stride = SETTINGS[setting]
    x = apart(rng, shape)

    out = student.MaxPool2d(size, stride=stride).forward(x.copy(), train=True)

    cut = windows(x, size, stride)
    suspects = {"pool:means": (MEANS, cut.mean(axis=(4, 5)))}
    clues = Clues(axes=AXES, suspects=suspects)
    close(out, cut.max(axis=(4, 5)), "out", clues=clues)


@exercise("9.5")
def test_pixels_far_below_zero(student: Student, rng: Rng) -> None:
    """MaxPool2d.forward of pixels near -10 000 gives the largest, and not 0."""
    x = apart(rng, (2, 3, 5, 4)) - 9_900

    out = student.MaxPool2d(2).forward(x.copy(), train=False)

    right = windows(x, 2, 2).max(axis=(4, 5))
    suspects = {"pool:from zero": (FROM_ZERO, 0 * right)}
    close(out, right, "out", clues=Clues(axes=AXES, suspects=suspects))


@exercise("9.5")
def test_settings_of_pooling(student: Student, rng: Rng) -> None:
    """MaxPool2d: size is 2 by default, and stride is size by default."""
    x = apart(rng, (2, 3, 7, 9))
    given = {"no size": ((), 2, 2), "no stride": ((3,), 3, 3), "both": ((3, 1), 3, 1)}

    for name, (settings, size, stride) in given.items():
        out = student.MaxPool2d(*settings).forward(x.copy(), train=True)
        right = windows(x, size, stride).max(axis=(4, 5))
        found = out.shape if isinstance(out, np.ndarray) else right.shape
        must = f"out for {name} must have shape {right.shape}, found {found}."
        require(found == right.shape, must, cause=DEFAULTS.get(name, ""))
        close(out, right, f"out for {name}")


@exercise("9.6", weight=2)
@EACH
def test_gradient_of_pooling(student: Student, rng: Rng, setting: str) -> None:
    """MaxPool2d.backward gives the numerical gradient of your own pooling."""
    shape, size, stride = SETTINGS[setting]
    x = apart(rng, shape)
    dout = rng.normal(size=windows(x, size, stride).shape[:4])
    clues = Clues(axes=AXES, suspects=suspects_of(x, dout, size, stride))

    gradient(student.MaxPool2d(size, stride=stride), at=x, upstream=dout, clues=clues)


@exercise("9.6", weight=2)
@EACH
def test_first_of_equal_pixels(student: Student, rng: Rng, setting: str) -> None:
    """MaxPool2d.backward: of equal pixels, the first in row-major order gets it all."""
    shape, size, stride = SETTINGS[setting]
    x = rng.integers(-2, 1, size=shape).astype(np.float64)  # ties, zeros, as of a ReLU
    pool = student.MaxPool2d(size, stride=stride)
    dout = rng.normal(size=windows(x, size, stride).shape[:4])
    pool.forward(x.copy(), train=True)

    dx = pool.backward(dout.copy())

    right = sent(x, dout, size, stride)
    suspects = suspects_of(x, dout, size, stride)
    close(dx, right, "dx", clues=Clues(axes={"dx": "N C h w"}, suspects=suspects))


def apart(rng: Rng, shape: Shape) -> Array:
    """Return images no two pixels of which are alike, or nearly so."""
    return (rng.permutation(int(np.prod(shape))).reshape(shape) - 40.0) / 10


def windows(x: Array, size: int, stride: int) -> Array:
    """Return (N, C, oh, ow, size, size), seen through a moving frame."""
    views = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))
    return views[:, :, ::stride, ::stride]


def sent(
    x: Array,
    dout: Array,
    size: int,
    stride: int,
    rule: str = "first",
    *,
    adds: bool = True,
) -> Array:
    """Return dx, window by window.

    Args:
        x: the images.
        dout: the gradient for the output.
        size: of a window.
        stride: from a window to the next.
        rule: who gets a window's gradient where pixels are equal: the first, the
            last, the first by columns, every one, or all of them a share.
        adds: whether a pixel that wins twice gets the sum, or the last alone.
    """
    dx = np.zeros(x.shape)
    for (n, c, i, j), share in np.ndenumerate(dout):
        top, left = stride * i, stride * j
        place = n, c, slice(top, top + size), slice(left, left + size)
        wins = chosen(x[place], rule)
        if adds:
            dx[place] += share * wins
        else:
            dx[place] = np.where(wins > 0, share * wins, dx[place])
    return dx


def chosen(window: Array, rule: str) -> Array:
    """Return which share of a window's gradient each of its pixels gets."""
    largest = window == window.max()
    if rule in ("every", "shared"):
        return np.asarray(largest / (largest.sum() if rule == "shared" else 1))
    places = np.argwhere(largest)
    if rule == "column":
        places = places[np.lexsort(places.T)]
    i, j = places[-1 if rule == "last" else 0]
    shares = np.zeros(window.shape)
    shares[i, j] = 1
    return shares


def suspects_of(
    x: Array, dout: Array, size: int, stride: int
) -> dict[str, tuple[str, Array]]:
    """Return what dx may be in place of what it must be, as far as it differs."""
    right = sent(x, dout, size, stride)
    wrong = {
        "ties:every": (ALL_TIES, sent(x, dout, size, stride, "every")),
        "ties:shared": (SHARED_TIES, sent(x, dout, size, stride, "shared")),
        "ties:last": (LAST_TIE, sent(x, dout, size, stride, "last")),
        "ties:column": (COLUMN_TIE, sent(x, dout, size, stride, "column")),
        "wins:assigned": (ASSIGNED, sent(x, dout, size, stride, adds=False)),
    }
    return {
        code: (said, found)
        for code, (said, found) in wrong.items()
        if not np.allclose(found, right)
    }
