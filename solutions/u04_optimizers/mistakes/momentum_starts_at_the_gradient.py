"""the velocity starts at the first gradient and not at 0

Before the first step nothing moves; a velocity of +g would push uphill.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = self.momentum * self.v.get(key, g) - self.lr * g
            self.v[key] = v
            p += v
