"""Closures in place of methods."""

import numpy as np


class Scale:
    def __init__(self, gamma):
        self.params = {"gamma": gamma}
        self.grads = {"gamma": np.zeros_like(gamma)}
        seen = {}

        def forward(x, train=True):
            seen["x"] = x
            return np.einsum("nd,d->nd", x, gamma)

        def backward(dout):
            self.grads["gamma"] = np.einsum("nd,nd->d", dout, seen["x"])
            return np.einsum("nd,d->nd", dout, gamma)

        self.forward, self.backward = forward, backward
