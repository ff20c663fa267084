"""the shape of the draw is written for a matrix

An input may have one axis, or four: its own shape is right for all.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        n, d = x.shape
        self.kept = self.rng.random((n, d)) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
