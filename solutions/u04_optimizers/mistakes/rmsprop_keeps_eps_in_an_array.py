"""eps is spread out to an array of NumPy's

A Python number mixes with every array, on a GPU too. An array made by np.full does
not.
"""

EXERCISE = "4.11"
READ = "handout 6.6"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + np.full(p.shape, self.eps, p.dtype))
