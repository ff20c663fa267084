"""the parameter takes the dtype of its velocity, float64

Zeros of a shape alone are float64. Make them like the parameter, which keeps its
dtype.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            xp = array_namespace(g)
            v = self.v.setdefault(key, xp.zeros(g.shape))
            v[...] = self.momentum * v - self.lr * g
            params[key] = params[key].astype(v.dtype, copy=False)
            params[key] += v
