"""only the square of the last gradient is kept

AdaGrad's s is a sum over all steps so far; each step adds to it.
"""

EXERCISE = "4.3"
READ = "handout 3.2"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = g**2
            p -= self.lr * g / (square_root(s) + self.eps)
