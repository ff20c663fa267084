"""Open checks of unit 9, second part: convolution, by hand and drawn.

By hand both take the image of the numbers 1 to 9 and the filter 1, 10, 100, 1000, so
that each digit of an output says where it comes from.
"""

from collections.abc import Mapping
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from grader.checks import Chain, Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Pair = tuple[int, int]
NINE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
DIGITS = np.array([[[[1.0, 10.0], [100.0, 1000.0]]]])  # a filter
AXES = {"x": "N C h w", "W": "F C kh kw", "b": "F", "out": "N F oh ow"}
FLIPPED = (
    "The filter is turned by half a turn: lay it on the window as it is, its first "
    "weight on the first pixel."
)
FILTERS_MIXED = (
    "The filters are mixed, as by W.reshape(-1, F): a filter is a row of "
    "W.reshape(F, -1)."
)
READ_TURNED = (
    "The weights of a filter are read in another order than a row of col has: it must "
    "be C, kh, kw for both."
)
COLUMNS = (
    "col2im is given dcol transposed: it must be (windows, places), as what im2col "
    "gives."
)
INTO_PARAMS = "The gradient is put into params: it belongs into grads."
PADDED = "It is what pad=1 gives: where no pad is given, it must be 0."
NO_COL2IM = "It has the shape of dcol: col2im must make images of it."
CORNER = "It is the top left corner of the padded gradient: the image begins at pad."
MEAN_OF_ROWS = "It is a mean over the rows of d: a sum must be taken."
OVER_N = "It is divided by N: the 1/N is in dout already, so nothing must be divided."
FILTERS_IN_ROWS = (
    "The rows of d mix the filters: bring F to the end by a transpose, and reshape "
    "then."
)


@exercise("9.3")
def test_digits_tell_the_pixels(student: Student) -> None:
    """Conv2d.forward gives the worked example of handout section 3.1."""
    layer = student.Conv2d(DIGITS.copy(), np.array([20_000.0]))

    out = layer.forward(NINE.copy(), train=True)

    must = "out must have shape (1, 1, 2, 2), found (1, 1, 4, 4)."
    require(shape_of(out) != (1, 1, 4, 4), must, cause=PADDED)
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
    orders = [(0, *axes) for axes in permutations((1, 2, 3))][1:]
    turned = [w.transpose(order).reshape(w.shape) for order in orders]
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
        }
        | {
            f"filter:read {n}": (
                READ_TURNED,
                correlated(x, each, 2, 1) + b.reshape(5, 1, 1),
            )
            for n, each in enumerate(turned)
        },
    )
    close(out, right + b.reshape(5, 1, 1), "out", clues=clues)


@exercise("9.4")
def test_digits_back(student: Student) -> None:
    """Conv2d.backward gives the worked example of handout section 3.2."""
    layer = student.Conv2d(DIGITS.copy(), np.array([20_000.0]))
    layer.forward(NINE.copy(), train=True)

    dx = layer.backward(np.array([[[[1.0, 0.0], [0.0, 2.0]]]]))

    must = "dx must have shape (1, 1, 3, 3), found (4, 4)."
    require(shape_of(dx) != (4, 4), must, cause=NO_COL2IM)
    right = np.array([[1.0, 10, 0], [100, 1002, 20], [0, 200, 2000]])
    close(dx, right.reshape(1, 1, 3, 3), "dx")
    grad = np.array([[[[11.0, 14.0], [20.0, 23.0]]]])
    close(parameter_gradient(layer, "W"), grad, 'grads["W"]')
    clues = Clues(suspects={"b:mean": (MEAN_OF_ROWS, np.array([0.75]))})
    close(parameter_gradient(layer, "b"), np.array([3.0]), 'grads["b"]', clues=clues)


@exercise("9.4")
def test_small_gradient(student: Student, rng: Rng) -> None:
    """Conv2d.backward gives the numerical gradient of your own forward."""
    w = rng.normal(size=(5, 3, 2, 3))
    layer = student.Conv2d(w.copy(), drawn(rng, 5), pad=1)
    x, dout = rng.normal(size=(2, 3, 3, 4)), rng.normal(size=(2, 5, 4, 4))

    dcol = np.einsum("nfyx,fcij->nyxcij", dout, w)
    padded = folded(dcol)
    turned = dcol.reshape(32, 18).T.reshape(dcol.shape)
    for_w = np.einsum("nyxcij,nfyx->fcij", windows(x, (2, 3), 1, 1), dout)
    for_b = dout.sum(axis=(0, 2, 3))
    suspects = {
        "dx:corner": (CORNER, padded[:, :, :3, :4]),
        "dx:columns": (COLUMNS, folded(turned)[:, :, 1:4, 1:5]),
        "W:mean": (MEAN_OF_ROWS, for_w / 32),
        "b:mean": (MEAN_OF_ROWS, for_b / 32),
        "W:over N": (OVER_N, for_w / 2),
        "b:over N": (OVER_N, for_b / 2),
        "b:reshaped": (FILTERS_IN_ROWS, dout.reshape(5, -1).sum(axis=1)),
        "b:reshaped, too": (FILTERS_IN_ROWS, dout.reshape(-1, 5).sum(axis=0)),
    }
    other = student.Conv2d(w.copy(), drawn(rng, 5), pad=1)
    other.forward(x.copy(), train=True)
    other.backward(dout.copy())
    kept = Clues(suspects={"W:params": (INTO_PARAMS, for_w)})
    held = other.params
    is_there = isinstance(held, dict) and "W" in held
    require(is_there, 'params must be a dict with the key "W"')
    close(held["W"], w, 'params["W"] after backward', clues=kept)
    clues = Clues(axes=AXES, chain=two_by_three, suspects=suspects)
    gradient(layer, at=x, upstream=dout, clues=clues)


def windows(x: Array, kernel: Pair, stride: int, pad: int) -> Array:
    """Return (N, oh, ow, C, kh, kw): every window, cut out one by one."""
    padded, (kh, kw) = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), kernel
    tops = range(0, padded.shape[2] - kh + 1, stride)
    lefts = range(0, padded.shape[3] - kw + 1, stride)
    found = [[padded[..., t : t + kh, s : s + kw] for s in lefts] for t in tops]
    return np.array(found).transpose(2, 0, 1, 3, 4, 5)


def folded(dcol: Array) -> Array:
    """Return padded images: the places of 2 x 3 windows, one pixel apart, added."""
    n, oh, ow, c = dcol.shape[:4]
    padded = np.zeros((n, c, oh + 1, ow + 2))
    for t, s in np.ndindex(oh, ow):
        padded[..., t : t + 2, s : s + 3] += dcol[:, t, s]
    return padded


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


def shape_of(found: object) -> tuple[int, ...]:
    """Return the shape of an array, and () for all else."""
    return found.shape if isinstance(found, np.ndarray) else ()


def drawn(rng: Rng, f: int) -> Array:
    """Return (F,) biases, none of them near zero."""
    return rng.normal(3.0, 0.5, size=f)


def parameter_gradient(layer: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = layer.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
