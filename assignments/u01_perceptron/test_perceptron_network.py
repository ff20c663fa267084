"""Open checks of unit 1, third part: a network with one hidden layer."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise

Array = NDArray[np.float64]
Rng = np.random.Generator
X1, X2 = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
E_TO_Z = (
    "This is what the sigmoid of -z gives: a minus is missing in an exponent, or the "
    "halves for z above and below 0 are exchanged."
)
BELOW = (
    "The sigmoid is right for sums above 0, and gives that of -z below: for a negative "
    "z it is e^z / (1 + e^z)."
)
ABOVE = (
    "The sigmoid is right for sums below 0, and gives that of -z above: for a positive "
    "z it is 1 / (1 + e^-z)."
)
LN3 = float(np.log(3.0))


@exercise("1.6")
def test_network_by_hand(student: Student) -> None:
    """xor_mlp gives the outputs worked out in handout section 5.1."""
    w1, w2 = np.array([[LN3, -LN3], [-LN3, LN3]]), np.array([2 * LN3, -2 * LN3])
    x = np.stack([X1, X2], axis=1)

    out = student.xor_mlp(x, w1, np.zeros(2), w2, 0.0)

    close(out, [0.5, 0.25, 0.75, 0.5], "xor_mlp(x, w1, b1, w2, b2)")


@exercise("1.6")
def test_network_of_drawn_weights(student: Student, rng: Rng) -> None:
    """xor_mlp gives sigmoid(sigmoid(x w1 + b1) w2 + b2) for random weights."""
    x, w1, b1 = rng.normal(size=(5, 2)), rng.normal(size=(2, 3)), rng.normal(size=3)
    w2, b2 = rng.normal(size=3), 0.7

    out = student.xor_mlp(x.copy(), w1.copy(), b1.copy(), w2.copy(), b2)

    sums = x @ w1 + b1
    right = sigmoid(sigmoid(sums) @ w2 + b2)
    clues = Clues(suspects=wrong_networks(x @ w1, b1, w2, b2))
    close(out, right, "xor_mlp(x, w1, b1, w2, b2)", clues=clues)


def sigmoid(z: Array | float) -> Array:
    """Return the sigmoid; the hyperbolic tangent is the same curve, stretched."""
    return np.asarray(0.5 + np.tanh(np.asarray(z) / 2) / 2)


def wrong_networks(
    sums: Array, b1: Array, w2: Array, b2: float
) -> dict[str, tuple[str, Array]]:
    """Return what comes out where something is left out of the network."""
    hidden = sigmoid(sums + b1)
    score = hidden @ w2 + b2
    ways: list[tuple[str, str, Array]] = [
        ("no-output-sigmoid", "The last sigmoid is missing.", score),
        (
            "no-hidden-sigmoid",
            "The hidden layer does not bend: its sigmoid is missing.",
            sigmoid((sums + b1) @ w2 + b2),
        ),
        ("no-b1", "b1 is not added.", sigmoid(sigmoid(sums) @ w2 + b2)),
        (
            "late-b1",
            "b1 is added after the sigmoid: add it to the sum.",
            sigmoid((sigmoid(sums) + b1) @ w2 + b2),
        ),
        ("no-b2", "b2 is not added.", sigmoid(hidden @ w2)),
        ("step-output", "The output must bend, not jump.", np.heaviside(score, 0.0)),
        (
            "step-hidden",
            "The hidden layer must bend, not jump.",
            sigmoid((sums + b1 > 0) @ w2 + b2),
        ),
        (
            "steep",
            "The curve is twice as steep as the sigmoid must be.",
            sigmoid(2 * (sigmoid(2 * (sums + b1)) @ w2 + b2)),
        ),
        ("e-to-z", E_TO_Z, sigmoid(-(sigmoid(-sums - b1) @ w2 + b2))),
        (
            "other-way",
            "It is 1 less the right value: the sign in e^-z is lost.",
            1 - sigmoid(score),
        ),
    ]
    ways += wrong_curves(sums + b1, w2, b2)
    return {f"network:{code}": (said, result) for code, said, result in ways}


def wrong_curves(sums: Array, w2: Array, b2: float) -> list[tuple[str, str, Array]]:
    """Return what comes out where something else bends, or too often."""
    hidden = sigmoid(sums)
    score = hidden @ w2 + b2
    return [
        (
            "hidden-tanh",
            "The hidden layer bends with tanh: it must be the sigmoid.",
            sigmoid(np.tanh(sums) @ w2 + b2),
        ),
        (
            "hidden-relu",
            "The hidden layer bends with ReLU: it must be the sigmoid.",
            sigmoid(np.maximum(sums, 0.0) @ w2 + b2),
        ),
        ("below", BELOW, sigmoid(abs(sigmoid(abs(sums)) @ w2 + b2))),
        ("above", ABOVE, sigmoid(-abs(sigmoid(-abs(sums)) @ w2 + b2))),
        ("twice", "The last sigmoid is taken twice.", sigmoid(sigmoid(score))),
        (
            "hidden-twice",
            "The first sigmoid is taken twice.",
            sigmoid(sigmoid(hidden) @ w2 + b2),
        ),
        (
            "brackets",
            "`1 / 1 + e^-z` is 1 + e^-z: put brackets round the sum below the line.",
            1 + np.exp(-((1 + np.exp(-sums)) @ w2 + b2)),
        ),
        (
            "rounded",
            "The output is rounded: leave all its digits.",
            sigmoid(score).round(3),
        ),
    ]
