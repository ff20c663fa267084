"""a new array is put under the key

The layer still reads the old array, and never moves. Write into the array that is
there.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


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
            params[key] = p - self.lr * m_hat / (square_root(v_hat) + self.eps)
