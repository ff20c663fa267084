"""the step is written into an array of NumPy's

np.empty makes an array in the computer's own memory, and the step cannot be put into
it without a copy. The formula makes the array that it needs.
"""

EXERCISE = "4.11"
READ = "handout 6.6"


class Adam:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        for key, g in grads.items():
            p, step = params[key], np.empty(g.shape, g.dtype)
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            step[...] = self.lr * m_hat / (square_root(v_hat) + self.eps)
            p -= step
