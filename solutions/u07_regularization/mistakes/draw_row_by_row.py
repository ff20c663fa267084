"""the draw is made row by row

The generator takes the whole shape in one call.
"""

EXERCISE = "7.12"
READ = "handout 5.4"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        rows = (
            [self.rng.random(row.shape) >= self.ratio for row in x] if train else None
        )
        self.kept = None if rows is None else np.stack(rows)
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
