"""a flat copy of the parameter moves in its place

Where the numbers of an array do not lie in a row, as in a transpose, reshape(-1)
copies them. Every formula here works for any shape as it stands.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class RMSProp:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p, g = params[key].reshape(-1), g.reshape(-1)  # noqa: PLW2901
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)
