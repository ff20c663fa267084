"""Einstein sums, recursion over the layers, and normal numbers by the polar way."""

import numpy as np


def fan(shape):
    match shape:
        case (d, m):
            return d, m
        case (f, c, kh, kw):
            return c * kh * kw, f * kh * kw
    raise ValueError(shape)


def bell(shape, rng):
    """Return normal numbers made of even ones (Box and Muller)."""
    radius = (-2 * np.log1p(-rng.random(shape))) ** 0.5
    return radius * np.cos(2 * np.pi * rng.random(shape))


def normal_init(shape, std, rng):
    return std * bell(shape, rng)


def xavier_normal(shape, rng):
    return bell(shape, rng) / (0.5 * sum(fan(shape))) ** 0.5


def xavier_uniform(shape, rng):
    u = rng.random(shape)
    bound = (6 / sum(fan(shape))) ** 0.5
    return bound * u - bound * (1 - u)


def he_normal(shape, rng, alpha=0.0):
    fan_in, _ = fan(shape)
    return bell(shape, rng) * (2 / (fan_in + alpha**2 * fan_in)) ** 0.5


def activation_statistics(init, activation, rng, n_layers=5, width=100, n_samples=1000):
    def onward(x, left):
        if left == 0:
            return []
        out = activation(np.einsum("nd,dm->nm", x, init((width, width), rng)))
        return [out, *onward(out, left - 1)]

    return onward(bell((n_samples, width), rng), n_layers)
