"""the first gradient's own array becomes m

The layer writes its next gradient into that array, and your mean with it. Keep an
array of your own.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            if key in self.m:
                self.m[key] = self.beta1 * self.m[key] + (1 - self.beta1) * g
            else:
                self.m[key] = g
                self.m[key] *= 1 - self.beta1
            m = self.m[key]
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
