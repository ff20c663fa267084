"""the memory is always float64

zeros(shape) makes float64 whatever the parameter is. Make zeros like the parameter.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = self.v.setdefault(key, np.zeros(p.shape))
            v[...] = self.momentum * v - self.lr * g
            p += v
