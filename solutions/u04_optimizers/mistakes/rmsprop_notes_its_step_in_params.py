"""the length of the last step is noted in params

params belongs to the caller, and whoever goes through it finds a key that is no
parameter. Keep notes on self.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            step = self.lr * g / (square_root(s) + self.eps)
            p -= step
            params["step"] = square_root((step**2).sum())
