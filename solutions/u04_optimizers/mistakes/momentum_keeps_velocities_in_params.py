"""the velocity is put into params, beside its parameter

params belongs to the caller, and whoever goes through it finds keys that are no
parameters. self.v is the place.
"""

EXERCISE = "4.7"
READ = "handout 6.2"


class Momentum:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v
            params[f"{key}.v"] = v
