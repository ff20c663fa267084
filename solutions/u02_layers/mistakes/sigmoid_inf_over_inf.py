"""the sigmoid is computed as e^x / (1 + e^x) on both sides

For x = 1000 that is infinity over infinity. It is the right form for one side only.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(1.0 * x)
        y: Array = z / (1 + z)
        self.y = y
        return y
