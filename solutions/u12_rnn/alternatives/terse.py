"""As few lines as possible: one recursion does every layer and direction."""

import numpy as np
from array_api_compat import array_namespace as ns


class RNNCell:
    def __init__(self, Wx, Wh, b):
        self.params, self.grads = {"Wx": Wx, "Wh": Wh, "b": b}, {"Wx": Wx * 0, "Wh": Wh * 0, "b": b * 0}

    def forward(self, x, h, train=True):
        p = self.params
        self.k = x, h, ns(x).tanh(x @ p["Wx"] + h @ p["Wh"] + p["b"])
        return self.k[2]

    def backward(self, d):
        x, h, y = self.k
        d = d * (1 - y * y)
        self.grads = {"Wx": x.T @ d, "Wh": h.T @ d, "b": d.sum(0)}
        return d @ self.params["Wx"].T, d @ self.params["Wh"].T


class RNN:
    def __init__(self, input_size, hidden_size, num_layers=1, bidirectional=False, rng=None, dtype=np.float64):
        H, self.way, rng = hidden_size, [1, -1] if bidirectional else [1], rng or np.random.default_rng()
        self.H, self.L = H, num_layers
        self.params = {
            f"l{l}{'r' * (w < 0)}.{k}": ((rng.random(s) - 0.5) * (2 / H**0.5)).astype(dtype)
            for l in range(num_layers) for w in self.way
            for k, s in [("Wx", (len(self.way) * H if l else input_size, H)), ("Wh", (H, H)), ("b", (H,))]
        }
        self.grads = {k: v * 0 for k, v in self.params.items()}

    def of(self, i):
        l, k = divmod(i, len(self.way))
        return [f"l{l}{'r' * k}.{key}" for key in ("Wx", "Wh", "b")], self.way[k], k * self.H

    def forward(self, x, h0=None, train=True):
        xp, K = ns(x), len(self.way)
        h0 = xp.zeros((self.L * K, len(x), self.H), dtype=self.params["l0.b"].dtype) if h0 is None else h0
        self.kept, hn, outs = [], [], []
        for i, h in enumerate(h0):
            (Wx, Wh, b), w, _ = self.of(i)
            hs = [h]
            for a in xp.swapaxes(x[:, ::w] @ self.params[Wx] + self.params[b], 0, 1):
                hs += [xp.tanh(a + hs[-1] @ self.params[Wh])]
            self.kept += [(x[:, ::w], xp.stack(hs, axis=1))]
            hn, outs = hn + [hs[-1]], outs + [xp.stack(hs[1:][::w], axis=1)]
            if len(outs) == K:
                x, outs = xp.concat(outs, axis=2), []
        return x, xp.stack(hn)

    def backward(self, dout, dh_n=None):
        xp, K = ns(dout), len(self.way)
        dh0, total = [], 0
        for i in range(self.L * K - 1, -1, -1):
            (Wx, Wh, b), w, at = self.of(i)
            x, hs = self.kept[i]
            d, g = dout[:, ::w, at : at + self.H], []
            dh = d[:, 0] * 0 if dh_n is None else dh_n[i]
            for t in range(d.shape[1])[::-1]:
                g = [(d[:, t] + dh) * (1 - hs[:, t + 1] ** 2)] + g
                dh = g[0] @ self.params[Wh].T
            g = xp.stack(g, axis=1)
            self.grads[Wx], self.grads[Wh] = xp.einsum("ntd,nth->dh", x, g), xp.einsum("nti,nth->ih", hs[:, :-1], g)
            self.grads[b] = g.sum((0, 1))
            total, dh0 = total + (g @ self.params[Wx].T)[:, ::w], [dh] + dh0
            if i % K == 0:
                dout, total = total, 0
        return dout, xp.stack(dh0)


def last_output(out, bidirectional=False):
    m = out.shape[2] // 2 if bidirectional else out.shape[2]
    return ns(out).concat([out[:, -1, :m], out[:, 0, m:]], axis=1)


def last_output_backward(dlast, shape, bidirectional=False):
    out, m = ns(dlast).zeros(shape, dtype=dlast.dtype), shape[2] // 2 if bidirectional else shape[2]
    out[:, -1, :m], out[:, 0, m:] = dlast[:, :m], dlast[:, m:]
    return out


def repeat_input(x0, T):
    x = ns(x0).stack([x0] * T, axis=1)
    x[:, 1:] = 0
    return x


class Embedding:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": W * 0}

    def forward(self, indices, train=True):
        self.i = indices
        return self.params["W"][indices]

    def backward(self, dout):
        self.grads["W"] = self.params["W"] * 0
        ns(dout).add.at(self.grads["W"], self.i, dout)
