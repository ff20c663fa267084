"""a new array is put under the key

The layer still reads the old array, and never moves. Write into the array that is
there.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            s = _kept(self.s, key, g)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            params[key] = params[key] - self.lr * g / (square_root(s) + self.eps)
