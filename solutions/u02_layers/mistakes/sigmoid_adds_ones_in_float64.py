"""the 1 in the sigmoid is an array of ones in float64

`xp.ones(shape)` is float64, and so is what it meets. The Python number 1 takes the
dtype of its partner.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        ones = xp.ones(x.shape)
        upper = ones / (ones + z)
        y: Array = xp.where(x < 0, z * upper, upper)
        self.y = y
        return y
