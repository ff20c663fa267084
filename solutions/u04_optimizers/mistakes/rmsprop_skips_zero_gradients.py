"""a parameter is skipped when its gradient is zero

Such a step moves nothing, but the memory fades by it: a gradient of zero is not a
missing one.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            if not g.any():
                continue
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)
