"""the means are divided by 1 - beta and not by 1 - beta^t

At t = 1 the two agree. Later the weights of the gradients seen so far sum to 1 -
beta^t, which grows towards 1.
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
            m_hat = m / (1 - self.beta1)
            v_hat = v / (1 - self.beta2)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
