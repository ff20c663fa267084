"""the corrected means are kept in place of the means

m and v go on uncorrected from step to step; m_hat and v_hat are new arrays for this
step only.
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
            m /= 1 - self.beta1**self.t
            v /= 1 - self.beta2**self.t
            p -= self.lr * m / (square_root(v) + self.eps)
