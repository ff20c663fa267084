"""One buffer per pass that ufuncs write into, and sums by a row of weights."""

import numpy as np
from array_api_compat import array_namespace


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        xp = array_namespace(gamma)
        self.params = {"gamma": gamma, "beta": beta}
        self.grads = {"gamma": xp.zeros_like(gamma), "beta": xp.zeros_like(beta)}
        self.running_mean, self.running_var = xp.zeros_like(gamma), xp.ones_like(gamma)
        self.momentum, self.eps = momentum, eps

    def forward(self, x, train=True):
        xp = array_namespace(x)
        out = xp.empty(x.shape, dtype=self.params["gamma"].dtype)
        if train:
            mean = np.matmul(self.shares(x), 1.0 * x)
            np.subtract(x, mean, out=out)
            var = np.matmul(self.shares(x), out**2)
            self.record(self.running_mean, mean)
            self.record(self.running_var, var)
        else:
            np.subtract(x, self.running_mean, out=out)
            var = self.running_var
        self.slope = np.reciprocal(np.sqrt(var + self.eps))
        np.multiply(out, self.slope, out=out)
        self.x_hat, self.trained = out.copy(), train
        np.multiply(out, self.params["gamma"], out=out)
        np.add(out, self.params["beta"], out=out)
        return out

    def backward(self, dout):
        ones = array_namespace(dout).ones_like(dout[:, 0])
        dx = dout * self.x_hat
        self.grads["gamma"][...] = np.matmul(ones, dx)
        self.grads["beta"][...] = np.matmul(ones, dout)
        if self.trained:
            level, along = self.grads["beta"] / len(dout), self.grads["gamma"] / len(dout)
            np.multiply(self.x_hat, along, out=dx)
            np.add(dx, level, out=dx)
            np.subtract(dout, dx, out=dx)
        else:
            dx[...] = dout
        np.multiply(dx, self.slope * self.params["gamma"], out=dx)
        return dx

    def shares(self, x):
        """Return N numbers that add up to 1, in the dtype that x has as floats."""
        return array_namespace(x).ones_like(1.0 * x[:, 0]) / len(x)

    def record(self, running, new):
        np.multiply(running, self.momentum, out=running)
        np.add(running, (1 - self.momentum) * new, out=running)


class BatchNorm2d(BatchNorm):
    def forward(self, x, train=True):
        return self.back(super().forward(self.rows(x), train=train), x)

    def backward(self, dout):
        return self.back(super().backward(self.rows(dout)), dout)

    def rows(self, images):
        return images.swapaxes(1, 3).reshape(-1, images.shape[1])

    def back(self, rows, images):
        n, c, height, width = images.shape
        return rows.reshape(n, width, height, c).swapaxes(1, 3)
