"""the first step is corrected as if it were the second

The first update has t = 1. Count before the correction, and count once.
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
            m_hat = m / (1 - self.beta1 ** (self.t + 1))
            v_hat = v / (1 - self.beta2 ** (self.t + 1))
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
