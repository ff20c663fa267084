"""Open checks of unit 9, third part: pooling, by hand and drawn."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
POOLED = {"x": "N C h w", "out": "N C oh ow"}
SQUARES = {"size * size": 9.0}
FROM_ZERO = (
    "Windows of negative pixels come out as 0: start from a pixel of the window, not "
    "from 0."
)
MEAN = "It is the mean of the window: the largest pixel is wanted."
SMALLEST = "It is the smallest pixel of the window: the largest is wanted."
SIZES = (
    "The sign is lost: the largest pixel is wanted, and not the one of largest size."
)
FIRST_PIXEL = (
    "It is the first pixel of each window: all of its pixels must be compared, and the "
    "larger one kept. Is the return inside of the loop, or is none kept?"
)
FIRST_ROW = (
    "Only the first row of each window is compared: is the return inside of the loop?"
)
DIAGONAL = (
    "Only the diagonal of each window is compared: the rows of a slice begin at i, its "
    "columns at j."
)
PLACES = "These are the places of the largest pixels: the pixels themselves are wanted."
LOSERS = "The losers get the gradient, and the largest does not: it is the other way."
SAME_NUMBER = (
    "Two places of a window have the same number: i * size + j is another for each."
)
ROWS_LOST = (
    "What the second row of a window and those below it have won does not arrive: does "
    "the loop go over all places, and does it end before the return?"
)
OVER_CHANNELS = (
    "The largest is taken over the channels: it must be taken over the places of each "
    "window."
)
RESHAPED = (
    "A reshape of dout moves nothing: bring the channels to the end by a transpose."
)
PLACES_FIRST = (
    "The places stand before the channels in what col2im is given: C must come before "
    "kh and kw."
)
NOBODY = (
    "No pixel gets the gradient: does forward keep the places of the largest pixels, "
    "or the pixels themselves?"
)
FOR_BOTH = (
    "There are as many windows to the right as down: ow has a formula of its own."
)
STRIDE_LOST = (
    "It is what stride = size gives: the stride that is given does not arrive."
)
ONE_APART = "It is what stride=1 gives: the stride does not arrive."
ROUNDED_UP = (
    "The number of windows is rounded up: a window that would reach beyond the image "
    "must be left out."
)
ONE_OF_TWO = (
    "Not both gradients arrive: a pixel that wins in two windows must get their sum, "
    "so add and do not assign."
)
FIRST_ALONE = (
    "Not both gradients arrive: is a slice assigned, where it must be added to, or the "
    "return inside of the loop?"
)
TO_THE_FIRST = (
    "The first pixel of each window gets the gradient, whichever is the largest: did "
    "forward keep the place of the largest?"
)
TO_ALL = "All pixels of a window get its gradient: the largest alone must get it."
SHARED = "All pixels of a window share its gradient: the largest alone must get it."
DOWN_FIRST = (
    "The places of a window are counted downwards first: to the right must come first."
)
EVERY_TIE = "All of the largest pixels get the whole gradient: the first alone must."
TIES_SHARE = (
    "The largest pixels share the gradient: the first of them must get it whole."
)
LAST_TIE = "The last of the largest pixels gets the gradient: it belongs to the first."


@exercise("9.5")
def test_largest_of_negative_pixels(student: Student) -> None:
    """MaxPool2d(2).forward gives the example of handout section 4.1."""
    x = np.full((3, 5), 9.0)
    x[:2, :4] = [[-5.0, -1.0, -7.0, -3.0], [-4.0, -6.0, -8.0, -2.0]]

    out = student.MaxPool2d(2).forward(x.reshape(1, 1, 3, 5), train=True)

    shape = shape_of(out)
    must = f"out must have shape (1, 1, 1, 2) for size 2 and stride 2, found {shape}."
    require(shape != (1, 1, 2, 3), must, cause=ROUNDED_UP)
    require(shape != (1, 1, 1, 1), must, cause=FOR_BOTH)
    if shape == (1, 4, 1, 2):
        both = np.stack([x, x - 1])[np.newaxis]
        again = student.MaxPool2d(2).forward(both, train=True)
        must = must.replace("(1, 1, 2, 3)", str(shape))
        require(shape_of(again) != shape, must, cause=OVER_CHANNELS)
    wrong = {
        "pool:from zero": (FROM_ZERO, np.zeros((1, 1, 1, 2))),
        "pool:mean": (MEAN, np.array([[[[-4.0, -5.0]]]])),
        "pool:first": (FIRST_PIXEL, np.array([[[[-5.0, -7.0]]]])),
        "pool:row": (FIRST_ROW, np.array([[[[-1.0, -3.0]]]])),
        "pool:diagonal": (DIAGONAL, np.array([[[[-5.0, -2.0]]]])),
        "pool:places": (PLACES, np.array([[[[1.0, 3.0]]]])),
        "pool:sizes": (SIZES, np.array([[[[6.0, 8.0]]]])),
    }
    right = np.array([[[[-1.0, -2.0]]]])
    close(out, right, "out (size 2, stride 2)", clues=Clues(suspects=wrong))


@exercise("9.5")
def test_largest_of_drawn_pixels(student: Student, rng: Rng) -> None:
    """MaxPool2d(3, stride=2).forward gives the largest pixel of each window."""
    x = rng.normal(size=(2, 5, 8, 5))

    out = student.MaxPool2d(3, stride=2).forward(x.copy(), train=True)

    shapes: dict[tuple[int, ...], str] = {
        (2, 5, 3, 3): FOR_BOTH,
        (2, 5, 2, 1): STRIDE_LOST,
        (2, 5, 6, 3): ONE_APART,
        (2, 5, 4, 2): ROUNDED_UP,
    }
    shape = shape_of(out)
    must = f"out must have shape (2, 5, 3, 2) for size 3 and stride 2, found {shape}."
    require(shape not in shapes, must, cause=shapes.get(shape, ""))
    views = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(2, 3))
    found = views[:, :, ::2, ::2].reshape(2, 5, 3, 2, 9)
    right = found.max(axis=-1)
    wrong = {
        "pool:from zero": (FROM_ZERO, np.maximum(right, 0)),
        "pool:mean": (MEAN, found.mean(axis=-1)),
        "pool:smallest": (SMALLEST, found.min(axis=-1)),
        "pool:first": (FIRST_PIXEL, found[..., 0]),
        "pool:row": (FIRST_ROW, found[..., :3].max(axis=-1)),
        "pool:diagonal": (DIAGONAL, found[..., ::4].max(axis=-1)),
        "pool:places": (PLACES, found.argmax(axis=-1)),
        "pool:sizes": (SIZES, np.abs(found).max(axis=-1)),
    }
    name = "out (size 3, stride 2)"
    axes = {name: POOLED["out"]}
    clues = Clues(axes=axes, constants=SQUARES, suspects=wrong)
    close(out, right, name, clues=clues)


@exercise("9.6")
def test_one_pixel_wins_twice(student: Student) -> None:
    """MaxPool2d(2, stride=1).backward gives the example of handout section 4.2."""
    pool = student.MaxPool2d(2, stride=1)
    pool.forward(np.array([[[[1.0, 5.0, 2.0], [0.0, 3.0, 4.0]]]]), train=True)

    dx = pool.backward(np.array([[[[1.0, 10.0]]]]))

    nothing = [0.0, 0.0, 0.0]
    wrong = {
        "gradient:last place": (ONE_OF_TWO, [[[[0.0, 1.0, 0.0], nothing]]]),
        "gradient:last window": (FIRST_ALONE, [[[[0.0, 10.0, 0.0], nothing]]]),
        "gradient:first": (TO_THE_FIRST, [[[[1.0, 10.0, 0.0], nothing]]]),
        "gradient:all": (TO_ALL, [[[[1.0, 11.0, 10.0]] * 2]]),
        "gradient:losers": (LOSERS, [[[[1.0, 0.0, 10.0], [1.0, 11.0, 10.0]]]]),
        "gradient:none": (NOBODY, [[[nothing, nothing]]]),
        "gradient:shared": (SHARED, [[[[0.25, 2.75, 2.5]] * 2]]),
        "places:down": (DOWN_FIRST, [[[[0.0, 10.0, 0.0], [1.0, 0.0, 0.0]]]]),
    }
    clues = Clues(suspects=wrong)
    right = np.array([[[[0.0, 11.0, 0.0], nothing]]])
    close(dx, right, "dx (size 2, stride 1)", clues=clues)


@exercise("9.6")
def test_of_equal_pixels_the_first_wins(student: Student) -> None:
    """MaxPool2d(2).backward: of equal largest pixels the first gets all of it."""
    pool = student.MaxPool2d(2)
    x = np.array([[[[1.0, 7.0, 4.0, 4.0], [7.0, 7.0, 2.0, 4.0]]]])
    pool.forward(x, train=True)

    dx = pool.backward(np.array([[[[3.0, 5.0]]]]))

    every = np.array([[[[0.0, 3.0, 5.0, 5.0], [3.0, 3.0, 0.0, 5.0]]]])
    last = np.array([[[[0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 5.0]]]])
    shared = np.array([[[[0.0, 1.0, 5 / 3, 5 / 3], [1.0, 1.0, 0.0, 5 / 3]]]])
    down = np.array([[[[0.0, 0.0, 5.0, 0.0], [3.0, 0.0, 0.0, 0.0]]]])
    wrong = {
        "ties:every": (EVERY_TIE, every),
        "ties:shared": (TIES_SHARE, shared),
        "ties:last": (LAST_TIE, last),
        "places:down": (DOWN_FIRST, down),
    }
    right = np.array([[[[0.0, 3.0, 5.0, 0.0], [0.0, 0.0, 0.0, 0.0]]]])
    close(dx, right, "dx (size 2, stride 2)", clues=Clues(suspects=wrong))


@exercise("9.6")
def test_small_pooling_gradient(student: Student, rng: Rng) -> None:
    """MaxPool2d(3, stride=1).backward gives the gradient of your own forward."""
    x = rng.permutation(2 * 5 * 4 * 5).reshape(2, 5, 4, 5) / 10
    pool, dout = student.MaxPool2d(3, stride=1), rng.normal(size=(2, 5, 2, 3))

    views = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(2, 3))
    winner = views.reshape(2, 5, 2, 3, 9).argmax(axis=-1)[..., np.newaxis]
    places = np.arange(9)
    rows, sums = places // 3, places // 3 + places % 3  # of a place: i, and i + j
    is_winner = places == winner
    reshaped = dout.reshape(2, 2, 3, 5).transpose(0, 3, 1, 2)
    won = np.where(is_winner, dout[..., np.newaxis], 0.0)
    moved = won.transpose(0, 2, 3, 4, 1).reshape(2, 2, 3, 5, 9)
    suspects = {
        "places:sums": (SAME_NUMBER, sent(dout, places == sums[winner])),
        "places:twice": (SAME_NUMBER, sent(dout, sums == sums[winner])),
        "gradient:losers": (LOSERS, sent(dout, ~is_winner)),
        "return:outer": (ROWS_LOST, sent(dout, is_winner & (rows == 0))),
        "dout:reshaped": (RESHAPED, sent(reshaped, is_winner)),
        "places:first": (PLACES_FIRST, added(moved.transpose(0, 3, 1, 2, 4))),
    }
    clues = Clues(axes=POOLED, constants=SQUARES, suspects=suspects)
    gradient(pool, at=x, upstream=dout, clues=clues)


def sent(dout: Array, gets: NDArray[np.bool_]) -> Array:
    """Return dx (2, 5, 4, 5): the places of 3 x 3 windows that get dout (.., 9)."""
    return added(np.where(gets, dout[..., np.newaxis], 0.0))


def added(won: Array) -> Array:
    """Return dx (2, 5, 4, 5): the sum of what each place of 3 x 3 windows has won."""
    dx = np.zeros((2, 5, 4, 5))
    for place in range(9):
        i, j = divmod(place, 3)
        dx[:, :, i : i + 2, j : j + 3] += won[..., place]
    return dx


def shape_of(found: object) -> tuple[int, ...]:
    """Return the shape of an array, and () for all else."""
    return found.shape if isinstance(found, np.ndarray) else ()
