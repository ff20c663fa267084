"""beta2 averages the gradients as well

beta1 belongs to m and beta2 to v. Copied from the line of v, m keeps far too much.
"""

EXERCISE = "4.5"
READ = "handout 5.1"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta2 * m + (1 - self.beta2) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
