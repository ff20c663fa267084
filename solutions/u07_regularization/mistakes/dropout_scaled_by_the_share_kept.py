"""what is kept is divided by the share that this draw kept

The share is near 1 - ratio and changes from draw to draw: divide by 1 - ratio.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / self.kept.mean()
