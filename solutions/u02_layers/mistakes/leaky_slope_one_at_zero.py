"""0 is counted to the right side of the LeakyReLU

Here both bent activations take the slope of the left side at 0, which is alpha.
"""

EXERCISE = "2.6"
READ = "handout 3.4"


class LeakyReLU:
    """A LeakyReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x >= 0
        out: Array = xp.where(self.positive, x, self.alpha * x)
        return out
