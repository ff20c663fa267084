"""images lose whole channels

There is a dropout of that kind, and here each pixel is dropped by itself.
"""

EXERCISE = "7.4"
READ = "handout 3.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        places = (*x.shape[:2], *[1] * (x.ndim - 2))
        self.kept = self.rng.random(places) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
