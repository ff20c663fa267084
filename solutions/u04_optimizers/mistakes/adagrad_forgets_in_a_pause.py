"""the sum of a key is dropped while the key has no gradient

A key that comes back goes on where it was. Keep its memory.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        self.s = {key: s for key, s in self.s.items() if key in grads}
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
