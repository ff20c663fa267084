"""all optimizers of a class share one memory

A dictionary in the class body exists once. Make it in __init__, on self.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class Momentum:
    v: Arrays = {}  # noqa: RUF012 - the mistake

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum

    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v
