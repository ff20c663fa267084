"""Open checks of unit 9: windows, by hand and drawn."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Pair = tuple[int, int]
NINE = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
READ_TURNED = "kernel is read as (kw, kh): its first number is the height, kh."
MOVED = (
    "All numbers of col are there, but in another order: it must be N, oh, ow, C, kh, "
    "kw."
)
DOWN_FIRST = "Inside a window the columns go down first: to the right must come first."
TURNED = "Every window is turned by half a turn: its first pixel must come first."
DOWNWARDS = "The rows go down the image first: to the right must come first."
RESHAPED = (
    "A reshape alone moves nothing: the axes of col must be N, oh, ow, C, kh, kw, in "
    "this order, by a transpose before the reshape."
)
STEPS = (
    "The windows are one pixel apart, whatever the stride is: the slice needs steps."
)
ONE_SIDE = (
    "All of the padding is below and to the right: the image must be in the middle."
)
NOT_CUT = "It is the top left corner of the padded image: the image begins at pad."
ASSIGNED = (
    "Where windows overlap only one counts: add to the slice, and do not assign it."
)
MEANS = (
    "It is the sum divided by the number of windows that hold the pixel: add, and do "
    "not divide."
)
ONE_LEFT = (
    "It is not the sum of the windows: add to the slice, and neither assign it nor "
    "divide by how many there are."
)
PADDED = "It is what pad=1 gives: where no pad is given, it must be 0."
MINUS_PAD = "[pad:-pad] is empty where pad is 0: cut from pad to pad + h."
PAD_ON = "The padding is still on it: cut the image out, from pad to pad + h."
CUT = (
    "A reshape alone moves nothing: cut col into N, oh, ow, C, kh, kw first, and "
    "transpose then."
)
LATER_ARE_0 = "The columns of the later places are 0: is the return inside of the loop?"
NOT_ADDED = (
    "Only the first places of a window are added: is the return inside of the loop?"
)
LAST_ROWS = (
    "Height and width must be those of x_shape, also where a last row or column lies "
    "in no window."
)
SQUARE = "The kernel is taken to be square: kh is its height, and kw its width."
ROUNDED_UP = (
    "The number of windows is rounded up: a window that would reach beyond the padded "
    "image must be left out."
)
ONE_APART = "It is what stride=1 gives: the stride that is given does not arrive."
ONE_SHORT = "One window is missing in each direction: is the + 1 of oh and ow left out?"
DOWN_ALONE = "The windows are one pixel apart to the right: the stride is for ow, too."
RIGHT_ALONE = "The windows are one pixel apart downwards: the stride is for oh, too."
CUT_EARLY = "It is cut from pad to h and w: cut from pad to pad + h, and to pad + w."
FIRST_PIXEL = (
    "The first pixel gets what falls on the padding as well: that belongs to no pixel, "
    "so leave it out, or count the pixels from 1."
)
NO_PAD = "It is what pad=0 gives: the pad that is given does not arrive."


@exercise("9.1")
def test_four_windows_of_nine_pixels(student: Student) -> None:
    """im2col gives the four windows of handout section 2.1."""
    col = student.im2col(NINE.copy(), (2, 2))

    shapes: dict[tuple[int, ...], str] = {(16, 4): PADDED}
    if is_numeric(col, (1, 4)):  # or the first window alone, for whatever reason
        more = student.im2col(np.ones((1, 1, 3, 4)), (2, 2))
        shapes[1, 4] = ONE_SHORT if is_numeric(more, (2, 4)) else ""
    refuse_shapes(col, (4, 4), "col", shapes)
    rows = np.array([[1.0, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]])
    wrong = {
        "order:turned": (TURNED, rows[:, ::-1]),
        "order:right first": (DOWN_FIRST, rows[:, [0, 2, 1, 3]]),
        "order:rows right first": (DOWNWARDS, rows[[0, 2, 1, 3]]),
        "return:outer": (LATER_ARE_0, rows * [1.0, 1, 0, 0]),
        "return:inner": (LATER_ARE_0, rows * [1.0, 0, 0, 0]),
    }
    close(col, rows, "col", clues=of_order(col, rows, wrong))


@exercise("9.1")
def test_windows_of_drawn_images(student: Student, rng: Rng) -> None:
    """im2col orders rows as N, oh, ow and columns as C, kh, kw, with stride and pad."""
    x = rng.normal(size=(2, 3, 5, 7))

    col = student.im2col(x.copy(), (3, 2), stride=2, pad=1)

    shapes: dict[tuple[int, ...], str] = {
        (24, 27): SQUARE,
        (24, 12): SQUARE,
        (30, 18): ROUNDED_UP,
        (80, 18): ONE_APART,
    }
    every = windows(x, (3, 2), 1, 1)
    for said, found in (
        (NO_PAD, windows(x, (3, 2), 2, 0)),
        (ONE_SHORT, windows(x, (3, 2), 2, 1)[:, :2, :3]),
        (DOWN_ALONE, every[:, ::2]),
        (RIGHT_ALONE, every[:, :, ::2]),
    ):
        rows = found.reshape(-1, 18)
        if is_numeric(col, rows.shape) and np.array_equal(np.asarray(col), rows):
            shapes[rows.shape] = said
    refuse_shapes(col, (24, 18), "col", shapes)
    right = windows(x, (3, 2), 2, 1).reshape(24, 18)
    close(col, right, "col", clues=of_order(col, right, orders(x)))


@exercise("9.2")
def test_ones_count_the_windows(student: Student) -> None:
    """col2im of ones counts the windows of each pixel, as in handout section 2.3."""
    images = student.col2im(np.ones((4, 4)), (1, 1, 3, 3), (2, 2))

    refuse_shapes(images, (1, 1, 3, 3), "images", {(1, 1, 0, 0): MINUS_PAD})
    counts = np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]).reshape(1, 1, 3, 3)
    wrong = {
        "sums:one": (ONE_LEFT, np.ones((3, 3))),
        "return:outer": (NOT_ADDED, np.array([[1.0, 2, 1], [1, 2, 1], [0, 0, 0]])),
        "return:inner": (NOT_ADDED, np.array([[1.0, 1, 0], [1, 1, 0], [0, 0, 0]])),
    }
    clues = Clues(suspects={c: (s, a[None, None]) for c, (s, a) in wrong.items()})
    close(images, counts, "images", clues=clues)


@exercise("9.2")
def test_one_entry_lands_on_its_pixel(student: Student, rng: Rng) -> None:
    """col2im adds each entry of col to the pixel that it is a copy of."""
    numbers = np.arange(1.0, 211.0).reshape(2, 3, 5, 7)
    pixels = windows(numbers, (3, 2), 2, 1).reshape(24, 18)
    col = rng.normal(size=(24, 18))

    images = student.col2im(col.copy(), numbers.shape, (3, 2), stride=2, pad=1)

    shapes: dict[tuple[int, ...], str] = {
        (2, 3, 6, 7): LAST_ROWS,
        (2, 3, 7, 9): PAD_ON,
        (2, 3, 4, 6): CUT_EARLY,
    }
    refuse_shapes(images, (2, 3, 5, 7), "images", shapes)
    suspects = {
        code: (CUT if said == RESHAPED else said, summed(col, places))
        for code, (said, places) in orders(numbers).items()
        if code.split(":")[0] != "return"
        and code != "pad:one side"  # here that is the same as "pad:not cut"
    }
    for first in (1, 2):  # places: of 3 x 2, in each of three channels
        part = np.where(np.arange(18) % 6 < first, col, 0.0)
        suspects[f"return:{first}"] = NOT_ADDED, summed(part, pixels)
    right, counts = summed(col, pixels), summed(np.ones((24, 18)), pixels)
    ways = {"first": range(6), "last": range(5, -1, -1)}
    suspects |= {
        f"sums:assigned {code}": (ASSIGNED, assigned(col, pixels, way))
        for code, way in ways.items()
    }
    outside, first = col[pixels == 0].sum(), np.arange(210).reshape(right.shape) == 0
    suspects["pad:first"] = FIRST_PIXEL, right + outside * first
    suspects["sums:means"] = MEANS, right / np.maximum(counts, 1.0)
    padded = np.arange(1.0, 379.0).reshape(2, 3, 7, 9)
    whole = summed(col, windows(padded, (3, 2), 2, 0), (2, 3, 7, 9))
    suspects["pad:not cut"] = NOT_CUT, whole[:, :, :5, :7]
    clues = Clues(axes={"images": "N C h w"}, suspects=suspects)
    close(images, right, "images", clues=clues)


def windows(x: Array, kernel: Pair, stride: int, pad: int) -> Array:
    """Return (N, oh, ow, C, kh, kw): every window, cut out one by one."""
    padded, (kh, kw) = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))), kernel
    tops = range(0, padded.shape[2] - kh + 1, stride)
    lefts = range(0, padded.shape[3] - kw + 1, stride)
    found = [[padded[..., t : t + kh, s : s + kw] for s in lefts] for t in tops]
    return np.array(found).transpose(2, 0, 1, 3, 4, 5)


def orders(x: Array) -> dict[str, tuple[str, Array]]:
    """Return what col may be for (3, 2), stride 2 and pad 1, and what that means."""
    found = windows(x, (3, 2), 2, 1)
    below = windows(np.pad(x, ((0, 0), (0, 0), (0, 2), (0, 2))), (3, 2), 2, 0)
    said = {
        "order:channels last": (
            "The columns go through the channels last: C must come before kh and kw.",
            found.transpose(0, 1, 2, 4, 5, 3),
        ),
        "order:images last": (
            "The rows go through the images last: N must come before oh and ow.",
            found.transpose(1, 2, 0, 3, 4, 5),
        ),
        "order:right first": (
            DOWN_FIRST,
            found.transpose(0, 1, 2, 3, 5, 4),
        ),
        "order:rows right first": (
            DOWNWARDS,
            found.transpose(0, 2, 1, 3, 4, 5),
        ),
        "order:turned": (
            TURNED,
            found[..., ::-1, ::-1],
        ),
        "kernel:turned": (READ_TURNED, windows(x, (2, 3), 2, 1)),
        "stride:one": (STEPS, windows(x, (3, 2), 1, 1)[:, :3, :4]),
        "pad:one side": (ONE_SIDE, below),
        "return:outer": (LATER_ARE_0, found * [[1.0], [0.0], [0.0]]),
        "return:inner": (LATER_ARE_0, found * [[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]),
    }
    axes = {"places": (0, 3, 4, 5, 1, 2), "channels": (0, 3, 1, 2, 4, 5)}
    for code, order in (axes | {"kernel": (4, 5, 0, 3, 1, 2)}).items():
        said[f"order:{code} reshaped"] = RESHAPED, found.transpose(order)
    return {code: (text, a.reshape(24, 18)) for code, (text, a) in said.items()}


def of_order(
    col: object, right: Array, wrong: Mapping[str, tuple[str, Array]]
) -> Clues:
    """Return what col may be, and whether its numbers are right in another order."""
    is_moved = is_numeric(col, right.shape) and np.array_equal(
        np.sort(np.ravel(np.asarray(col))), np.sort(right.ravel())
    )
    axes = {"col": "windows places"}
    return Clues(axes=axes, suspects=wrong, cause=MOVED if is_moved else "")


def is_numeric(found: object, shape: tuple[int, ...]) -> bool:
    """Whether this is an array of numbers and of this shape."""
    is_array = isinstance(found, np.ndarray) and found.shape == shape
    return is_array and np.asarray(found).dtype.kind in "biuf"


def summed(col: Array, places: Array, shape: tuple[int, ...] = (2, 3, 5, 7)) -> Array:
    """Return images: each entry of col is added at its place, from 1 on."""
    where, most = places.astype(int).ravel(), int(np.prod(shape)) + 1
    sums = np.bincount(where, weights=col.ravel(), minlength=most)
    return np.asarray(sums[1:].reshape(shape), np.float64)


def assigned(col: Array, places: Array, way: Iterable[int]) -> Array:
    """Return images: the places of a window, taken in this way, are assigned."""
    images = np.zeros(211)
    where, found = places.astype(int).reshape(24, 3, 6), col.reshape(24, 3, 6)
    for place in way:
        images[where[:, :, place]] = found[:, :, place]
    return images[1:].reshape(2, 3, 5, 7)


def refuse_shapes(
    found: object, right: tuple[int, ...], name: str, wrong: dict[tuple[int, ...], str]
) -> None:
    """Refuse the shapes whose cause is known; `close` tells the others."""
    shape = np.shape(found) if isinstance(found, np.ndarray) else right
    must = f"{name} must have shape {right}, found {shape}."
    require(shape not in wrong, must, cause=wrong.get(shape, ""))
