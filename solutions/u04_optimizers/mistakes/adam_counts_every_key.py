"""the count goes up once for every parameter

t counts updates. With three parameters in one update it still goes up by one.
"""

EXERCISE = "4.5"
READ = "handout 5.3"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            self.t += 1
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
