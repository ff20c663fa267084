"""a key without a gradient moves by the last one that it had

grads lacks a key whose layer is frozen, and that must not move. Go through the grads
of this update only.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class RMSProp:
    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.decay_rate = decay_rate
        self.eps = eps
        self.s: Arrays = {}
        self.latest: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        self.latest.update(grads)
        for key, g in self.latest.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)
