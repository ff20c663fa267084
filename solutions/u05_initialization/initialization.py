"""Unit 5: where a network starts, the first weights and what they do to signals.

Read README.md in this folder first; it derives every formula used here.
Papers: Glorot and Bengio (2010), "Understanding the difficulty of training deep
feedforward neural networks", section 4.2; He et al. (2015), "Delving Deep into
Rectifiers", arXiv:1502.01852, section 2.2.

Shapes:
    N   examples, here n_samples
    D   numbers that go into a layer
    M   numbers that come out of it
    F   filters, C channels, kh and kw the height and width of a filter
"""

import math
from collections.abc import Callable

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]  # or CuPy's, where the generator is one of CuPy's
Shape = tuple[int, ...]  # (D, M) of a matrix, (F, C, kh, kw) of filters
Rng = np.random.Generator  # draw with rng.random and rng.standard_normal alone
Init = Callable[[Shape, Rng], Array]


def fan(shape: Shape) -> tuple[int, int]:
    """Return how many numbers meet at one output, and at one input: exercise 5.1.

    Args:
        shape: (D, M) of a matrix, or (F, C, kh, kw) of filters.

    Returns:
        (fan_in, fan_out), two whole numbers: (D, M) of a matrix,
        (C * kh * kw, F * kh * kw) of filters.
    """
    # hole: 5.1 fan
    #: 5.1  A matrix has its inputs first, filters have their outputs first: handout 2.
    first, second, *kernel = shape
    places = math.prod(kernel)
    if kernel:
        return second * places, first * places
    return first, second


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return normal numbers around 0 with standard deviation std: exercise 5.2.

    Args:
        shape: of the array to make, of any number of axes.
        std: the standard deviation, not the variance; 0 or more.
        rng: where every number comes from.

    Returns:
        array of this shape, float64, on the device of the generator.
    """
    # hole: 5.2 normal_init
    #: 5.2  What does a factor do to a standard deviation? Handout 3.1.
    weights: Array = std * rng.standard_normal(shape)
    return weights


def xavier_normal(shape: Shape, rng: Rng) -> Array:
    """Return normal weights for an activation like tanh: exercise 5.3.

    The variance is 2 / (fan_in + fan_out), between what the way forward and the
    way back ask for (Glorot and Bengio, section 4.2).

    Args:
        shape: (D, M) or (F, C, kh, kw).
        rng: where every number comes from.

    Returns:
        array of this shape, float64, on the device of the generator.
    """
    # hole: 5.3 xavier_normal
    #: 5.3  Handout 4.3.
    fan_in, fan_out = fan(shape)
    return normal_init(shape, math.sqrt(2 / (fan_in + fan_out)), rng)


def xavier_uniform(shape: Shape, rng: Rng) -> Array:
    """Return even weights, with the variance of xavier_normal: exercise 5.4.

    Every number between -bound and bound is equally likely, where bound is
    sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio, section 4.2).

    Args:
        shape: (D, M) or (F, C, kh, kw).
        rng: where every number comes from.

    Returns:
        array of this shape, float64, on the device of the generator.
    """
    # hole: 5.4 xavier_uniform
    #: 5.4  rng.random gives numbers from 0 to 1; handout 4.4 says where to put them.
    fan_in, fan_out = fan(shape)
    bound = math.sqrt(6 / (fan_in + fan_out))
    weights: Array = bound * (2 * rng.random(shape) - 1)
    return weights


def he_normal(shape: Shape, rng: Rng, alpha: float = 0.0) -> Array:
    """Return normal weights for a ReLU or a LeakyReLU: exercises 5.5 and 5.6.

    The variance is 2 / ((1 + alpha^2) fan_in) (He et al., section 2.2).

    Args:
        shape: (D, M) or (F, C, kh, kw).
        rng: where every number comes from.
        alpha: slope of the activation left of 0; 0 for a ReLU.

    Returns:
        array of this shape, float64, on the device of the generator.
    """
    # hole: 5.5 he_normal
    #: 5.5  For a ReLU: handout 5.1.
    #: 5.6  With a slope on the left, less is lost: handout 5.2.
    fan_in, _ = fan(shape)
    return normal_init(shape, math.sqrt(2 / ((1 + alpha**2) * fan_in)), rng)


def orthogonal(shape: Shape, rng: Rng) -> Array:
    """Return a random matrix that changes no length on its narrow side; it is given.

    Args:
        shape: (D, M). Filters (F, C, kh, kw) are made as a matrix of F rows.
        rng: where every number comes from.

    Returns:
        array of this shape. As a matrix W, its columns are orthogonal and of length
        1 where there are no more columns than rows; else its rows are.
    """
    rows, columns = shape[0], math.prod(shape[1:])
    z = rng.standard_normal((max(rows, columns), min(rows, columns)))
    xp = array_namespace(z)
    q, r = xp.linalg.qr(z)
    q = q * xp.sign(xp.linalg.diagonal(r))  # else the signs would not be random
    weights: Array = (q if rows >= columns else q.T).reshape(shape)
    return weights


def activation_statistics(
    init: Init,
    activation: Callable[[Array], Array],
    rng: Rng,
    n_layers: int = 5,
    width: int = 100,
    n_samples: int = 1000,
) -> list[Array]:
    """Send random inputs through layers that have just been made: exercise 5.7.

    The first input is (n_samples, width), standard normal. Each layer multiplies
    what comes in by fresh weights from the right, adds no bias, and applies the
    activation; what goes out goes into the next.

    Args:
        init: makes weights, init(shape, rng); called once for each layer.
        activation: a function of an array of any shape.
        rng: where every number comes from.
        n_layers: how many layers there are.
        width: how many numbers go into a layer, and how many come out.
        n_samples: how many inputs there are.

    Returns:
        list of n_layers arrays (n_samples, width): what comes out of each layer,
        the first layer's first.
    """
    # hole: 5.7 activation_statistics
    #: 5.7  Draw the input first. The statistics are up to the caller: return arrays.
    x: Array = rng.standard_normal((n_samples, width))
    outputs = []
    for _ in range(n_layers):
        x = activation(x @ init((width, width), rng))
        outputs.append(x)
    return outputs
