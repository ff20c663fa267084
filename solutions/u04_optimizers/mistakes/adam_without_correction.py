"""the bias correction is left out, or computed and then not used

Both means start at zero and are too small at first. Divide by 1 - beta1^t and 1 -
beta2^t, and step with the results.
"""

EXERCISE = "4.5"
READ = "handout 5.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            p -= self.lr * m / (square_root(v) + self.eps)
