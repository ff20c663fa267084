"""As few lines as possible: pooling is a convolution's windows, channel by channel."""

import numpy as np
from array_api_compat import array_namespace


def im2col(x, kernel, stride=1, pad=0):
    x = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    h, w = x.shape[2] - kernel[0] + 1, x.shape[3] - kernel[1] + 1
    v = [x[:, :, i:i + h:stride, j:j + w:stride] for i in range(kernel[0]) for j in range(kernel[1])]
    return np.stack(v, 2).transpose(0, 3, 4, 1, 2).reshape(-1, x.shape[1] * len(v))


def col2im(col, s, kernel, stride=1, pad=0):
    x = array_namespace(col).zeros((s[0], s[1], s[2] + 2 * pad, s[3] + 2 * pad), dtype=col.dtype)
    h, w = x.shape[2] - kernel[0] + 1, x.shape[3] - kernel[1] + 1
    v = col.reshape(s[0], -(-h // stride), -(-w // stride), s[1], *kernel)
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            x[:, :, i:i + h:stride, j:j + w:stride] += v[..., i, j].transpose(0, 3, 1, 2)
    return x[:, :, pad:pad + s[2], pad:pad + s[3]]


class Conv2d:
    def __init__(self, W, b, stride=1, pad=0):
        self.params, self.grads, self.how = {"W": W, "b": b}, {"W": W * 0, "b": b * 0}, (W.shape[2:], stride, pad)

    def forward(self, x, train=True):
        (k, s, p), self.s, W = self.how, x.shape, self.params["W"]
        self.c = im2col(x, k, s, p)
        return np.moveaxis((self.c @ W.reshape(len(W), -1).T + self.params["b"]).reshape(len(x), (x.shape[2] + 2 * p - k[0]) // s + 1, -1, len(W)), 3, 1)

    def backward(self, dout):
        W, d = self.params["W"], np.moveaxis(dout, 1, 3).reshape(-1, dout.shape[1])
        self.grads = {"W": (d.T @ self.c).reshape(W.shape), "b": d.sum(0)}
        return col2im(d @ W.reshape(len(W), -1), self.s, *self.how)


class MaxPool2d:
    def __init__(self, size=2, stride=None):
        self.params, self.grads, self.how = {}, {}, ((size, size), size if stride is None else stride)

    def forward(self, x, train=True):
        self.s = x.shape
        c = im2col(x.reshape(-1, 1, *x.shape[2:]), *self.how)
        self.m = c.argmax(1)[:, None] == array_namespace(x).arange(c.shape[1])
        return c.max(1).reshape(*x.shape[:2], (x.shape[2] - self.how[0][0]) // self.how[1] + 1, -1) * 1.0

    def backward(self, dout):
        return col2im(dout.reshape(-1, 1) * self.m, (self.s[0] * self.s[1], 1, *self.s[2:]), *self.how).reshape(self.s)


class ReLU:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.m = x > 0
        return x * self.m

    def backward(self, dout):
        return dout * self.m


def receptive_field(layers):
    return 1 + sum((k - 1) * int(np.prod([s for _, s in layers[:n]])) for n, (k, _) in enumerate(layers))


def conv_parameters(kernel, c_in, c_out, bias=True):
    return int(np.prod(np.broadcast_to(kernel, 2))) * c_in * c_out + bias * c_out


def compose_kernels(k1, k2):
    (a, b), (c, d) = k1.shape, k2.shape
    return col2im((k1.reshape(-1, 1) * k2.reshape(1, -1)) * 1.0, (1, 1, a + c - 1, b + d - 1), (c, d))[0, 0]


def vgg_block(c_in, c_out, n_convs, rng):
    w = [rng.standard_normal((c_out, c, 3, 3)) * (2 / 9 / c) ** 0.5 for c in [c_in] + [c_out] * (n_convs - 1)]
    return [layer for each in w for layer in (Conv2d(each, each[:, 0, 0, 0] * 0, pad=1), ReLU())] + [MaxPool2d()]
