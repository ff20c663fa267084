"""A network of one cell object a step, all sharing their parameters."""

import numpy as np
from array_api_compat import array_namespace


class RNNCell:
    def __init__(self, Wx, Wh, b):
        self.params = {"Wx": Wx, "Wh": Wh, "b": b}
        self.grads = {key: value * 0 for key, value in self.params.items()}

    def forward(self, x, h, train=True):
        self.cache = x, h, np.tanh(np.dot(x, self.params["Wx"]) + np.dot(h, self.params["Wh"]) + self.params["b"])
        return self.cache[2]

    def backward(self, dh_next):
        x, h, out = self.cache
        dz = dh_next - dh_next * out * out
        self.grads["Wx"] = np.dot(x.T, dz)
        self.grads["Wh"] = np.dot(h.T, dz)
        self.grads["b"] = np.sum(dz, axis=0)
        return np.dot(dz, self.params["Wx"].T), np.dot(dz, self.params["Wh"].T)


class Chain:
    """One layer in one direction."""

    def __init__(self, params, name, reverse):
        self.params, self.name, self.reverse = params, name, reverse

    def forward(self, x, h):
        steps = range(x.shape[1])
        self.order = list(reversed(steps)) if self.reverse else list(steps)
        self.cells, outs = {}, {}
        for t in self.order:
            cell = RNNCell(*(self.params[f"{self.name}.{key}"] for key in ("Wx", "Wh", "b")))
            outs[t] = h = cell.forward(x[:, t], h)
            self.cells[t] = cell
        return np.stack([outs[t] for t in steps], axis=1), h

    def backward(self, dout, dh, grads):
        dxs, total = {}, {}
        for t in self.order[::-1]:
            cell = self.cells[t]
            dxs[t], dh = cell.backward(dout[:, t] + dh)
            for key, grad in cell.grads.items():
                total[key] = total[key] + grad if key in total else grad
        for key, grad in total.items():
            grads[f"{self.name}.{key}"] = grad
        return np.stack([dxs[t] for t in range(len(dxs))], axis=1), dh


class RNN:
    def __init__(self, input_size, hidden_size, num_layers=1, bidirectional=False, rng=None, dtype=np.float64):
        rng = np.random.default_rng() if rng is None else rng
        self.H, self.params, self.stack = hidden_size, {}, []
        size, bound = input_size, 1 / float(hidden_size) ** 0.5
        for layer in range(num_layers):
            row = []
            for suffix in ("", "r")[: 1 + bool(bidirectional)]:
                name = f"l{layer}{suffix}"
                for key, shape in (("Wx", (size, hidden_size)), ("Wh", (hidden_size, hidden_size)), ("b", (hidden_size,))):
                    self.params[f"{name}.{key}"] = (rng.random(shape) * (2 * bound) - bound).astype(dtype)
                row.append(Chain(self.params, name, suffix == "r"))
            self.stack.append(row)
            size = hidden_size * len(row)
        self.grads = {key: np.zeros_like(value) for key, value in self.params.items()}

    def forward(self, x, h0=None, train=True):
        xp = array_namespace(x)
        if h0 is None:
            count = len(self.stack) * len(self.stack[0])
            h0 = xp.zeros((count, x.shape[0], self.H), dtype=self.params["l0.b"].dtype)
        states, i = [], 0
        for row in self.stack:
            outs = []
            for chain in row:
                out, state = chain.forward(x, h0[i])
                outs.append(out)
                states.append(state)
                i += 1
            x = np.concatenate(outs, axis=-1)
        return x, np.stack(states)

    def backward(self, dout, dh_n=None):
        count = len(self.stack) * len(self.stack[0])
        dh0, i = [None] * count, count
        for row in self.stack[::-1]:
            i -= len(row)
            dx = None
            for k, chain in enumerate(row):
                part = dout[..., k * self.H : (k + 1) * self.H]
                dh = part[:, 0] * 0 if dh_n is None else dh_n[i + k]
                one, dh0[i + k] = chain.backward(part, dh, self.grads)
                dx = one if dx is None else dx + one
            dout = dx
        return dout, np.stack(dh0)


def last_output(out, bidirectional=False):
    if not bidirectional:
        return out[:, out.shape[1] - 1].copy()
    ahead, back = np.split(out, 2, axis=2)
    return np.hstack([ahead[:, -1], back[:, 0]])


def last_output_backward(dlast, shape, bidirectional=False):
    n, steps, width = shape
    empty = np.zeros_like(dlast)
    half = width // 2
    rows = [empty] * steps
    if not bidirectional:
        rows[-1] = dlast
        return np.stack(rows, axis=1)
    left, right = [empty[:, :half]] * steps, [empty[:, half:]] * steps
    left[-1], right[0] = dlast[:, :half], dlast[:, half:]
    return np.concatenate([np.stack(left, axis=1), np.stack(right, axis=1)], axis=2)


def repeat_input(x0, T):
    return np.stack([x0] + [np.zeros_like(x0)] * (T - 1), axis=1)


class Embedding:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {"W": np.zeros_like(W)}

    def forward(self, indices, train=True):
        self.flat = indices.reshape(-1)
        return self.params["W"][indices]

    def backward(self, dout):
        W = self.params["W"]
        xp = array_namespace(W)
        marks = (self.flat[None, :] == xp.arange(W.shape[0])[:, None]).astype(W.dtype)
        self.grads["W"] = marks @ dout.reshape(-1, W.shape[1])
