"""eps is added to the root of v before the correction

The shorter form at the end of the paper's section 2 needs another eps. Correct v
first, take its root, then add eps.
"""

EXERCISE = "4.5"
READ = "handout 5.3"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            rate = self.lr * (1 - self.beta2**self.t) ** 0.5 / (1 - self.beta1**self.t)
            p -= rate * m / (square_root(v) + self.eps)
