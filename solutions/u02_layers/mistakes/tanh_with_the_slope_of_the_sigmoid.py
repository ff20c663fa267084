"""the slope is taken to be y (1 - y), that of the sigmoid

At 0 the output is 0 and this slope would be 0, where the curve is steepest.
"""

EXERCISE = "2.5"
READ = "handout 3.3"


class Tanh:
    """A hyperbolic tangent with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return dout * self.y * (1 - self.y)
