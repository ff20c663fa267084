"""the choice is an array of float64 numbers

In a product with float32 it wins: True and False change no dtype.
"""

EXERCISE = "7.11"
READ = "handout 5.3"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = None
        if not train:
            return x
        self.kept = (self.rng.random(x.shape) >= self.ratio) / (1 - self.ratio)
        return x * self.kept

    def backward(self, dout: Array) -> Array:
        return dout if self.kept is None else dout * self.kept
