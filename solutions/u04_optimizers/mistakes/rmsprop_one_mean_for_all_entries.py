"""all entries of an array share one mean of squares

The mean runs over time, not over the array: s has the parameter's shape, and each
entry remembers its own squares.
"""

EXERCISE = "4.4"
READ = "handout 4.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * (g**2).mean()
            p -= self.lr * g / (square_root(s) + self.eps)
