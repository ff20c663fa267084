"""the same number of entries is dropped each time

Entries are dropped one by one, so how many are gone is left to chance.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        order = self.rng.random(x.size).argsort().argsort().reshape(x.shape)
        self.kept = order >= self.ratio * x.size if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
