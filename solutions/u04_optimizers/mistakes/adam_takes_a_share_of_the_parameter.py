"""each step takes a share of the parameter itself, as weight decay does

A step is made of gradients only. Weight decay is a choice of its own.
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
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * 0.01 * p
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
