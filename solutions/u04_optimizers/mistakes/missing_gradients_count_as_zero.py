"""a key without gradient is moved as if its gradient were zero

A frozen layer must stand still. Without a gradient the parameter and its velocity
both wait.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key in params:
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * grads.get(key, 0 * p)
            p += v
