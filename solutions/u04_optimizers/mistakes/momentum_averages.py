"""the new gradient is weighted by 1 - momentum

That is a running mean of the steps. Here a push adds to the velocity in full, and
only the old velocity is weighted.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - (1 - self.momentum) * self.lr * g
            p += v
