"""the count of updates is put into params, to be saved with them

params belongs to the caller, and whoever goes through it finds a key that is no
parameter. self.t is the place.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        params["t"] = self.t
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
