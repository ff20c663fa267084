"""One dataclass over any axes; the two layers only say which, and nothing is reshaped."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Normalization:
    gamma: np.ndarray
    beta: np.ndarray
    momentum: float = 0.9
    eps: float = 1e-5
    params: dict = field(init=False)
    grads: dict = field(init=False)

    axes = (0,)

    def __post_init__(self):
        self.params = {"gamma": self.gamma, "beta": self.beta}
        self.grads = {"gamma": 0 * self.gamma, "beta": 0 * self.beta}
        self.running_mean = np.zeros_like(self.gamma)
        self.running_var = np.ones_like(self.gamma)

    def wide(self, statistic):
        """Lay a statistic of each feature over the axes that were reduced."""
        return np.expand_dims(statistic, self.axes)

    def forward(self, x, train=True):
        if train:
            self.mean, self.var = np.mean(x, self.axes), np.var(x, self.axes)
            for running, now in (
                (self.running_mean, self.mean),
                (self.running_var, self.var),
            ):
                np.copyto(running, self.momentum * (running - now) + now)
        else:
            self.mean, self.var = self.running_mean.copy(), self.running_var.copy()
        self.train = train
        self.std = np.sqrt(self.var + self.eps)
        self.x_hat = (x - self.wide(self.mean)) / self.wide(self.std)
        return self.wide(self.params["gamma"]) * self.x_hat + self.wide(
            self.params["beta"]
        )

    def backward(self, dout):
        self.grads = {
            "gamma": np.sum(dout * self.x_hat, self.axes),
            "beta": np.sum(dout, self.axes),
        }
        gradient = dout * 1
        if self.train:
            count = dout.size // self.gamma.size
            gradient = gradient - self.wide(self.grads["beta"]) / count
            gradient -= self.x_hat * self.wide(self.grads["gamma"]) / count
        return gradient * self.wide(self.params["gamma"] / self.std)


class BatchNorm(Normalization):
    axes = (0,)


class BatchNorm2d(Normalization):
    axes = (0, 2, 3)
