"""Einstein sums, and one core for matrices and images that broadcasts over axes."""

import numpy as np
from array_api_compat import array_namespace


class BatchNorm:
    letters = "nd"

    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        xp = array_namespace(gamma)
        self.params = {"gamma": gamma, "beta": beta}
        self.grads = {k: xp.zeros_like(v) for k, v in self.params.items()}
        self.running_mean = xp.zeros_like(gamma)
        self.running_var = xp.ones_like(gamma)
        self.momentum = momentum
        self.eps = eps

    def sum(self, *factors):
        spec = ",".join([self.letters] * len(factors)) + "->d"
        return array_namespace(factors[0]).einsum(spec, *factors)

    def wide(self, per_feature):
        return per_feature.reshape((-1,) + (1,) * (len(self.letters) - 2))

    def forward(self, x, train=True):
        if x.dtype.kind != "f":
            x = x.astype("float64")
        m = x.size // x.shape[1]
        if train:
            mean = self.sum(x) / m
            centred = x - self.wide(mean)
            var = self.sum(centred, centred) / m
            self.running_mean += (1 - self.momentum) * (mean - self.running_mean)
            self.running_var += (1 - self.momentum) * (var - self.running_var)
        else:
            centred = x - self.wide(self.running_mean)
            var = self.running_var
        self.std = (var + self.eps) ** 0.5
        self.z = centred / self.wide(self.std)
        self.m = m if train else None
        return self.wide(self.params["gamma"]) * self.z + self.wide(self.params["beta"])

    def backward(self, dout):
        db, dg = self.sum(dout), self.sum(dout, self.z)
        self.grads["beta"], self.grads["gamma"] = db, dg
        slope = self.wide(self.params["gamma"] / self.std)
        if self.m is None:
            return slope * dout
        return slope * (dout - self.wide(db / self.m) - self.z * self.wide(dg / self.m))


class BatchNorm2d(BatchNorm):
    letters = "ndhw"
