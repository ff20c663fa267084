"""half of the entries are dropped, whatever ratio is

ratio came in for a reason: compare with it.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        half = 0.5
        self.kept = self.rng.random(x.shape) >= half if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
