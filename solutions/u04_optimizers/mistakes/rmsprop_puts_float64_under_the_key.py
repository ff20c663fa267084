"""the parameter is made float64 before it moves

A float32 parameter takes twice the memory from then on, and the layer never sees it
move. The step fits to it as it is.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            s = _kept(self.s, key, g)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            params[key] = params[key].astype(np.float64, copy=False)
            params[key] -= self.lr * g / (square_root(s) + self.eps)
