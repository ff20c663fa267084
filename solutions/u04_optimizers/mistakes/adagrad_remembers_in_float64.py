"""the memory is always float64

zeros(shape) makes float64 whatever the parameter is. Make zeros like the parameter.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = self.s.setdefault(key, np.zeros(p.shape))
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
