"""The computational graph, one small step and one gradient per line."""

import numpy


class BatchNorm(object):
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.params = {}
        self.params["gamma"] = gamma
        self.params["beta"] = beta
        self.grads = {}
        self.grads["gamma"] = numpy.zeros(gamma.shape, gamma.dtype)
        self.grads["beta"] = numpy.zeros(beta.shape, beta.dtype)
        self.running_mean = numpy.zeros(gamma.shape, gamma.dtype)
        self.running_var = numpy.ones(gamma.shape, gamma.dtype)
        self.momentum = momentum
        self.eps = eps
        self.cache = None

    def forward(self, x, train=True):
        if not train:
            std = numpy.sqrt(self.running_var + self.eps)
            x_hat = (x - self.running_mean) / std
            self.cache = ("evaluation", x_hat, std)
            return x_hat * self.params["gamma"] + self.params["beta"]
        number = x.shape[0]
        mean = x.sum(axis=0) / number
        centered = x - mean
        squares = centered**2
        variance = squares.sum(axis=0) / number
        std = numpy.sqrt(variance + self.eps)
        inverse = 1 / std
        x_hat = centered * inverse
        scaled = x_hat * self.params["gamma"]
        result = scaled + self.params["beta"]
        self.running_mean *= self.momentum
        self.running_mean += (1 - self.momentum) * mean
        self.running_var *= self.momentum
        self.running_var += (1 - self.momentum) * variance
        self.cache = ("training", x_hat, std, inverse, centered, number)
        return result

    def backward(self, dout):
        mode, x_hat, std = self.cache[:3]
        self.grads["beta"] = dout.sum(axis=0)
        self.grads["gamma"] = (dout * x_hat).sum(axis=0)
        dx_hat = dout * self.params["gamma"]
        if mode == "evaluation":
            return dx_hat / std
        inverse, centered, number = self.cache[3:]
        dinverse = (dx_hat * centered).sum(axis=0)
        dcentered = dx_hat * inverse
        dstd = -dinverse / std**2
        dvariance = 0.5 * dstd / std
        dsquares = numpy.ones_like(centered) * dvariance / number
        dcentered = dcentered + 2 * centered * dsquares
        dmean = -dcentered.sum(axis=0)
        return dcentered + numpy.ones_like(centered) * dmean / number


class BatchNorm2d(object):
    """Holds a BatchNorm and shows its state as its own."""

    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.norm = BatchNorm(gamma, beta, momentum=momentum, eps=eps)

    def __getattr__(self, name):
        if name in ("params", "grads", "running_mean", "running_var"):
            return getattr(self.norm, name)
        raise AttributeError(name)

    def forward(self, x, train=True):
        channels_last = numpy.swapaxes(numpy.swapaxes(x, 1, 2), 2, 3)
        self.shape = channels_last.shape
        rows = self.norm.forward(channels_last.reshape(-1, x.shape[1]), train=train)
        return numpy.swapaxes(numpy.swapaxes(rows.reshape(self.shape), 2, 3), 1, 2)

    def backward(self, dout):
        channels_last = numpy.swapaxes(numpy.swapaxes(dout, 1, 2), 2, 3)
        rows = self.norm.backward(channels_last.reshape(-1, dout.shape[1]))
        return numpy.swapaxes(numpy.swapaxes(rows.reshape(self.shape), 2, 3), 1, 2)
