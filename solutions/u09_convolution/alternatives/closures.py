"""Pure functions that return what they make and the way back, and shells around them.

The convolution is a sum over the places of the kernel: one product of channels for
each, and no matrix of windows at all.
"""

import itertools

import numpy as np
from array_api_compat import array_namespace


def slices(kernel, stride, counts):
    for i, j in itertools.product(*map(range, kernel)):
        yield (
            (i, j),
            (
                ...,
                slice(i, i + stride * (counts[0] - 1) + 1, stride),
                slice(j, j + stride * (counts[1] - 1) + 1, stride),
            ),
        )


def fits(shape, kernel, stride, pad=0):
    return tuple((s + 2 * pad - k) // stride + 1 for s, k in zip(shape[-2:], kernel))


def pad_images(x, pad):
    width = ((0, 0), (0, 0), (pad, pad), (pad, pad))

    def back(dout):
        return dout[:, :, pad : dout.shape[2] - pad, pad : dout.shape[3] - pad]

    return np.pad(x, width), back


def im2col(x, kernel, stride=1, pad=0):
    counts = fits(x.shape, kernel, stride, pad)
    padded, _ = pad_images(x, pad)
    parts = [padded[where] for _, where in slices(kernel, stride, counts)]
    stacked = np.stack(parts, axis=-1)
    return np.moveaxis(stacked, 1, -2).reshape(x.shape[0] * counts[0] * counts[1], -1)


def col2im(col, x_shape, kernel, stride=1, pad=0):
    n, c, h, w = x_shape
    counts = fits(x_shape, kernel, stride, pad)
    total = array_namespace(col).zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    windows = np.moveaxis(col.reshape(n, *counts, c, *kernel), 3, 1)
    for (i, j), where in slices(kernel, stride, counts):
        total[where] += windows[..., i, j]
    return total[:, :, pad : pad + h, pad : pad + w]


def correlate(x, W, b, stride, pad):
    kernel = W.shape[2:]
    counts = fits(x.shape, kernel, stride, pad)
    padded, unpad = pad_images(x, pad)
    out = b[:, None, None]
    for (i, j), where in slices(kernel, stride, counts):
        out = out + np.moveaxis(W[:, :, i, j] @ flat(padded[where]), 1, 0).reshape(
            len(W), len(x), *counts
        ).swapaxes(0, 1)

    def back(dout):
        dW, dpadded = np.zeros_like(W), np.zeros_like(padded, dtype=dout.dtype)
        for (i, j), where in slices(kernel, stride, counts):
            products = flat(dout) @ flat(padded[where]).swapaxes(1, 2)
            dW[:, :, i, j] = products.sum(axis=0)
            shares = W[:, :, i, j].T @ flat(dout)
            dpadded[where] += shares.reshape(padded[where].shape)
        return unpad(dpadded), dW, dout.sum(axis=(0, 2, 3))

    return out, back


def flat(images):
    return images.reshape(*images.shape[:2], -1)


def largest(x, size, stride):
    counts = fits(x.shape, (size, size), stride)
    best, taken = None, []
    for _, where in slices((size, size), stride, counts):
        view = x[where]
        wins = view == view if best is None else view > best
        best = view if best is None else np.maximum(best, view)
        taken = [each & ~wins for each in taken] + [wins]

    def back(dout):
        dx = array_namespace(dout).zeros(x.shape, dtype=dout.dtype)
        places = slices((size, size), stride, counts)
        for (_, where), mask in zip(places, taken):
            dx[where] += dout * mask
        return dx

    return best * 1.0, back


class Conv2d:
    def __init__(self, W, b, stride=1, pad=0):
        self.params = dict(W=W, b=b)
        self.grads = dict(W=0 * W, b=0 * b)
        self.settings = stride, pad

    def forward(self, x, train=True):
        out, self.back = correlate(x, self.params["W"], self.params["b"], *self.settings)
        return out

    def backward(self, dout):
        dx, self.grads["W"], self.grads["b"] = self.back(dout)
        return dx


class MaxPool2d:
    def __init__(self, size=2, stride=None):
        self.params, self.grads = {}, {}
        self.settings = size, size if stride is None else stride

    def forward(self, x, train=True):
        out, self.backward = largest(x, *self.settings)
        return out

    def backward(self, dout):
        raise RuntimeError("backward before forward")


class ReLU:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.backward = lambda dout: np.where(x > 0, dout, 0.0)
        return np.where(x > 0, x, 0.0)

    def backward(self, dout):
        raise RuntimeError("backward before forward")


def receptive_field(layers):
    if not layers:
        return 1
    *below, (kernel, _) = layers
    jump = 1
    for _, stride in below:
        jump *= stride
    return receptive_field(below) + (kernel - 1) * jump


def conv_parameters(kernel, c_in, c_out, bias=True):
    height, width = kernel if hasattr(kernel, "__len__") else (kernel, kernel)
    weights = c_out * c_in * height * width
    return weights + (c_out if bias else 0)


def compose_kernels(k1, k2):
    shape = tuple(a + b - 1 for a, b in zip(k1.shape, k2.shape))
    total = array_namespace(k1).zeros(shape, dtype=(k1 * 1.0).dtype)
    for (i, j), where in slices(k2.shape, 1, k1.shape):
        total[where] += k2[i, j] * k1
    return total


def vgg_block(c_in, c_out, n_convs, rng):
    def convolution(c):
        W = (2 / (9 * c)) ** 0.5 * rng.standard_normal((c_out, c, 3, 3))
        return Conv2d(W, W.sum(axis=(1, 2, 3)) * 0, 1, 1)

    channels = [c_in] + [c_out] * (n_convs - 1)
    pairs = [(convolution(c), ReLU()) for c in channels]
    return [*itertools.chain.from_iterable(pairs), MaxPool2d(2)]
