"""Open checks of unit 9: windows, convolution and pooling, by hand and drawn.

By hand most take the image of the numbers 1 to 9 and the filter 1, 10, 100, 1000, so
that each digit of an output says where it comes from.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Pair = tuple[int, int]
NINE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
DIGITS = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])  # a filter
AXES = {"x": "N C h w", "W": "F C kh kw", "b": "F", "out": "N F oh ow"}
POOLED = {"x": "N C h w", "out": "N C oh ow"}
FLIPPED = (
    "The filter is turned by half a turn: lay it on the window as it is, its first "
    "weight on the first pixel."
)
READ_TURNED = "kernel is read as (kw, kh): its first number is the height, kh."
FILTERS_MIXED = (
    "The filters are mixed, as by W.reshape(-1, F): a filter is a row of "
    "W.reshape(F, -1)."
)
FROM_ZERO = (
    "Windows of negative pixels come out as 0: start from a pixel of the window, not "
    "from 0."
)
EVERY_TIE = "All of the largest pixels get the whole gradient: the first alone gets it."
LAST_TIE = "The last of the largest pixels gets the gradient: it belongs to the first."


@exercise("9.1")
def test_four_windows_of_nine_pixels(student: Student) -> None:
    """im2col gives the four windows of handout section 2.1."""
    col = student.im2col(NINE.copy(), (2, 2))

    rows = [[1.0, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]
    close(col, np.array(rows), "col")


@exercise("9.1")
def test_windows_of_drawn_images(student: Student, rng: Rng) -> None:
    """im2col orders rows as N, oh, ow and columns as C, kh, kw, with stride and pad."""
    x = rng.normal(size=(2, 3, 5, 7))

    col = student.im2col(x.copy(), (3, 2), stride=2, pad=1)

    found, other = windows(x, (3, 2), 2, 1), windows(x, (2, 3), 2, 1)
    clues = orders_of(found, other)
    close(col, found.reshape(2 * 3 * 4, 3 * 3 * 2), "col", clues=clues)


@exercise("9.2")
def test_ones_count_the_windows(student: Student) -> None:
    """col2im of ones counts the windows of each pixel, as in handout section 2.3."""
    images = student.col2im(np.ones((4, 4)), (1, 1, 3, 3), (2, 2))

    counts = np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]])
    close(images, counts.reshape(1, 1, 3, 3), "images")


@exercise("9.2")
def test_one_entry_lands_on_its_pixel(student: Student, rng: Rng) -> None:
    """col2im adds each entry of col to the pixel that it is a copy of."""
    numbers = np.arange(1.0, 211.0).reshape(2, 3, 5, 7)
    pixels, other = windows(numbers, (3, 2), 2, 1), windows(numbers, (2, 3), 2, 1)
    col = rng.normal(size=(24, 18))

    images = student.col2im(col.copy(), numbers.shape, (3, 2), stride=2, pad=1)

    def summed(places: Array) -> Array:  # place 0 is the padding
        where = places.astype(int).ravel()
        sums = np.bincount(where, weights=col.ravel(), minlength=211)
        return np.asarray(sums[1:].reshape(numbers.shape), np.float64)

    suspects = {
        code: (said, summed(np.asarray(places)))
        for code, (said, places) in orders_of(pixels, other).suspects.items()
    }
    clues = Clues(axes={"images": "N C h w"}, suspects=suspects)
    close(images, summed(pixels), "images", clues=clues)


@exercise("9.3")
def test_digits_tell_the_pixels(student: Student) -> None:
    """Conv2d.forward gives the worked example of handout section 3.1."""
    layer = student.Conv2d(DIGITS.copy(), np.array([20_000.0]))

    out = layer.forward(NINE.copy(), train=True)

    right = np.array([[[[25421.0, 26532.0], [28754.0, 29865.0]]]])
    turned = np.array([[[[21245.0, 22356.0], [24578.0, 25689.0]]]])
    close(out, right, "out", clues=Clues(suspects={"filter:turned": (FLIPPED, turned)}))


@exercise("9.3")
def test_outputs_of_drawn_images(student: Student, rng: Rng) -> None:
    """Conv2d.forward gives filter times window plus bias, with stride 2 and pad 1."""
    x, w, b = (
        rng.normal(size=(2, 3, 5, 7)),
        rng.normal(size=(5, 3, 3, 2)),
        drawn(rng, 5),
    )

    out = student.Conv2d(w, b, stride=2, pad=1).forward(x.copy(), train=True)

    right, mixed = correlated(x, w, 2, 1), w.reshape(-1, 5).T
    clues = Clues(
        axes=AXES,
        terms={"of the filters": right, "of the bias": b[:, np.newaxis, np.newaxis]},
        suspects={
            "filter:turned": (
                FLIPPED,
                correlated(x, w[:, :, ::-1, ::-1], 2, 1) + b.reshape(5, 1, 1),
            ),
            "filter:mixed": (
                FILTERS_MIXED,
                correlated(x, mixed.reshape(w.shape), 2, 1) + b.reshape(5, 1, 1),
            ),
        },
    )
    close(out, right + b.reshape(5, 1, 1), "out", clues=clues)


@exercise("9.4")
def test_digits_back(student: Student) -> None:
    """Conv2d.backward gives the worked example of handout section 3.2."""
    layer = student.Conv2d(DIGITS.copy(), np.array([20_000.0]))
    layer.forward(NINE.copy(), train=True)

    dx = layer.backward(np.array([[[[1.0, 0.0], [0.0, 2.0]]]]))

    right = np.array([[1.0, 10, 0], [100, 1002, 20], [0, 200, 2000]])
    close(dx, right.reshape(1, 1, 3, 3), "dx")
    grad = np.array([[[[11.0, 14.0], [20.0, 23.0]]]])
    close(parameter_gradient(layer, "W"), grad, 'grads["W"]')
    close(parameter_gradient(layer, "b"), np.array([3.0]), 'grads["b"]')


@exercise("9.4")
def test_small_gradient(student: Student, rng: Rng) -> None:
    """Conv2d.backward gives the numerical gradient of your own forward."""
    layer = student.Conv2d(rng.normal(size=(2, 3, 2, 3)), drawn(rng, 2), pad=1)
    x, dout = rng.normal(size=(2, 3, 3, 4)), rng.normal(size=(2, 2, 4, 4))

    gradient(layer, at=x, upstream=dout, clues=Clues(axes=AXES, chain=two_by_three))


@exercise("9.5")
def test_largest_of_negative_pixels(student: Student) -> None:
    """MaxPool2d.forward gives the example of handout section 4.1."""
    x = np.full((3, 5), 9.0)
    x[:2, :4] = [[-5.0, -1.0, -2.0, -3.0], [-4.0, -6.0, -7.0, -8.0]]

    out = student.MaxPool2d(2).forward(x.reshape(1, 1, 3, 5), train=True)

    zeros = {"pool:from zero": (FROM_ZERO, np.zeros((1, 1, 1, 2)))}
    close(out, np.array([[[[-1.0, -2.0]]]]), "out", clues=Clues(suspects=zeros))


@exercise("9.5")
def test_largest_of_drawn_pixels(student: Student, rng: Rng) -> None:
    """MaxPool2d.forward gives the largest pixel of each of overlapping windows."""
    x = rng.normal(size=(2, 3, 8, 5))

    out = student.MaxPool2d(3, stride=2).forward(x.copy(), train=True)

    largest = windows(x, (3, 3), 2, 0).max(axis=(4, 5))
    right = largest.transpose(0, 3, 1, 2)
    zeros = {"pool:from zero": (FROM_ZERO, np.maximum(right, 0))}
    close(out, right, "out", clues=Clues(axes=POOLED, suspects=zeros))


@exercise("9.6")
def test_one_pixel_wins_twice(student: Student) -> None:
    """MaxPool2d.backward gives the worked example of handout section 4.2."""
    pool = student.MaxPool2d(2, stride=1)
    pool.forward(np.array([[[[1.0, 5.0, 2.0], [0.0, 3.0, 4.0]]]]), train=True)

    dx = pool.backward(np.array([[[[1.0, 10.0]]]]))

    close(dx, np.array([[[[0.0, 11.0, 0.0], [0.0, 0.0, 0.0]]]]), "dx")


@exercise("9.6")
def test_of_equal_pixels_the_first_wins(student: Student) -> None:
    """MaxPool2d.backward: of equal largest pixels the first gets the whole gradient."""
    pool = student.MaxPool2d(2)
    x = np.array([[[[1.0, 7.0, 4.0, 4.0], [7.0, 7.0, 2.0, 4.0]]]])
    pool.forward(x, train=True)

    dx = pool.backward(np.array([[[[3.0, 5.0]]]]))

    every = np.array([[[[0.0, 3.0, 5.0, 5.0], [3.0, 3.0, 0.0, 5.0]]]])
    last = np.array([[[[0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 5.0]]]])
    wrong = {"ties:every": (EVERY_TIE, every), "ties:last": (LAST_TIE, last)}
    right = np.array([[[[0.0, 3.0, 5.0, 0.0], [0.0, 0.0, 0.0, 0.0]]]])
    close(dx, right, "dx", clues=Clues(suspects=wrong))


@exercise("9.6")
def test_small_pooling_gradient(student: Student, rng: Rng) -> None:
    """MaxPool2d.backward gives the numerical gradient of your own forward."""
    x = rng.permutation(2 * 3 * 4 * 5).reshape(2, 3, 4, 5) / 10
    pool, dout = student.MaxPool2d(3, stride=1), rng.normal(size=(2, 3, 2, 3))

    gradient(pool, at=x, upstream=dout, clues=Clues(axes=POOLED))


def windows(x: Array, kernel: Pair, stride: int, pad: int) -> Array:
    """Return (N, oh, ow, C, kh, kw): every window, cut out one by one."""
    padded, (kh, kw) = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), kernel
    tops = range(0, padded.shape[2] - kh + 1, stride)
    lefts = range(0, padded.shape[3] - kw + 1, stride)
    found = [[padded[..., t : t + kh, s : s + kw] for s in lefts] for t in tops]
    return np.array(found).transpose(2, 0, 1, 3, 4, 5)


def correlated(x: Array, w: Array, stride: int, pad: int) -> Array:
    """Return (N, F, oh, ow): the sum of each window times each filter."""
    kernel = w.shape[2], w.shape[3]
    out = np.einsum("nyxcij,fcij->nfyx", windows(x, kernel, stride, pad), w)
    return np.asarray(out)


def two_by_three(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return images as 3.1 does, pad = 1; the names are those of 3.2."""
    found, filters = windows(at["x"], (2, 3), 1, 1), at["W"].reshape(len(at["W"]), -1)
    n, oh, ow, *_ = found.shape
    col = chain.through(found.reshape(n * oh * ow, -1), "dcol")
    rows = chain.through(col @ filters.T + at["b"], "d")
    return rows.reshape(n, oh, ow, -1).transpose(0, 3, 1, 2)


