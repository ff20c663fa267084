"""training hands x on, and an evaluation drops entries

train is true while the network learns, and only then something is dropped.
"""

EXERCISE = "7.4"
READ = "handout 3.4"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = None if train else self.rng.random(x.shape) >= self.ratio
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
