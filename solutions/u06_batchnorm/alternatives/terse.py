"""As few lines as possible, NumPy's own var, and images by swapping axes."""

import numpy as np


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.params, self.momentum, self.eps = {"gamma": gamma, "beta": beta}, momentum, eps
        self.grads = {"gamma": gamma * 0, "beta": beta * 0}
        self.running_mean, self.running_var = gamma * 0, gamma * 0 + 1

    def forward(self, x, train=True):
        m, v = (x.mean(0), x.var(0)) if train else (self.running_mean, self.running_var)
        self.r, self.train = np.sqrt(v + self.eps), train
        self.h = (x - m) / self.r
        if train:
            self.running_mean[:] = self.momentum * self.running_mean + (1 - self.momentum) * m
            self.running_var[:] = self.momentum * self.running_var + (1 - self.momentum) * v
        return self.params["gamma"] * self.h + self.params["beta"]

    def backward(self, dout):
        self.grads = {"gamma": (dout * self.h).sum(0), "beta": dout.sum(0)}
        g = dout * self.params["gamma"]
        if self.train:
            g = g - g.mean(0) - self.h * (g * self.h).mean(0)
        return g / self.r


class BatchNorm2d(BatchNorm):
    def forward(self, x, train=True):
        self.s = x.swapaxes(1, 3).shape
        return super().forward(x.swapaxes(1, 3).reshape(-1, x.shape[1]), train).reshape(self.s).swapaxes(1, 3)

    def backward(self, dout):
        return super().backward(dout.swapaxes(1, 3).reshape(-1, dout.shape[1])).reshape(self.s).swapaxes(1, 3)
