"""the result is written into an array like x

`zeros_like` of whole numbers holds whole numbers, so -0.3 becomes 0.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class LeakyReLU:
    """A LeakyReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x > 0
        out = xp.zeros_like(x)
        out[self.positive] = x[self.positive]
        out[~self.positive] = self.alpha * x[~self.positive]
        return out
