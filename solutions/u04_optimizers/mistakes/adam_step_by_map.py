"""the steps of the rows are computed by `map`

`map` calls a Python function for each row: it is a loop with another name. Divide the
whole arrays.
"""

EXERCISE = "4.10"
READ = "handout 6.5"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            steps = map(lambda m, v: m / (v**0.5 + self.eps), m_hat, v_hat)
            p -= self.lr * array_namespace(p).stack(list(steps))
