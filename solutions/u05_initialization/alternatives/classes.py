"""Class-heavy: scales as objects, a network of layers that is asked for its outputs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Fans:
    """What meets at an output, and at an input."""

    shape: tuple

    @cached_property
    def places(self):
        places = 1
        for extent in self.shape[2:]:
            places *= extent
        return places

    @property
    def inward(self):
        return self.shape[1] * self.places if len(self.shape) > 2 else self.shape[0]

    @property
    def outward(self):
        return self.shape[0] * self.places if len(self.shape) > 2 else self.shape[1]


@dataclass
class Layer:
    """A product and an activation."""

    weights: object
    activation: object

    def __call__(self, x):
        return self.activation(np.matmul(x, self.weights))


def fan(shape):
    fans = Fans(tuple(shape))
    return fans.inward, fans.outward


def normal_init(shape, std, rng):
    weights = rng.standard_normal(size=shape)
    weights *= std
    return weights


def xavier_normal(shape, rng):
    fans = Fans(tuple(shape))
    return normal_init(shape, np.sqrt(2.0 / (fans.inward + fans.outward)), rng)


def xavier_uniform(shape, rng):
    fans = Fans(tuple(shape))
    bound = np.sqrt(6.0) / np.sqrt(fans.inward + fans.outward)
    weights = rng.random(size=shape)
    weights *= -2 * bound
    weights += bound
    return weights


def he_normal(shape, rng, alpha=0.0):
    variance = 2.0 / Fans(tuple(shape)).inward
    return normal_init(shape, np.sqrt(variance / (1 + np.square(alpha))), rng)


def activation_statistics(init, activation, rng, n_layers=5, width=100, n_samples=1000):
    x = rng.standard_normal(size=(n_samples, width))
    net = [Layer(init((width, width), rng), activation) for _ in range(n_layers)]
    outputs = []
    for layer in net:
        x = layer(x)
        outputs.append(x)
    return outputs
