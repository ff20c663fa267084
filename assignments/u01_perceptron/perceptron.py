"""Unit 1: the perceptron, what one layer cannot do, and checking a gradient.

Read README.md in this folder first; it derives every formula used here.
Paper: Rosenblatt (1958), "The perceptron: a probabilistic model for information
storage and organization in the brain", Psychological Review 65(6), 386-408.

Shapes:
    N  examples in the batch
    D  input features per example
    H  hidden units
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Bits = NDArray[np.integer]  # zeros and ones
Input = Array | Bits | float  # what a gate takes: an array, or one number


def step(x: Array) -> Bits:
    """Return 1 where x > 0, and 0 elsewhere: exercise 1.1.

    Args:
        x: array of any shape, left unchanged.

    Returns:
        Array of 0 and 1 in the shape of x, of an integer dtype.
    """
    # 1.1  Handout 2.1. At exactly 0 the answer is 0.
    raise NotImplementedError("1.1 step")


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return what a perceptron answers to each example: exercise 1.2.

    Args:
        x: (N, D) examples, left unchanged.
        w: (D,) weights, left unchanged.
        b: bias.

    Returns:
        (N,) array of 0 and 1.
    """
    # 1.2  Handout 2.1. All examples at once: which product gives N sums?
    raise NotImplementedError("1.2 perceptron")


def and_gate(x1: Input, x2: Input) -> Bits:
    """Return 1 where both inputs are 1, and 0 elsewhere: exercise 1.3.

    Args:
        x1: array of any shape, or a number; each entry 0 or 1, off by at most 0.1.
        x2: the other input, like x1. Both are left unchanged.

    Returns:
        Array of 0 and 1 in the shape of the inputs, of an integer dtype; one
        integer for numbers.
    """
    # 1.3  Handout 2.2. One perceptron; choose its two weights and its bias.
    raise NotImplementedError("1.3 and_gate")


def nand_gate(x1: Input, x2: Input) -> Bits:
    """Return 0 where both inputs are 1, and 1 elsewhere: exercise 1.3.

    Args:
        x1: as in `and_gate`.
        x2: as in `and_gate`.

    Returns:
        As in `and_gate`.
    """
    # 1.3  Handout 2.2. The same line, and the other side of it.
    raise NotImplementedError("1.3 nand_gate")


def or_gate(x1: Input, x2: Input) -> Bits:
    """Return 1 where at least one input is 1, and 0 elsewhere: exercise 1.3.

    Args:
        x1: as in `and_gate`.
        x2: as in `and_gate`.

    Returns:
        As in `and_gate`.
    """
    # 1.3  Handout 2.2. Where must the line be now?
    raise NotImplementedError("1.3 or_gate")


def xor_gate(x1: Input, x2: Input) -> Bits:
    """Return 1 where exactly one input is 1, and 0 elsewhere: exercise 1.4.

    Args:
        x1: as in `and_gate`.
        x2: as in `and_gate`.

    Returns:
        As in `and_gate`.
    """
    # 1.4  Handout 3.2. No weights here: put gates behind gates.
    raise NotImplementedError("1.4 xor_gate")


def train_perceptron(
    x: Array, t: Bits, lr: float = 1.0, epochs: int = 100
) -> tuple[Array, float, list[int]]:
    """Learn weights and bias by Rosenblatt's rule: exercise 1.5.

    Weights and bias start at 0. The examples are taken in the given order, and
    only a wrong answer moves anything.

    Args:
        x: (N, D) examples, left unchanged.
        t: (N,) right answers, 0 or 1, left unchanged.
        lr: how far a wrong answer moves the weights.
        epochs: how many times to go through all examples at most.

    Returns:
        w: (D,) weights.
        b: bias, one number.
        errors: how many wrong answers there were in each epoch; training ends
            after the first epoch without one.
    """
    # 1.5  Handout 4.1. Two loops: over the epochs, and over the examples.
    # The bias moves as well, and a new epoch counts its wrong answers from 0.
    raise NotImplementedError("1.5 train_perceptron")


def xor_mlp(x: Array, w1: Array, b1: Array, w2: Array, b2: float) -> Array:
    """Return the output of a network with one hidden layer: exercise 1.6.

    Both layers bend with the sigmoid, 1 / (1 + e^-z).

    Args:
        x: (N, 2) examples, left unchanged like all that follow.
        w1: (2, H) weights of the hidden layer, a column for each unit.
        b1: (H,) biases of the hidden layer.
        w2: (H,) weights of the output unit.
        b2: bias of the output unit.

    Returns:
        (N,) outputs between 0 and 1; float32 where all arrays are float32.
    """
    # 1.6  Handout 5.1. Hidden layer, sigmoid, output unit, sigmoid.
    # 1.11  Handout 8.3 says what becomes of e^-z at z = -10 000.
    raise NotImplementedError("1.6 xor_mlp")


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Measure the gradient of f at x by central differences: exercise 1.7.

    Args:
        f: takes an array of the shape of x and returns one number. It is given
            a copy of x, in float64, in which one entry was moved.
        x: array of any shape and dtype, left unchanged. It may be read-only.
        h: how far each entry is moved, up and down.

    Returns:
        Array in the shape of x, of dtype float64.
    """
    # 1.7  Handout 6.1. Move one entry at a time, and all others stay at x.
    raise NotImplementedError("1.7 numerical_gradient")


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far two gradients are apart, relative to their size: exercise 1.8.

    That is max|a - n| / (max|a| + max|n|), where the denominator is 1e-8 if it
    would be less.

    Args:
        analytic: a gradient that was computed by a formula, of any shape.
        numeric: the measured gradient, in the same shape. Both are left unchanged.

    Returns:
        One number from 0 to 1: 0 for equal gradients.
    """
    # 1.8  Handout 6.3. Three maxima; each runs over all entries.
    raise NotImplementedError("1.8 gradient_error")
