"""the step is divided by the sum of the steps before

The square of this step's gradient belongs in s before the division; otherwise the
first step divides by eps alone.
"""

EXERCISE = "4.3"
READ = "handout 3.2"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            p -= self.lr * g / (square_root(s) + self.eps)
            s += g**2
