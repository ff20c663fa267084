"""the root is left out

Squares have the wrong scale for a step: a gradient twice as large would move half
as far.
"""

EXERCISE = "4.3"
READ = "handout 3.1"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (s + self.eps)
