"""an entry is kept with probability ratio

ratio is the probability to be dropped; the paper gives its p to what is kept.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) < self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
