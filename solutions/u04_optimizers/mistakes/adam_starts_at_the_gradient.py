"""m starts at the first gradient and not at 0

The division by 1 - beta1^t makes up for a start at 0; after another start it makes
the first steps too long.
"""

EXERCISE = "4.5"
READ = "handout 5.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            m = self.beta1 * self.m.get(key, g) + (1 - self.beta1) * g
            self.m[key] = m
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
