"""Pure functions for a step, and the way back of each step kept as a closure."""

import numpy as np
from array_api_compat import array_namespace


def logistic(v):
    return 0.5 + 0.5 * np.tanh(v / 2)


def lstm_step(params, x, h, c):
    xp = array_namespace(x)
    wx, wh, b = params["Wx"], params["Wh"], params["b"]
    size = wh.shape[0]
    z = xp.matmul(x, wx) + xp.matmul(h, wh) + b
    input_gate = logistic(z[:, 0:size])
    forget_gate = logistic(z[:, size : 2 * size])
    candidate = np.tanh(z[:, 2 * size : 3 * size])
    output_gate = logistic(z[:, 3 * size :])
    new_c = forget_gate * c + input_gate * candidate
    squashed = np.tanh(new_c)

    def back(dh, dc):
        into_c = dc + dh * output_gate * (1.0 - squashed * squashed)
        dz = xp.empty(dh.shape[:1] + wx.shape[1:], dtype=wx.dtype)
        dz[:, 0:size] = into_c * candidate * input_gate * (1.0 - input_gate)
        dz[:, size : 2 * size] = into_c * c * forget_gate * (1.0 - forget_gate)
        dz[:, 2 * size : 3 * size] = into_c * input_gate * (1.0 - candidate * candidate)
        dz[:, 3 * size :] = dh * squashed * output_gate * (1.0 - output_gate)
        grads = {"Wx": x.T @ dz, "Wh": h.T @ dz, "b": dz.sum(axis=0)}
        return (dz @ wx.T, dz @ wh.T, into_c * forget_gate), grads

    return (output_gate * squashed, new_c), back


def gru_step(params, x, h):
    xp = array_namespace(x)
    wx, wh, bx, bh = (params[k] for k in ("Wx", "Wh", "bx", "bh"))
    size = wh.shape[0]
    p, q = x @ wx + bx, h @ wh + bh
    both = logistic(p[:, : 2 * size] + q[:, : 2 * size])
    r, z = both[:, :size], both[:, size:]
    n = np.tanh(p[:, 2 * size :] + r * q[:, 2 * size :])

    def back(dh):
        dn = dh * (1.0 - z) * (1.0 - n**2)
        dboth = xp.concat([dn * q[:, 2 * size :], dh * (h - n)], axis=1)
        dboth = dboth * both * (1.0 - both)
        dp = xp.concat([dboth, dn], axis=1)
        dq = xp.concat([dboth, dn * r], axis=1)
        grads = {"Wx": x.T @ dp, "Wh": h.T @ dq, "bx": dp.sum(0), "bh": dq.sum(0)}
        return (dp @ wx.T, dq @ wh.T + dh * z), grads

    return (n * (1.0 - z) + h * z,), back


def zeros_for(params):
    return {key: array_namespace(value).zeros_like(value) for key, value in params.items()}


class LSTMCell:
    def __init__(self, Wx, Wh, b):
        self.params = dict(Wx=Wx, Wh=Wh, b=b)
        self.grads = zeros_for(self.params)

    def forward(self, x, h, c, train=True):
        outputs, self._back = lstm_step(self.params, x, h, c)
        return outputs

    def backward(self, dh_next, dc_next):
        gradients, self.grads = self._back(dh_next, dc_next)
        return gradients


class GRUCell:
    def __init__(self, Wx, Wh, bx, bh):
        self.params = dict(Wx=Wx, Wh=Wh, bx=bx, bh=bh)
        self.grads = zeros_for(self.params)

    def forward(self, x, h, train=True):
        (h_next,), self._back = gru_step(self.params, x, h)
        return h_next

    def backward(self, dh_next):
        gradients, self.grads = self._back(dh_next)
        return gradients


def scan(step, params, x, states):
    """Return out, the last states, and the way back through all steps."""
    xp = array_namespace(x)
    zero = (x[:, 0] @ params["Wx"] + params["Wh"][0])[:, : params["Wh"].shape[0]] * 0
    states = tuple(zero if s is None else s for s in states)
    hs, backs = [], []
    for x_t in [x[:, t] for t in range(x.shape[1])]:
        states, back = step(params, x_t, *states)
        hs.append(states[0][:, None])
        backs.append(back)

    def back_through_time(dout, ends):
        flow = tuple(0 * dout[:, 0] if e is None else e for e in ends)
        dxs, grads = [], zeros_for(params)
        for t, back in reversed(list(enumerate(backs))):
            (dx, *flow), step_grads = back(flow[0] + dout[:, t], *flow[1:])
            dxs.insert(0, dx[:, None])
            grads = {key: grads[key] + step_grads[key] for key in grads}
        return (xp.concat(dxs, axis=1), *flow), grads

    return xp.concat(hs, axis=1), states, back_through_time


def uniform(rng, shape, size, dtype):
    return ((rng.random(shape) - 0.5) * (2 / size**0.5)).astype(dtype)


class LSTM:
    def __init__(self, input_size, hidden_size, rng=None, forget_bias=1.0, dtype=np.float64):
        rng = np.random.default_rng() if rng is None else rng
        wx = uniform(rng, (input_size, 4 * hidden_size), hidden_size, dtype)
        wh = uniform(rng, (hidden_size, 4 * hidden_size), hidden_size, dtype)
        rest = wx[0, :hidden_size] * 0
        b = array_namespace(wx).concat([rest, rest + forget_bias, rest, rest])
        self.params = dict(Wx=wx, Wh=wh, b=b)
        self.grads = zeros_for(self.params)

    def forward(self, x, h0=None, c0=None, train=True):
        out, states, self._back = scan(lstm_step, self.params, x, (h0, c0))
        return out, states

    def backward(self, dout, dh_n=None, dc_n=None):
        gradients, self.grads = self._back(dout, (dh_n, dc_n))
        return gradients


class GRU:
    def __init__(self, input_size, hidden_size, rng=None, dtype=np.float64):
        rng = np.random.default_rng() if rng is None else rng
        rows = dict(Wx=(input_size,), Wh=(hidden_size,), bx=(), bh=())
        self.params = {
            key: uniform(rng, (*lead, 3 * hidden_size), hidden_size, dtype)
            for key, lead in rows.items()
        }
        self.grads = zeros_for(self.params)

    def forward(self, x, h0=None, train=True):
        out, (h_n,), self._back = scan(gru_step, self.params, x, (h0,))
        return out, h_n

    def backward(self, dout, dh_n=None):
        gradients, self.grads = self._back(dout, (dh_n,))
        return gradients


def gate_parameters(kind, input_size, hidden_size):
    d, h = input_size, hidden_size
    match kind:
        case "rnn":
            return h * d + h * h + h
        case "lstm":
            return 4 * (h * d + h * h + h)
        case "gru":
            return 3 * (h * d + h * h) + 6 * h
    raise ValueError(f"unknown kind {kind!r}")
