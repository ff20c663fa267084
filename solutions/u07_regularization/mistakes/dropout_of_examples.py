"""an example is dropped as a whole, or not at all

Each entry has a draw of its own: rng.random(x.shape) makes as many as x has entries.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        places = (len(x), *[1] * (x.ndim - 1))
        self.kept = self.rng.random(places) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
