"""the gradient is squared in place

The gradients belong to the layers. Square into a new array: g**2 makes one, g **= 2
does not.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            step = self.lr * g
            g **= 2  # noqa: PLW2901 - the mistake
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g
            p -= step / (square_root(s) + self.eps)
