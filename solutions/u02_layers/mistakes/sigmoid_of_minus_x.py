"""the sign in the exponent is lost

1 / (1 + e^x) falls where the sigmoid rises.
"""

EXERCISE = "2.3"
READ = "handout 3.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        upper = 1 / (1 + z)
        self.y = xp.where(x < 0, upper, z * upper)
        return self.y
