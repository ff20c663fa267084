"""Einstein sums over windows of six axes, that are views made by stride tricks."""

from array_api_compat import array_namespace


def windows(x, kernel, stride, pad):
    xp = array_namespace(x)
    n, c, h, w = x.shape
    a = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=x.dtype)
    a[:, :, pad : pad + h, pad : pad + w] = x
    oh, ow = ((s - k) // stride + 1 for s, k in zip(a.shape[2:], kernel))
    sn, sc, sh, sw = a.strides
    return xp.lib.stride_tricks.as_strided(
        a, (n, c, *kernel, oh, ow), (sn, sc, sh, sw, sh * stride, sw * stride)
    )


def unwindow(cols, shape, stride, pad):
    n, c, h, w = shape
    kh, kw, oh, ow = cols.shape[2:]
    a = array_namespace(cols).zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=cols.dtype)
    for i in range(kh):
        ilim = i + stride * oh
        for j in range(kw):
            jlim = j + stride * ow
            a[:, :, i:ilim:stride, j:jlim:stride] += cols[:, :, i, j]
    return a[:, :, pad : pad + h, pad : pad + w]


def im2col(x, kernel, stride=1, pad=0):
    v = windows(x, kernel, stride, pad)
    n, c, kh, kw, oh, ow = v.shape
    return v.transpose(0, 4, 5, 1, 2, 3).reshape(n * oh * ow, c * kh * kw)


def col2im(col, x_shape, kernel, stride=1, pad=0):
    n, c, h, w = x_shape
    kh, kw = kernel
    oh = (h + 2 * pad - kh) // stride + 1
    v = col.reshape(n, oh, -1, c, kh, kw).transpose(0, 3, 4, 5, 1, 2)
    return unwindow(v, x_shape, stride, pad)


class Layer:
    def __init__(self, **params):
        self.params = params
        self.grads = {k: array_namespace(v).zeros_like(v) for k, v in params.items()}


class Conv2d(Layer):
    def __init__(self, W, b, stride=1, pad=0):
        super().__init__(W=W, b=b)
        self.stride, self.pad = stride, pad

    def forward(self, x, train=True):
        W, b = self.params["W"], self.params["b"]
        self.windows = windows(x, W.shape[2:], self.stride, self.pad)
        self.shape = x.shape
        out = array_namespace(x).einsum("ncijyx,fcij->nfyx", self.windows, W, optimize=True)
        return out + b[:, None, None]

    def backward(self, dout):
        xp = array_namespace(dout)
        self.grads["W"] = xp.einsum("nfyx,ncijyx->fcij", dout, self.windows, optimize=True)
        self.grads["b"] = xp.einsum("nfyx->f", dout)
        dwindows = xp.einsum(
            "nfyx,fcij->ncijyx", dout, self.params["W"], optimize=True
        )
        return unwindow(dwindows, self.shape, self.stride, self.pad)


class MaxPool2d(Layer):
    def __init__(self, size=2, stride=None):
        super().__init__()
        self.size = size
        self.stride = stride or size

    def forward(self, x, train=True):
        k = self.size
        v = windows(x, (k, k), self.stride, 0)
        n, c, _, _, oh, ow = v.shape
        v = v.reshape(n, c, k * k, oh, ow)
        self.shape = x.shape
        best = v.argmax(axis=2)[:, :, None]
        xp = array_namespace(x)
        self.onehot = best == xp.arange(k * k)[:, None, None]
        return xp.take_along_axis(v, best, axis=2)[:, :, 0] / 1.0

    def backward(self, dout):
        k = self.size
        shares = dout[:, :, None] * self.onehot
        n, c, _, oh, ow = shares.shape
        return unwindow(shares.reshape(n, c, k, k, oh, ow), self.shape, self.stride, 0)


class ReLU(Layer):
    def forward(self, x, train=True):
        self.out = array_namespace(x).maximum(x, 0)
        return self.out

    def backward(self, dout):
        return dout * (self.out > 0)


def receptive_field(layers):
    r, jump = 1, 1
    for k, s in layers:
        r, jump = r + jump * (k - 1), jump * s
    return r


def conv_parameters(kernel, c_in, c_out, bias=True):
    if not isinstance(kernel, tuple):
        kernel = kernel, kernel
    return (kernel[0] * kernel[1] * c_in + (1 if bias else 0)) * c_out


def compose_kernels(k1, k2):
    xp = array_namespace(k1)
    outer = xp.einsum("ab,ij->ijab", k1, k2)[None, None] * 1.0
    rows, columns = k1.shape[0] + k2.shape[0] - 1, k1.shape[1] + k2.shape[1] - 1
    return unwindow(outer, (1, 1, rows, columns), 1, 0)[0, 0]


def vgg_block(c_in, c_out, n_convs, rng):
    block = []
    for c in [c_in] + [c_out] * (n_convs - 1):
        W = rng.standard_normal((c_out, c, 3, 3))
        W *= (2 / (c * 3 * 3)) ** 0.5
        block += [Conv2d(W, 0 * W[:, 0, 0, 0], pad=1), ReLU()]
    return block + [MaxPool2d()]
