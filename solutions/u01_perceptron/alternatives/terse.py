"""As short as it gets: booleans as numbers, gates of gates, one line each."""

import numpy as np

step = lambda x: (x > 0) * 1
perceptron = lambda x, w, b: step(x @ w + b)
or_gate = lambda x1, x2: (np.add(x1, x2) > 0.5) * 1
nand_gate = lambda x1, x2: (np.add(x1, x2) < 1.5) * 1
and_gate = lambda x1, x2: 1 - nand_gate(x1, x2)
xor_gate = lambda x1, x2: nand_gate(x1, x2) * or_gate(x1, x2)


def train_perceptron(x, t, lr=1.0, epochs=100):
    x1, w, errors = np.c_[x, np.ones(len(x))], np.zeros(x.shape[1] + 1), []
    for _ in range(epochs):
        errors += [0]
        for v, y in zip(x1, t):
            e = float(y) - (v @ w > 0)
            w += lr * e * v
            errors[-1] += int(e != 0)
        if errors[-1] == 0:
            break
    return w[:-1], w[-1], errors


def xor_mlp(x, w1, b1, w2, b2):
    s = lambda z: np.exp(-np.logaddexp(0, -z))
    return s(s(x @ w1 + b1) @ w2 + b2)


def numerical_gradient(f, x, h=1e-5):
    e = h * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([f(x + d) - f(x - d) for d in e], x.shape) / (2 * h)


def gradient_error(a, n):
    return abs(a - n).max() / max(abs(a).max() + abs(n).max(), 1e-8)
