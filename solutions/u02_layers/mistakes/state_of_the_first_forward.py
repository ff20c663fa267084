"""the gates are set by the first forward and never again

Every batch sets its own gates. `backward` belongs to the most recent forward.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        if not hasattr(self, "positive"):
            self.positive = x > 0
        out: Array = xp.where(x > 0, x, 0.0)
        return out
