"""a 0 in the output is taken for an entry that was dropped

The input may be 0 itself, below a ReLU it often is: keep the comparison.
"""

EXERCISE = "7.5"
READ = "handout 3.3"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        if self.kept is None:
            return x
        out: Array = x * self.kept / (1 - self.ratio)
        self.kept = out != 0
        return out
