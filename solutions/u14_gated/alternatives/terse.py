"""As few lines as possible: stacked gates, and gradients added up step by step."""

import numpy as np
from array_api_compat import array_namespace


def sig(a):
    return (np.tanh(a / 2) + 1) / 2


def lstm(P, x, h, c):
    i, f, g, o = np.split(x @ P["Wx"] + h @ P["Wh"] + P["b"], 4, 1)
    i, f, g, o = sig(i), sig(f), np.tanh(g), sig(o)
    C = f * c + i * g
    return (o * np.tanh(C), C), (x, h, c, i, f, g, o, C)


def lstm_back(P, memo, dh, dc):
    x, h, c, i, f, g, o, C = memo
    d = dc + dh * o * (1 - np.tanh(C) ** 2)
    a = array_namespace(dh).concat([d * g * i * (1 - i), d * c * f * (1 - f), d * i * (1 - g**2), dh * np.tanh(C) * o * (1 - o)], axis=1)
    return (a @ P["Wx"].T, a @ P["Wh"].T, d * f), {"Wx": x.T @ a, "Wh": h.T @ a, "b": a.sum(0)}


def gru(P, x, h):
    (r, z, n), (R, Z, N) = np.split(x @ P["Wx"] + P["bx"], 3, 1), np.split(h @ P["Wh"] + P["bh"], 3, 1)
    r, z = sig(r + R), sig(z + Z)
    n = np.tanh(n + r * N)
    return (n - z * n + z * h,), (x, h, r, z, n, N)


def gru_back(P, memo, dh):
    x, h, r, z, n, N = memo
    dn, dz = dh * (1 - z) * (1 - n) * (1 + n), dh * (h - n) * (z - z**2)
    a, b = (array_namespace(dh).concat([dn * N * (r - r**2), dz, m], axis=1) for m in (dn, dn * r))
    return (a @ P["Wx"].T, b @ P["Wh"].T + dh * z), {"Wx": x.T @ a, "Wh": h.T @ b, "bx": a.sum(0), "bh": b.sum(0)}


class Base:
    def own(self, **P):
        self.params, self.grads = P, {k: v * 0 for k, v in P.items()}

    def walk(self, x, *s):
        zero = (x[:, 0] @ self.params["Wx"])[:, : len(self.params["Wh"])] * 0
        s, self.memo, out = [zero if e is None else e for e in s], [], []
        for t in range(x.shape[1]):
            s, m = self.step(self.params, x[:, t], *s)
            self.memo += [m]
            out += [s[0]]
        return array_namespace(x).stack(out, axis=1), tuple(s)

    def walk_back(self, dout, *ds):
        ds, dx, G = [dout[:, 0] * 0 if e is None else e for e in ds], [], {k: v * 0 for k, v in self.params.items()}
        for t in range(len(self.memo))[::-1]:
            (d, *ds), g = self.back(self.params, self.memo[t], dout[:, t] + ds[0], *ds[1:])
            dx, G = [d, *dx], {k: G[k] + g[k] for k in G}
        self.grads = G
        return array_namespace(dout).stack(dx, axis=1), *ds


class LSTMCell(Base):
    def __init__(self, Wx, Wh, b):
        self.own(Wx=Wx, Wh=Wh, b=b)

    def forward(self, x, h, c, train=True):
        out, self.memo = lstm(self.params, x, h, c)
        return out

    def backward(self, dh_next, dc_next):
        out, self.grads = lstm_back(self.params, self.memo, dh_next, dc_next)
        return out


class GRUCell(Base):
    def __init__(self, Wx, Wh, bx, bh):
        self.own(Wx=Wx, Wh=Wh, bx=bx, bh=bh)

    def forward(self, x, h, train=True):
        (out,), self.memo = gru(self.params, x, h)
        return out

    def backward(self, dh_next):
        out, self.grads = gru_back(self.params, self.memo, dh_next)
        return out


class LSTM(Base):
    step, back = staticmethod(lstm), staticmethod(lstm_back)

    def __init__(self, input_size, hidden_size, rng=None, forget_bias=1.0, dtype=np.float64):
        u = lambda *s: ((2 * rng.random(s) - 1) / hidden_size**0.5).astype(dtype)
        rng = rng or np.random.default_rng()
        self.own(Wx=u(input_size, 4 * hidden_size), Wh=u(hidden_size, 4 * hidden_size), b=u(4 * hidden_size) * 0)
        self.params["b"][hidden_size:-2 * hidden_size] = forget_bias

    def forward(self, x, h0=None, c0=None, train=True):
        return self.walk(x, h0, c0)

    def backward(self, dout, dh_n=None, dc_n=None):
        return self.walk_back(dout, dh_n, dc_n)


class GRU(Base):
    step, back = staticmethod(gru), staticmethod(gru_back)

    def __init__(self, input_size, hidden_size, rng=None, dtype=np.float64):
        u = lambda *s: ((2 * rng.random(s) - 1) / hidden_size**0.5).astype(dtype)
        rng = rng or np.random.default_rng()
        k = 3 * hidden_size
        self.own(Wx=u(input_size, k), Wh=u(hidden_size, k), bx=u(k), bh=u(k))

    def forward(self, x, h0=None, train=True):
        out, (h,) = self.walk(x, h0)
        return out, h

    def backward(self, dout, dh_n=None):
        return self.walk_back(dout, dh_n)


def gate_parameters(kind, input_size, hidden_size):
    if kind not in ("rnn", "lstm", "gru"):
        raise ValueError(kind)
    g, b = {"r": (1, 1), "l": (4, 1), "g": (3, 2)}[kind[0]]
    return g * hidden_size * (input_size + hidden_size + b)
