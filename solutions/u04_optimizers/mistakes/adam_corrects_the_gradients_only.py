"""m is corrected and v is not

Both means start at zero, so both are too small at first, each by its own factor.
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
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
