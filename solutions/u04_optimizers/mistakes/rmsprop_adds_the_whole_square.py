"""the new square is not weighted by 1 - decay_rate

The two weights of a running mean sum to 1. Without the second one, s settles far
above the squares it stands for.
"""

EXERCISE = "4.4"
READ = "handout 4.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + g**2
            p -= self.lr * g / (square_root(s) + self.eps)
