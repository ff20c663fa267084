"""a gradient of zero is replaced by eps

The eps in the denominator is all that is needed. A parameter without slope would
drift.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            g = g + self.eps * (g == 0)  # noqa: PLW2901 - the mistake
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
