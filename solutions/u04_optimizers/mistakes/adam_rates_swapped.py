"""beta1 weighs the new gradient and not the mean so far

beta1 is the share of m that stays. At 0.9 most of it stays.
"""

EXERCISE = "4.5"
READ = "handout 5.1"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = (1 - self.beta1) * m + self.beta1 * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
