"""the memory goes by the place of a gradient in grads, not by its key

The first gradient of one update need not be that of the first key in the next. Keep
the memory under the key.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for place, (key, g) in enumerate(grads.items()):
            p = params[key]
            s = _kept(self.s, str(place), p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)
