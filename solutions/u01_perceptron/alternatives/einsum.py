"""Sums written by their indices, and slopes written into a buffer by nditer."""

import numpy as np


def step(x):
    return np.heaviside(x, 0).astype(np.int32)


def perceptron(x, w, b):
    return step(np.einsum("...d,d->...", x, w) + b)


def _pairs(x1, x2):
    return np.concatenate([np.asarray(x1)[..., None], np.asarray(x2)[..., None]], -1)


def and_gate(x1, x2):
    return perceptron(_pairs(x1, x2), np.array([1, 1]), -1.5)


def nand_gate(x1, x2):
    return perceptron(_pairs(x1, x2), np.array([-1, -1]), 1.5)


def or_gate(x1, x2):
    return perceptron(_pairs(x1, x2), np.array([1, 1]), -0.5)


def xor_gate(x1, x2):
    return or_gate(
        and_gate(x1, nand_gate(x1, x2)),
        and_gate(nand_gate(x1, x2), x2),
    )


def train_perceptron(x, t, lr=1.0, epochs=100):
    n, d = x.shape
    w = np.zeros(d)
    b = np.float64(0.0)
    errors = []
    for epoch in range(epochs):
        wrong = 0
        for i in range(n):
            answer = int(np.einsum("d,d->", x[i], w) + b > 0)
            if t[i] == 1 and answer == 0:
                w += lr * x[i]
                b += lr
                wrong += 1
            elif t[i] == 0 and answer == 1:
                w -= lr * x[i]
                b -= lr
                wrong += 1
        errors.append(wrong)
        if wrong == 0:
            break
    return w, b, errors


def xor_mlp(x, w1, b1, w2, b2):
    hidden = np.einsum("nd,dh->nh", x, w1)
    hidden += b1
    out = np.einsum("nh,h->n", _bend(hidden), w2)
    out += b2
    return _bend(out)


def _bend(z):
    shrunk = np.exp(np.minimum(z, -z))
    top = np.maximum(shrunk, z >= 0)
    return top / (1 + shrunk)


def numerical_gradient(f, x, h=1e-5):
    buffer = np.array(x, dtype=np.float64)
    grad = np.zeros_like(buffer)
    walk = np.nditer(x, flags=["multi_index"])
    while not walk.finished:
        place = walk.multi_index
        middle = float(buffer[place])
        buffer[place] = middle + h
        high = f(buffer)
        buffer[place] = middle - h
        low = f(buffer)
        buffer[place] = middle
        grad[place] = (high - low) / (2 * h)
        walk.iternext()
    return grad


def gradient_error(analytic, numeric):
    largest = np.abs(np.stack([analytic - numeric, analytic, numeric]))
    gap, a, n = largest.reshape(3, -1).max(axis=1)
    return gap / max(1e-8, a + n)
