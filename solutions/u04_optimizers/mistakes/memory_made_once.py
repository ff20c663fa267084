"""memories are made for the keys of the first update only

A key may come later. Make its memory when you first see the key.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        if not self.m:
            self.m = {key: 0 * g for key, g in grads.items()}
            self.v = {key: 0 * g for key, g in grads.items()}
        self.t += 1
        for key, g in grads.items():
            m, v = self.m[key], self.v[key]
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            params[key] -= self.lr * m_hat / (square_root(v_hat) + self.eps)
