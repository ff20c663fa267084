"""Hidden checks of unit 12: one step of a recurrent network, and the way back."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array, Array]  # Wx, Wh and b
Rng = np.random.Generator
AXES = {"x": "N D", "h": "N H", "out": "N H", "Wx": "D H", "Wh": "H H", "b": "H"}
SIZES = pytest.mark.parametrize(
    ("n", "d", "h"),
    [(7, 5, 3), (1, 2, 5), (5, 3, 1)],
    ids=["7 rows", "1 row", "1 unit"],
)
TRANSPOSED = "Wh is transposed: the state stands on the left, as in h Wh."
NO_BIAS = "b is left out: it is added inside of the tanh."
BIAS_OUTSIDE = "b is added to the tanh: it belongs in the sum inside of it."
NO_STATE = "The old state is left out: h Wh belongs in the sum, too."
NO_TANH = "It is what goes into the tanh: take the tanh of the whole sum."
TWO_TANH = "A tanh is taken of each product: take one tanh, of the sum of both."
SIGMOID = "It is the sigmoid of the sum: this cell takes its tanh."
SEVEN = (
    "It is right in some seven digits only: part of it is kept in float32, or it is "
    "measured by differences."
)


@exercise("12.1")
@SIZES
def test_step_of_a_cell(student: Student, rng: Rng, n: int, d: int, h: int) -> None:
    """RNNCell.forward gives tanh(x Wx + h Wh + b)."""
    given, x, state = (
        leaves(rng, d, h),
        rng.normal(size=(n, d)),
        rng.normal(size=(n, h)),
    )

    out = student.RNNCell(*given).forward(x.copy(), state.copy(), train=True)

    # sinh / cosh from exponentials: no tanh of NumPy's on this side
    a = np.einsum("nd,dh->nh", x, given[0]) + np.einsum("ni,ih->nh", state, given[1])
    a += given[2]
    right = (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))
    clues = Clues(axes=AXES, suspects=of_step(x, state, given))
    close(out, right, "out", clues=clues)


@exercise("12.1")
def test_a_row_steps_alone(student: Student, rng: Rng) -> None:
    """RNNCell.forward gives a row by itself what it gives that row in a batch."""
    cell = student.RNNCell(*leaves(rng, 3, 2))
    x, state = rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    among = array(cell.forward(x.copy(), state.copy(), train=False), (5, 2), "out")
    require(np.ptp(among) > 0, "not every state may be the same number")

    alone = cell.forward(x[3:4].copy(), state[3:4].copy(), train=False)

    close(alone, among[3:4], "out of one row", clues=Clues(axes=AXES))


@exercise("12.2", weight=2)
@SIZES
def test_gradient_of_a_step(student: Student, rng: Rng, n: int, d: int, h: int) -> None:
    """RNNCell.backward matches numerical gradients for x, h, Wx, Wh and b."""
    given = leaves(rng, d, h)
    at = {"x": rng.normal(size=(n, d)), "h": rng.normal(size=(n, h))}
    dh_next = rng.normal(size=(n, h))

    known = of_slope(at["x"], at["h"], given)
    clues = Clues(axes=AXES, known=known)
    upstream = {"dh_next": dh_next}
    gradient(student.RNNCell(*given), at=at, upstream=upstream, clues=clues)


@exercise("12.2")
def test_step_back_keeps_its_digits(student: Student, rng: Rng) -> None:
    """RNNCell.backward gives dx and dh right to nine digits where forward is right."""
    given, dh_next = leaves(rng, 5, 3), rng.normal(size=(7, 3))
    x, state = rng.normal(size=(7, 5)), rng.normal(size=(7, 3))
    cell = student.RNNCell(*given)
    out = array(cell.forward(x.copy(), state.copy(), train=True), (7, 3), "out")

    back = cell.backward(dh_next.copy())

    is_pair = isinstance(back, tuple) and len(back) == 2
    require(is_pair, "backward must return dx and dh")
    dx, dh = array(back[0], (7, 5), "dx"), array(back[1], (7, 3), "dh")
    a = x @ given[0] + state @ given[1] + given[2]
    is_right, da = np.allclose(out, np.tanh(a), 1e-9, 1e-9), dh_next / np.cosh(a) ** 2
    wanted, clues = (da @ given[0].T, da @ given[1].T), Clues(cause=SEVEN)
    close(dx, wanted[0] if is_right else dx, "dx", clues=clues)
    close(dh, wanted[1] if is_right else dh, "dh", clues=clues)


def leaves(rng: Rng, d: int, h: int) -> Leaves:
    """Return Wx (D, H), Wh (H, H) and b (H,), so large that the slope is felt."""
    return rng.normal(size=(d, h)) / d**0.5, rng.normal(size=(h, h)), rng.normal(size=h)


def of_step(x: Array, state: Array, given: Leaves) -> dict[str, tuple[str, Array]]:
    """Return what a step may give in place of what it must."""
    wx, wh, b = given
    a = x @ wx + state @ wh + b
    return {
        "cell:transposed": (TRANSPOSED, np.tanh(x @ wx + state @ wh.T + b)),
        "cell:no-bias": (NO_BIAS, np.tanh(x @ wx + state @ wh)),
        "cell:bias-outside": (BIAS_OUTSIDE, np.tanh(x @ wx + state @ wh) + b),
        "cell:no-state": (NO_STATE, np.tanh(x @ wx + b)),
        "cell:no-tanh": (NO_TANH, a),
        "cell:two-tanh": (TWO_TANH, np.tanh(x @ wx + b) + np.tanh(state @ wh)),
        "cell:sigmoid": (SIGMOID, 1 / (1 + np.exp(-a))),
    }


def of_slope(x: Array, state: Array, given: Leaves) -> dict[str, Array]:
    """Return arrays that may stand in a gradient where others belong."""
    a = x @ given[0] + state @ given[1] + given[2]
    return {
        "what goes into the tanh": a,
        "the new state": np.tanh(a),
        "the slope of the tanh": 1 / np.cosh(a) ** 2,
        "Wx": given[0],
        "Wh": given[1],
    }


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found
