"""the first gradient's own array, squared, becomes the memory

The layer writes its next gradient into that array, and your memory with it. Keep an
array of your own.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            step = self.lr * g
            g **= 2  # noqa: PLW2901 - the mistake
            s = self.s.get(key, 0 * g)
            self.s[key] = g
            g *= 1 - self.decay_rate  # noqa: PLW2901 - the mistake
            g += self.decay_rate * s  # noqa: PLW2901 - the mistake
            params[key] -= step / (square_root(g) + self.eps)
