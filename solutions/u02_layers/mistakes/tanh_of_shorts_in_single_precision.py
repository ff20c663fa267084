"""only some whole numbers become float64

NumPy answers the tanh of two-byte numbers in float32.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = xp.tanh(1.0 * x if x.dtype in ("int64", "uint8") else x)
        self.y = y
        return y
