"""the memory of a key fades while the key has no gradient

A missing gradient is not one of zero. What grads lacks is left as it is, and what is
remembered of it too.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, p in params.items():
            g, s = grads.get(key, 0 * p), _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)  # noqa: PLW2901 - edits the array
