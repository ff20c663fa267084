"""the memory is always float64

zeros(shape) makes float64 whatever the parameter is. Make zeros like the parameter.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m = self.m.setdefault(key, np.zeros(p.shape))
            v = self.v.setdefault(key, np.zeros(p.shape))
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
