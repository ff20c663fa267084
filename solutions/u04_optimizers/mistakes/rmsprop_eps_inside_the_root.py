"""eps is added under the root

The denominator is sqrt(s) + eps: take the root first, then add.
"""

EXERCISE = "4.4"
READ = "handout 3.4"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / square_root(s + self.eps)
