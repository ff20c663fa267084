"""Closures: one maker of gates, and one of slopes, entry by entry."""

import numpy as np


def step(x):
    return (x > 0).astype(np.int64)


def perceptron(x, w, b):
    return step(np.dot(x, w) + b)


def _make_gate(w1, w2, b):
    def gate(x1, x2):
        total = np.asarray(w1 * x1 + w2 * x2 + b)
        return (total > 0).astype(int)

    return gate


and_gate = _make_gate(0.5, 0.5, -0.7)
nand_gate = _make_gate(-0.5, -0.5, 0.7)
or_gate = _make_gate(0.5, 0.5, -0.2)


def xor_gate(x1, x2):
    return and_gate(nand_gate(x1, x2), or_gate(x1, x2))


def train_perceptron(x, t, lr=1.0, epochs=100):
    state = {"w": np.zeros(np.shape(x)[1]), "b": 0.0}

    def visit(row, target):
        said = 1 if np.dot(row, state["w"]) + state["b"] > 0 else 0
        if said == target:
            return 0
        sign = 1.0 if target else -1.0
        state["w"] = state["w"] + sign * lr * np.asarray(row, dtype=float)
        state["b"] += sign * lr
        return 1

    errors = []
    while len(errors) < epochs:
        errors.append(sum(visit(row, target) for row, target in zip(x, t)))
        if not errors[-1]:
            break
    return state["w"], state["b"], errors


def xor_mlp(x, w1, b1, w2, b2):
    def bend(z):
        return 0.5 * (1.0 + np.tanh(0.5 * z))

    return bend(np.dot(bend(np.dot(x, w1) + b1), w2) + b2)


def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x).astype(float)

    def slope(place):
        nudge = np.zeros(x.size)
        nudge[place] = h
        nudge = nudge.reshape(x.shape)
        return (f(x + nudge) - f(x - nudge)) / (2 * h)

    return np.array([slope(place) for place in range(x.size)]).reshape(x.shape)


def gradient_error(analytic, numeric):
    def size(a):
        return np.max(np.abs(a))

    return size(analytic - numeric) / max(1e-8, size(analytic) + size(numeric))
