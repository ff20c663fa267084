"""A forward that leaves its backward behind, and a mask made of a comparison below."""

import numpy as np


def is_weight(key):
    return key.split(".")[-1] == "W"


def l2_penalty(params, weight_decay):
    total = 0.0
    for key, value in params.items():
        if is_weight(key):
            total += (value * value).sum()
    return float(weight_decay * total / 2)


def add_weight_decay(params, grads, weight_decay):
    for key in filter(is_weight, params):
        grad = grads.get(key)
        if grad is not None:
            grad += weight_decay * params[key]


def times(number):
    return lambda dout: dout * number


class Dropout:
    def __init__(self, ratio=0.5, rng=None):
        if ratio < 0.0 or ratio >= 1.0:
            raise ValueError("ratio must lie in [0, 1)")
        self.params, self.grads = {}, {}
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng

    def masked(self, x, scale):
        dropped = self.rng.random(x.shape) < self.ratio
        return lambda values: values * ~dropped * scale

    def forward(self, x, train=True):
        self.way = self.masked(x, 1 / (1 - self.ratio)) if train else times(1.0)
        return self.way(x)

    def backward(self, dout):
        return self.way(dout)


class ClassicDropout(Dropout):
    def forward(self, x, train=True):
        self.way = self.masked(x, 1.0) if train else times(1 - self.ratio)
        return self.way(x)
