"""the slope is taken to be 1 - y, without the square

The curve is odd, so its slope must be the same at x and at -x. That of 1 - y is not.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return dout * (1 - self.y)
