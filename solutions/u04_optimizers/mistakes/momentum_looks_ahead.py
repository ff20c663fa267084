"""the parameter moves by momentum v - lr g with the new v

That is Nesterov's variant. In the plain form the parameter moves by the new
velocity itself.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += self.momentum * v - self.lr * g
