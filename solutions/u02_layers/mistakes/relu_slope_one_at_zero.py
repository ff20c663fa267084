"""the gate is open at exactly 0

Here the slope at 0 is 0. After a layer whose weights start at zero, every entry is
exactly 0.
"""

EXERCISE = "2.4"
READ = "handout 3.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x >= 0
        out: Array = xp.where(self.positive, x, 0.0)
        return out
