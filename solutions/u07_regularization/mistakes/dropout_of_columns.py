"""one row is drawn for the whole batch

Each example loses entries of its own: draw in the shape of x.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape[1:]) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
