"""Time first, in arrays that are made once a call and filled step by step."""

import numpy as np
from array_api_compat import array_namespace


class RNNCell:
    def __init__(self, Wx, Wh, b):
        self.params = {"Wx": Wx, "Wh": Wh, "b": b}
        xp = array_namespace(Wx)
        self.grads = {"Wx": xp.zeros_like(Wx), "Wh": xp.zeros_like(Wh), "b": xp.zeros_like(b)}

    def forward(self, x, h, train=True):
        xp = array_namespace(x)
        both = xp.concat([x, h], axis=1)
        weights = xp.concat([self.params["Wx"], self.params["Wh"]], axis=0)
        self.both, self.weights = both, weights
        self.state = xp.tanh(both @ weights + self.params["b"])
        return self.state

    def backward(self, dh_next):
        d = self.params["Wx"].shape[0]
        da = dh_next - self.state**2 * dh_next
        dweights, dboth = self.both.T @ da, da @ self.weights.T
        self.grads.update(Wx=dweights[:d], Wh=dweights[d:], b=da.sum(0))
        return dboth[:, :d], dboth[:, d:]


class Layer:
    """One direction of one layer; sequences are (T, N, features) here."""

    def __init__(self, net, prefix, reads):
        self.net, self.prefix = net, prefix
        h = net.H
        for key, shape in {"Wx": (reads, h), "Wh": (h, h), "b": (h,)}.items():
            net.params[prefix + key] = net.draw(shape)

    def p(self, key):
        return self.net.params[self.prefix + key]

    def order(self, steps):
        return range(steps)

    def forward(self, x, h):
        xp = array_namespace(x)
        steps, n = x.shape[:2]
        self.x = x
        self.h = xp.zeros((steps, n, self.net.H), dtype=self.p("b").dtype)
        self.before = xp.zeros_like(self.h)
        for t in self.order(steps):
            self.before[t] = h
            self.h[t] = xp.tanh(x[t] @ self.p("Wx") + h @ self.p("Wh") + self.p("b"))
            h = self.h[t]
        return self.h, h

    def backward(self, dh, dstate):
        xp = array_namespace(dh)
        steps = dh.shape[0]
        da = xp.zeros_like(dh)
        for t in list(self.order(steps))[::-1]:
            da[t] = (dh[t] + dstate) * (1 - self.h[t] ** 2)
            dstate = da[t] @ self.p("Wh").T
        g = self.net.grads
        g[self.prefix + "Wx"] = xp.tensordot(self.x, da, axes=((0, 1), (0, 1)))
        g[self.prefix + "Wh"] = xp.tensordot(self.before, da, axes=((0, 1), (0, 1)))
        g[self.prefix + "b"] = da.sum(axis=(0, 1))
        return da @ self.p("Wx").T, dstate


class ReverseLayer(Layer):
    def order(self, steps):
        return range(steps - 1, -1, -1)


class RNN:
    def __init__(self, input_size, hidden_size, num_layers=1, bidirectional=False, rng=None, dtype=np.float64):
        self.H, self.dtype = hidden_size, dtype
        self.rng = np.random.default_rng() if rng is None else rng
        self.params = {}
        k = 2 if bidirectional else 1
        self.layers = []
        for i in range(num_layers):
            reads = hidden_size * k if i else input_size
            here = [Layer(self, f"l{i}.", reads)]
            if bidirectional:
                here.append(ReverseLayer(self, f"l{i}r.", reads))
            self.layers.append(here)
        self.grads = {key: 0 * p for key, p in self.params.items()}

    def draw(self, shape):
        bound = self.H**-0.5
        return (self.rng.random(shape) * 2 * bound - bound).astype(self.dtype)

    def forward(self, x, h0=None, train=True):
        xp = array_namespace(x)
        k, h = len(self.layers[0]), xp.swapaxes(x, 0, 1)
        h_n = xp.zeros((len(self.layers) * k, x.shape[0], self.H), dtype=self.params["l0.b"].dtype)
        if h0 is not None:
            h_n[...] = h0
        for i, here in enumerate(self.layers):
            halves = []
            for j, layer in enumerate(here):
                half, end = layer.forward(h, h_n[i * k + j].copy())
                h_n[i * k + j] = end
                halves.append(half)
            h = xp.concat(halves, axis=2)
        return xp.swapaxes(h, 0, 1), h_n

    def backward(self, dout, dh_n=None):
        xp = array_namespace(dout)
        k, d = len(self.layers[0]), xp.swapaxes(dout, 0, 1)
        dh0 = xp.zeros((len(self.layers) * k, dout.shape[0], self.H), dtype=dout.dtype)
        if dh_n is not None:
            dh0[...] = dh_n
        for i in reversed(range(len(self.layers))):
            total = 0
            for j, layer in enumerate(self.layers[i]):
                dx, dh0[i * k + j] = layer.backward(d[:, :, j * self.H : (j + 1) * self.H], dh0[i * k + j].copy())
                total = total + dx
            d = total
        return xp.swapaxes(d, 0, 1), dh0


def last_output(out, bidirectional=False):
    xp = array_namespace(out)
    last = xp.zeros((out.shape[0], out.shape[2]), dtype=out.dtype)
    last[...] = out[:, -1]
    if bidirectional:
        half = out.shape[2] // 2
        last[:, half:] = out[:, 0, half:]
    return last


def last_output_backward(dlast, shape, bidirectional=False):
    xp = array_namespace(dlast)
    dout = xp.zeros(tuple(shape), dtype=dlast.dtype)
    if bidirectional:
        half = shape[2] // 2
        dout[:, 0, half:] = dlast[:, half:]
        dout[:, shape[1] - 1, :half] = dlast[:, :half]
    else:
        dout[:, shape[1] - 1, :] = dlast
    return dout


def repeat_input(x0, T):
    xp = array_namespace(x0)
    first = (xp.arange(T) == 0).astype(x0.dtype)
    return x0[:, None, :] * first[None, :, None]


class Embedding:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": array_namespace(W).zeros_like(W)}

    def forward(self, indices, train=True):
        self.ids = indices
        return self.params["W"][indices, :]

    def backward(self, dout):
        xp = array_namespace(dout)
        self.grads["W"] = xp.zeros_like(self.params["W"])
        xp.add.at(self.grads["W"], self.ids.ravel(), dout.reshape(-1, dout.shape[-1]))
