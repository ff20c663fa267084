"""backward throws away what forward kept

Who asks twice must get the same answer twice. Let the next forward replace what you
kept.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        y, self.y = self.y, None
        return dout * (1 - y * y)
