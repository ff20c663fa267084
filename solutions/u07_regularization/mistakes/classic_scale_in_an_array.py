"""the scale of the evaluation is put into an array

`np.full` makes float64, which wins in a product: a plain number changes no dtype.
"""

EXERCISE = "7.11"
READ = "handout 5.3"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is None:
            return x * np.full(x.shape, 1 - self.ratio)
        return x * self.kept
