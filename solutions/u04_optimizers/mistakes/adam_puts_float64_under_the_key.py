"""the parameter is made float64 before it moves

A float32 parameter takes twice the memory from then on, and the layer never sees it
move. The step fits to it as it is.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            m, v = _kept(self.m, key, g), _kept(self.v, key, g)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            p = params[key] = params[key].astype(np.float64, copy=False)
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
