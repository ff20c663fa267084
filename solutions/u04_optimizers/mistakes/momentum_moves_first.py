"""the parameter moves by the velocity of the step before

The velocity takes in this step's gradient first; then the parameter moves by the
new velocity.
"""

EXERCISE = "4.2"
READ = "handout 2.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            p += v
            v[...] = self.momentum * v - self.lr * g
