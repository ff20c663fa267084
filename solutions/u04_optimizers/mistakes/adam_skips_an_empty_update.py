"""an update without gradients is not counted

t counts updates, whichever and however many keys are in them, so also those with
none.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        if not grads:
            return
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
