"""the gate of the ReLU opens at 0.05

Every number above 0 passes, however small.
"""

EXERCISE = "2.4"
READ = "handout 3.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x - 0.05 > 0
        out: Array = xp.where(self.positive, x, 0.0)
        return out
