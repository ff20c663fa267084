"""the ReLU lets nothing above 6 through

That is another layer, called ReLU6; here the right side has no end.
"""

EXERCISE = "2.4"
READ = "handout 3.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = (x > 0) & (x - 6 < 0)
        out: Array = xp.clip(1.0 * x, 0.0, 6.0)
        return out
