"""the slope is taken to be 1 - x^2, with x the input

The formula is right for the output: 1 - y^2 is never negative, because y stays between
-1 and 1.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.y = 1.0 * x
        y: Array = xp.tanh(self.y)
        return y
