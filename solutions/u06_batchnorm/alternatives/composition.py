"""Dataclasses and composition: a record of the pass, and images that own a matrix layer."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Pass:
    """What one forward leaves for its backward."""

    centred: np.ndarray
    root: np.ndarray
    through_statistics: bool

    @property
    def x_hat(self):
        return self.centred / self.root


@dataclass
class BatchNorm:
    gamma: np.ndarray
    beta: np.ndarray
    momentum: float = 0.9
    eps: float = 1e-5
    params: dict = field(init=False)
    grads: dict = field(init=False)
    running_mean: np.ndarray = field(init=False)
    running_var: np.ndarray = field(init=False)

    def __post_init__(self):
        self.params = {"gamma": self.gamma, "beta": self.beta}
        self.grads = {key: np.zeros_like(value) for key, value in self.params.items()}
        self.running_mean = np.zeros_like(self.gamma)
        self.running_var = np.ones_like(self.gamma)

    def _train(self, x):
        mean = np.add.reduce(x, axis=0) / x.shape[0]
        centred = np.subtract(x, mean)
        var = np.add.reduce(np.square(centred), axis=0) / x.shape[0]
        for running, new in [(self.running_mean, mean), (self.running_var, var)]:
            np.copyto(running, self.momentum * running + (1 - self.momentum) * new)
        return Pass(centred, np.sqrt(var + self.eps), through_statistics=True)

    def _evaluate(self, x):
        root = np.sqrt(self.running_var + self.eps)
        return Pass(x - self.running_mean, root, through_statistics=False)

    def forward(self, x, train=True):
        self._pass = self._train(x) if train else self._evaluate(x)
        return self._pass.x_hat * self.params["gamma"] + self.params["beta"]

    def backward(self, dout):
        now = self._pass
        self.grads.update(gamma=np.sum(dout * now.x_hat, 0), beta=np.sum(dout, 0))
        dcentred = dout * self.params["gamma"] / now.root
        if not now.through_statistics:
            return dcentred
        along = np.sum(dcentred * now.x_hat, axis=0) / len(dout)
        dcentred = dcentred - now.x_hat * along
        return dcentred - dcentred.mean(axis=0)


class BatchNorm2d:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.flat = BatchNorm(gamma, beta, momentum, eps)

    params = property(lambda self: self.flat.params)
    grads = property(lambda self: self.flat.grads)
    running_mean = property(lambda self: self.flat.running_mean)
    running_var = property(lambda self: self.flat.running_var)

    def forward(self, x, train=True):
        return self._apply(lambda rows: self.flat.forward(rows, train=train), x)

    def backward(self, dout):
        return self._apply(self.flat.backward, dout)

    @staticmethod
    def _apply(function, images):
        n, c, height, width = images.shape
        by_channel = images.swapaxes(0, 1).reshape(c, -1)  # (C, N * height * width)
        rows = function(by_channel.T)
        return rows.T.reshape(c, n, height, width).swapaxes(0, 1)
