"""an entry is kept with probability ratio

The paper gives its p to what is kept; here ratio is for what is dropped.
"""

EXERCISE = "7.7"
READ = "handout 4"


class ClassicDropout(Dropout):
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) < self.ratio if train else None
        return x * (1 - self.ratio) if self.kept is None else x * self.kept
