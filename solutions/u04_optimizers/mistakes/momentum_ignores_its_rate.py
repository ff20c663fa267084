"""the momentum is always the default

The number passed to the constructor is in self.momentum; use it in place of 0.9.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = 0.9 * v - self.lr * g
            p += v
