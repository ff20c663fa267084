"""the evaluation of classic dropout scales x itself

`x *= ...` writes into the array of the layer below: `x * ...` is a new one.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is None:
            x *= 1 - self.ratio
            return x
        return x * self.kept
