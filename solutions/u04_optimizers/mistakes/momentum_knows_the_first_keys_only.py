"""velocities are made for the keys of the first update only

A key may come later. Make its velocity when you first see the key.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        if not self.v:
            self.v = {key: 0 * g for key, g in grads.items()}
        for key, g in grads.items():
            v = self.v[key]
            v[...] = self.momentum * v - self.lr * g
            params[key] += v
