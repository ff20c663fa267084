"""a flat copy of the parameter moves in its place

Where the numbers of an array do not lie in a row, as in a transpose, ravel copies
them. Every formula here works for any shape as it stands.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p, g = params[key].ravel(), g.ravel()  # noqa: PLW2901
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v
