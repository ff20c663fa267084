"""A class for everything: a unit with weights, a learner with its state, a probe."""

import numpy as np


class Unit:
    def __init__(self, weights, bias):
        self.weights = np.asarray(weights, dtype=np.float64)
        self.bias = bias

    def total(self, inputs):
        return np.matmul(inputs, self.weights) + self.bias

    def answer(self, inputs):
        return step(self.total(inputs))


class TwoInputs(Unit):
    def __call__(self, x1, x2):
        inputs = np.stack((np.asarray(x1), np.asarray(x2)), axis=-1)
        return self.answer(inputs)


class Learner(Unit):
    def __init__(self, features, rate):
        super().__init__(np.zeros(features), 0.0)
        self.rate = rate

    def see(self, example, target):
        error = float(target) - float(self.answer(example))
        self.weights = self.weights + self.rate * error * example
        self.bias = self.bias + self.rate * error
        return error != 0

    def epoch(self, examples, targets):
        wrong = [self.see(*pair) for pair in zip(examples, targets)]
        return int(np.count_nonzero(wrong))


class Probe:
    def __init__(self, function, place, step_size):
        self.function, self.place, self.step_size = function, place, step_size

    def value(self, index, offset):
        point = self.place.copy()
        point[index] = point[index] + offset
        return self.function(point), point[index]

    def slope(self, index):
        high, right = self.value(index, self.step_size)
        low, left = self.value(index, -self.step_size)
        return (high - low) / (right - left)  # by the step that was really taken


def step(x):
    x = np.asarray(x)
    out = np.zeros(x.shape, dtype=int)
    out[x > 0] = 1
    return out


def perceptron(x, w, b):
    return Unit(w, b).answer(x)


def and_gate(x1, x2):
    return TwoInputs([2.0, 2.0], -3.0)(x1, x2)


def nand_gate(x1, x2):
    return TwoInputs([-2.0, -2.0], 3.0)(x1, x2)


def or_gate(x1, x2):
    return TwoInputs([2.0, 2.0], -1.0)(x1, x2)


def xor_gate(x1, x2):
    left = or_gate(x1, x2)
    right = and_gate(x1, x2)
    return TwoInputs([2.0, -2.0], -1.0)(left, right)


def train_perceptron(x, t, lr=1.0, epochs=100):
    learner, errors = Learner(x.shape[1], lr), []
    for _ in range(epochs):
        errors.append(learner.epoch(x, t))
        if errors[-1] == 0:
            return learner.weights, learner.bias, errors
    return learner.weights, learner.bias, errors


class Sigmoid:
    def __call__(self, z):
        out = np.empty_like(z)
        positive = z >= 0
        out[positive] = 1 / (1 + np.exp(-z[positive]))
        rest = np.exp(z[~positive])
        out[~positive] = rest / (1 + rest)
        return out


def xor_mlp(x, w1, b1, w2, b2):
    bend = Sigmoid()
    return bend(bend(x @ w1 + b1) @ w2 + b2)


def numerical_gradient(f, x, h=1e-5):
    place = np.array(x, dtype=float)
    probe, grad = Probe(f, place, h), np.empty(place.shape)
    for index, _ in np.ndenumerate(place):
        grad[index] = probe.slope(index)
    return grad


class Comparison:
    def __init__(self, left, right):
        self.gap = np.linalg.norm(np.ravel(left - right), np.inf)
        self.size = np.linalg.norm(np.ravel(left), np.inf)
        self.size += np.linalg.norm(np.ravel(right), np.inf)

    def ratio(self):
        return self.gap / np.maximum(1e-8, self.size)


def gradient_error(analytic, numeric):
    return Comparison(analytic, numeric).ratio()
