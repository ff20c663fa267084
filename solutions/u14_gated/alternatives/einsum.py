"""Einstein sums over (gate, unit) axes, a stable sigmoid by cases, buffers for time."""

import numpy as np
from array_api_compat import array_namespace


def squash(a):
    """Return the logistic function, from an exponent that is never positive."""
    xp = array_namespace(a)
    small = xp.exp(-xp.abs(a))
    return xp.where(a >= 0, 1 / (1 + small), small / (1 + small))


def by_gate(w, gates):
    """Return a view (rows, gate, H) of (rows, gate * H), or (gate, H) of a vector."""
    return w.reshape(*w.shape[:-1], gates, w.shape[-1] // gates)


class Cell:
    def __init__(self, **params):
        self.params = params
        self.grads = {k: array_namespace(v).zeros_like(v) for k, v in params.items()}

    def weigh(self, x, key, gates):
        return array_namespace(x).einsum("nd,dgh->ngh", x, by_gate(self.params[key], gates))

    def unweigh(self, d, key, gates):
        return array_namespace(d).einsum("ngh,dgh->nd", d, by_gate(self.params[key], gates))

    def outer(self, x, d):
        xp = array_namespace(d)
        return xp.einsum("nd,ngh->dgh", x, d).reshape(x.shape[1], -1)


class LSTMCell(Cell):
    def __init__(self, Wx, Wh, b):
        super().__init__(Wx=Wx, Wh=Wh, b=b)

    def forward(self, x, h, c, train=True):
        xp = array_namespace(x)
        a = self.weigh(x, "Wx", 4) + self.weigh(h, "Wh", 4) + by_gate(self.params["b"], 4)
        gate, g = squash(a), xp.tanh(a[:, 2])
        c_next = gate[:, 1] * c + gate[:, 0] * g
        self.memo = x, h, c, gate, g, xp.tanh(c_next)
        return gate[:, 3] * self.memo[-1], c_next

    def backward(self, dh_next, dc_next):
        xp = array_namespace(dh_next)
        x, h, c, gate, g, t = self.memo
        dc = dc_next + dh_next * gate[:, 3] * (1 - t * t)
        d = xp.stack([dc * g, dc * c, dc * gate[:, 0], dh_next * t], axis=1)
        slope = gate * (1 - gate)
        slope[:, 2] = 1 - g * g
        d = d * slope
        self.grads["Wx"], self.grads["Wh"] = self.outer(x, d), self.outer(h, d)
        self.grads["b"] = xp.einsum("ngh->gh", d).reshape(-1)
        return self.unweigh(d, "Wx", 4), self.unweigh(d, "Wh", 4), dc * gate[:, 1]


class GRUCell(Cell):
    def __init__(self, Wx, Wh, bx, bh):
        super().__init__(Wx=Wx, Wh=Wh, bx=bx, bh=bh)

    def forward(self, x, h, train=True):
        xp = array_namespace(x)
        u = self.weigh(x, "Wx", 3) + by_gate(self.params["bx"], 3)
        v = self.weigh(h, "Wh", 3) + by_gate(self.params["bh"], 3)
        gate = squash(u[:, :2] + v[:, :2])
        n = xp.tanh(u[:, 2] + gate[:, 0] * v[:, 2])
        self.memo = x, h, gate, n, v[:, 2]
        return n + gate[:, 1] * (h - n)

    def backward(self, dh_next):
        xp = array_namespace(dh_next)
        x, h, gate, n, v = self.memo
        r, z = gate[:, 0], gate[:, 1]
        dn = dh_next * (1 - z) * (1 - n * n)
        dr, dz = dn * v * r * (1 - r), dh_next * (h - n) * z * (1 - z)
        du, dv = xp.stack([dr, dz, dn], axis=1), xp.stack([dr, dz, dn * r], axis=1)
        self.grads["Wx"], self.grads["Wh"] = self.outer(x, du), self.outer(h, dv)
        self.grads["bx"] = xp.einsum("ngh->gh", du).reshape(-1)
        self.grads["bh"] = xp.einsum("ngh->gh", dv).reshape(-1)
        return self.unweigh(du, "Wx", 3), self.unweigh(dv, "Wh", 3) + dh_next * z


def start(rng, dtype, bound, **shapes):
    rng = np.random.default_rng() if rng is None else rng
    return {k: (bound * (2 * rng.random(s) - 1)).astype(dtype) for k, s in shapes.items()}


class Sequence:
    """Steps of a cell, a fresh one for every step, that all hold the same arrays."""

    def __init__(self, cell, params):
        self.cell, self.params = cell, params
        self.grads = {k: v * 0 for k, v in params.items()}

    def run(self, x, states):
        xp = array_namespace(x)
        n, h = x.shape[0], self.params["Wh"].shape[0]
        like = self.params["Wh"]
        states = [xp.zeros((n, h), dtype=like.dtype) if s is None else s for s in states]
        out = xp.empty((n, x.shape[1], h), dtype=like.dtype)
        self.cells = []
        for t in range(x.shape[1]):
            self.cells.append(self.cell(**self.params))
            found = self.cells[-1].forward(x[:, t], *states)
            states = list(found) if isinstance(found, tuple) else [found]
            out[:, t] = states[0]
        return out, states

    def rerun(self, dout, ends):
        xp = array_namespace(dout)
        ends = [xp.zeros_like(dout[:, 0]) if e is None else e for e in ends]
        total = {k: xp.zeros_like(v) for k, v in self.params.items()}
        dx = [None] * dout.shape[1]
        for t in range(dout.shape[1] - 1, -1, -1):
            dx[t], *ends = self.cells[t].backward(ends[0] + dout[:, t], *ends[1:])
            for k, v in self.cells[t].grads.items():
                total[k] += v
        self.grads.update(total)
        return xp.stack(dx, axis=1), *ends


class LSTM(Sequence):
    def __init__(self, input_size, hidden_size, rng=None, forget_bias=1.0, dtype=np.float64):
        k = 4 * hidden_size
        params = start(rng, dtype, hidden_size**-0.5, Wx=(input_size, k), Wh=(hidden_size, k))
        zero = params["Wx"][0] * 0
        params["b"] = zero.reshape(4, -1)
        params["b"][1] += forget_bias
        params["b"] = params["b"].reshape(-1)
        super().__init__(LSTMCell, params)

    def forward(self, x, h0=None, c0=None, train=True):
        out, states = self.run(x, [h0, c0])
        return out, tuple(states)

    def backward(self, dout, dh_n=None, dc_n=None):
        return self.rerun(dout, [dh_n, dc_n])


class GRU(Sequence):
    def __init__(self, input_size, hidden_size, rng=None, dtype=np.float64):
        k = 3 * hidden_size
        shapes = {"Wx": (input_size, k), "Wh": (hidden_size, k), "bx": (k,), "bh": (k,)}
        super().__init__(GRUCell, start(rng, dtype, hidden_size**-0.5, **shapes))

    def forward(self, x, h0=None, train=True):
        out, states = self.run(x, [h0])
        return out, states[0]

    def backward(self, dout, dh_n=None):
        return self.rerun(dout, [dh_n])


def gate_parameters(kind, input_size, hidden_size):
    gates = {"rnn": 1, "lstm": 4, "gru": 3}.get(kind)
    if gates is None:
        raise ValueError(f"no such kind: {kind}")
    shapes = [(input_size, hidden_size), (hidden_size, hidden_size), (1, hidden_size)]
    if kind == "gru":
        shapes.append((1, hidden_size))
    return gates * sum(a * b for a, b in shapes)
