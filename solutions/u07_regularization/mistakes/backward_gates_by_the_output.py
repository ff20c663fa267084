"""the gradient passes where the output is positive

That is ReLU: a negative entry that was kept has a gradient, too.
"""

EXERCISE = "7.5"
READ = "handout 3.3"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        self.out = x if self.kept is None else x * self.kept / (1 - self.ratio)
        return self.out

    def backward(self, dout: Array) -> Array:
        return dout if self.kept is None else dout * (self.out > 0) / (1 - self.ratio)
