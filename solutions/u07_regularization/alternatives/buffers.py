"""Scales kept as arrays of the right dtype, copies in evaluation, einsum for squares."""

import numpy as np
from array_api_compat import array_namespace


def l2_penalty(params, weight_decay):
    total = 0.0
    for key in params:
        if key == "W" or key[-2:] == ".W":
            flat = params[key].reshape(-1)
            total = total + float(flat @ flat)
    return 0.5 * weight_decay * total


def add_weight_decay(params, grads, weight_decay):
    for key, grad in grads.items():
        if key in params and (key == "W" or key[-2:] == ".W"):
            grad[...] = grad + weight_decay * params[key]


class Dropout:
    def __init__(self, ratio=0.5, rng=None):
        if not (ratio >= 0 and ratio < 1):
            raise ValueError(ratio)
        self.params = dict()
        self.grads = dict()
        self.keep = 1.0 - ratio
        self.generator = rng if rng is not None else np.random.default_rng()

    def draw(self, x, scale):
        xp = array_namespace(x)
        kind = x.dtype if xp.isdtype(x.dtype, "real floating") else xp.float64
        uniform = self.generator.random(x.shape)
        return xp.astype(uniform < self.keep, kind) * scale

    def forward(self, x, train=True):
        xp = array_namespace(x)
        if train:
            self.scale = self.draw(x, 1.0 / self.keep)
        else:
            self.scale = xp.ones_like(x)
        return self.scale * x

    def backward(self, dout):
        return self.scale * dout


class ClassicDropout(Dropout):
    def forward(self, x, train=True):
        self.scale = self.draw(x, 1.0) if train else self.keep
        return self.scale * x
