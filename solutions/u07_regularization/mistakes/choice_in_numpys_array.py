"""the choice is written into an array of NumPy's

On a GPU the draw is there already: a comparison keeps it there.
"""

EXERCISE = "7.13"
READ = "handout 5.5"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = None
        if train:
            self.kept = np.ones(x.shape, dtype=bool)
            self.kept[np.asarray(self.rng.random(x.shape)) < self.ratio] = False
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
