"""the absolute value of bytes is negated before they are floats

Minus 3 is 253 in bytes, and NumPy takes the exponential of bytes in float16. Multiply
by -1.0, which makes float64 of whole numbers first.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(-xp.abs(x))
        y: Array = xp.where(x < 0, z, 1.0) / (1 + z)
        self.y = y
        return y
