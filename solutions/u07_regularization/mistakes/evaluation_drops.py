"""evaluation drops entries, too

train says which of the two is asked for: in evaluation x goes through.
"""

EXERCISE = "7.6"
READ = "handout 3.4"


class Dropout:
    def forward(self, x: Array, train: bool = True) -> Array:
        self.kept = self.rng.random(x.shape) >= self.ratio
        return x * self.kept / (1 - self.ratio)
