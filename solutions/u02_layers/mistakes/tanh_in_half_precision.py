"""bytes go straight into `xp.tanh`

For a function such as `tanh`, NumPy answers one-byte numbers in float16, which has
three digits.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        y: Array = xp.tanh(x)
        self.y = y
        return y
