"""the numbers come from np.random

It belongs to the whole program: draw from the generator that was given.
"""

EXERCISE = "7.8"
READ = "handout 5.1"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = np.random.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
