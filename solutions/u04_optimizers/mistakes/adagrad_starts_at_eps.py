"""s starts at eps

It starts at 0, and eps is added to the root.
"""

EXERCISE = "4.3"
READ = "handout 3.4"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p, is_new = params[key], key not in self.s
            s = _kept(self.s, key, p)
            s += self.eps + g**2 if is_new else g**2
            p -= self.lr * g / (square_root(s) + self.eps)
