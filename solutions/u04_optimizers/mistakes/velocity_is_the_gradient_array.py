"""the first gradient's own array becomes the velocity

The layer writes its next gradient into that array, and your velocity with it. Keep
an array of your own.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            if key in self.v:
                self.v[key] = self.momentum * self.v[key] - self.lr * g
            else:
                self.v[key] = g
                self.v[key] *= -self.lr
            params[key] += self.v[key]
