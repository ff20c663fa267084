"""all entries of an array share one v

Both means run over time, not over the array: v has the parameter's shape, and each
entry remembers its own squares.
"""

EXERCISE = "4.5"
READ = "handout 5.1"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * (g**2).mean()
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
