"""Hidden checks of unit 9: windows of images, and their sums back into images."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Pair = tuple[int, int]
Shape = tuple[int, int, int, int]
Setting = tuple[Shape, Pair, int, int]  # the images, the kernel, stride and pad
SETTINGS: dict[str, Setting] = {
    "plain": ((2, 3, 7, 5), (3, 2), 1, 0),
    "padded by two": ((5, 2, 4, 7), (2, 3), 1, 2),
    "stride two": ((3, 2, 7, 11), (3, 5), 2, 0),
    "a stride that does not divide": ((2, 3, 8, 6), (3, 2), 3, 1),
    "one image": ((1, 2, 5, 4), (2, 3), 2, 1),
    "kernel of one": ((2, 3, 5, 4), (1, 1), 1, 0),
}
EACH = pytest.mark.parametrize("setting", SETTINGS)
GAPS = ((2, 3, 9, 8), (2, 1), 3, 0)  # some pixels lie in no window
FAR_PAD = ((2, 3, 3, 2), (2, 3), 2, 3)  # some windows hold no pixel
UNMOVED = (
    "The axes are reshaped without being moved: bring them into the order N, oh, ow, "
    "C, kh, kw with transpose first."
)
ASSIGNED = (
    "Where windows overlap, only the last of them counts: add to the slice in place of "
    "assigning it."
)


@exercise("9.1", weight=2)
@EACH
def test_windows_in_rows(student: Student, rng: Rng, setting: str) -> None:
    """im2col has a row for each window and a column for each place in it, in order."""
    shape, kernel, stride, pad = SETTINGS[setting]
    x = rng.normal(size=shape)

    col = student.im2col(x.copy(), kernel, stride=stride, pad=pad)

    found = windows(x, kernel, stride, pad)
    close(col, as_matrix(found), "col", clues=orders_of(found))


@exercise("9.1")
def test_windows_far_out_on_the_padding(student: Student, rng: Rng) -> None:
    """im2col gives rows of zeros for windows that lie in the padding alone."""
    shape, kernel, stride, pad = FAR_PAD
    x = rng.normal(size=shape)

    col = student.im2col(x.copy(), kernel, stride, pad)

    found = windows(x, kernel, stride, pad)
    close(col, as_matrix(found), "col", clues=orders_of(found))


@exercise("9.1")
def test_settings_of_windows_left_out(student: Student, rng: Rng) -> None:
    """im2col: the default of stride is 1, and the default of pad is 0."""
    x = rng.normal(size=(2, 3, 5, 7))

    col = student.im2col(x.copy(), (2, 3))
    apart = student.im2col(x.copy(), (2, 3), stride=2)
    padded = student.im2col(x.copy(), (2, 3), pad=1)

    close(col, as_matrix(windows(x, (2, 3), 1, 0)), "col without stride and pad")
    close(apart, as_matrix(windows(x, (2, 3), 2, 0)), "col without pad")
    close(padded, as_matrix(windows(x, (2, 3), 1, 1)), "col without stride")


@exercise("9.1")
def test_one_window_as_large_as_the_image(student: Student, rng: Rng) -> None:
    """im2col with a kernel as large as the image gives one row per image."""
    x = rng.normal(size=(3, 2, 5, 4))

    col = student.im2col(x.copy(), (5, 4), stride=3)

    close(col, np.stack([each.ravel() for each in x]), "col")


@exercise("9.2", weight=2)
@EACH
def test_sums_of_windows(student: Student, rng: Rng, setting: str) -> None:
    """col2im adds up, for each pixel, all entries that im2col copies it to."""
    shape, kernel, stride, pad = SETTINGS[setting]
    col = rng.normal(size=as_matrix(places(shape, kernel, stride, pad)).shape)

    images = student.col2im(col.copy(), shape, kernel, stride=stride, pad=pad)

    right = summed(col, shape, kernel, stride, pad)
    assigned = summed(col, shape, kernel, stride, pad, adds=False)
    is_other = not np.allclose(assigned, right)
    suspects = {"sums:assigned": (ASSIGNED, assigned)} if is_other else {}
    clues = Clues(axes={"images": "N C h w"}, suspects=suspects)
    close(images, right, "images", clues=clues)


@exercise("9.2")
@pytest.mark.parametrize("setting", [GAPS, FAR_PAD], ids=["gaps", "far padding"])
def test_adjoint_of_windows(student: Student, rng: Rng, setting: Setting) -> None:
    """col2im is the adjoint of im2col: sum(im2col(x) * y) is sum(x * col2im(y))."""
    shape, kernel, stride, pad = setting
    x = rng.normal(size=(5, *shape))
    rows = [as_matrix(windows(each, kernel, stride, pad)) for each in x]
    y = rng.normal(size=rows[0].shape)

    images = student.col2im(y.copy(), shape, kernel, stride, pad)

    is_right = isinstance(images, np.ndarray) and images.shape == shape
    require(is_right, f"col2im must return an array of the shape {shape} here")
    left = [float(np.sum(row * y)) for row in rows]
    right = [float(np.sum(each * images)) for each in x]
    close(np.array(right), np.array(left), "<x, col2im(y)> for five x")


@exercise("9.2")
def test_settings_of_sums_left_out(student: Student, rng: Rng) -> None:
    """col2im: the default of stride is 1, and the default of pad is 0."""
    shape, kernel = (2, 3, 5, 7), (2, 3)
    plain, apart = (
        as_matrix(places(shape, kernel, stride, 0)).shape for stride in (1, 2)
    )
    col, wide = rng.normal(size=plain), rng.normal(size=apart)

    images = student.col2im(col.copy(), shape, kernel)
    spread = student.col2im(wide.copy(), shape, kernel, stride=2)

    close(images, summed(col, shape, kernel, 1, 0), "images without stride and pad")
    close(spread, summed(wide, shape, kernel, 2, 0), "images without pad")


def windows(x: Array, kernel: Pair, stride: int, pad: int) -> Array:
    """Return (N, oh, ow, C, kh, kw): every window, cut out one by one."""
    padded, (kh, kw) = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), kernel
    tops = range(0, padded.shape[2] - kh + 1, stride)
    lefts = range(0, padded.shape[3] - kw + 1, stride)
    found = [[padded[..., t : t + kh, s : s + kw] for s in lefts] for t in tops]
    return np.array(found).transpose(2, 0, 1, 3, 4, 5)


def places(shape: Shape, kernel: Pair, stride: int, pad: int) -> Array:
    """Return the windows of an image whose pixels are numbered from 1."""
    numbers = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    return windows(numbers, kernel, stride, pad)


def summed(
    col: Array, shape: Shape, kernel: Pair, stride: int, pad: int, *, adds: bool = True
) -> Array:
    """Return the images that col2im makes, or would make if it assigned."""
    numbers = places(shape, kernel, stride, pad)
    entries = col.reshape(numbers.shape).transpose(4, 5, 0, 1, 2, 3).ravel()
    pixels = numbers.transpose(4, 5, 0, 1, 2, 3).ravel().astype(int)
    images = np.zeros(int(np.prod(shape)) + 1)  # the first stands for the padding
    if adds:
        np.add.at(images, pixels, entries)
    else:
        images[pixels] = entries
    return images[1:].reshape(shape)


def as_matrix(found: Array) -> Array:
    """Return windows (N, oh, ow, C, kh, kw) as a matrix with a row for each."""
    n, oh, ow, c, kh, kw = found.shape
    return found.reshape(n * oh * ow, c * kh * kw)


def orders_of(found: Array) -> Clues:
    """Return what col may be in place of what it must be."""
    shape = as_matrix(found).shape
    said = {
        "order:channels last": (
            "The columns go through the channels last: C comes before kh and kw.",
            found.transpose(0, 1, 2, 4, 5, 3),
        ),
        "order:images last": (
            "The rows go through the images last: N comes before oh and ow.",
            found.transpose(1, 2, 0, 3, 4, 5),
        ),
        "order:down last": (
            "Inside a window the columns go down first: right comes first, then down.",
            found.transpose(0, 1, 2, 3, 5, 4),
        ),
        "order:rows down last": (
            "The rows go down the image first: to the right first, then down.",
            found.transpose(0, 2, 1, 3, 4, 5),
        ),
        "order:turned": (
            "Every window is turned by half a turn: its first pixel comes first.",
            found[..., ::-1, ::-1],
        ),
        "order:not moved": (
            UNMOVED,
            found.transpose(0, 3, 4, 5, 1, 2),
        ),
    }
    suspects = {code: (text, a.reshape(shape)) for code, (text, a) in said.items()}
    return Clues(axes={"col": "windows places"}, suspects=suspects)
