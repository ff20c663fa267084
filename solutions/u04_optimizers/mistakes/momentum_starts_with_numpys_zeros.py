"""the velocity starts as zeros of NumPy's, wherever the parameter lives

np.zeros makes an array in the computer's own memory, which does not mix with one on
a GPU. Make zeros like the parameter.
"""

EXERCISE = "4.11"
READ = "handout 6.6"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = self.v.setdefault(key, np.zeros(p.shape, p.dtype))
            v[...] = self.momentum * v - self.lr * g
            p += v
