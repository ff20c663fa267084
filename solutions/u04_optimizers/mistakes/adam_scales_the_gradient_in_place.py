"""the gradient is scaled in place

The gradients belong to the layers. Make a new array with g * (1 - beta1); g *= 1 -
beta1 writes into theirs.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            g *= 1 - self.beta1  # noqa: PLW2901 - the mistake
            m[...] = self.beta1 * m + g
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
