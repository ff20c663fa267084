"""another method than random is drawn with

The two kinds of generator, NumPy's and CuPy's, share random and standard_normal.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.binomial(1, 1 - self.ratio, x.shape) > 0 if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
