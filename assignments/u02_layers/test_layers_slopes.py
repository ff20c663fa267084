"""Open checks of unit 2: the slopes of activations, held against their own forward."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, gradient

Array = NDArray[np.float64]
Wrong = dict[str, tuple[str, Array]]  # code -> (what is told, what comes out)
SIGMOIDS_SLOPE = "y (1 - y) is the slope of the sigmoid: that of tanh is 1 - y^2."
LOST = "dout is lost there, and the slope stands alone: multiply dout by it."
LOST_LEFT = f"It is right where x is above 0, and wrong below: {LOST}"
LOST_RIGHT = f"It is right where x is below 0, and wrong above: {LOST}"
SQUARE_OUTSIDE = "The whole bracket is squared: square y alone, 1 - y^2."
BRACKETS_OF_SLOPE = "Left of 0 it is dout y + alpha: y + alpha must stand in brackets."


@pytest.mark.parametrize(
    ("name", "options"),
    [
        pytest.param("Sigmoid", {}, id="Sigmoid", marks=pytest.mark.exercise("2.3")),
        pytest.param("ReLU", {}, id="ReLU", marks=pytest.mark.exercise("2.4")),
        pytest.param("Tanh", {}, id="Tanh", marks=pytest.mark.exercise("2.5")),
        pytest.param(
            *("LeakyReLU", {"alpha": 0.3}),
            id="LeakyReLU",
            marks=pytest.mark.exercise("2.6"),
        ),
        pytest.param(
            *("ELU", {"alpha": 0.7}), id="ELU", marks=pytest.mark.exercise("2.6")
        ),
    ],
)
def test_activation_gradient(
    student: Student, rng: np.random.Generator, name: str, options: dict[str, float]
) -> None:
    """The layer's backward is the gradient of your own forward, on both sides of 0."""
    x = rng.uniform(0.1, 3.0, size=(5, 7)) * rng.choice([-1.0, 1.0], size=(5, 7))
    layer = getattr(student, name)(**options)
    y = layer.forward(x.copy(), train=True)
    is_array = isinstance(y, np.ndarray) and y.shape == x.shape
    known = {"x": x, "y": y, "(1 - y)": 1 - y} if is_array else {"x": x}
    dout = rng.normal(size=x.shape)
    suspects = wrong_slopes(name, x, np.asarray(y), dout, options) if is_array else {}
    clues = Clues(known=known, constants=options, suspects=suspects)

    gradient(layer, at=x, upstream=dout, clues=clues)


def wrong_slopes(
    name: str, x: Array, y: Array, dout: Array, options: dict[str, float]
) -> Wrong:
    """Return what comes back of an activation whose output y is right."""
    alpha = options.get("alpha", 0.0)
    if name == "Tanh":
        return {
            "tanh:sigmoids": (SIGMOIDS_SLOPE, dout * y * (1 - y)),
            "tanh:square": (SQUARE_OUTSIDE, dout * (1 - y) ** 2),
        }
    if not alpha:
        return {}
    left = y + alpha if name == "ELU" else np.full_like(y, alpha)
    wrong = {
        "slope:lost-left": (LOST_LEFT, np.where(x > 0, dout, left)),
        "slope:lost-right": (LOST_RIGHT, np.where(x > 0, 1.0, dout * left)),
    }
    if name == "ELU":
        brackets = np.where(x > 0, dout, dout * y + alpha)
        wrong["slope:brackets"] = BRACKETS_OF_SLOPE, brackets
    return wrong
