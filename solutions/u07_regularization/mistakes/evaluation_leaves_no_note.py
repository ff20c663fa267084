"""backward looks for a choice that an evaluation never made

Each forward must leave what its backward needs, an evaluation too.
"""

EXERCISE = "7.6"
READ = "handout 3.4"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        if not train:
            return x
        self.kept = self.rng.random(x.shape) >= self.ratio
        return x * self.kept / (1 - self.ratio)

    def backward(self, dout: Array) -> Array:
        return dout * self.kept / (1 - self.ratio)
