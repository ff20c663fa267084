"""As few characters as a hurried expert would type."""

import numpy as np


class Affine:
    def __init__(s, W, b):
        s.params, s.grads = {"W": W, "b": b}, {"W": W * 0, "b": b * 0}

    def forward(s, x, train=True):
        s.x = x
        return x.reshape(len(x), -1) @ s.params["W"] + s.params["b"]

    def backward(s, g):
        s.grads = {"W": (g.T @ s.x.reshape(len(g), -1)).T, "b": g.sum(0)}
        return (s.params["W"] @ g.T).T.reshape(s.x.shape)


class _A:
    def __init__(s, alpha=None):
        s.params, s.grads, s.a = {}, {}, s.default if alpha is None else alpha

    default = 0.0
    forward = lambda s, x, train=True: [s.f(x * 1.0), setattr(s, "d", s.df(x * 1.0))][0]
    backward = lambda s, g: g * s.d


class Sigmoid(_A):
    f = lambda s, x: (1 + np.tanh(x / 2)) / 2
    df = lambda s, x: (1 - np.tanh(x / 2) ** 2) / 4


class Tanh(_A):
    f = lambda s, x: np.tanh(x)
    df = lambda s, x: 1 - np.tanh(x) ** 2


class LeakyReLU(_A):
    default = 0.01
    f = lambda s, x: np.maximum(x, s.a * x)
    df = lambda s, x: np.where(x > 0, 1, s.a).astype(x.dtype)


class ReLU(LeakyReLU):
    default = 0.0


class ELU(_A):
    default = 1.0
    f = lambda s, x: x.clip(0) + s.a * np.expm1(x.clip(None, 0))
    df = lambda s, x: np.where(x > 0, np.float32(1), s.a * np.exp(x.clip(None, 0))).astype(x.dtype)
