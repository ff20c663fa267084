"""the choice is kept on the class

Another layer overwrites it before backward comes: keep it on self.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class Dropout:
    kept: Array | None = None

    def forward(self, x: Array, train: bool = True) -> Array:
        type(self).kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
