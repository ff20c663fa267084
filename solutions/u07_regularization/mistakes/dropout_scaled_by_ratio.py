"""what is kept is divided by ratio

An entry stays with probability 1 - ratio, so that is what divides it.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / max(self.ratio, 1e-12)

    def backward(self, dout: Array) -> Array:
        return dout if self.kept is None else dout * self.kept / max(self.ratio, 1e-12)
