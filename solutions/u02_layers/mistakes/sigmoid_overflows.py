"""the sigmoid takes the exponential of a large number

e^-x overflows for x below about -709 (float64) or -88 (float32). The value happens to
be right, because 1 / inf is 0, but NumPy warns: take no exp of a large positive number.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = 1 / (1 + xp.exp(-1.0 * x))
        self.y = y
        return y
