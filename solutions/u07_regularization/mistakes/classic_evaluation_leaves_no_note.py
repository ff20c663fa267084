"""an evaluation of classic dropout keeps nothing for backward

After it backward finds an older choice or none: note in each forward what was done.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        if not train:
            return x * (1 - self.ratio)
        self.kept = self.rng.random(x.shape) >= self.ratio
        return x * self.kept
