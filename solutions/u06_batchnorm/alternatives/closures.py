"""Closures in place of methods; backward is handed over by the latest forward."""

import numpy as np


def normalizer(mean, var, eps):
    """Return the map from x to x_hat, and the factor it divides by."""
    std = np.sqrt(var + eps)
    return lambda x: (x - mean) / std, std


def trained(direct, x_hat, std):
    n = direct.shape[0]
    return (n * direct - direct.sum(0) - x_hat * (direct * x_hat).sum(0)) / (n * std)


def evaluated(direct, _, std):
    return direct / std


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.params = {"gamma": gamma, "beta": beta}
        self.grads = {key: np.zeros_like(value) for key, value in self.params.items()}
        self.running_mean = running_mean = np.zeros_like(gamma)
        self.running_var = running_var = np.ones_like(gamma)
        latest = []

        def forward(x, train=True):
            mean, var = running_mean, running_var
            if train:
                mean, var = x.mean(0), x.var(0)
                running_mean[:] = momentum * running_mean + (1 - momentum) * mean
                running_var[:] = momentum * running_var + (1 - momentum) * var
            normalize, std = normalizer(mean, var, eps)
            x_hat = normalize(x)
            latest[:] = [trained if train else evaluated, x_hat, std]
            return gamma * x_hat + beta

        def backward(dout):
            through, x_hat, std = latest
            self.grads.update(gamma=(dout * x_hat).sum(0), beta=dout.sum(0))
            return through(dout * gamma, x_hat, std)

        self.forward, self.backward = forward, backward


def BatchNorm2d(gamma, beta, momentum=0.9, eps=1e-5):
    norm = BatchNorm(gamma, beta, momentum, eps)
    forward, backward = norm.forward, norm.backward

    def by_pixels(function):
        def on_images(images, **options):
            last = images.transpose(0, 2, 3, 1)
            rows = function(last.reshape(-1, last.shape[-1]), **options)
            return rows.reshape(last.shape).transpose(0, 3, 1, 2)

        return on_images

    norm.forward, norm.backward = by_pixels(forward), by_pixels(backward)
    return norm
