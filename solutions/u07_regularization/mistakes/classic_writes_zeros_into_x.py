"""the zeros of classic dropout are written into x itself

Without a scale x could be handed on, but the layer below still needs it as it was.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is None:
            return x * (1 - self.ratio)
        x[~self.kept] = 0
        return x
