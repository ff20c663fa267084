"""A mask as an object of its own, and two layers that own one and share no base."""

from dataclasses import dataclass

import numpy as np


class WeightKeys:
    def __init__(self, params):
        self.params = params

    def __iter__(self):
        for key in self.params:
            head, dot, last = key.rpartition(".")
            if last == "W" and (dot or not head):
                yield key


def l2_penalty(params, weight_decay):
    norms = [float(abs(params[key] * params[key]).sum()) for key in WeightKeys(params)]
    return float(np.float64(0.5) * weight_decay * sum(norms, 0.0))


def add_weight_decay(params, grads, weight_decay):
    for key in WeightKeys(params):
        try:
            grad = grads[key]
        except KeyError:
            continue
        grad += weight_decay * params[key]


@dataclass
class Coin:
    ratio: float
    rng: object = None

    def __post_init__(self):
        if self.ratio < 0 or not self.ratio < 1:
            raise ValueError(f"a ratio of {self.ratio} is out of range")
        if self.rng is None:
            self.rng = np.random.default_rng()

    @property
    def chance_to_stay(self):
        return 1 - self.ratio

    def throw(self, shape):
        return self.rng.random(size=shape) >= self.ratio


@dataclass
class Path:
    mask: object = True
    factor: float = 1.0

    def through(self, values):
        return values * self.mask * self.factor


class _Layer:
    def __init__(self, ratio=0.5, rng=None):
        self.params = {}
        self.grads = {}
        self.coin = Coin(ratio, rng)
        self.path = Path()

    def forward(self, x, train=True):
        self.path = self.trained(x.shape) if train else self.evaluated()
        return self.path.through(x)

    def backward(self, dout):
        return self.path.through(dout)


class Dropout(_Layer):
    def trained(self, shape):
        return Path(self.coin.throw(shape), 1 / self.coin.chance_to_stay)

    def evaluated(self):
        return Path()


class ClassicDropout(_Layer):
    def trained(self, shape):
        return Path(self.coin.throw(shape))

    def evaluated(self):
        return Path(factor=self.coin.chance_to_stay)
