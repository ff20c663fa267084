"""Layers and optimizers, some with a loop over data and some without."""

LAYERS = """
import gc
import sys
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {}

    def forward(self, x):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads = {"W": self.x.T @ dout, "b": dout.sum(axis=0)}
        return dout @ self.params["W"].T

class LoopingAffine(Affine):
    def forward(self, x):
        self.x = x
        rows = [row @ self.params["W"] + self.params["b"] for row in x]
        return np.array(rows)

class LoopingBackward(Affine):
    def backward(self, dout):
        self.grads = {key: 0.0 for key in self.params}
        for n in range(len(dout)):
            self.grads["W"] += np.outer(self.x[n], dout[n])
            self.grads["b"] += dout[n]
        return dout @ self.params["W"].T

class LoopingReLU:
    def forward(self, x):
        self.mask = np.array([[value > 0 for value in row] for row in x])
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask

class LoopingNorm:
    def forward(self, x, train=True):
        out = np.empty_like(x)
        for d in range(x.shape[1]):
            column = x[:, d]
            out[:, d] = (column - column.mean()) / (column.std() + 1e-5)
        return out

class Keys(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        for key in self.params:
            self.grads[key] = self.grads[key].reshape(self.params[key].shape)
        return dx

class Pair:
    def forward(self, x, h):
        return x + h, x - h

    def backward(self, dy, dh):
        return dy + dh, dy - dh

class Momentum:
    def __init__(self):
        self.v = {}

    def update(self, params, grads):
        for key, g in grads.items():
            v = self.v.setdefault(key, np.zeros_like(g))
            v[...] = 0.9 * v - 0.1 * g
            params[key] += v

class LoopingSGD:
    def update(self, params, grads):
        for key, g in grads.items():
            for i in range(g.size):
                params[key][i] -= 0.1 * g[i]

def recurrent(x):
    h = np.zeros_like(x[:, 0])
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] + h)
    return h

def exact(x):
    if type(x) is not np.ndarray:
        raise TypeError("expected an array")
    return x * 2

def unseen(x):
    if sys.gettrace() is not None:
        sys.settrace(None)
    return np.array([row * 2 for row in x])

def unseen_and_back(x):
    tracer = sys.gettrace()
    sys.settrace(None)
    out = np.array([row * 2 for row in x])
    sys.settrace(tracer)
    return out

def unprofiled(x):
    if sys.getprofile() is not None:
        sys.setprofile(None)
    return x * 2

def state():
    made = [repr(function) for function in (np.asarray, np.array, np.zeros)]
    return [
        repr(sys.gettrace()), repr(sys.getprofile()), gc.isenabled(), *made,
        np.get_printoptions()["threshold"],
    ]

def hole(x):
    raise NotImplementedError("8.1 recurrent")

def broken(x):
    return x.reshape(7, -1)
"""
