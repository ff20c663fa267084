"""the velocity is computed row by row

The formula holds for the whole array at once. The only loop is the one over keys.
"""

EXERCISE = "4.10"
READ = "handout 6.5"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            for row in range(len(g)):
                v[row] = self.momentum * v[row] - self.lr * g[row]
                p[row] += v[row]
