"""what forward kept is multiplied by dout and kept again

The next backward would find the product: a result needs a name of its own.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        keep = 1 - self.ratio
        self.slope = self.rng.random(x.shape) >= self.ratio if train else keep
        return x * self.slope

    def backward(self, dout: Array) -> Array:
        self.slope = dout * self.slope
        return self.slope
