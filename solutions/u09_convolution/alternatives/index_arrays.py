"""Index arrays that name the pixel of every entry, and one scattered addition back."""

import numpy as np
from array_api_compat import array_namespace


def indices(xp, shape, kernel, stride, pad):
    n, c, h, w = shape
    kh, kw = kernel
    oh = (h + 2 * pad - kh) // stride + 1
    ow = (w + 2 * pad - kw) // stride + 1
    i0 = xp.tile(xp.repeat(xp.arange(kh), kw), c)
    j0 = xp.tile(xp.arange(kw), kh * c)
    i1 = stride * xp.repeat(xp.arange(oh), ow)
    j1 = stride * xp.tile(xp.arange(ow), oh)
    i = i1.reshape(-1, 1) + i0.reshape(1, -1)
    j = j1.reshape(-1, 1) + j0.reshape(1, -1)
    k = xp.repeat(xp.arange(c), kh * kw).reshape(1, -1)
    return k, i, j


def im2col(x, kernel, stride=1, pad=0):
    xp = array_namespace(x)
    p = pad
    padded = xp.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    k, i, j = indices(xp, x.shape, kernel, stride, pad)
    return padded[:, k, i, j].reshape(-1, x.shape[1] * kernel[0] * kernel[1])


def col2im(col, x_shape, kernel, stride=1, pad=0):
    xp = array_namespace(col)
    n, c, h, w = x_shape
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=xp.float64)
    k, i, j = indices(xp, x_shape, kernel, stride, pad)
    entries = col.reshape(n, -1, col.shape[1]).astype(xp.float64)
    xp.add.at(padded, (slice(None), k, i, j), entries)
    return padded[:, :, pad : h + pad, pad : w + pad].astype(col.dtype)


class Conv2d:
    def __init__(self, W, b, stride=1, pad=0):
        xp = array_namespace(W)
        self.params = {"W": W, "b": b}
        self.grads = {k: xp.zeros_like(v) for k, v in self.params.items()}
        self.stride = stride
        self.pad = pad

    def forward(self, x, train=True):
        FN, C, FH, FW = self.params["W"].shape
        N, C, H, W = x.shape
        out_h = 1 + int((H + 2 * self.pad - FH) / self.stride)
        out_w = 1 + int((W + 2 * self.pad - FW) / self.stride)
        self.x = x
        self.col = im2col(x, (FH, FW), self.stride, self.pad)
        out = self.col @ self.params["W"].reshape(FN, -1).T + self.params["b"]
        return out.reshape(N, out_h, out_w, -1).transpose(0, 3, 1, 2)

    def backward(self, dout):
        FN, C, FH, FW = self.params["W"].shape
        dout = dout.transpose(0, 2, 3, 1).reshape(-1, FN)
        self.grads["b"] = dout.sum(axis=0)
        self.grads["W"] = (self.col.T @ dout).transpose(1, 0).reshape(FN, C, FH, FW)
        dcol = dout @ self.params["W"].reshape(FN, -1)
        return col2im(dcol, self.x.shape, (FH, FW), self.stride, self.pad)


class MaxPool2d:
    def __init__(self, size=2, stride=None):
        self.params, self.grads = {}, {}
        self.size, self.stride = size, size if stride is None else stride

    def forward(self, x, train=True):
        xp = array_namespace(x)
        n, c, h, w = x.shape
        self.x_shape = x.shape
        flat = x.reshape(n * c, 1, h, w)
        self.col = im2col(flat, (self.size, self.size), self.stride)
        self.arg = xp.argmax(self.col, axis=1)
        best = xp.max(self.col, axis=1)
        oh = (h - self.size) // self.stride + 1
        return 1.0 * best.reshape(n, c, oh, -1)

    def backward(self, dout):
        xp = array_namespace(dout)
        n, c, h, w = self.x_shape
        dcol = xp.zeros(self.col.shape, dtype=dout.dtype)
        dcol[xp.arange(len(dcol)), self.arg] = dout.reshape(-1)
        kernel = (self.size, self.size)
        dx = col2im(dcol, (n * c, 1, h, w), kernel, self.stride)
        return dx.reshape(self.x_shape)


class ReLU:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


def receptive_field(layers):
    field = 1
    for kernel, stride in reversed(layers):
        field = (field - 1) * stride + kernel
    return field


def conv_parameters(kernel, c_in, c_out, bias=True):
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    total = kh * kw * c_in * c_out
    if bias:
        total += c_out
    return total


def compose_kernels(k1, k2):
    (a, b), (c, d) = k1.shape, k2.shape
    xp = array_namespace(k1)
    padded = xp.pad(k1, ((c - 1, c - 1), (d - 1, d - 1)))
    turned = k2[::-1, ::-1].reshape(1, 1, c, d)
    rows = im2col(padded[None, None], (c, d)) @ turned.reshape(-1)
    return rows.reshape(a + c - 1, b + d - 1)


def vgg_block(c_in, c_out, n_convs, rng):
    layers = []
    for n in range(n_convs):
        c = c_in if n == 0 else c_out
        W = rng.standard_normal((c_out, c, 3, 3)) * float(np.sqrt(2.0 / (c * 9)))
        layers.append(Conv2d(W, array_namespace(W).zeros_like(W[:, 0, 0, 0]), 1, 1))
        layers.append(ReLU())
    layers.append(MaxPool2d())
    return layers
