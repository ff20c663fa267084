"""the choice of classic dropout is kept on the class

Another layer overwrites it before backward comes: keep it on self.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    kept: Array | None = None

    def forward(self, x: Array, train: bool = True) -> Array:
        draw = self.rng.random(x.shape) >= self.ratio if train else None
        ClassicDropout.kept = draw
        return x * (1 - self.ratio) if draw is None else x * draw
