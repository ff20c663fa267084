"""Pure functions; every forward leaves its way back as a closure, and einsum sums."""

import numpy as np
from array_api_compat import array_namespace


def step(x, h, Wx, Wh, b):
    new = np.tanh(np.einsum("nd,dh->nh", x, Wx) + np.einsum("ni,ih->nh", h, Wh) + b)

    def back(dnew):
        da = dnew * (1 - new) * (1 + new)
        return (
            np.einsum("nh,dh->nd", da, Wx),
            np.einsum("nh,ih->ni", da, Wh),
            {"Wx": np.einsum("nd,nh->dh", x, da), "Wh": np.einsum("ni,nh->ih", h, da), "b": np.einsum("nh->h", da)},
        )

    return new, back


def scan(xs, h, leaves):
    news, backs = [], []
    for x in xs:
        h, back = step(x, h, *leaves)
        news.append(h)
        backs.append(back)

    def back(dnews, dh):
        dxs, sums = [], None
        for dnew, one in zip(dnews[::-1], backs[::-1]):
            dx, dh, grads = one(dnew + dh)
            dxs.insert(0, dx)
            sums = grads if sums is None else {key: sums[key] + grads[key] for key in grads}
        return dxs, dh, sums

    return news, h, back


class RNNCell:
    def __init__(self, Wx, Wh, b):
        self.params = dict(Wx=Wx, Wh=Wh, b=b)
        self.grads = {key: np.zeros_like(value) for key, value in self.params.items()}

    def forward(self, x, h, train=True):
        new, self._back = step(x, h, **self.params)
        return new

    def backward(self, dh_next):
        dx, dh, self.grads = self._back(dh_next)
        return dx, dh


class RNN:
    def __init__(self, input_size, hidden_size, num_layers=1, bidirectional=False, rng=None, dtype=np.float64):
        self.params, self.names = {}, []
        self.H, self.bidirectional = hidden_size, bidirectional
        rng = rng if rng is not None else np.random.default_rng()
        for layer in range(num_layers):
            reads = input_size if layer == 0 else hidden_size * (2 if bidirectional else 1)
            self.names.append([f"l{layer}", f"l{layer}r"] if bidirectional else [f"l{layer}"])
            for name in self.names[-1]:
                shapes = {"Wx": (reads, hidden_size), "Wh": (hidden_size, hidden_size), "b": (hidden_size,)}
                for key, shape in shapes.items():
                    u = rng.random(shape) - 0.5
                    self.params[name + "." + key] = (u / (0.5 * hidden_size**0.5)).astype(dtype)
        self.grads = {key: value - value for key, value in self.params.items()}

    def leaves(self, name):
        return [self.params[name + key] for key in (".Wx", ".Wh", ".b")]

    def forward(self, x, h0=None, train=True):
        xp = array_namespace(x)
        xs = [x[:, t] for t in range(x.shape[1])]
        n = x.shape[0]
        self.backs, ends = [], []
        for names in self.names:
            outs = []
            for k, name in enumerate(names):
                h = xp.zeros((n, self.H), dtype=self.params["l0.Wh"].dtype) if h0 is None else h0[len(ends)]
                news, end, back = scan(xs[::-1] if k else xs, h, self.leaves(name))
                outs.append(news[::-1] if k else news)
                ends.append(end)
                self.backs.append((name, k, back))
            xs = outs[0] if len(outs) == 1 else [xp.concat(pair, axis=1) for pair in zip(*outs)]
        return xp.stack(xs, axis=1), xp.stack(ends)

    def backward(self, dout, dh_n=None):
        xp = array_namespace(dout)
        d = [dout[:, t] for t in range(dout.shape[1])]
        dh0, todo = [], None
        for i in range(len(self.backs) - 1, -1, -1):
            name, k, back = self.backs[i]
            half = [one[:, k * self.H : (k + 1) * self.H] for one in d]
            dh = xp.zeros_like(half[0]) if dh_n is None else dh_n[i]
            dxs, first, grads = back(half[::-1] if k else half, dh)
            dh0.append(first)
            self.grads.update({name + "." + key: grad for key, grad in grads.items()})
            dxs = dxs[::-1] if k else dxs
            todo = dxs if todo is None else [a + b for a, b in zip(todo, dxs)]
            if k == 0:
                d, todo = todo, None
        return xp.stack(d, axis=1), xp.stack(dh0[::-1])


def last_output(out, bidirectional=False):
    xp = array_namespace(out)
    H = out.shape[-1] // 2
    ahead, back = out[:, -1], out[:, 0]
    return xp.concat([ahead[:, :H], back[:, H:]], axis=-1) if bidirectional else ahead


def last_output_backward(dlast, shape, bidirectional=False):
    xp = array_namespace(dlast)
    n, steps, width = shape
    t, f = xp.arange(steps)[:, None], xp.arange(width)[None, :]
    at_end, at_start = t == steps - 1, t == 0
    mask = xp.where(f < width // 2, at_end, at_start) if bidirectional else at_end & (f >= 0)
    return dlast[:, None, :] * mask.astype(dlast.dtype)


def repeat_input(x0, T):
    xp = array_namespace(x0)
    return xp.concat([x0[:, None], xp.zeros((x0.shape[0], T - 1, x0.shape[1]), dtype=x0.dtype)], axis=1)


class Embedding:
    def __init__(self, W):
        self.params = {"W": W}
        self.grads = {"W": W * 0}

    def forward(self, indices, train=True):
        W = self.params["W"]
        xp = array_namespace(W)

        def back(dout):
            one_hot = (indices[..., None] == xp.arange(len(W))).astype(W.dtype)
            return xp.einsum("ntv,ntd->vd", one_hot, dout)

        self._back = back
        return xp.take(W, indices, axis=0)

    def backward(self, dout):
        self.grads = {"W": self._back(dout)}
