"""Open checks of unit 2: activations. Most of their numbers can be redone on paper."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require

Array = NDArray[np.float64]
Wrong = dict[
    str, tuple[str, NDArray[np.floating]]
]  # code -> (what is told, what comes out)
MINUS = (
    "This is what the sigmoid of -x gives: a minus is missing in an exponent, or the "
    "halves for x above and below 0 are exchanged."
)
ABOVE = "It is right for x below 0, and above 0 it is the sigmoid of -x."
BELOW = "It is right for x above 0, and below 0 it is the sigmoid of -x."
UPSIDE_DOWN = "This is 1 / tanh(x): e^x - e^-x stands above the line, the sum below."
OF_DOUT = "The slope is made of dout: it must be made of the output, y."
SUMMED = "One sum serves all entries: each entry has a slope of its own."
BY_DOUT = "The sign of dout is asked: that of x decides."
BRACKETS = "This is 1 + e^-x: put it in brackets, below the line."
OF_X = "The slope is made of x: it must be made of the output, y."
NO_DOUT = "These are the slopes alone: dout must be multiplied in."
EXCHANGED = "The two sides are exchanged: numbers above 0 must stay as they are."
SLOPES_EXCHANGED = "The slopes of the two sides are exchanged."
LARGEST = (
    "xp.max(x, 0) is the largest number along axis 0: the larger of x and 0, entry by "
    "entry, is what xp.maximum gives."
)
HARD_CODED = "0.01 is taken for alpha: it must be the alpha that was given, self.alpha."
LEFT_AT_ZERO = "At x = 0 the slope must be that of the left side, alpha: ask for x > 0."


@exercise("2.3")
def test_sigmoid_by_hand(student: Student) -> None:
    """Sigmoid at ln 3 is 3/4 and its slope 3/16: handout section 3.1."""
    layer, x = student.Sigmoid(), np.log([1.0, 3.0, 1.0 / 3.0])
    y, dout = np.array([0.5, 0.75, 0.25]), np.array([4.0, 16.0, -16.0])

    out = layer.forward(x.copy(), train=True)
    clues = Clues(suspects=wrong_sigmoids(x))
    close(out, y, "out", clues=clues)
    dx = layer.backward(dout.copy())

    slopes: Wrong = {
        "slope:of-x": (OF_X, x * (1 - x)),
        "slope:sign": (
            "y (1 + y) is taken, and the sign must be a minus.",
            y * (1 + y),
        ),
        "slope:y": ("A factor 1 - y is missing.", y),
        "slope:rest": ("A factor y is missing.", 1 - y),
        "slope:sum": (SUMMED, np.full(3, (y - y**2).sum())),
        "slope:of-dout": (OF_DOUT, dout * (1 - dout)),
    }
    suspects = times(dout, slopes) | {"slope:alone": (NO_DOUT, y * (1 - y))}
    suspects["slope:brackets"] = "1 - y must stand in brackets.", dout * y - y
    close(dx, [1.0, 3.0, -3.0], "dx", clues=Clues(suspects=suspects))


@exercise("2.4")
def test_relu_by_hand(student: Student) -> None:
    """ReLU lets x and dout through where x > 0, and gives 0 elsewhere."""
    layer = student.ReLU()
    x, dout = np.array([[-2.0, 1.0, 3.0]]), np.array([[5.0, -7.0, 2.0]])
    side = np.heaviside(x, 0.0)

    out = layer.forward(x.copy(), train=True)
    is_x = isinstance(out, np.ndarray) and out.shape == (3,) and bool((out == x).all())
    require(not is_x, "out must have shape (1, 3), found (3,).", cause=LARGEST)
    suspects: Wrong = {
        "relu:exchanged": (EXCHANGED, x - x * side),
        "relu:zeros": (
            "All of it is 0: each entry of x must be asked by itself.",
            0 * x,
        ),
        "relu:size": ("This is |x|: where x is below 0 it must be 0.", np.abs(x)),
        "relu:side": ("These are ones where x > 0: x itself must stay there.", side),
    }
    close(out, [[0.0, 1.0, 3.0]], "out", clues=Clues(suspects=suspects))
    dx = layer.backward(dout.copy())

    suspects = {
        "slope:exchanged": (SLOPES_EXCHANGED, dout - dout * side),
        "slope:alone": (NO_DOUT, side),
        "slope:all": ("dout passes everywhere: where x <= 0 it must become 0.", dout),
    }
    close(dx, [[0.0, -7.0, 2.0]], "dx", clues=Clues(suspects=suspects))


@exercise("2.4")
def test_relu_has_slope_zero_at_zero(student: Student) -> None:
    """ReLU.backward gives dout where x > 0, and 0 where x is exactly 0."""
    layer = student.ReLU()
    layer.forward(np.array([0.0, 2.0, -3.0]), train=True)

    dx = layer.backward(np.array([5.0, 7.0, 4.0]))

    at_zero = "At x = 0 the slope must be 0, that of the left side: ask for x > 0."
    clues = Clues(suspects={"slope:at-zero": (at_zero, np.array([5.0, 7.0, 0.0]))})
    close(dx, [0.0, 7.0, 0.0], "dx", clues=clues)


@exercise("2.5")
def test_tanh_by_hand(student: Student) -> None:
    """Tanh at (ln 3)/2 is 1/2 and its slope 3/4: handout section 3.3."""
    layer, x = student.Tanh(), np.log([1.0, 3.0, 1.0 / 3.0]) / 2
    y, dout = np.array([0.0, 0.5, -0.5]), np.array([4.0, 4.0, -8.0])

    out = layer.forward(x.copy(), train=True)
    suspects: Wrong = {
        "tanh:half": (
            "This is tanh(x / 2): 2 sigmoid(z) - 1 needs z = 2 x.",
            np.tanh(x / 2),
        ),
        "tanh:sigmoid": ("This is the sigmoid of x.", 0.5 + np.tanh(x / 2) / 2),
        "tanh:twice": ("tanh is taken twice.", np.tanh(y)),
        "tanh:tan": ("This is tan, and tanh must be taken.", np.tan(x)),
        "tanh:arctan": ("This is arctan, and tanh must be taken.", np.arctan(x)),
        "tanh:sinh": ("This is sinh: divide by cosh, or take tanh.", np.sinh(x)),
    }
    is_row = isinstance(out, np.ndarray) and out.shape == (3,)
    is_upside = is_row and np.allclose(out[1:], [2.0, -2.0])
    clues = Clues(suspects=suspects, cause=UPSIDE_DOWN * is_upside)
    close(out, y, "out", clues=clues)
    dx = layer.backward(dout.copy())

    slopes: Wrong = {
        "slope:sign": ("1 + y^2 is taken, and the sign must be a minus.", 1 + y**2),
        "slope:of-x": (OF_X, 1 - x**2),
        "slope:not-squared": ("y is not squared in the slope.", 1 - y),
        "slope:double": ("1 - 2 y is taken: square y.", 1 - 2 * y),
        "slope:of-dout": (OF_DOUT, 1 - dout**2),
        "slope:square": ("y^2 is taken, and 1 - y^2 must be.", y**2),
    }
    suspects = times(dout, slopes)
    suspects["slope:alone"] = NO_DOUT, 1 - y**2
    suspects["slope:brackets"] = "1 - y^2 must stand in brackets.", dout - y**2
    less = "The slope is subtracted from dout: dout must be multiplied by it."
    suspects["slope:less"] = less, dout - (1 - y**2)
    close(dx, [4.0, 3.0, -6.0], "dx", clues=Clues(suspects=suspects))


@exercise("2.6")
def test_leaky_relu_by_hand(student: Student) -> None:
    """LeakyReLU multiplies x by alpha left of 0; its slope at 0 is alpha too."""
    layer, x = student.LeakyReLU(0.5), np.array([-4.0, 0.0, 2.0])
    dout = np.array([10.0, -6.0, 3.0])

    out = layer.forward(x.copy(), train=True)
    ways: Wrong = {
        "leaky:hard-coded": (HARD_CODED, 0.01 * x),
        "leaky:turned": ("Left of 0 the sign is wrong: it must be alpha x.", -x / 2),
        "leaky:none": ("Left of 0 it must be alpha x, and is 0.", 0 * x),
        "leaky:less": ("alpha is subtracted: it must multiply x.", x - 0.5),
        "leaky:alpha": ("Left of 0 it is alpha alone: times x.", 0.5 + 0 * x),
        "leaky:sum": ("alpha is added to x: it must multiply x.", x + 0.5),
        "leaky:elu": ("This is e^(alpha x) - 1: it must be alpha x.", np.expm1(x / 2)),
    }
    suspects = left_of(x, ways)
    suspects["leaky:exchanged"] = EXCHANGED, np.where(x > 0, x / 2, x)
    close(out, [-2.0, 0.0, 2.0], "out", clues=Clues(suspects=suspects))
    dx = layer.backward(dout.copy())

    slopes: Wrong = {
        "slope:exchanged": (SLOPES_EXCHANGED, np.where(x > 0, 0.5, 1.0)),
        "slope:at-zero": (LEFT_AT_ZERO, np.where(x < 0, 0.5, 1.0)),
        "slope:hard-coded": (HARD_CODED, np.where(x > 0, 1.0, 0.01)),
        "slope:none": ("Left of 0 the slope must be alpha, and is 0.", 1.0 * (x > 0)),
    }
    suspects = times(dout, slopes)
    suspects["slope:by-dout"] = BY_DOUT, np.where(dout > 0, dout, dout / 2)
    close(dx, [5.0, -3.0, 3.0], "dx", clues=Clues(suspects=suspects))


@exercise("2.6")
def test_elu_by_hand(student: Student) -> None:
    """ELU with alpha = 2 is -1 at x = -ln 2, and its slope there is 1."""
    layer, x = student.ELU(2.0), np.array([-np.log(2.0), 0.0, 5.0])
    y, dout = np.array([-1.0, 0.0, 5.0]), np.array([3.0, 3.0, -4.0])

    out = layer.forward(x.copy(), train=True)
    ways: Wrong = {
        "elu:no-one": (
            "Where x <= 0 it is alpha too large: the - 1 in its bracket is missing.",
            2 * np.exp(x),
        ),
        "elu:plus-one": ("1 is added in the bracket: subtract it.", 2 * np.exp(x) + 2),
        "elu:one": ("alpha must multiply the whole bracket.", 2 * np.exp(x) - 1),
        "elu:no-alpha": ("alpha is left out: it multiplies the bracket.", y / 2),
        "elu:exponent": (
            "The - 1 stands in the exponent: subtract it from the power.",
            2 * np.exp(x - 1),
        ),
        "elu:inside": (
            "alpha stands in the exponent: it must multiply the bracket.",
            np.expm1(2 * x),
        ),
    }
    close(out, y, "out", clues=Clues(suspects=left_of(x, ways)))
    dx = layer.backward(dout.copy())

    slopes: Wrong = {
        "slope:at-zero": (LEFT_AT_ZERO, np.where(x < 0, y + 2, 1.0)),
        "slope:no-alpha": (
            "Left of 0 alpha is left out of the slope.",
            np.where(x > 0, 1.0, np.exp(x)),
        ),
        "slope:y": (
            "Left of 0 the slope is y here: alpha must be added.",
            np.where(x > 0, 1.0, y),
        ),
    }
    close(dx, [3.0, 6.0, -4.0], "dx", clues=Clues(suspects=times(dout, slopes)))


def wrong_sigmoids(x: Array) -> Wrong:
    """Return what comes out in place of the sigmoid."""
    return {
        "sigmoid:minus": (MINUS, 0.5 - np.tanh(x / 2) / 2),
        "sigmoid:tanh": ("This is tanh: the sigmoid lies between 0 and 1.", np.tanh(x)),
        "sigmoid:stretched": (
            "This is tanh(x / 2), from -1 to 1: the sigmoid lies between 0 and 1.",
            np.tanh(x / 2),
        ),
        "sigmoid:brackets": (BRACKETS, 1 + np.exp(-x)),
        "sigmoid:half-brackets": (
            "1 + e must stand in brackets, below the line.",
            np.where(x < 0, np.exp(-abs(x)), 1.0) + np.exp(-abs(x)),
        ),
        "sigmoid:above": (ABOVE, 0.5 - np.tanh(abs(x) / 2) / 2),
        "sigmoid:below": (BELOW, 0.5 + np.tanh(abs(x) / 2) / 2),
        "sigmoid:double": ("This is the sigmoid of 2 x.", 0.5 + np.tanh(x) / 2),
    }


def times(dout: Array, slopes: Wrong) -> Wrong:
    """Return what wrong slopes lead to."""
    return {code: (said, dout * slope) for code, (said, slope) in slopes.items()}


def left_of(x: Array, ways: Wrong) -> Wrong:
    """Return what comes out where only the side left of 0 is wrong."""
    return {code: (said, np.where(x > 0, x, y)) for code, (said, y) in ways.items()}