def orders_of(found: Array, other: Array) -> Clues:
    """Return what col may be: windows in other orders, or of a kernel read turned."""
    n, oh, ow, c, kh, kw = found.shape
    said = {
        "order:channels last": (
            "The columns go through the channels last: C comes before kh and kw.",
            found.transpose(0, 1, 2, 4, 5, 3),
        ),
        "order:images last": (
            "The rows go through the images last: N comes before oh and ow.",
            found.transpose(1, 2, 0, 3, 4, 5),
        ),
        "order:right first": (
            "Inside a window the columns go down first: right comes first, then down.",
            found.transpose(0, 1, 2, 3, 5, 4),
        ),
        "order:rows right first": (
            "The rows go down the image first: to the right first, then down.",
            found.transpose(0, 2, 1, 3, 4, 5),
        ),
        "order:turned": (
            "Every window is turned by half a turn: its first pixel comes first.",
            found[..., ::-1, ::-1],
        ),
    }
    shape = n * oh * ow, c * kh * kw
    said["kernel:turned"] = (READ_TURNED, other)
    suspects = {code: (text, a.reshape(shape)) for code, (text, a) in said.items()}
    return Clues(axes={"col": "windows places"}, suspects=suspects)


def drawn(rng: Rng, f: int) -> Array:
    """Return (F,) biases, none of them near zero."""
    return rng.normal(3.0, 0.5, size=f)


def parameter_gradient(layer: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = layer.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
