"""the choice is kept in params

An optimizer moves what is in there: keep it on self.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is not None:
            self.params["mask"] = self.kept
        return x if self.kept is None else x * self.kept / (1 - self.ratio)
