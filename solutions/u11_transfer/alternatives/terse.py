"""As few lines as it takes, and one optimizer for each factor."""

import numpy as np
from array_api_compat import array_namespace


def freeze(p, prefixes): return {k for k in p for q in prefixes if k.find(q) == 0}


def trainable(g, frozen): return {k: g[k] for k in g if not {k} & set(frozen)}


def copy_parameters(s, t, keys=None):
    pairs = {k: (s[k], t[k]) for k in (s if keys is None else keys)}
    for k, (a, b) in pairs.items():
        if a.shape != b.shape: raise ValueError(k, a.shape, b.shape)
    for a, b in pairs.values(): b[...] = a + 0
    return [*pairs]


def reinitialize_head(p, prefix, n, rng):
    w, b = (".".join(prefix.split(".")[: -1 if prefix[-1] == "." else None] + [c]) for c in "Wb")
    d, s = len(p[w]), p[w].dtype
    return {**p, w: (rng.standard_normal((d, n)) / np.sqrt(d / 2)).astype(s), b: array_namespace(p[w]).zeros(n, dtype=s)}


class GroupedOptimizer:
    def __init__(self, make, lr, scales):
        self.f = lambda k: {"": 1, **scales}[max((p for p in ("", *scales) if k.startswith(p)), key=len)]
        self.o = {f: make(lr * f) for f in {1, *scales.values()}}

    def update(self, p, g):
        for f, o in self.o.items(): o.update(p, {k: x for k, x in g.items() if self.f(k) == f != 0})
