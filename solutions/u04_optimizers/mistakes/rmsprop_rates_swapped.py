"""decay_rate weighs the new square and not the memory

decay_rate is the share of the memory that stays. At 0.99 most of it stays.
"""

EXERCISE = "4.4"
READ = "handout 4.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = (1 - self.decay_rate) * s + self.decay_rate * g**2
            p -= self.lr * g / (square_root(s) + self.eps)
