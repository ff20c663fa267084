"""classic dropout goes through the batch row by row

The choice has the shape of the batch: one product does it for all rows.
"""

EXERCISE = "7.12"
READ = "handout 5.4"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is None:
            return x * (1 - self.ratio)
        return np.stack([row * kept for row, kept in zip(x, self.kept, strict=True)])
