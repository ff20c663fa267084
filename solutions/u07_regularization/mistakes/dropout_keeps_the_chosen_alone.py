"""what is dropped is taken out, so the output has one axis

Indexing with a mask keeps the chosen entries alone; multiplying keeps the shape.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x[self.kept] / (1 - self.ratio)
