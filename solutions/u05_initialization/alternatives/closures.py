"""Factories: a rule for the variance and a way to draw make a function."""

import math
from itertools import accumulate, repeat


def fan(shape):
    if len(shape) == 2:
        return tuple(shape)
    receptive = math.prod(shape[2:])
    return shape[1] * receptive, shape[0] * receptive


def gaussian(std):
    return lambda shape, rng: rng.standard_normal(shape) * std


def interval(low, high):
    return lambda shape, rng: low + (high - low) * rng.random(shape)


def mean_fan(shape):
    return sum(fan(shape)) / 2


def normal_init(shape, std, rng):
    return gaussian(std)(shape, rng)


def xavier_normal(shape, rng):
    return gaussian(mean_fan(shape) ** -0.5)(shape, rng)


def xavier_uniform(shape, rng):
    bound = math.sqrt(3 / mean_fan(shape))
    return interval(-bound, bound)(shape, rng)


def he_normal(shape, rng, alpha=0.0):
    gain = math.sqrt(2 / (1 + alpha**2))
    return gaussian(gain / math.sqrt(fan(shape)[0]))(shape, rng)


def activation_statistics(init, activation, rng, n_layers=5, width=100, n_samples=1000):
    def layer(x, _):
        return activation(x @ init((width, width), rng))

    start = rng.standard_normal((n_samples, width))
    _, *outputs = accumulate(repeat(None, n_layers), layer, initial=start)
    return outputs
