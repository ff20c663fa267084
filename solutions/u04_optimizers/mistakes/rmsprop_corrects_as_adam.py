"""s is divided by 1 - decay_rate^t, as in Adam

RMSProp takes s as it is.
"""

EXERCISE = "4.4"
READ = "handout 4.1"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t = getattr(self, "t", 0) + 1
        for key, g in grads.items():
            p, s = params[key], _kept(self.s, key, params[key])
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            hat = s / (1 - self.decay_rate**self.t)
            p -= self.lr * g / (square_root(hat) + self.eps)
