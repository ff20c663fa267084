"""evaluation is multiplied by 1 - ratio

Training is scaled here, so its mean is x already: there is nothing to correct.
"""

EXERCISE = "7.6"
READ = "handout 3.4"


class Dropout:
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
