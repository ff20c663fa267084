"""As few lines as possible: one table of scales, no function of the module calls another."""

import numpy as np


def fan(shape):
    d, m, *k = shape
    n = int(np.prod(k)) if k else 1
    return (m * n, d * n)[:: 1 if k else -1]


def normal_init(shape, std, rng):
    return rng.standard_normal(shape) * std


def xavier_normal(shape, rng):
    return rng.standard_normal(shape) * (2 / sum(fan(shape))) ** 0.5


def xavier_uniform(shape, rng):
    return (rng.random(shape) - 0.5) * (24 / sum(fan(shape))) ** 0.5


def he_normal(shape, rng, alpha=0.0):
    return rng.standard_normal(shape) * (2 / (1 + alpha * alpha) / fan(shape)[0]) ** 0.5


def activation_statistics(init, activation, rng, n_layers=5, width=100, n_samples=1000):
    h = [rng.standard_normal((n_samples, width))]
    while len(h) <= n_layers:
        h += [activation(h[-1] @ init((width, width), rng))]
    return h[1:]
