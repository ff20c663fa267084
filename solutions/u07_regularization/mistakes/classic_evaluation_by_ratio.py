"""evaluation is multiplied by ratio

What is dropped with probability ratio has the mean (1 - ratio) x.
"""

EXERCISE = "7.7"
READ = "handout 4"


class ClassicDropout(Dropout):
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x * self.ratio if self.kept is None else x * self.kept

    def backward(self, dout: Array) -> Array:
        return dout * self.ratio if self.kept is None else dout * self.kept
