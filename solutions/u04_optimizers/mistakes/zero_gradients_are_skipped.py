"""a parameter is skipped when its gradient is zero

A gradient of zero is not a missing one: the velocity fades, and the parameter rolls
on by it.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            if not g.any():
                continue
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v
