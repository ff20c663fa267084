"""gradients of zero are put into grads for the keys that it lacks

setdefault adds the key to the caller's dictionary. Go through the keys of grads, and
leave out the rest.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class AdaGrad:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, p in params.items():
            g, s = grads.setdefault(key, 0 * p), _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)  # noqa: PLW2901 - edits the array
