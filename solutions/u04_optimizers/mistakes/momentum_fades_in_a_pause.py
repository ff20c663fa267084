"""the velocity of a key fades while the key has no gradient

A missing gradient is not one of zero. What grads lacks is left as it is, and what is
remembered of it too.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key in self.v.keys() - grads.keys():
            self.v[key] *= self.momentum
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v
