"""the velocity is cut off at 10

Nothing in the formula limits a velocity. Clipping is a choice of its own, with a
unit of its own.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = (self.momentum * v - self.lr * g).clip(-10, 10)
            p += v
