"""all entries of an array share one sum of squares

Every entry has a step size of its own, so s has the parameter's shape and each
entry adds its own square.
"""

EXERCISE = "4.3"
READ = "handout 3.1"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += (g**2).sum()
            p -= self.lr * g / (square_root(s) + self.eps)
