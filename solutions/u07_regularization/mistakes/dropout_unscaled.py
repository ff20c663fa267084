"""what is kept is not scaled

The sum that the next layer sees must have the same mean as in evaluation.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else 1.0 * x * self.kept

    def backward(self, dout: Array) -> Array:
        return dout if self.kept is None else dout * self.kept
