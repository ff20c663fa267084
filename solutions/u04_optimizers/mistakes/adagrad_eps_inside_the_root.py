"""eps is added under the root

The denominator is sqrt(s) + eps: take the root first, then add.
"""

EXERCISE = "4.3"
READ = "handout 3.4"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / square_root(s + self.eps)
