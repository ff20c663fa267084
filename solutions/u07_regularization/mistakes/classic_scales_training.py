"""training is scaled, and evaluation as well

The two belong to two kinds of dropout: the classic one leaves training alone.
"""

EXERCISE = "7.7"
READ = "handout 4"


class ClassicDropout(Dropout):
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return (
            x * (1 - self.ratio)
            if self.kept is None
            else x * self.kept / (1 - self.ratio)
        )

    def backward(self, dout: Array) -> Array:
        return (
            dout * (1 - self.ratio)
            if self.kept is None
            else dout * self.kept / (1 - self.ratio)
        )
