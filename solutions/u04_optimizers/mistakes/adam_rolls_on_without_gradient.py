"""a missing gradient is taken for one of zero

Adam would roll on by its m. What grads lacks is left as it is, and what is
remembered of it too.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, p in params.items():
            g = grads.get(key, 0 * p)
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)  # noqa: PLW2901 - edits the array
