"""Pure functions for each case, and the matching backward kept as a closure."""

import numpy as np


def normalize_batch(x, gamma, beta, eps):
    mean = x.mean(axis=0)
    x_mu = x - mean
    var = (x_mu * x_mu).mean(axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = x_mu * ivar

    def back(dout):
        n = dout.shape[0]
        dbeta = dout.sum(axis=0)
        dgamma = (dout * xhat).sum(axis=0)
        dxhat = dout * gamma
        divar = (dxhat * x_mu).sum(axis=0)
        dvar = -0.5 * divar * ivar / (var + eps)
        dx_mu = dxhat * ivar + 2.0 * x_mu * dvar / n
        dmu = -dx_mu.sum(axis=0)
        return dx_mu + dmu / n, dgamma, dbeta

    return gamma * xhat + beta, back, mean, var


def normalize_by(x, gamma, beta, mean, var, eps):
    scale = 1.0 / np.sqrt(var + eps)
    xhat = (x - mean) * scale

    def back(dout):
        return dout * gamma * scale, (dout * xhat).sum(axis=0), dout.sum(axis=0)

    return gamma * xhat + beta, back


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.params = dict(gamma=gamma, beta=beta)
        self.grads = dict(gamma=np.zeros_like(gamma), beta=np.zeros_like(beta))
        self.running_mean, self.running_var = np.zeros_like(gamma), np.ones_like(gamma)
        self.momentum, self.eps = momentum, eps

    def forward(self, x, train=True):
        gamma, beta = self.params["gamma"], self.params["beta"]
        if not train:
            mean, var = self.running_mean, self.running_var
            out, self.back = normalize_by(x, gamma, beta, mean, var, self.eps)
            return out
        out, self.back, mean, var = normalize_batch(x, gamma, beta, self.eps)
        for running, batch in ((self.running_mean, mean), (self.running_var, var)):
            running *= self.momentum
            running += (1 - self.momentum) * batch
        return out

    def backward(self, dout):
        dx, self.grads["gamma"], self.grads["beta"] = self.back(dout)
        return dx


class BatchNorm2d(BatchNorm):
    def forward(self, x, train=True):
        moved = np.moveaxis(x, 1, -1)
        out = super().forward(moved.reshape(-1, moved.shape[-1]), train=train)
        return np.moveaxis(out.reshape(moved.shape), -1, 1)

    def backward(self, dout):
        moved = np.moveaxis(dout, 1, -1)
        dx = super().backward(moved.reshape(-1, moved.shape[-1]))
        return np.moveaxis(dx.reshape(moved.shape), -1, 1)
