"""a gradient of zero is replaced by eps

The eps in the denominator is all that is needed. A parameter without slope would
drift.
"""

EXERCISE = "4.6"
READ = "handout 6.1"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            g = g + self.eps * (g == 0)  # noqa: PLW2901 - the mistake
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
