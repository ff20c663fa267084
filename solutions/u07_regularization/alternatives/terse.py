"""As few lines as possible, where instead of a product, and a scale of None."""

import re

import numpy as np
from array_api_compat import array_namespace


def l2_penalty(params, weight_decay):
    return weight_decay / 2 * sum(float((w**2).sum()) for k, w in params.items() if re.search(r"(^|\.)W$", k))


def add_weight_decay(params, grads, weight_decay):
    for k in {k for k in params if f".{k}".endswith(".W")} & set(grads):
        grads[k] += params[k] * weight_decay


class Dropout:
    train_scale, test_scale = True, False

    def __init__(self, ratio=0.5, rng=None):
        if ratio != ratio or not 0 <= ratio < 1:
            raise ValueError("0 <= ratio < 1")
        self.params, self.grads, self.q, self.rng = {}, {}, 1 - ratio, np.random.default_rng() if rng is None else rng

    def forward(self, x, train=True):
        self.drop = self.rng.random(x.shape) < 1 - self.q if train else None
        self.scale = (1 / self.q if self.train_scale else 1.0) if train else (self.q if self.test_scale else 1.0)
        return self.backward(x)

    def backward(self, dout):
        y = dout * self.scale
        return y if self.drop is None else array_namespace(y).where(self.drop, 0 * y, y)


class ClassicDropout(Dropout):
    train_scale, test_scale = False, True
