"""Closures: each constructor builds the two passes as functions over shared cells."""

import numpy as np


def _pair(run):
    """Return forward and backward around a function x -> (out, slope or pullback)."""
    kept = [None]

    def forward(x, train=True):
        out, kept[0] = run(x)
        return out

    def backward(dout):
        return kept[0](dout)

    return forward, backward


def _by_slope(formula):
    def run(x):
        out, slope = formula(x)
        return out, lambda dout: dout * slope

    return run


class Affine:
    def __init__(self, W, b):
        self.params = dict(W=W, b=b)
        self.grads = dict(W=np.zeros_like(W), b=np.zeros_like(b))

        def run(x):
            flat = np.reshape(x, (len(x), W.shape[0]))

            def pull(dout):
                self.grads.update(W=np.dot(flat.T, dout), b=np.sum(dout, 0))
                return np.reshape(np.dot(dout, W.T), np.shape(x))

            return np.dot(flat, W) + b, pull

        self.forward, self.backward = _pair(run)


class Sigmoid:
    def __init__(self):
        self.params, self.grads = {}, {}

        def formula(x):
            y = 0.5 * np.tanh(0.5 * x) + 0.5
            return y, y - y**2

        self.forward, self.backward = _pair(_by_slope(formula))


class Tanh:
    def __init__(self):
        self.params, self.grads = {}, {}

        def formula(x):
            y = np.tanh(x * 1.0)
            return y, (1 - y) * (1 + y)

        self.forward, self.backward = _pair(_by_slope(formula))


class ReLU:
    def __init__(self):
        self.params, self.grads = {}, {}

        def formula(x):
            gate = x > 0
            return x * 1.0 * gate, gate

        self.forward, self.backward = _pair(_by_slope(formula))


class LeakyReLU:
    def __init__(self, alpha=0.01):
        self.params, self.grads = {}, {}

        def formula(x):
            x = x * 1.0
            slope = np.where(x > 0, np.ones_like(x), np.full_like(x, alpha))
            return x * slope, slope

        self.forward, self.backward = _pair(_by_slope(formula))


class ELU:
    def __init__(self, alpha=1.0):
        self.params, self.grads = {}, {}

        def formula(x):
            x = x * 1.0
            tail = alpha * np.exp(np.minimum(x, 0))
            gate = x > 0
            return np.where(gate, x, tail - alpha), np.where(gate, np.ones_like(x), tail)

        self.forward, self.backward = _pair(_by_slope(formula))
