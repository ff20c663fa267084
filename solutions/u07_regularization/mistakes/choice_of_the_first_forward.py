"""what the first forward chose is kept for ever

A later forward draws anew and keeps nothing: backward belongs to the latest one.
"""

EXERCISE = "7.10"
READ = "handout 5.2"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        kept = self.rng.random(x.shape) >= self.ratio if train else None
        if not hasattr(self, "kept"):
            self.kept = kept
        return x if kept is None else x * kept / (1 - self.ratio)


class ClassicDropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        kept = self.rng.random(x.shape) >= self.ratio if train else None
        if not hasattr(self, "kept"):
            self.kept = kept
        return x * (1 - self.ratio) if kept is None else x * kept
