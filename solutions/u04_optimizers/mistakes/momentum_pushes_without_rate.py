"""the gradient enters the velocity without the learning rate

The velocity is a length. Each push that it takes in is lr times the gradient.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - g
            p += v
